import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// Makes what the outbox shows out of what the store holds.
struct OutboxReading: Sendable {
  let desk: Desk

  func items() throws -> [OutboxItem] {
    let accounts = Dictionary(
      try desk.store.accounts().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return try desk.store.outbox().map { entry in
      let mine = Set(desk.settings.addresses + (accounts[entry.account]?.addresses ?? []))
      return OutboxItem(
        id: entry.id, event: entry.event, deed: OutboxItem.Deed(entry.kind),
        sentence: entry.sentence, calendar: entry.calendar, account: entry.account, at: entry.at,
        tellsPeople: entry.tellsPeople, attempts: entry.attempts, retryAt: entry.retryAt,
        failure: entry.failure, differences: differences(entry, mine),
        isDiverged: entry.isDiverged)
    }
  }

  /// What the first entry of either side says differently, in words.
  private func differences(_ entry: OutboxEntry, _ mine: Set<String>) -> [OutboxDifference] {
    let there = facts(entry.theirs ?? entry.base, entry.calendar, mine)
    let here = facts(entry.current, entry.calendar, mine)
    var differences = OutboxReading.labels.compactMap { label -> OutboxDifference? in
      let difference = OutboxDifference(label, there: there[label] ?? "", here: here[label] ?? "")
      return difference.there == difference.here ? nil : difference
    }
    let known = Set((entry.theirs ?? entry.base)?.components.dropFirst().map(\.text) ?? [])
    let changed = entry.current?.components.dropFirst().filter { !known.contains($0.text) } ?? []
    if entry.kind == .update, !changed.isEmpty {
      let count = changed.count
      differences.append(
        OutboxDifference(
          "Instances", there: "as the series has them",
          here: count == 1 ? "one is different" : "\(count) are different"))
    }
    return differences
  }

  private static let labels = [
    "Title", "When", "Where", "Repeats", "Answer", "State", "Shown as", "People", "Notes",
  ]

  private func facts(
    _ remote: RemoteEvent?, _ calendar: CalendarID, _ mine: Set<String>
  ) -> [String: String] {
    guard let remote, let component = remote.components.first else { return [:] }
    let resolver = ZoneResolver(
      database: desk.store.zones, definitions: remote.zones, fallback: nil)
    guard let read = try? EventComponent(component, zones: resolver) else { return [:] }
    let event = Event(reading: read, calendar: calendar)
    var facts: [String: String] = [
      "Title": event.title, "When": words(event.time), "Where": event.location,
      "Repeats": component.first("RRULE")?.value ?? "", "State": event.status.rawValue,
      "Shown as": event.showsAs.words,
      "People": event.attendees.map(\.email).sorted().joined(separator: ", "),
      "Notes": firstLine(read.component.first("DESCRIPTION")?.text ?? ""),
    ]
    if let answer = MyAnswer.response(among: event.attendees, addresses: mine) {
      facts["Answer"] = answer.words
    }
    return facts
  }

  private func words(_ time: EventTime) -> String {
    guard case .allDay(let days) = time else {
      return DayText.dayAndSpan(time.span(in: desk.zone), in: desk.zone)
    }
    let last = days.upperBound - 1
    return days.lowerBound >= last
      ? DayText.medium(days.lowerBound)
      : "\(DayText.medium(days.lowerBound)) – \(DayText.medium(last))"
  }

  private func firstLine(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first else { return "" }
    return String(first) + (lines.count > 1 ? " …" : "")
  }
}

extension OutboxItem.Deed {
  fileprivate init(_ kind: OutboxEntry.Kind) {
    self =
      switch kind {
      case .create: .create
      case .update: .update
      case .delete: .delete
      }
  }
}

extension Response {
  fileprivate var words: String {
    switch self {
    case .accepted: "yes"
    case .declined: "no"
    case .tentative: "maybe"
    case .needsAction: "none yet"
    }
  }
}

extension ShowsAs {
  fileprivate var words: String {
    switch self {
    case .free: "free"
    case .tentative: "tentative"
    case .busy: "busy"
    }
  }
}
