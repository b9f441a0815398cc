/// What decides whether two meetings conflict, and whether that still matters.
package struct ConflictPolicy: Sendable {
  package var calendars: CalendarTable
  package var settings: ConflictSettings
  package var travel: TravelTimes
  package var buffers: BufferWishes
  package var decisions: ConflictDecisions

  package init(
    calendars: CalendarTable, settings: ConflictSettings, travel: TravelTimes = TravelTimes(),
    buffers: BufferWishes = BufferWishes(), decisions: ConflictDecisions = ConflictDecisions()
  ) {
    self.calendars = calendars
    self.settings = settings
    self.travel = travel
    self.buffers = buffers
    self.decisions = decisions
  }
}
