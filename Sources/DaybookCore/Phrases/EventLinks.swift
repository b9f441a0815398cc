internal import ICalendar

extension PhraseCursor {
  /// An address on the web, up to the next blank: `https://…`, `www.…`, or a meeting's without its
  /// scheme, `meet.google.com/abc`.
  mutating func link() -> String? {
    let start = position
    guard word != nil else { return nil }
    repeat { position += 1 } while current?.isGlued == true
    while let bracket = closingBracket(from: start) { position = bracket }
    var address = String(source(start..<position))
    while let last = address.last, ".,;:!?".contains(last) { address.removeLast() }
    let lower = address.lowercased()
    if ["https://", "http://"].contains(where: { lower.hasPrefix($0) && lower.count > $0.count }) {
      return address
    }
    let isMeeting = lower.contains("/") && ConferenceLink.first(in: "https://" + address) != nil
    return isMeeting || (lower.hasPrefix("www.") && lower.count > 6) ? "https://" + address : nil
  }

  /// Where the bracket stands that closes behind the address what was opened before it.
  private func closingBracket(from start: Int) -> Int? {
    var last = position - 1
    while last > start, case .sign(let sign) = tokens[last].kind, ".,;:!?".contains(sign) {
      last -= 1
    }
    let pairs: [Character: Character] = [")": "(", ">": "<", "]": "["]
    guard last > start, case .sign(let closing) = tokens[last].kind, let opening = pairs[closing]
    else { return nil }
    let address = source(start..<last + 1)
    let isOpen = address.count { $0 == opening } >= address.count { $0 == closing }
    return isOpen ? nil : last
  }
}
