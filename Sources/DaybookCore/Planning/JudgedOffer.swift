package import ICalendar

/// A time that somebody proposed, and whether it can be had.
package struct JudgedOffer: Sendable, Hashable {
  package enum Verdict: Sendable, Hashable {
    /// The stretches of it that are free, each at least as long as the meeting.
    case free([TimeSpan])
    case taken(by: Occurrence)
    /// Free in itself, but nearer to this than the buffer allows.
    case tooClose(to: Occurrence)
    /// An open offer of which no part lies in the working hours.
    case outsideHours
    case past
  }

  /// As it was written, with the zone where another offer named it.
  package var words: String
  /// The time it names, for a meeting of the wanted length.
  package var span: TimeSpan
  package var verdict: Verdict
  /// Whether it lies outside of the working hours, or a part of it does that takes it whole.
  package var isOutsideHours: Bool

  package init(words: String, span: TimeSpan, verdict: Verdict, isOutsideHours: Bool = false) {
    self.words = words
    self.span = span
    self.verdict = verdict
    self.isOutsideHours = isOutsideHours
  }
}

extension SlotQuery {
  /// Judges what `phrase` proposes, in its order. A time that somebody names outright is judged by
  /// the calendar alone, and told where it lies outside of the working hours; of an open one (“Thursday
  /// after 2”, “Monday morning”) only the working hours are offered.
  package func judge(
    _ phrase: ProposalPhrase, read text: String, among occurrences: [Occurrence], zone: Zone
  ) -> [JudgedOffer] {
    let busy = occurrences.filter { Busy.countsForSlots($0, policy.settings, now: now) }
      .sorted { ($0.span.start, $0.id.raw) < ($1.span.start, $1.id.raw) }
    return phrase.offers.map { offer in
      let span = offer.window.span(lasting: duration)
      let zoneName = offer.isZoneCarried ? " (\(offer.zone.abbreviation(at: span.start)))" : ""
      return JudgedOffer(
        words: text[offer.range] + zoneName, span: span,
        verdict: offer.window.isOpen
          ? openVerdict(on: span, among: busy, zone: zone) : verdict(on: span, among: busy),
        isOutsideHours: !offer.window.isOpen && !isInHours(span, zone: zone))
    }
  }

  private func verdict(on span: TimeSpan, among busy: [Occurrence]) -> JudgedOffer.Verdict {
    if span.start < now { return .past }
    if let taker = busy.first(where: { $0.span.overlaps(span) }) { return .taken(by: taker) }
    let buffer = policy.buffer * 60
    let wide = TimeSpan(span.start - buffer, span.end + buffer)
    return busy.first { $0.span.overlaps(wide) }.map { .tooClose(to: $0) } ?? .free([span])
  }

  /// Whether the working hours hold all of it.
  private func isInHours(_ span: TimeSpan, zone: Zone) -> Bool {
    var query = SlotQuery(
      days: zone.day(at: span.start)..<zone.day(at: span.end) + 1, duration: 1, policy: policy,
      now: span.start)
    (query.policy.buffer, query.policy.minimumNotice) = (0, 0)
    return Availability.slots(busy: [], query: query, zone: zone)
      .contains { $0.start <= span.start && $0.end >= span.end }
  }

  private func openVerdict(
    on span: TimeSpan, among busy: [Occurrence], zone: Zone
  ) -> JudgedOffer.Verdict {
    var query = self
    query.days = zone.day(at: span.start)..<zone.day(at: span.end) + 1
    func within(_ slots: [TimeSpan]) -> [TimeSpan] {
      slots.compactMap { $0.intersection(span) }.filter { $0.seconds >= duration * 60 }
    }
    if span.end <= query.earliest { return .past }
    let free = within(Availability.slots(busy: busy.map(\.span), query: query, zone: zone))
    if !free.isEmpty { return .free(free) }
    let hours = within(Availability.slots(busy: [], query: query, zone: zone))
    let taker = busy.first { event in hours.contains { $0.overlaps(event.span) } }
    return taker.map { .taken(by: $0) } ?? .outsideHours
  }
}
