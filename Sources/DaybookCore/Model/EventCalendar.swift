/// A collection of events in an account.
package struct EventCalendar: Identifiable, Hashable, Sendable {
  package var id: CalendarID
  package var account: AccountID
  /// What the account calls it for ever: a remote id or path; a local calendar's first name.
  package var key: String
  package var name: String
  /// `#rrggbb`, or nil for the theme's choice.
  package var color: String?
  package var isHidden: Bool
  /// Whether its events take time; `--free` calendars block nothing.
  package var isBusy: Bool
  package var isReadOnly: Bool
  /// Of several copies of one meeting, the one of the highest priority is shown.
  package var priority: Int
  /// IANA id for its floating times, where it names one.
  package var timezone: String?
  /// Minutes that its events ask for before and after them.
  package var bufferBefore: Int
  package var bufferAfter: Int
  /// Whether it holds what others booked: meetings that are confirmed, declined, moved or
  /// cancelled, and neither made nor rewritten here.
  package var holdsBookings: Bool

  package init(
    id: CalendarID, account: AccountID, key: String, name: String, color: String? = nil,
    isHidden: Bool = false, isBusy: Bool = true, isReadOnly: Bool = false, priority: Int = 0,
    timezone: String? = nil, bufferBefore: Int = 0, bufferAfter: Int = 0,
    holdsBookings: Bool = false
  ) {
    self.id = id
    self.account = account
    self.key = key
    self.name = name
    self.color = color
    self.isHidden = isHidden
    self.isBusy = isBusy
    self.isReadOnly = isReadOnly
    self.priority = priority
    self.timezone = timezone
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
    self.holdsBookings = holdsBookings
  }

  /// The id of the calendar that `account` calls `key`.
  package static func id(account: String, key: String) -> CalendarID {
    CalendarID(StableID.make("calendar", account, key))
  }
}
