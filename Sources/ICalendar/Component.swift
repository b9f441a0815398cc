/// One component of a calendar (VEVENT, VTIMEZONE, VALARM, …) with all its properties and
/// sub-components, in the order of the file, known or not.
///
/// It is one buffer of unfolded UTF-8 and an index of its lines. Reading a property searches the
/// index and decodes only what is asked for; sub-components share the buffer.
public struct Component: Sendable {
  let bytes: [UInt8]
  let entries: [LineEntry]
  /// The lines that are this component's, from BEGIN to END.
  let range: Range<Int>
  /// The keys of their names: most properties that are asked for are missing.
  private let keys: NameKeys

  init(bytes: [UInt8], entries: [LineEntry], range: Range<Int>) {
    self.bytes = bytes
    self.entries = entries
    self.range = range
    var keys = NameKeys()
    for index in range { keys.insert(entries[index].key) }
    self.keys = keys
  }

  /// Reads a component back from its `text`, or from any text that begins with one. Lines may be
  /// folded and end in any way.
  ///
  /// - Throws: `ICalendarError.notAComponent` where there is none.
  public init(text: String) throws(ICalendarError) {
    var reader = CalendarReader()
    var found: Component?
    let take: (CalendarReader.Item) -> Void = { item in
      if case .component(let component) = item, found == nil { found = component }
    }
    var text = text
    text.withUTF8 { reader.read(UnsafeRawBufferPointer($0), take) }
    reader.finish(take)
    guard let found else { throw .notAComponent }
    self = found
  }

  /// An empty component with this name.
  public init(named name: String) {
    let name = name.uppercased()
    self.init(lines: ["BEGIN:\(name)", "END:\(name)"], number: 0)
  }

  /// The name in upper case: `VEVENT`.
  public var name: String {
    let value = bytes[entries[range.lowerBound].valueRange]
    return String(
      decoding: value.lazy.filter { !Byte.isBlank($0) }.map(Byte.uppercased), as: UTF8.self)
  }

  /// Whether this is its name, which is in upper case.
  func isNamed(_ name: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return bytes.withUnsafeBufferPointer { bytes in
      bytes[entries[range.lowerBound].valueRange].lazy.filter { !Byte.isBlank($0) }
        .elementsEqual(wanted) { Byte.uppercased($0) == $1 }
    }
  }

  /// The line of its BEGIN in the file, from 1; 0 where it was not read from a file.
  public var line: Int { Int(entries[range.lowerBound].number) }

  /// The unfolded lines joined by `\n`, BEGIN and END included: what `init(text:)` reads back.
  public var text: String {
    let start = Int(entries[range.lowerBound].start)
    let end = Int(entries[range.upperBound - 1].end)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The length of `text` in bytes.
  public var byteCount: Int {
    Int(entries[range.upperBound - 1].end) - Int(entries[range.lowerBound].start)
  }

  /// Its own properties, without those of sub-components.
  public var lines: Lines { Lines(component: self) }

  /// The first property with this name (any case), or nil.
  public func first(_ name: String) -> ContentLine? {
    guard let index = index(of: name) else { return nil }
    return ContentLine(bytes: bytes, entry: entries[index])
  }

  /// All properties with this name (any case).
  public func all(_ name: String) -> [ContentLine] {
    var found: [ContentLine] = []
    var next = index(of: name)
    while let index = next {
      found.append(ContentLine(bytes: bytes, entry: entries[index]))
      next = self.index(of: name, from: index + 1)
    }
    return found
  }

  /// Whether there is a property with this name (any case).
  public func has(_ name: String) -> Bool { index(of: name) != nil }

  /// The sub-components.
  public var children: [Component] {
    var found: [Component] = []
    var index = range.lowerBound + 1
    while index < range.upperBound - 1 {
      guard entries[index].kind == .begin else {
        index += 1
        continue
      }
      let end = endOfChild(at: index)
      found.append(Component(bytes: bytes, entries: entries, range: index..<end))
      index = end
    }
    return found
  }

  /// The index of the first own property with this name at or behind `start`.
  func index(of name: String, from start: Int? = nil) -> Int? {
    var name = name
    return name.withUTF8 { name in
      let key = NameKey(of: name)
      guard keys.mayContain(key) else { return nil }
      return bytes.withUnsafeBufferPointer { bytes in
        entries.withUnsafeBufferPointer { entries in
          var index = start ?? range.lowerBound + 1
          while index < range.upperBound - 1 {
            switch entries[index].kind {
            case .property:
              if entries[index].hasName(name, key: key, in: bytes) { return index }
              index += 1
            case .begin: index = endOfChild(at: index)
            case .end: index += 1
            }
          }
          return nil
        }
      }
    }
  }

  /// The index behind the END that belongs to the BEGIN at `index`.
  func endOfChild(at index: Int) -> Int {
    var depth = 0
    for position in index..<range.upperBound {
      switch entries[position].kind {
      case .begin: depth += 1
      case .end:
        depth -= 1
        if depth == 0 { return position + 1 }
      case .property: break
      }
    }
    return range.upperBound
  }

  /// The properties of one component.
  public struct Lines: Sequence, Sendable {
    let component: Component

    /// Walks from the first property to the last; those of components inside are passed over.
    public func makeIterator() -> Iterator {
      Iterator(component: component, index: component.range.lowerBound + 1)
    }

    /// Where a walk through the properties of a component stands.
    public struct Iterator: IteratorProtocol {
      let component: Component
      var index: Int

      /// The next property, or nil behind the last.
      public mutating func next() -> ContentLine? {
        while index < component.range.upperBound - 1 {
          let entry = component.entries[index]
          switch entry.kind {
          case .property:
            index += 1
            return ContentLine(bytes: component.bytes, entry: entry)
          case .begin: index = component.endOfChild(at: index)
          case .end: index += 1
          }
        }
        return nil
      }
    }
  }
}

extension Component: Hashable, CustomStringConvertible {
  /// Whether both say the same, letter by letter, wherever they were read.
  public static func == (left: Component, right: Component) -> Bool {
    left.byteCount == right.byteCount && left.text == right.text
  }

  /// By the text, as equality goes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }

  /// The whole component as it was read, BEGIN and END included.
  public var description: String { text }
}
