extension Component {
  /// Makes `rawValue` the value of the one property with this name, in the place of the first such
  /// property or, where there was none, behind the last one. Further ones are removed; everything
  /// else keeps its order and spelling.
  public mutating func set(
    _ name: String, parameters: [ContentLine.Parameter] = [], rawValue: String
  ) {
    let line = ContentLine.text(name, parameters, rawValue: rawValue)
    guard let index = index(of: name) else { return append(line: line) }
    var lines = texts
    lines[index - range.lowerBound] = line
    var further = self.index(of: name, from: index + 1)
    var removed: Set<Int> = []
    while let other = further {
      removed.insert(other - range.lowerBound)
      further = self.index(of: name, from: other + 1)
    }
    replace(lines, without: removed)
  }

  /// Makes `text`, which is escaped here, the value of the one property with this name; nil removes
  /// it. The parameters it had are dropped except LANGUAGE.
  public mutating func setText(_ name: String, _ text: String?) {
    guard let text else { return remove(name) }
    let language = first(name)?.parameters.filter { $0.name == "LANGUAGE" } ?? []
    set(name, parameters: language, rawValue: CalendarText.escape(text))
  }

  /// Gives a time zone another name wherever a TZID says it, in sub-components too.
  public mutating func renameTimeZone(_ name: String, to new: String) {
    replace(
      entries[range].map { entry in
        let line = ContentLine(bytes: bytes, entry: entry)
        guard entry.kind == .property, line.parameter("TZID") == name else { return line.raw }
        let parameters = line.parameters.map {
          $0.name.isSame("TZID") ? ContentLine.Parameter("TZID", new) : $0
        }
        return ContentLine.text(line.name, parameters, rawValue: line.value)
      })
  }

  /// Removes every property with this name.
  public mutating func remove(_ name: String) {
    remove(where: { $0.name.isSame(name) })
  }

  /// Removes the properties for which `isUnwanted` is true; those of sub-components stay.
  public mutating func remove(where isUnwanted: (ContentLine) -> Bool) {
    var removed: Set<Int> = []
    var index = range.lowerBound + 1
    while index < range.upperBound - 1 {
      guard entries[index].kind == .property else {
        index = entries[index].kind == .begin ? endOfChild(at: index) : index + 1
        continue
      }
      if isUnwanted(ContentLine(bytes: bytes, entry: entries[index])) {
        removed.insert(index - range.lowerBound)
      }
      index += 1
    }
    if !removed.isEmpty { replace(texts, without: removed) }
  }

  /// Puts a property behind the last one, whether or not there is another with its name.
  public mutating func append(
    _ name: String, parameters: [ContentLine.Parameter] = [], rawValue: String
  ) {
    append(line: ContentLine.text(name, parameters, rawValue: rawValue))
  }

  /// Puts a property behind the last one.
  public mutating func append(_ line: ContentLine) {
    append(line: line.raw)
  }

  /// Puts a sub-component behind all others.
  public mutating func append(child: Component) {
    var lines = texts
    lines.insert(contentsOf: child.texts, at: lines.count - 1)
    replace(lines)
  }

  /// Removes the sub-components for which `isUnwanted` is true.
  public mutating func removeChildren(where isUnwanted: (Component) -> Bool) {
    var removed: Set<Int> = []
    for child in children where isUnwanted(child) {
      for index in child.range { removed.insert(index - range.lowerBound) }
    }
    if !removed.isEmpty { replace(texts, without: removed) }
  }

  private mutating func append(line: String) {
    var lines = texts
    // RFC 5545 §3.6.1 wants properties before sub-components.
    let firstChild = entries[range].dropFirst().firstIndex { $0.kind == .begin }
    lines.insert(line, at: (firstChild ?? range.upperBound - 1) - range.lowerBound)
    replace(lines)
  }

  /// Every line as text, from BEGIN to END.
  private var texts: [String] {
    entries[range].map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  private mutating func replace(_ lines: [String], without removed: Set<Int> = []) {
    self = Component(
      lines: lines.indices.filter { !removed.contains($0) }.map { lines[$0] }, number: line)
  }

  /// A component of lines known to be well formed: unfolded, BEGIN and END matching.
  init(lines: [String], number: Int) {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    for line in lines {
      if !bytes.isEmpty { bytes.append(Byte.lineFeed) }
      let start = bytes.count
      bytes.append(contentsOf: line.utf8)
      ranges.append(start..<bytes.count)
    }
    let entries = bytes.withUnsafeBufferPointer { buffer in
      ranges.map { range in
        var entry =
          LineEntry(reading: buffer, in: range, number: 0) ?? LineEntry(nameOnly: range, of: buffer)
        entry.number = UInt32(clamping: number)
        if entry.hasName("BEGIN", in: buffer) { entry.kind = .begin }
        if entry.hasName("END", in: buffer) { entry.kind = .end }
        return entry
      }
    }
    self.init(bytes: bytes, entries: entries, range: 0..<entries.count)
  }
}
