import DaybookCore
import DaybookTUI
import ICalendar

/// Availability rules, for people and for programs.
struct RulePrinting {
  /// What calendars are called.
  let calendar: (CalendarID) -> String

  func json(_ rule: AvailabilityRule) -> JSON { rule.json(calendar: calendar) }

  /// The rule in words.
  func text(_ kind: AvailabilityRule.Kind) -> String {
    switch kind {
    case .hours(let days, let ranges): "\(WeekdayText.text(days)) \(RulePrinting.text(ranges))"
    case .dayOff(let days):
      days.count == 1
        ? RulePrinting.text(days.lowerBound)
        : "\(RulePrinting.text(days.lowerBound)) – \(RulePrinting.text(days.upperBound - 1))"
    case .buffer(let before, let after, let id):
      (before == after
        ? "\(DateText.minutes(before)) around"
        : "\(DateText.minutes(before)) before and \(DateText.minutes(after)) after")
        + (id.map { " events of \(calendar($0))" } ?? " what is busy")
    case .notice(let minutes): "nothing within \(DateText.minutes(minutes)) from now"
    case .travel(let from, let to, let minutes):
      VisibleText.line("\(DateText.minutes(minutes)) between \(from) and \(to)")
    case .exception(let day, let ranges):
      "\(RulePrinting.text(day)): \(RulePrinting.text(ranges))"
    }
  }

  private static func text(_ day: Day) -> String { "\(DateText.day(day)) \(day.year)" }

  private static func text(_ ranges: [Range<Int>]) -> String {
    ranges.isEmpty ? "closed" : ranges.map { HoursPhrase.text($0) }.joined(separator: ", ")
  }

  /// The hours of a week, days of equal hours together: `mon-fri 09:00-17:00`.
  static func text(_ hours: WorkingHours) -> String {
    var groups: [(days: [Weekday], ranges: [Range<Int>])] = []
    for index in 0..<7 {
      let day = Weekday(index: index)
      let ranges = hours[day]
      if ranges.isEmpty { continue }
      if let last = groups.last, last.ranges == ranges {
        groups[groups.count - 1].days.append(day)
      } else {
        groups.append(([day], ranges))
      }
    }
    if groups.isEmpty { return "none" }
    return groups.map { "\(WeekdayText.text($0.days)) \(text($0.ranges))" }
      .joined(separator: "; ")
  }
}

/// Weekdays in the words that `--weekdays` reads.
enum WeekdayText {
  /// `mon-fri`, `mon,wed`: runs of three or more as a range.
  static func text(_ days: some Sequence<Weekday>) -> String {
    let indices = Set(days.map(\.index)).sorted()
    var runs: [ClosedRange<Int>] = []
    for index in indices {
      if let last = runs.last, last.upperBound == index - 1 {
        runs[runs.count - 1] = last.lowerBound...index
      } else {
        runs.append(index...index)
      }
    }
    return runs.map { run in
      run.count > 2
        ? "\(Weekday.names[run.lowerBound])-\(Weekday.names[run.upperBound])"
        : run.map { Weekday.names[$0] }.joined(separator: ",")
    }.joined(separator: ",")
  }
}
