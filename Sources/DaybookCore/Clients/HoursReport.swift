package import ICalendar

/// Where the hours went.
///
/// Timed, busy occurrences count, cut to the range, a meeting in several calendars once. Two
/// overlapping events of one client both count, and are named in a note.
package struct HoursReport: Sendable, Equatable {
  package enum Grouping: String, CaseIterable, Sendable {
    case client, project, week, calendar
  }

  package struct Row: Sendable, Equatable {
    package var client: ClientID?
    package var project: String?
    /// `2026-W47`.
    package var week: String?
    package var calendar: CalendarID?
    package var time = BilledTime()
    /// Of the billable hours at their clients' rates; nil where it would be a part of what is owed:
    /// where for some of them no rate was agreed, or where currencies differ.
    package var amount: Money?
    /// Seconds of the billable ones that were billed already.
    package var billed = 0
    /// Occurrences that count.
    package var events = 0
  }

  package var days: Range<Day>
  package var grouping: Grouping
  package var rows: [Row] = []
  /// Of all rows together; nil as a row's is.
  package var amount: Money?
  /// Seconds that belong to no client; no row by client or project has them.
  package var unassigned = 0
  /// Billings of the days, or of some of them.
  package var billings: [Billing] = []
  /// Of clients with whom hours a month were agreed, where the days are whole months.
  package var retainers: [Retainer] = []
  /// Sentences about what a reader might not expect.
  package var notes: [String] = []

  /// Hundredths of an hour that nothing was assigned to.
  package var unassignedHours: Int { BilledTime.hundredths(unassigned) }

  /// The report over `days`. `occurrences` are all that touch them, every copy; weeks begin and are
  /// numbered as on screen.
  package init(
    of occurrences: [Occurrence], by grouping: Grouping, days: Range<Day>, clients: [Client],
    calendars: CalendarTable, zone: Zone, weekStarts: Weekday = .monday,
    rounding: HourRounding = HourRounding(), billings: [Billing] = []
  ) {
    self.days = days
    self.grouping = grouping
    let window = days.span(in: zone)
    let meetings = Self.meetings(
      of: occurrences, on: days, calendars: calendars, zone: zone, billings: billings)
    let known = Dictionary(clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var sums: [Key: Sum] = [:]
    for meeting in meetings {
      let span = meeting.span
      if meeting.client == nil { unassigned += span.seconds }
      let billable = rounding.rounded(span.seconds)
      for part in Self.parts(span, by: grouping, zone: zone, weekStarts: weekStarts) {
        guard let key = Key(meeting, by: grouping, week: part.week) else { continue }
        sums[key, default: Sum()].add(
          part.span.seconds, billable: part.span.share(of: billable, in: span), of: meeting,
          at: Price(meeting.client.flatMap { known[$0] }))
      }
    }
    for line in billings.flatMap(\.lines) {
      let held = line.occurrence
      guard let span = held.span.intersection(window) else { continue }
      for part in Self.parts(span, by: grouping, zone: zone, weekStarts: weekStarts) {
        guard let key = Key(held, by: grouping, week: part.week) else { continue }
        sums[key, default: Sum()].add(
          part.span.seconds, billable: part.span.share(of: line.billed, in: held.span), of: held,
          at: Price(rate: line.rate, currency: line.currency), isBilled: true)
      }
    }
    self.billings = billings.filter { $0.days.overlaps(days) }
    rows = sums.map { key, sum in
      Row(
        client: key.client, project: key.project, week: key.week, calendar: key.calendar,
        time: sum.time, amount: sum.amount, billed: sum.billed, events: sum.events.count)
    }.sorted { Self.isInOrder($0, $1, known, calendars) }
    let whole = sums.values.reduce(into: Sum()) { $0.add($1) }
    amount = Self.total(of: rows, whole)
    if let months = Retainer.months(in: days) {
      retainers = clients.filter { !$0.isArchived }.compactMap { client in
        client.retainer.map {
          Retainer(client: client.id, agreed: $0 * 60 * months, used: whole.billable(of: client.id))
        }
      }
    }
    notes = Self.notes(on: meetings, window: window, clients: known, zone: zone)
    notes += whole.notes(at: known)
    if whole.time.billable > 0, let note = rounding.note { notes.append(note) }
  }

  private struct Key: Hashable {
    var client: ClientID?
    var project: String?
    var week: String?
    var calendar: CalendarID?

    init?(_ occurrence: Occurrence, by grouping: Grouping, week: String?) {
      switch grouping {
      case .client, .project:
        guard let client = occurrence.client else { return nil }
        self.client = client
        // Two clients may each have a "Website".
        if grouping == .project { project = occurrence.project }
      case .week: self.week = week
      case .calendar: calendar = occurrence.calendar
      }
    }
  }

  /// What an hour costs.
  private struct Price: Hashable {
    var rate: Int?
    var currency: String?

    init(rate: Int?, currency: String?) {
      self.rate = rate
      self.currency = currency
    }

    init(_ client: Client?) {
      self.init(rate: client?.rate, currency: client?.currency)
    }
  }

  private struct Part: Hashable {
    var client: ClientID
    var price: Price
  }

  private struct Sum {
    var time = BilledTime()
    var billable: [Part: Int] = [:]
    var billed = 0
    /// One of which a part was billed is there once.
    var events: Set<OccurrenceID> = []

    mutating func add(
      _ seconds: Int, billable more: Int, of occurrence: Occurrence, at price: Price,
      isBilled: Bool = false
    ) {
      events.insert(occurrence.id)
      time.seconds += seconds
      guard let client = occurrence.client, occurrence.isBillable else { return }
      time.billable += more
      billable[Part(client: client, price: price), default: 0] += more
      if isBilled { billed += more }
    }

    mutating func add(_ other: Sum) {
      time.seconds += other.time.seconds
      time.billable += other.time.billable
      billable.merge(other.billable) { $0 + $1 }
      billed += other.billed
      events.formUnion(other.events)
    }

    /// Those whose hours are to be billed, but for how much was not said.
    private var unrated: [(client: ClientID, seconds: Int)] {
      billable.filter { $0.key.price.rate == nil && $0.value > 0 }
        .map { ($0.key.client, $0.value) }
    }

    private var currencies: Set<String?> {
      Set(billable.keys.map(\.price).filter { $0.rate != nil }.map(\.currency))
    }

    func billable(of client: ClientID) -> Int {
      billable.filter { $0.key.client == client }.map(\.value).reduce(0, +)
    }

    /// Why some amounts are left out.
    func notes(at clients: [ClientID: Client]) -> [String] {
      var notes: [String] = []
      let currencies = currencies
      if currencies.count > 1 { notes.append("Amounts in several currencies are not added up.") }
      if currencies.isEmpty, billed == 0 { return notes }
      return notes
        + unrated.map { client, seconds in
          let name = clients[client]?.name ?? client.raw
          let hours = Hundredths.text(BilledTime.hundredths(seconds))
          let what =
            clients[client]?.rate == nil
            ? "\(name) has \(hours) billable h and no rate"
            : "\(name) was billed \(hours) h when no rate was agreed"
          return "\(what): sums with them have no amount."
        }.sorted()
    }

    var amount: Money? {
      let currencies = currencies
      guard unrated.isEmpty, currencies.count == 1, let currency = currencies.first
      else { return nil }
      let hundredths = billable.reduce(0) { sum, part in
        guard let rate = part.key.price.rate else { return sum }
        // From the hours as they are shown, so that a reader can check the product.
        return sum + (BilledTime.hundredths(part.value) * rate + 50) / 100
      }
      return Money(hundredths: hundredths, currency: currency)
    }
  }

  /// What the rows' amounts add up to, so that a reader can check the sum; nil where the hours of
  /// all of them have none.
  private static func total(of rows: [Row], _ whole: Sum) -> Money? {
    guard let amount = whole.amount else { return nil }
    return Money(
      hundredths: rows.compactMap(\.amount?.hundredths).reduce(0, +), currency: amount.currency)
  }

  /// The span, cut at the weeks' ends where weeks are asked for.
  private static func parts(
    _ span: TimeSpan, by grouping: Grouping, zone: Zone, weekStarts: Weekday
  ) -> [(week: String?, span: TimeSpan)] {
    guard grouping == .week else { return [(nil, span)] }
    var parts: [(week: String?, span: TimeSpan)] = []
    var from = span.start
    while from < span.end {
      let first = zone.day(at: from).weekStart(weekStarts)
      let to = min(span.end, max(from + 1, zone.start(of: first + 7)))
      let (year, week) = first.week(startingOn: weekStarts)
      parts.append(("\(year)-W\(DateText.twoDigits(week))", TimeSpan(from, to)))
      from = to
    }
    return parts
  }

  private static func isInOrder(
    _ left: Row, _ right: Row, _ clients: [ClientID: Client], _ calendars: CalendarTable
  ) -> Bool {
    func key(_ row: Row) -> [String] {
      [
        row.week ?? "", row.client.map { clients[$0]?.name ?? $0.raw } ?? "", row.project ?? "",
        row.calendar.map(calendars.name) ?? "", row.client?.raw ?? "", row.calendar?.raw ?? "",
      ]
    }
    return key(left).lexicographicallyPrecedes(key(right))
  }

  private static func notes(
    on meetings: [Occurrence], window: TimeSpan, clients: [ClientID: Client], zone: Zone
  ) -> [String] {
    let assigned = meetings.filter { $0.client != nil }
    return Conflicts.overlaps(among: assigned.map(\.span)).compactMap { pair in
      let (one, other) = (assigned[Int(pair.first)], assigned[Int(pair.second)])
      guard let client = one.client, one.client == other.client,
        let shared = one.span.intersection(other.span)?.intersection(window)
      else { return nil }
      return "\(one.name) and \(other.name) overlap on \(zone.day(at: shared.start)) "
        + "\(DateText.clocks(shared, in: zone)); both count for \(clients[client]?.name ?? client.raw)."
    }
  }
}

extension TimeSpan {
  /// What of an amount for all of `whole` falls to this part of it: the shares of all parts add up.
  fileprivate func share(of amount: Int, in whole: TimeSpan) -> Int {
    guard whole.seconds > 0 else { return 0 }
    func share(until end: Instant) -> Int {
      amount * TimeSpan(whole.start, end).seconds / whole.seconds
    }
    return share(until: end) - share(until: start)
  }
}

/// Time worked and time billed, in seconds; shown in hundredths of an hour.
package struct BilledTime: Hashable, Sendable {
  package var seconds = 0
  package var billable = 0

  package init(seconds: Int = 0, billable: Int = 0) {
    self.seconds = seconds
    self.billable = billable
  }

  package var hours: Int { Self.hundredths(seconds) }
  package var billableHours: Int { Self.hundredths(billable) }

  /// Hundredths of an hour, half of one rounded up.
  package static func hundredths(_ seconds: Int) -> Int { (seconds + 18) / 36 }
}

/// An amount in hundredths of its currency.
package struct Money: Hashable, Sendable {
  package var hundredths: Int
  /// ISO 4217; nil where the client has none.
  package var currency: String?

  package init(hundredths: Int, currency: String?) {
    self.hundredths = hundredths
    self.currency = currency
  }
}

/// Hundredths as people write them.
package enum Hundredths {
  /// `11.5`, `3`, `0.25`: no more digits than needed.
  package static func text(_ hundredths: Int) -> String {
    let size = hundredths.magnitude
    let sign = hundredths < 0 ? "-" : ""
    let (whole, part) = (size / 100, Int(size % 100))
    if part == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole)." + (part % 10 == 0 ? "\(part / 10)" : DateText.twoDigits(part))
  }

  /// `11.50`, `3.00`: for columns, where points stand below each other.
  package static func inColumn(_ hundredths: Int) -> String {
    let size = hundredths.magnitude
    return "\(hundredths < 0 ? "-" : "")\(size / 100)." + DateText.twoDigits(Int(size % 100))
  }
}
