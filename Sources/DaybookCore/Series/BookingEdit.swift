package import ICalendar

/// What can be done to a booking: a meeting that belongs to whoever booked and whoever was booked
/// alike, and that changes by their deeds alone.
package enum BookingEdit: Hashable, Sendable {
  /// Says yes to one that waits for an answer.
  case confirm
  /// Says no to one that waits for an answer.
  case decline(note: String?)
  /// Calls off one that both sides counted on.
  case cancel(note: String?)
  /// Gives it another time; its length stays.
  case move(to: TimeSpan)

  /// What a change of an event's entries amounts to; nil where the other side would see none.
  ///
  /// - Parameters: its VEVENTs before and after; empty where it was not, or is gone.
  package init?(from before: [Component], to after: [Component]) throws(BookingError) {
    guard let old = before.first, before.count == 1 else {
      if before.isEmpty { throw .madeElsewhere }
      throw .otherChange
    }
    guard old.first("STATUS")?.value.uppercased() != "CANCELLED" else {
      if after.isEmpty { return nil }
      throw .isOver
    }
    guard let new = after.first else {
      self = .cancel(note: nil)
      return
    }
    guard after.count == 1, Self.others(old) == Self.others(new) else { throw .otherChange }
    let answer = try Self.answer(from: old, to: new)
    let span = try Self.move(from: old, to: new)
    switch (answer, span) {
    case (.decline(let note)?, _): self = .decline(note: note)
    case (.cancel(let note)?, _): self = .cancel(note: note)
    // Whoever moves one that waits for an answer has said yes to it.
    case (_, let span?): self = .move(to: span)
    case (.confirm?, nil): self = .confirm
    case (.move?, nil), (nil, nil): return nil
    }
  }

  private static let idle: Set<String> = [
    "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "UID", "ATTENDEE",
    "DTSTART", "DTEND", "DURATION",
  ]

  /// All that is neither time nor answer.
  private static func others(_ component: Component) -> [String] {
    (component.lines.filter { !idle.contains($0.name) }.map(\.raw)
      + component.children.map(\.text)).sorted()
  }

  // MARK: - Answers

  private static func answer(from old: Component, to new: Component) throws(BookingError)
    -> BookingEdit?
  {
    let (before, after) = (people(old), people(new))
    guard before.keys == after.keys else { throw .otherChange }
    let isWaiting = old.first("STATUS")?.value.uppercased() == "TENTATIVE"
    var edit: BookingEdit?
    for (address, line) in after {
      guard let former = before[address] else { throw .otherChange }
      let response = EventComponent.Attendee(line).response
      guard response != EventComponent.Attendee(former).response else { continue }
      let note = line.parameter("X-RESPONSE-COMMENT")
      let isHost = EventComponent.Attendee(former).role == .chair
      switch response {
      case .accepted:
        guard isHost else { throw .notMineToConfirm }
        edit = .confirm
      case .declined: edit = isWaiting && isHost ? .decline(note: note) : .cancel(note: note)
      case .tentative, .needsAction, .delegated: throw .noMaybe
      }
    }
    return edit
  }

  private static func people(_ component: Component) -> [String: ContentLine] {
    Dictionary(
      component.all("ATTENDEE").map { (EventComponent.Attendee($0).address, $0) },
      uniquingKeysWith: { $1 })
  }

  // MARK: - Times

  private static func move(from old: Component, to new: Component) throws(BookingError)
    -> TimeSpan?
  {
    guard let before = span(old), let after = span(new) else { throw .otherChange }
    if before == after { return nil }
    guard before.seconds == after.seconds else { throw .lengthStays }
    return after
  }

  /// A booking's times are in UTC.
  private static func span(_ component: Component) -> TimeSpan? {
    guard
      let read = try? EventComponent(
        component, zones: ZoneResolver(database: ZoneDatabase { _ in nil })),
      case .utc(let start) = read.start, case .utc(let end) = read.end
    else { return nil }
    return TimeSpan(start, end)
  }
}

/// Why a booking cannot be changed like that.
package enum BookingError: Explained, Hashable {
  /// Nothing is made here.
  case madeElsewhere
  /// Move it, answer it or cancel it.
  case otherChange
  /// Choose another time for all of it.
  case lengthStays
  /// Yes or no.
  case noMaybe
  /// Wait for whoever was booked.
  case notMineToConfirm
  /// Nothing can be done any more.
  case isOver

  package var code: String {
    switch self {
    case .madeElsewhere: "booking_made_elsewhere"
    case .otherChange: "booking_fixed"
    case .lengthStays: "booking_length_fixed"
    case .noMaybe: "booking_no_maybe"
    case .notMineToConfirm: "booking_not_mine"
    case .isOver: "booking_over"
    }
  }

  package var message: String {
    switch self {
    case .madeElsewhere: "a booking is made by whoever books, on your booking page"
    case .otherChange: "a booking can be moved, answered and cancelled, but not rewritten"
    case .lengthStays: "how long a booking is, its event type says"
    case .noMaybe: "a booking is confirmed or declined; there is no maybe"
    case .notMineToConfirm: "only whoever was booked can confirm a booking"
    case .isOver: "the booking was cancelled or declined, which is for good"
    }
  }

  package var hint: String? {
    switch self {
    case .madeElsewhere: "choose another calendar, or book on the booking page"
    case .otherChange: "change the rest where it is kept"
    case .lengthStays: "move it as it is"
    case .noMaybe: "answer yes or no"
    case .notMineToConfirm: "wait for the answer, or cancel the booking"
    case .isOver: "whoever booked can book again"
    }
  }
}
