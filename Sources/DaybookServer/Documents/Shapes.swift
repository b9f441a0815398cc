import DaybookCore
import DaybookStore
import ICalendar

/// The shapes of what routes answer: those of the command line's manual.
extension Shape {
  static let health = object([Part("status", .words(["ok"]))])

  static let calendar = named(
    "Calendar",
    .object([
      Part("id", .text, "qm4zr7tw2kd6xhsa"), Part("name", .text, "Personal"),
      Part("account", .text, "local"), Part("color", .nullable(.text), "#2f6feb"),
      Part("hidden", .flag), Part("busy", .flag, true), Part("read_only", .flag),
      Part("priority", .whole, 0), Part("events", .whole, 214),
    ]))
  static let calendars = object([Part("calendars", .list(calendar))])
  static let oneCalendar = object([Part("calendar", calendar)])
  static let removedCalendar = object([
    Part("removed", .text, "Personal"), Part("account", .text, "local"),
  ])

  static let failure = named(
    "Failure",
    .object([
      Part("code", .text, "unreachable"),
      Part("message", .text, "calendar.example cannot be reached."),
      Part("hint", .nullable(.text), "Check the connection."),
    ]))

  private static let calendarReport = object([
    Part("name", .text, "Team"), Part("added", .whole, 2), Part("updated", .whole, 1),
    Part("deleted", .whole, 0), Part("full", .flag), Part("requests", .whole, 3),
    Part("milliseconds", .whole, 412),
  ])
  private static let accountReport = object([
    Part("name", .text, "ana@example.com"), Part("kind", .text, "google"),
    Part("status", .words(["ok", "partial", "failed", "login_required"])),
    Part("calendars", .list(calendarReport)), Part("error", .nullable(failure), .null),
  ])
  static let job = named(
    "SyncJob",
    .object([
      Part("id", .text, "7"), Part("calendar", .text, "Team"),
      Part("account", .text, "ana@example.com"),
      Part("status", .words(["running", "done", "partial", "failed"]), "done"),
      Part("started_at", .instant, "2026-11-18T14:12:00+01:00"),
      Part("finished_at", .nullable(.instant), "2026-11-18T14:12:01+01:00"),
      Part("report", .nullable(.object([Part("accounts", .list(accountReport))]))),
      Part("error", .nullable(failure), .null),
    ]))
  static let jobs = object([Part("jobs", .list(job))])

  private static let occurrenceParts = [
    Part("id", .text, "hx5v2rkq7mzt3dwa"), Part("event", .text, "hx5v2rkq7mzt3dwa"),
    Part("uid", .text, "review@acme.example"), Part("recurrence_id", .nullable(.moment), .null),
    Part("title", .text, "Acme review"), Part("start", .moment),
    Part("end", .moment, "2026-11-19T11:00:00+01:00"), Part("all_day", .flag),
    Part("timezone", .nullable(.text), "Europe/Berlin"), Part("calendar", .text, "Personal"),
    Part("account", .text, "local"), Part("location", .text, "Hafenstr. 5"),
    Part("join_url", .nullable(.text), "https://meet.example/acme"),
    Part("status", .text, "confirmed"), Part("busy", .flag, true),
    Part("response", .nullable(.text), .null), Part("recurring", .flag),
    Part("client", .nullable(.text), "Acme"), Part("conflicts", .list(.text), ["tz6n3wqk5hrx2mva"]),
    Part("also_in", .list(.text), []),
  ]
  static let occurrence = named("Occurrence", .object(occurrenceParts))

  private static let person = named(
    "Person",
    .object([
      Part("name", .text, "Tom Okafor"), Part("email", .text, "tom@acme.example"),
      Part("response", .text, "accepted"), Part("role", .text, "required"),
    ]))
  static let card = named(
    "Event",
    .object(
      occurrenceParts + [
        Part("description", .text, "The numbers of October."),
        Part("organizer", .nullable(person), .null), Part("attendees", .list(person)),
        Part("recurrence", .nullable(.text), .null), Part("rrule", .nullable(.text), .null),
        Part("url", .nullable(.text), .null), Part("categories", .list(.text), ["Work"]),
        Part("reminders", .list(.whole), [10]),
        Part("project", .nullable(.text), .null), Part("billable", .flag, true),
        Part("ics", .text, .string("BEGIN:VEVENT\r\nUID:review@acme.example\r\nEND:VEVENT\r\n")),
      ]))

