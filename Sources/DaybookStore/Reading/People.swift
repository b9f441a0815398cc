internal import DaybookCore

/// The attendees of an event as one short text: for each a letter for the answer and the address.
///
/// Lists need only how many there are and what I answered; names and roles stay in the source.
enum People {
  static func text(_ event: Event) -> String? {
    var text: [UInt8] = []
    if let organizer = event.organizer, !organizer.email.isEmpty {
      append(UInt8(ascii: "O"), organizer.email, to: &text)
    }
    for attendee in event.attendees { append(letter(attendee.response), attendee.email, to: &text) }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  private static func append(_ letter: UInt8, _ email: String, to text: inout [UInt8]) {
    if !text.isEmpty { text.append(0x20) }
    text.append(letter)
    if email.utf8.contains(0x20) {
      text.append(contentsOf: email.utf8.filter { $0 != 0x20 })
    } else {
      text.append(contentsOf: email.utf8)
    }
  }

  private static func letter(_ response: Response) -> UInt8 {
    switch response {
    case .accepted: UInt8(ascii: "A")
    case .declined: UInt8(ascii: "D")
    case .tentative: UInt8(ascii: "T")
    case .needsAction: UInt8(ascii: "N")
    }
  }

  /// How many others are invited, what I answered, and who has called them together.
  static func read(
    _ text: UnsafeBufferPointer<UInt8>, me: [[UInt8]]
  ) -> (others: Int, response: Response?, caller: Caller) {
    var others = 0
    var response: Response?
    var caller = Caller.unknown
    forEach(in: text) { letter, address in
      let isMe = me.contains { $0.elementsEqual(address) }
      if letter == UInt8(ascii: "O") {
        if isMe {
          caller = .me
        } else if !isCalendar(address) {
          caller = .someoneElse
        }
        return
      }
      guard isMe else {
        others += 1
        return
      }
      switch letter {
      case UInt8(ascii: "A"): response = .accepted
      case UInt8(ascii: "D"): response = .declined
      case UInt8(ascii: "T"): response = .tentative
      default: response = .needsAction
      }
    }
    // Who is not among the guests may know the caller by an address that was not told.
    return (others, response, caller == .someoneElse && response == nil ? .unknown : caller)
  }

  /// Google names a calendar as the caller of what is in no calendar of a person's own.
  private static func isCalendar(_ address: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    address.count > groupDomain.count
      && address.suffix(groupDomain.count).elementsEqual(groupDomain)
  }

  private static let groupDomain = Array("@group.calendar.google.com".utf8)

  /// The addresses, the organiser's first.
  static func addresses(in text: String) -> [String] {
    text.split(separator: " ").map { String($0.dropFirst()) }
  }

  private static func forEach(
    in text: UnsafeBufferPointer<UInt8>,
    _ body: (UInt8, Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x20 { end += 1 }
      if end > start + 1 { body(text[start], text[(start + 1)..<end]) }
      start = end + 1
    }
  }
}
