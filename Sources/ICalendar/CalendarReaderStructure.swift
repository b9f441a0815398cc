/// How lines become components.
extension CalendarReader {
  private enum Keyword {
    case begin, end, none
  }

  mutating func take<Failure: Error>(
    _ entry: LineEntry, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    var entry = entry
    let keyword = buffer.withUnsafeBufferPointer { bytes -> Keyword in
      // BEGIN and END are the only names that matter here, and most names are not as long.
      switch entry.nameRange.count {
      case 5: entry.hasName("BEGIN", in: bytes) ? .begin : .none
      case 3: entry.hasName("END", in: bytes) ? .end : .none
      default: .none
      }
    }
    switch keyword {
    case .none:
      try takeProperty(entry, handle)
    case .begin:
      let name = componentName(entry)
      entry.kind = .begin
      try begin(name, entry, handle)
    case .end:
      let name = componentName(entry)
      entry.kind = .end
      try end(name, entry, handle)
    }
  }

  /// The name behind BEGIN or END in upper case; empty where it is none.
  private func componentName(_ entry: LineEntry) -> String {
    var name: [UInt8] = []
    for byte in buffer[entry.valueRange] where !Byte.isBlank(byte) {
      let isNamePart =
        Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.hyphen || byte == 0x5F
      guard isNamePart, name.count < 64 else { return "" }
      name.append(Byte.uppercased(byte))
    }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func keep(_ entry: LineEntry) {
    buffer.append(Byte.lineFeed)
    entries.append(entry)
    if buffer.count > CalendarReader.largestComponent {
      skipComponent("a component of more than 256 MB was skipped")
    }
  }

  private mutating func takeProperty<Failure: Error>(
    _ entry: LineEntry, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    if skipped != nil { return dropLine() }
    if !open.isEmpty { return keep(entry) }
    let bytes = decoded(Array(buffer[entry.range]))
    dropLine()
    let line = bytes.withUnsafeBufferPointer {
      LineEntry(reading: $0, in: 0..<$0.count, number: entry.number)
    }
    guard let line else { return }
    if isInCalendar {
      try handle(.property(ContentLine(bytes: bytes, entry: line)))
    } else {
      note(
        Int(entry.number), "outside any calendar, skipped", String(decoding: bytes, as: UTF8.self))
    }
  }

  private mutating func begin<Failure: Error>(
    _ name: String, _ entry: LineEntry, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    guard !name.isEmpty else {
      dropLine()
      if skipped == nil { note(pendingNumber, "BEGIN without a component's name, ignored") }
      return
    }
    let isTopLevel = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"].contains(name)
    if name == "VCALENDAR" || isTopLevel, !open.isEmpty || skipped != nil {
      // None of these can be part of another component: an END was lost.
      let line = Array(buffer[entry.range])
      dropLine()
      note(pendingNumber, "BEGIN:\(name) inside a component, which is taken to end here")
      try closeComponent(handle)
      return try restart(line, name, entry.number, handle)
    }
    if name == "VCALENDAR" {
      dropLine()
      if isInCalendar {
        note(pendingNumber, "BEGIN:VCALENDAR inside a calendar, which is taken to end here")
        try handle(.calendarEnded)
      }
      isInCalendar = true
      calendarCount += 1
      return try handle(.calendarBegan(line: pendingNumber))
    }
    if skipped != nil {
      skippedDepth += 1
      return dropLine()
    }
    if open.isEmpty, let only, !only.contains(name) {
      skipped = (nil, pendingNumber)
      skippedDepth = 1
      return dropLine()
    }
    guard open.count < CalendarReader.deepestNesting else {
      skipComponent("components nested more than 16 deep were skipped")
      skippedDepth += 1
      return
    }
    if open.isEmpty, pendingStart > 0 {
      // Whatever stood before a component is done with.
      let line = Array(buffer[entry.range])
      buffer.removeAll(keepingCapacity: true)
      entries.removeAll(keepingCapacity: true)
      return try restart(line, name, entry.number, handle)
    }
    open.append(entries.count)
    keep(entry)
  }

  /// Takes a BEGIN line once more, now that the buffer is empty.
  private mutating func restart<Failure: Error>(
    _ line: [UInt8], _ name: String, _ number: UInt32, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    beginBuffer(line)
    let entry = buffer.withUnsafeBufferPointer {
      LineEntry(reading: $0, in: 0..<$0.count, number: number)
    }
    guard var entry else { return }
    entry.kind = .begin
    try begin(name, entry, handle)
  }

  private mutating func end<Failure: Error>(
    _ name: String, _ entry: LineEntry, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    if name == "VCALENDAR" {
      dropLine()
      if !open.isEmpty || skipped != nil {
        note(pendingNumber, "END:VCALENDAR inside a component, which is taken to end here")
        try closeComponent(handle)
      }
      guard isInCalendar else { return note(pendingNumber, "END:VCALENDAR without BEGIN, ignored") }
      isInCalendar = false
      return try handle(.calendarEnded)
    }
    if skipped != nil {
      dropLine()
      skippedDepth -= 1
      if skippedDepth <= 0 { try closeComponent(handle) }
      return
    }
    guard let match = open.lastIndex(where: { componentName(entries[$0]) == name }) else {
      dropLine()
      return note(pendingNumber, "END:\(name) without BEGIN, ignored")
    }
    if match < open.count - 1 {
      let line = Array(buffer[entry.range])
      dropLine()
      note(pendingNumber, "END:\(name) closes components that had no END")
      closeInner(downTo: match + 1)
      appendEnd(line, number: entry.number)
    } else {
      keep(entry)
      if skipped != nil {
        skippedDepth -= 1
        if skippedDepth <= 0 { try closeComponent(handle) }
        return
      }
    }
    open.removeSubrange(match...)
    if open.isEmpty { try handOut(handle) }
  }

  /// Writes the missing ENDs of the innermost components.
  private mutating func closeInner(downTo depth: Int) {
    while open.count > depth {
      let name = componentName(entries[open.removeLast()])
      appendEnd(Array("END:\(name)".utf8), number: UInt32(truncatingIfNeeded: pendingNumber))
    }
  }

  private mutating func appendEnd(_ line: [UInt8], number: UInt32) {
    let start = buffer.count
    buffer.append(contentsOf: line)
    let entry = buffer.withUnsafeBufferPointer {
      LineEntry(reading: $0, in: start..<$0.count, number: number)
    }
    guard var entry else { return }
    entry.kind = .end
    buffer.append(Byte.lineFeed)
    entries.append(entry)
  }

  /// Ends the open component wherever it stands, handing it out unless it is being skipped.
  mutating func closeComponent<Failure: Error>(
    _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    if let skipped {
      if let reason = skipped.reason { note(skipped.line, reason, isLoss: true) }
      self.skipped = nil
      skippedDepth = 0
      clear()
    } else if !open.isEmpty {
      closeInner(downTo: 0)
      try handOut(handle)
    }
  }

  private mutating func handOut<Failure: Error>(
    _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    // The line feed behind END is no part of it.
    buffer.removeLast()
    if buffer.withUnsafeBufferPointer({ !$0.isASCII && !$0.isUTF8 }) { decodeLines() }
    let component = Component(
      bytes: buffer.withUnsafeBufferPointer { Array($0) },
      entries: entries.withUnsafeBufferPointer { Array($0) }, range: 0..<entries.count)
    clear()
    try handle(.component(component))
  }

  private mutating func clear() {
    buffer.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    beginBuffer([])
  }

  /// From here on the open component is dropped up to its END.
  mutating func skipComponent(_ reason: String) {
    if skipped == nil {
      let first = entries.first.map { Int($0.number) } ?? pendingNumber
      skipped = ("\(reason) (line \(pendingNumber))", first)
      skippedDepth = open.count
    }
    clear()
  }

  /// A line that is no property: part of the text above whose leading space was lost, or nothing.
  mutating func keepStrayLine() {
    let line = Array(buffer[min(pendingStart, buffer.count)...])
    let text = String(decoding: decoded(line), as: UTF8.self)
    dropLine()
    guard skipped == nil, !text.trimmed.isEmpty else { return }
    guard !open.isEmpty else {
      return note(pendingNumber, "not a property, skipped", text)
    }
    let names: [StaticString] = ["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT"]
    let isText = buffer.withUnsafeBufferPointer { bytes in
      entries.last.map { last in names.contains { last.hasName($0, in: bytes) } }
    }
    guard isText == true, var last = entries.last,
      buffer.count + line.count - Int(last.start) < CalendarReader.longestLine
    else { return note(pendingNumber, "not a property, skipped", text) }
    entries.removeLast()
    note(pendingNumber, "not a property, taken as more of the text above", text)
    buffer.removeLast()
    buffer.append(contentsOf: "\\n".utf8)
    buffer.append(contentsOf: line)
    last.end = UInt32(truncatingIfNeeded: buffer.count)
    buffer.append(Byte.lineFeed)
    entries.append(last)
  }

  /// The bytes as UTF-8, read as Windows-1252 where they are not that already.
  private mutating func decoded(_ line: [UInt8]) -> [UInt8] {
    if line.withUnsafeBufferPointer({ $0.isASCII || $0.isUTF8 }) { return line }
    note(pendingNumber, "not UTF-8, read as Windows-1252")
    return decodedWindows1252(line)
  }

  /// Decodes each line of the open component for itself.
  private mutating func decodeLines() {
    var bytes: [UInt8] = []
    for index in entries.indices {
      let line = Array(buffer[entries[index].range])
      let isGood = line.withUnsafeBufferPointer { $0.isASCII || $0.isUTF8 }
      if !isGood { note(Int(entries[index].number), "not UTF-8, read as Windows-1252") }
      let start = bytes.count
      bytes.append(contentsOf: isGood ? line : decodedWindows1252(line))
      let kind = entries[index].kind
      let range = start..<bytes.count
      let entry = bytes.withUnsafeBufferPointer {
        LineEntry(reading: $0, in: range, number: entries[index].number)
      }
      if let entry { entries[index] = entry }
      entries[index].kind = kind
      bytes.append(Byte.lineFeed)
    }
    if !bytes.isEmpty { bytes.removeLast() }
    buffer = bytes
  }
}