  private static let nextCursor: JSON = "MTc5NTA3NzAwMCBoeDV2MnJrcTdtenQzZHdh"

  static let agenda = object([
    Part("from", .moment, "2026-11-18"), Part("to", .moment, "2026-11-25"),
    Part("timezone", .text, "Europe/Berlin"), Part("events", .list(occurrence)),
    Part("truncated", .list(.text), isOptional: true),
    Part("next_cursor", .nullable(.text), nextCursor),
  ])
  static let edited = object([
    Part("event", .nullable(occurrence)), Part("queued", .flag),
  ])
  static let deleted = object([Part("deleted", .whole, 1), Part("queued", .flag)])

  static let client = named(
    "Client",
    .object([
      Part("name", .text, "Acme"), Part("rate", .nullable(.decimal), .hundredths(9_550)),
      Part("currency", .nullable(.text), "EUR"), Part("domains", .list(.text), ["acme.example"]),
      Part("retainer_hours", .nullable(.decimal), 20), Part("archived", .flag),
    ]))
  static let clients = object([Part("clients", .list(client))])
  static let oneClient = object([Part("client", client)])

  private static let hoursRow = object([
    Part("client", .nullable(.text), "Acme"), Part("project", .nullable(.text), .null),
    Part("week", .nullable(.text), .null), Part("calendar", .nullable(.text), .null),
    Part("hours", .decimal, .hundredths(1_150)), Part("billable_hours", .decimal, 10),
    Part("billed_hours", .decimal, 0), Part("amount", .nullable(.decimal), 955),
    Part("currency", .nullable(.text), "EUR"), Part("events", .whole, 8),
  ])
  static let hours = object([
    Part("from", .moment, "2026-11-01"), Part("to", .moment, "2026-12-01"),
    Part("by", .words(HoursReport.Grouping.allCases.map(\.rawValue))),
    Part("rows", .list(hoursRow)), Part("unassigned_hours", .decimal),
    Part(
      "retainers",
      .list(
        .object([
          Part("client", .nullable(.text), "Acme"), Part("agreed_hours", .decimal, 20),
          Part("used_hours", .decimal, .hundredths(1_150)),
        ]))), Part("notes", .list(.text), []), Part("truncated", .list(.text), isOptional: true),
  ])

  /// What collides with the one that stands for all.
  private static let otherOccurrence: JSON = {
    let other: [String: JSON] = [
      "id": "bw4k6tzq2rmx7nhv", "event": "bw4k6tzq2rmx7nhv", "uid": "call@globex.example",
      "title": "Globex call", "start": "2026-11-19T10:30:00+01:00",
      "end": "2026-11-19T11:30:00+01:00", "location": "", "join_url": .null, "client": "Globex",
    ]
    return .object(
      occurrenceParts.compactMap { part in
        (other[part.name] ?? part.example).map { (part.name, $0) }
      })
  }()

  static let conflict = conflict(isResolved: false)
  static let resolvedConflict = conflict(isResolved: true)

  /// - Parameter isResolved: as which it is shown.
  private static func conflict(isResolved: Bool) -> Shape {
    let way = object([
      Part("id", .text, "keep"), Part("label", .text, "Keep both this time"),
      Part("disturbs", .whole, 0),
    ])
    let decision = object([
      Part("action", .text, "keep"), Part("note", .nullable(.text), "They know."),
      Part("at", .instant, "2026-11-18T14:12:00+01:00"),
    ])
    return named(
      "Conflict",
      .object([
        Part("id", .text, "tz6n3wqk5hrx2mva"),
        Part("kind", .words(Conflict.Kind.allCases.map(\.rawValue))),
        Part("severity", .words(Conflict.Severity.allCases.map(\.rawValue))),
        Part("start", .instant, "2026-11-19T10:30:00+01:00"),
        Part("end", .instant, "2026-11-19T11:00:00+01:00"), Part("minutes", .whole, 30),
        Part("events", .list(occurrence), [occurrence.example, otherOccurrence]),
        Part("state", .words(["open", "resolved", "ignored"]), isResolved ? "resolved" : "open"),
        Part("resolution", .nullable(decision), isResolved ? decision.example : .null),
        Part("actions", .list(way), isResolved ? [] : [way.example]),
      ]))
  }
  static let conflicts = object([
    Part("conflicts", .list(conflict)), Part("truncated", .list(.text), isOptional: true),
    Part("next_cursor", .nullable(.text), .null),
  ])

