package import ICalendar

/// What a phrase is read against: the moment, the place and the habits of whoever typed it.
package struct PhraseContext: Sendable {
  package var now: Instant
  /// The display zone, in which days and clock times are meant unless the phrase names another.
  package var zone: Zone
  /// Where named zones are looked up.
  package var zones: ZoneDatabase
  package var weekStarts: Weekday
  /// How `3/4` is read; nil refuses it.
  package var dateOrder: DateOrder?

  package init(
    now: Instant, zone: Zone, zones: ZoneDatabase, weekStarts: Weekday = .monday,
    dateOrder: DateOrder? = nil
  ) {
    self.now = now
    self.zone = zone
    self.zones = zones
    self.weekStarts = weekStarts
    self.dateOrder = dateOrder
  }

  /// The day on the wall now.
  package var today: Day { zone.day(at: now) }
}
