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

  /// Whether hours of it are billed at no rate.
  package var lacksAmount: Bool { lines.contains { $0.billed > 0 && $0.rate == nil } }

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

extension HoursReport {
  /// What of a client's days is still to be billed, each meeting once: what a billing of them holds.
  package static func lines(
    of occurrences: [Occurrence], for client: Client, days: Range<Day>, calendars: CalendarTable,
    zone: Zone, rounding: HourRounding, billings: [Billing]
  ) -> [Billing.Line] {
    meetings(of: occurrences, on: days, calendars: calendars, zone: zone, billings: billings)
      .filter { $0.client == client.id }
      .map { meeting in
        Billing.Line(
          occurrence: meeting,
          billed: meeting.isBillable ? rounding.rounded(meeting.span.seconds) : 0,
          rate: client.rate, currency: client.currency)
      }
  }

  /// What counts and was not billed yet, cut to the days.
  static func meetings(
    of occurrences: [Occurrence], on days: Range<Day>, calendars: CalendarTable, zone: Zone,
    billings: [Billing]
  ) -> [Occurrence] {
    let window = days.span(in: zone)
    let counted = occurrences.filter {
      !$0.isAllDay && Busy.takesTime($0) && $0.span.overlaps(window)
    }
    let meetings = Meetings.grouped(counted, calendars: calendars)
    let rest = BilledIndex(billings, zone: zone).rest(of: meetings)
    return zip(meetings, rest).flatMap { meeting, spans in
      spans.compactMap { span in
        guard let span = span.intersection(window) else { return nil }
        var shown = meeting.shown
        shown.span = span
        return shown
      }
    }
  }
}