  private static let slot = object([
    Part("start", .instant), Part("end", .instant, "2026-11-19T11:00:00+01:00"),
    Part("minutes", .whole, 90),
  ])
  static let slots = object([
    Part("timezone", .text, "Europe/Berlin"), Part("their_timezone", .nullable(.text), .null),
    Part("duration", .whole, 30), Part("slots", .list(slot)),
    Part("text", .text, "Thu 19 Nov 09:30–11:00"),
  ])

  private static let hoursOfDays = [
    Part("startTime", .text, "09:00"), Part("endTime", .text, "17:00"),
  ]
  /// As Cal.com takes it.
  static let schedule = named(
    "Schedule",
    .object([
      Part("name", .text, "Daybook"), Part("timeZone", .text, "Europe/Berlin"),
      Part(
        "availability",
        .list(.object([Part("days", .list(.text), ["Monday", "Tuesday"])] + hoursOfDays))),
      Part("overrides", .list(.object([Part("date", .text, "2026-11-19")] + hoursOfDays))),
    ]))

  /// What it says depends on its kind.
  private static let rule = named(
    "Rule",
    .object([
      Part("id", .whole), Part("kind", .words(RuleFields.kinds)),
      Part("days", .list(.words(Weekday.names)), ["mon", "tue", "wed"], isOptional: true),
      Part("hours", .list(.text), ["09:00-12:30"], isOptional: true),
      Part("from", .text, isOptional: true),
      Part("to", .text, isOptional: true), Part("before", .whole, isOptional: true),
      Part("after", .whole, isOptional: true),
      Part("calendar", .nullable(.text), isOptional: true),
      Part("minutes", .whole, isOptional: true), Part("date", .text, isOptional: true),
    ]))
  static let rules = object([Part("rules", .list(rule))])
  static let oneRule = object([Part("rule", rule)])

  private static let hookParts = [
    Part("id", .text, "hook_k2vq7zrt4mxw6nha"),
    Part("address", .text, "https://tool.example/daybook"),
    Part("kinds", .list(.words(HookKind.allCases.map(\.rawValue))), ["events", "conflicts"]),
    Part("created_at", .instant), Part("ended", .nullable(.text), .null),
  ]
  private static let delivery = named(
    "Delivery",
    .object([
      Part("id", .text, "msg_r4mz7kqw2hxt6vna"),
      Part("kind", .words(HookKind.allCases.map(\.rawValue))),
      Part("time", .instant),
      Part("state", .words(HookDelivery.State.allCases.map(\.rawValue))),
      Part("status", .nullable(.whole), .null), Part("error", .nullable(.text), "timeout"),
      Part("tries", .whole), Part("last_try", .nullable(.instant), "2026-11-19T09:30:12+01:00"),
      Part("next_try", .nullable(.instant), "2026-11-19T09:30:20+01:00"),
    ]))
  static let hooks = object([
    Part("hooks", .list(.object(hookParts + [Part("deliveries", .list(delivery))])))
  ])
  static let oneHook = object([Part("hook", .object(hookParts + [Part("secret", .text, secret)]))])
  static let removedHook = object([Part("removed", .text, "hook_k2vq7zrt4mxw6nha")])
  static let removedFeed = object([Part("removed", .text, "feed_m6xw2kqr7zth4nva")])
  /// Nobody's.
  private static let secret: JSON = "hT8mQ2xWv5zKd7RfYn3LbG6sJc9PaUe4oViZtNkXwA1"

  private static let feedSecret = "bR7kX3vQm9TzW2nLd6HsYf4JgCc8PaUe5oViZtNkXwA"
  private static let feedParts = [
    Part("id", .text, "feed_m6xw2kqr7zth4nva"), Part("name", .text, "For Ada"),
    Part("created_at", .instant), Part("last_read", .nullable(.instant), .null),
  ]
  static let feeds = object([Part("feeds", .list(.object(feedParts)))])
  static let oneFeed = object([
    Part(
      "feed",
      .object(
        feedParts + [
          Part("address", .text, .string("https://calendar.example/feeds/home.\(feedSecret).ics"))
        ]))
  ])

  static let problem = named(
    "Problem",
    .object([
      Part("type", .text, "about:blank"), Part("title", .text, "Not Found"),
      Part("status", .whole, 404), Part("detail", .text, "There is nothing here."),
      Part("code", .text, "not_found"), Part("message", .text, "There is nothing here."),
      Part("hint", .nullable(.text), .null), Part("field", .nullable(.text), .null),
      Part("request_id", .text, .string(ProblemExamples.request)),
    ]))
}
