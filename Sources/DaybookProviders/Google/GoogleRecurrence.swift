internal import DaybookCore
internal import ICalendar

/// The lines by which Google is told how an event repeats: RFC 5545 without DTSTART, zones by their
/// IANA names, and the end of a rule in UTC for times and as a date for whole days.
struct GoogleRecurrence {
  private let read: EventComponent
  private let scope: GoogleScope

  init(_ read: EventComponent, in scope: GoogleScope) {
    self.read = read
    self.scope = scope
  }

  /// The slots that EXDATE takes out.
  var excluded: Set<OriginalStart> { Set(read.recurrence.exclusions.map(scope.slot)) }

  /// - Parameter dropping: slots whose EXDATE is left out.
  func lines(dropping: Set<OriginalStart> = []) -> [String] {
    let component = read.component
    guard component.has("RRULE") || component.has("RDATE") || component.has("EXRULE") else {
      return []
    }
    var lines = component.all("RRULE").map { "RRULE:" + rule($0.value) }
    lines += component.all("EXRULE").map { "EXRULE:" + rule($0.value) }
    let recurrence = read.recurrence
    lines += Self.lists("RDATE", recurrence.dates.filter { $0.length == nil }.map(\.start), scope)
    if recurrence.dates.contains(where: { $0.length != nil }) {
      lines += component.all("RDATE").filter { $0.value.contains("/") }.map(\.raw)
    }
    lines += Self.lists(
      "EXDATE", recurrence.exclusions.filter { !dropping.contains(scope.slot($0)) }, scope)
    return lines
  }

  private func rule(_ text: String) -> String {
    guard var rule = try? RecurrenceRule(text: text), let until = rule.until else { return text }
    let zone = read.start.zone ?? scope.zone
    switch (until, read.isAllDay) {
    case (.date, true), (.utc, false): return text
    case (.utc(let instant), true): rule.until = .date(zone.day(at: instant))
    case (.floating(let local), true): rule.until = .date(local.day)
    case (.date(let day), false): rule.until = .utc(zone.start(of: day + 1) - 1)
    case (.floating(let local), false): rule.until = .utc(zone.instant(of: local))
    }
    return rule.text
  }

  /// One line for each form that times have: dates, UTC, and each zone.
  private static func lists(_ name: String, _ times: [CalendarTime], _ scope: GoogleScope)
    -> [String]
  {
    var order: [String] = []
    var values: [String: [String]] = [:]
    for time in times {
      let time = scope.fixed(time)
      var head = name
      for parameter in time.parameters { head += ";" + parameter.text }
      let isUTC = time.text.hasSuffix("Z")
      let key = isUTC ? head + ":Z" : head + ":"
      if values[key] == nil { order.append(key) }
      values[key, default: []].append(time.text)
    }
    return order.map { key in
      (key.hasSuffix("Z") ? String(key.dropLast()) : key)
        + values[key, default: []].sorted().joined(separator: ",")
    }
  }
}
