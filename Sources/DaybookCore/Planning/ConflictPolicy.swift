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

  /// How far around a window occurrences are needed to know every conflict that touches it, in
  /// seconds: further than anybody wants a gap to be, and far enough to meet most copies of a meeting.
  package var margin: Int {
    var longest = max(settings.buffer, settings.travel, travel.longest) * 60
    let wishes = buffers.calendars.values
    let before = max(wishes.map(\.before).max() ?? 0, calendars.longestBuffer.before)
    let after = max(wishes.map(\.after).max() ?? 0, calendars.longestBuffer.after)
    longest = max(longest, (before + after) * 60)
    return longest <= ConflictPolicy.usualMargin / 2
      ? ConflictPolicy.usualMargin : max(longest, Conflicts.margin)
  }

  private static let usualMargin = 6 * 3600
}
