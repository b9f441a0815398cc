package import ICalendar

/// Days of a client that were billed: what was billed is held as it was then, whatever becomes of its
/// events, of rules and of rates.
package struct Billing: Identifiable, Hashable, Sendable {
  package var id: Int
  package var client: ClientID
  package var days: Range<Day>
  package var at: Instant
  package var lines: [Line]

  package init(id: Int, client: ClientID, days: Range<Day>, at: Instant, lines: [Line]) {
    self.id = id
    self.client = client
    self.days = days
    self.at = at
    self.lines = lines
  }

  /// One happening, with what was billed for it.
  package struct Line: Hashable, Sendable {
    /// As it was; its client is the billing's.
    package var occurrence: Occurrence
    /// Seconds, rounded; 0 where it was not to be billed.
    package var billed: Int
    /// In hundredths an hour, at that time.
    package var rate: Int?
    package var currency: String?

    package init(occurrence: Occurrence, billed: Int, rate: Int?, currency: String?) {
      self.occurrence = occurrence
      self.billed = billed
      self.rate = rate
      self.currency = currency
    }
  }
}

/// Happenings that were billed, for telling whether one is among them.
struct BilledIndex {
  private var ids: Set<OccurrenceID> = []
  private var held: [TimeSpan: [Occurrence]] = [:]

  init(_ billings: [Billing]) {
    for line in billings.flatMap(\.lines) {
      ids.insert(line.occurrence.id)
      held[line.occurrence.span, default: []].append(line.occurrence)
    }
  }

  /// Whether it is one of them, or a copy of one in another calendar.
  func contains(_ occurrence: Occurrence) -> Bool {
    ids.contains(occurrence.id)
      || held[occurrence.span]?.contains {
        $0.uid == occurrence.uid || $0.title == occurrence.title
      } ?? false
  }
}

extension HoursReport {
  /// What of a client's days is still to be billed, each meeting once: what a billing of them holds.
  package static func lines(
    of occurrences: [Occurrence], for client: Client, days: Range<Day>, calendars: CalendarTable,
    zone: Zone, rounding: HourRounding, billings: [Billing]
  ) -> [Billing.Line] {
    let window = TimeSpan(zone.start(of: days.lowerBound), zone.start(of: days.upperBound))
    return meetings(of: occurrences, in: window, calendars: calendars, billings: billings)
      .filter { $0.client == client.id }
      .compactMap { meeting in
        guard let span = meeting.span.intersection(window) else { return nil }
        var held = meeting
        held.span = span
        return Billing.Line(
          occurrence: held, billed: meeting.isBillable ? rounding.rounded(span.seconds) : 0,
          rate: client.rate, currency: client.currency)
      }
  }

  /// What counts and was not billed yet.
  static func meetings(
    of occurrences: [Occurrence], in window: TimeSpan, calendars: CalendarTable,
    billings: [Billing]
  ) -> [Occurrence] {
    let billed = BilledIndex(billings)
    let counted = occurrences.filter {
      !$0.isAllDay && Busy.takesTime($0) && $0.span.overlaps(window)
    }
    // A copy that says no more than that its time is taken was billed with the meeting.
    return Meetings.grouped(counted, calendars: calendars)
      .filter { !$0.copies.contains(where: billed.contains) }.map(\.shown)
  }
}
