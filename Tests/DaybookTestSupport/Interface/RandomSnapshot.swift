internal import DaybookCore
package import DaybookTUI
package import ICalendar

/// A store as nobody would plan it: crowded days, hostile titles, clients and calendars that are gone.
package enum RandomSnapshot {
  package static func make(days: Range<Day>, _ random: inout Seeded) -> Snapshot {
    let calendars = Samples.calendars.filter { _ in random.roll(4) > 0 }
    let clients = Samples.clients.filter { _ in random.roll(4) > 0 }
    let count = [0, 1, 5, 40, 300][random.roll(5)]
    let events = (0..<count).map { event($0, in: days, &random) }
      .sorted { ($0.span.start, $0.id.raw) < ($1.span.start, $1.id.raw) }
    let isSettled = random.roll(3) == 0
    let conflicts = zip(events, events.dropFirst()).prefix(random.roll(30)).map { first, second in
      conflict(first, second, isSettled ? .resolved : .open, &random)
    }
    return Snapshot(
      days: LoadedDays(days: days, occurrences: events, zone: Samples.berlin),
      calendars: calendars, clients: clients, accounts: [Samples.google, Samples.feed],
      conflicts: isSettled ? [] : conflicts, settled: isSettled ? conflicts : [],
      undo: random.roll(2) == 0 ? nil : titles[random.roll(titles.count)], unsent: random.roll(3),
      hasEvents: true)
  }

  private static func event(_ index: Int, in days: Range<Day>, _ random: inout Seeded)
    -> Occurrence
  {
    let day = days.lowerBound + random.roll(max(1, days.count)) - 1
    let calendar = Samples.calendars[random.roll(Samples.calendars.count)]
    let title = titles[random.roll(titles.count)]
    if random.roll(8) == 0 {
      let time = EventTime.allDay(day..<day + 1 + random.roll(20))
      return Occurrence(
        id: OccurrenceID("day\(index)"), event: EventID("day\(index)"), calendar: calendar.id,
        uid: "day\(index)", title: title, time: time, span: time.span(in: Samples.berlin))
    }
    let start =
      Samples.berlin.instant(of: LocalDateTime(day, hour: 0, minute: 0))
      + 60 * random.roll(1_440)
    let minutes = [0, 1, 15, 60, 480, 3_000, 40_000][random.roll(7)]
    let span = TimeSpan(start, start + 60 * minutes)
    var event = Occurrence(
      id: OccurrenceID("event\(index)"), event: EventID("event\(index % 7)"), calendar: calendar.id,
      uid: "event\(index)", title: title, location: titles[random.roll(titles.count)],
      time: .timed(span, zone: "Europe/Berlin"), span: span)
    event.isRecurring = random.roll(3) == 0
    event.status = [.confirmed, .tentative, .cancelled][random.roll(3)]
    event.showsAs = random.roll(4) == 0 ? .free : .busy
    event.response = [nil, .accepted, .declined, .needsAction][random.roll(4)]
    event.client = random.roll(2) == 0 ? nil : Samples.clients[random.roll(3)].id
    event.isUnsent = random.roll(9) == 0
    event.holdExpires = random.roll(9) == 0 ? Samples.now + 3_600 : nil
    return event
  }

  private static func conflict(
    _ first: Occurrence, _ second: Occurrence, _ state: Conflict.State, _ random: inout Seeded
  ) -> Conflict {
    Conflict(
      kind: [.overlap, .buffer, .travel][random.roll(3)],
      severity: [.minor, .medium, .severe][random.roll(3)],
      span: TimeSpan(first.span.start, max(first.span.start, second.span.end)),
      minutes: random.roll(600), first: first, second: second, state: state)
  }

  private static let titles = [
    "", " ", "Acme call", "会議・打ち合わせ", "שיחה עם הלקוח", "👩‍👩‍👧‍👦 family", "e\u{301}\u{301}\u{301}\u{301}",
    "\u{1B}[31mred\u{1B}[0m", "tab\tand\nline", "\u{202E}reversed", "\u{200B}\u{200D}\u{FEFF}",
    String(repeating: "long ", count: 400), "🇩🇪🇩🇪🇩", "\u{0}nul", "ﷺ﷽",
  ]
}
