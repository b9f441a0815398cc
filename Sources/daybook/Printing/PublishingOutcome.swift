import DaybookCore
import DaybookProviders
import ICalendar

/// What publishing to a schedule did, or would do.
struct PublishingOutcome {
  /// nil where it would still have to be made.
  let schedule: RemoteSchedule?
  /// What it would be called.
  let name: String
  /// nil where nothing differs.
  let change: CalComScheduleChange?
  let plan: PublishingPlan
  let days: Range<Day>
  let isDryRun: Bool

  private var title: String { schedule?.name ?? name }

  var json: JSON {
    .object([
      (
        "schedule",
        .object([
          ("id", .optional(schedule?.id)), ("name", .string(title)),
          ("default", .optional(schedule?.isDefault)),
        ])
      ),
      ("timezone", .string(plan.wanted.timezone)),
      ("from", .string(days.lowerBound.description)),
      ("to", .string(days.upperBound.description)),
      ("changed", .strings(change?.words ?? [])),
      ("sent", .bool(change != nil && !isDryRun)), ("dry_run", .bool(isDryRun)),
      ("availability", .array(weekly)), ("overrides", .array(dates)), ("kept", .int(plan.kept)),
      (
        "request",
        change.map { change in
          .object([("line", .string(change.request)), ("body", .string(change.text))])
        } ?? .null
      ),
    ])
  }

  var lines: [String] {
    guard let change else { return ["Nothing to send: “\(title)” is as it should be."] }
    if isDryRun { return ["Would send: \(change.request)", change.text] }
    return [
      "Published to “\(title)”: \(change.words.joined(separator: ", "))."
        + " \(plan.wanted.dates.count) date\(plan.wanted.dates.count == 1 ? "" : "s") with hours"
        + " of their own."
    ]
  }

  private var weekly: [JSON] {
    Weekday.allCases.flatMap { day in
      plan.wanted.weekly[day].map { range in
        hours(range, [("day", .string(Self.names[day.index]))])
      }
    }
  }

  private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// A day off has one entry without hours.
  private var dates: [JSON] {
    plan.wanted.dates.sorted { $0.key < $1.key }.flatMap { day, ranges in
      let date = ("date", JSON.string(day.description))
      if ranges.isEmpty { return [JSON.object([date, ("start", .null), ("end", .null)])] }
      return ranges.map { hours($0, [date]) }
    }
  }

  private func hours(_ range: Range<Int>, _ fields: [(String, JSON)]) -> JSON {
    .object(
      fields + [
        ("start", .string(Self.clock(range.lowerBound))),
        ("end", .string(Self.clock(range.upperBound))),
      ])
  }

  /// `09:30`, and `24:00` for the end of a day.
  private static func clock(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return two(minute / 60) + ":" + two(minute % 60)
  }
}

extension CalComScheduleChange {
  /// Which parts change.
  fileprivate var words: [String] { parts.map { $0 == "timeZone" ? "timezone" : $0 } }
}

extension JSON {
  fileprivate static func optional(_ flag: Bool?) -> JSON { flag.map(JSON.bool) ?? .null }
}
