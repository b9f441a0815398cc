package import ICalendar

/// Works out what can be done about a conflict, ranked by how little it disturbs.
///
/// Only what can be done is offered: what stands in a calendar that cannot be written is not
/// touched, what someone else called is not moved but declined, what has begun is not moved to the
/// past. A meeting that several calendars hold is changed in all of them or not at all, but for a
/// booking: whoever keeps it carries the change into the others. What other people's calendars hold
/// is not known, so no offer claims that they are free.
package struct Resolutions: Sendable {
  /// All that is known around the conflict: a day before it to `daysAhead` after, every copy.
  package var around: [Occurrence]
  package var calendars: CalendarTable
  package var policy: AvailabilityPolicy
  package var settings: ConflictSettings
  package var travel: TravelTimes
  package var now: Instant
  package var zone: Zone

  /// How many days after the conflict a move is looked for.
  package static let daysAhead = 7
  /// What a meeting keeps at least when it is shortened, in seconds.
  package static let shortest = 15 * 60

  package init(
    around: [Occurrence], calendars: CalendarTable, policy: AvailabilityPolicy,
    settings: ConflictSettings, travel: TravelTimes = TravelTimes(), now: Instant, zone: Zone
  ) {
    self.around = around
    self.calendars = calendars
    self.policy = policy
    self.settings = settings
    self.travel = travel
    self.now = now
    self.zone = zone
  }

  /// What can be done about `conflict`: what disturbs fewest people first, of these what changes
  /// least; to keep both comes last.
  package func offers(for conflict: Conflict) -> [Resolution] {
    let sides = [
      Side(word: "first", conflict, copies: copies(of: conflict.first)),
      Side(word: "second", conflict, copies: copies(of: conflict.second)),
    ]
    var ranked = sides.flatMap { releases($0) + moves($0) + shortenings($0) + declines($0) }
    ranked += sides.flatMap(freeings) + sides.flatMap(cancellations)
    ranked.sort { left, right in
      let (one, other) = (left.resolution.disturbs, right.resolution.disturbs)
      return one == other ? left.cost < right.cost : one < other
    }
    return ranked.map(\.resolution) + [
      Resolution(id: "keep", label: "Keep both this time", disturbs: 0, change: .keep),
      Resolution(
        id: "keep-pair", label: "Always keep both of this pair", disturbs: 0, change: .keepPair),
    ]
  }

  private struct Side {
    let word: String
    let conflict: Conflict
    let mine: Occurrence
    let other: Occurrence
    /// Of mine, in other calendars.
    let copies: [Occurrence]

    init(word: String, _ conflict: Conflict, copies: [Occurrence]) {
      self.word = word
      self.conflict = conflict
      self.copies = copies
      (mine, other) =
        word == "first" ? (conflict.first, conflict.second) : (conflict.second, conflict.first)
    }

    var all: [Occurrence] { [mine] + copies }
    /// Whom a change concerns.
    var people: Int { all.map(\.people).max() ?? 0 }

    func way(_ id: String, _ label: String, disturbs: Int, _ change: Resolution.Change)
      -> Resolution
    {
      Resolution(
        id: id, label: label, disturbs: disturbs, change: change, copies: copies.map(\.id))
    }
  }

  private func copies(of occurrence: Occurrence) -> [Occurrence] {
    guard !occurrence.alsoIn.isEmpty else { return [] }
    let busy = around.filter { Busy.countsForConflicts($0, settings) }
    let meeting = Meetings.grouped(busy, calendars: calendars)
      .first { $0.copies.contains { $0.id == occurrence.id } }
    return meeting?.copies.filter { $0.id != occurrence.id } ?? []
  }

  private struct Ranked {
    var resolution: Resolution
    /// Orders offers that disturb equally many; minutes for moves, more for what gives more up.
    var cost: Int
  }

  private func isInvited(_ occurrence: Occurrence) -> Bool {
    guard let response = occurrence.response, response != .declined else { return false }
    return occurrence.caller != .me || !occurrence.isCalledByMe
  }

  /// What a change of a side changes: its bookings, or all its copies.
  private func changed(_ side: Side) -> [Occurrence] {
    calendars.changed(side.all) { $0.calendar }
  }

  private func isBooking(_ side: Side) -> Bool {
    side.all.contains { calendars.holdsBookings($0.calendar) }
  }

  private func canChange(_ side: Side) -> Bool {
    changed(side).allSatisfy { calendars.isWritable($0.calendar) }
  }

  /// Whether its times are mine to set; those of what is over are nobody's any more.
  private func canMove(_ side: Side) -> Bool {
    side.mine.span.end > now && canChange(side)
      && changed(side).allSatisfy { $0.isCalledByMe && !$0.isAllDay }
  }

  private func releases(_ side: Side) -> [Ranked] {
    guard side.mine.holdExpires != nil, canChange(side) else { return [] }
    return [
      Ranked(
        resolution: side.way(
          "release-\(side.word)", "Release \(side.mine.name)", disturbs: 0,
          .release(side.mine.id)),
        cost: -1)
    ]
  }

  private func moves(_ side: Side) -> [Ranked] {
    guard canMove(side) else { return [] }
    return fits(for: side.mine, beside: side.other).enumerated().map { place, span in
      let when = dayText(span, from: side.mine) + DateText.clocks(span, in: zone)
      let distance = abs(span.start - side.mine.span.start) / 60
      return Ranked(
        resolution: side.way(
          "move-\(side.word)-\(place + 1)",
          "Move \(side.mine.name) to \(when)" + toTell(side.people),
          disturbs: side.people, .move(side.mine.id, to: span)),
        cost: distance)
    }
  }

  private func shortenings(_ side: Side) -> [Ranked] {
    // How long a booking is, its kind says.
    guard canMove(side), !isBooking(side), let span = shortened(side) else { return [] }
    let lost = (side.mine.span.seconds - span.seconds) / 60
    return [
      Ranked(
        resolution: side.way(
          "shorten-\(side.word)",
          "Shorten \(side.mine.name) to \(DateText.clocks(span, in: zone))"
            + toTell(side.people),
          disturbs: side.people, .shorten(side.mine.id, to: span)),
        // A minute of a meeting weighs as much as an hour of moving it.
        cost: lost * 60)
    ]
  }

  /// What is left of a meeting that lets go of the edge in question, with the wanted gap where
  /// enough remains and touching where it does not.
  private func shortened(_ side: Side) -> TimeSpan? {
    let (mine, other) = (side.mine.span, side.other.span)
    let isEarlier = side.word == "first"
    if side.conflict.kind == .overlap {
      // One that lies within the other has no edge to let go of.
      guard isEarlier ? mine.end <= other.end : mine.end > other.end else { return nil }
      guard isEarlier ? mine.start < other.start : mine.start > other.start else { return nil }
    }
    let gap =
      isEarlier
      ? gap(side.mine, then: side.other) : gap(side.other, then: side.mine)
    for gap in side.conflict.kind == .overlap ? [gap, 0] : [gap] {
      let span =
        isEarlier
        ? TimeSpan(mine.start, min(mine.end, other.start - gap))
        : TimeSpan(min(mine.end, max(mine.start, other.end + gap)), mine.end)
      if span.seconds >= Self.shortest, span.seconds < mine.seconds, span.end > now { return span }
    }
    return nil
  }

  private func declines(_ side: Side) -> [Ranked] {
    guard side.mine.span.end > now, changed(side).contains(where: isInvited),
      side.mine.holdExpires == nil, canChange(side),
      !isBooking(side) || isUnanswered(side)
    else { return [] }
    return [
      Ranked(
        resolution: side.way(
          "decline-\(side.word)", "Decline \(side.mine.name)",
          disturbs: max(1, side.people), .decline(side.mine.id)),
        cost: 100_000)
    ]
  }

  /// Whether a booking waits for my answer; one that was given is taken back by cancelling.
  private func isUnanswered(_ side: Side) -> Bool {
    changed(side).contains { $0.response == .needsAction }
  }

  private func cancellations(_ side: Side) -> [Ranked] {
    guard isBooking(side), !isUnanswered(side), canChange(side), side.mine.span.end > now else {
      return []
    }
    return [
      Ranked(
        resolution: side.way(
          "cancel-\(side.word)", "Cancel \(side.mine.name)" + toTell(max(1, side.people)),
          disturbs: max(1, side.people), .cancel(side.mine.id)),
        cost: 150_000)
    ]
  }

  /// Only what concerns nobody else: to call a meeting free does not free one of it.
  private func freeings(_ side: Side) -> [Ranked] {
    guard side.people == 0, side.mine.holdExpires == nil, canChange(side), !isBooking(side) else {
      return []
    }
    return [
      Ranked(
        resolution: side.way(
          "free-\(side.word)", "Mark \(side.mine.name) as free", disturbs: 0,
          .free(side.mine.id)),
        cost: 200_000)
    ]
  }

  private func toTell(_ people: Int) -> String {
    switch people {
    case 0: ""
    case 1: " (1 to tell)"
    default: " (\(people) to tell)"
    }
  }

  /// `Thu `; with the date where the weekday alone could mean another week's.
  private func dayText(_ span: TimeSpan, from occurrence: Occurrence) -> String {
    let (day, before) = (zone.day(at: span.start), zone.day(at: occurrence.span.start))
    let isSameWeek = day.week == before.week
    return (isSameWeek ? DateText.weekdays[day.weekday.index] : DateText.day(day)) + " "
  }
}

extension Occurrence {
  /// Its title, or a word for one that has none.
  var name: String { title.isEmpty ? "the untitled event" : title }
}
