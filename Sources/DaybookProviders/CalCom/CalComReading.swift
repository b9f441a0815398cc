internal import DaybookCore

/// Bookings of one page on their way to becoming changes.
struct CalComReading {
  let me: CalComMe
  let kept: KeptCopy
  private var bookings: [CalComBooking] = []
  private var removed: [RemoteID] = []
  private var unreadable = 0
  /// What bookings are called; nil until that has to be known.
  private(set) var names: BookingNames?

  init(me: CalComMe, kept: KeptCopy, names: BookingNames?) {
    self.me = me
    self.kept = kept
    self.names = names
  }

  mutating func add(_ booking: CalComBooking) { bookings.append(booking) }
  mutating func remove(_ id: RemoteID) { removed.append(id) }
  mutating func skip() { unreadable += 1 }

  mutating func page(token: SyncToken, hasMore: Bool) throws(ProviderError) -> ChangePage {
    var page = ChangePage(removed: removed, token: token, hasMore: hasMore)
    if unreadable > 0 {
      page.notes.append(
        unreadable == 1
          ? "a booking could not be read and was left out"
          : "\(unreadable) bookings could not be read and were left out")
    }
    let known = bookings.isEmpty ? [:] : try kept.versions()
    let news = bookings.filter { !isKnown($0, known) }
    if news.isEmpty { return page }
    var names = names ?? BookingNames(kept: known)
    // Whatever took the place of another is named first, so that the other is known for moved.
    let ordered =
      news.filter { $0.rescheduledFrom != nil } + news.filter { $0.rescheduledFrom == nil }
    let events = CalComEvents(me: me)
    defer { self.names = names }
    for booking in ordered {
      let id = RemoteID(booking.uid)
      guard me.takesPart(in: booking), !names.isMoved(booking) else {
        page.removed.append(id)
        continue
      }
      if let from = booking.rescheduledFrom { page.removed.append(RemoteID(from)) }
      page.changed.append(events.event(of: booking, named: names.name(of: booking)))
    }
    return page
  }

  /// Whether it is kept just as it is: most of what is asked for again.
  private func isKnown(_ booking: CalComBooking, _ known: [RemoteID: Version]) -> Bool {
    guard let version = known[RemoteID(booking.uid)], let kept = BookingVersion(version),
      me.takesPart(in: booking), booking.rescheduledTo == nil,
      !booking.isOver || kept.isOver,
      booking.isRecurring || booking.icsUID ?? kept.name == kept.name
    else { return false }
    return CalComEvents(me: me).event(of: booking, named: kept.name).version == version
  }
}
