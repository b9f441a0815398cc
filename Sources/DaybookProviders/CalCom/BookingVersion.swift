internal import DaybookCore
internal import ICalendar

/// Which state of a booking was seen, and what the next walk over all of them has to know of it.
///
/// Cal.com has no versions and its `updatedAt` may be missing, so the content is one.
struct BookingVersion: Equatable {
  /// Of what it says, whatever it is called.
  var content: String
  var start: Int
  var isOver: Bool
  /// The booking that this one took the place of.
  var from: String
  /// The event's UID.
  var name: String

  init(of booking: CalComBooking, _ component: Component, named name: String) {
    var nameless = component
    nameless.remove("UID")
    content = ContentHash.version(of: [nameless], zones: []).raw
    start = booking.span.start.seconds
    isOver = booking.isOver
    from = booking.rescheduledFrom ?? ""
    self.name = name
  }

  init?(_ version: Version?) {
    guard let parts = version?.raw.split(separator: Self.divider, omittingEmptySubsequences: false),
      parts.count == 5, let start = Int(parts[1])
    else { return nil }
    content = String(parts[0])
    self.start = start
    isOver = parts[2] == "1"
    from = String(parts[3])
    name = String(parts[4])
  }

  var version: Version {
    Version(
      [content, String(start), isOver ? "1" : "0", from, name]
        .joined(separator: String(Self.divider)))
  }

  /// What no name of a booking can hold.
  private static let divider: Character = " "
}

/// What bookings are called as events.
///
/// One that was moved is a new booking there, and the same event here: it keeps the UID of the one
/// that it took the place of, which is also that of the copy in the calendars Cal.com writes to.
struct BookingNames {
  private var names: [String: String] = [:]
  private var owners: [String: String] = [:]
  private var moved: Set<String> = []

  /// - Parameter kept: the version of every booking that is kept.
  init(kept: [RemoteID: Version]) {
    for (id, version) in kept {
      guard let version = BookingVersion(version) else { continue }
      names[id.raw] = version.name
      if !version.isOver { owners[version.name] = id.raw }
      if !version.from.isEmpty { moved.insert(version.from) }
    }
  }

  /// Whether another booking has taken its place.
  func isMoved(_ booking: CalComBooking) -> Bool {
    booking.rescheduledTo != nil || (booking.isOver && moved.contains(booking.uid))
  }

  /// The UID of its event.
  mutating func name(of booking: CalComBooking) -> String {
    if let from = booking.rescheduledFrom { moved.insert(from) }
    let inherited = booking.rescheduledFrom.map { names[$0] ?? $0 }
    let wanted =
      (booking.isRecurring ? nil : booking.icsUID) ?? names[booking.uid] ?? inherited
      ?? booking.uid
    var name = wanted
    if let owner = owners[wanted], owner != booking.uid, owner != booking.rescheduledFrom,
      !moved.contains(owner)
    {
      // Two that stand side by side are never one event, whatever they are called.
      name = booking.uid
    }
    names[booking.uid] = name
    if !booking.isOver { owners[name] = booking.uid }
    return name
  }
}
