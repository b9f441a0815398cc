import DaybookCore
import DaybookStore
import ICalendar

/// The shapes of what routes answer: those of the command line's manual.
extension Shape {
  static let health = object([Part("status", .words(["ok"]))])

  static let calendar = named(
    "Calendar",
    .object([
      Part("id", .text), Part("name", .text), Part("account", .text),
      Part("color", .nullable(.text)), Part("hidden", .flag), Part("busy", .flag),
      Part("read_only", .flag), Part("priority", .whole), Part("events", .whole),
    ]))
  static let calendars = object([Part("calendars", .list(calendar))])
  static let oneCalendar = object([Part("calendar", calendar)])
  static let removedCalendar = object([Part("removed", .text), Part("account", .text)])

  static let failure = named(
    "Failure",
    .object([Part("code", .text), Part("message", .text), Part("hint", .nullable(.text))]))

  private static let calendarReport = object([
    Part("name", .text), Part("added", .whole), Part("updated", .whole), Part("deleted", .whole),
    Part("full", .flag), Part("requests", .whole), Part("milliseconds", .whole),
  ])
  private static let accountReport = object([
    Part("name", .text), Part("kind", .text),
    Part("status", .words(["ok", "partial", "failed", "login_required"])),
    Part("calendars", .list(calendarReport)), Part("error", .nullable(failure)),
  ])
  static let job = named(
    "SyncJob",
    .object([
      Part("id", .text), Part("calendar", .text), Part("account", .text),
      Part("status", .words(["running", "done", "partial", "failed"])),
      Part("started_at", .instant), Part("finished_at", .nullable(.instant)),
      Part("report", .nullable(.object([Part("accounts", .list(accountReport))]))),
      Part("error", .nullable(failure)),
    ]))
  static let jobs = object([Part("jobs", .list(job))])

  private static let occurrenceParts = [
    Part("id", .text), Part("event", .text), Part("uid", .text),
    Part("recurrence_id", .nullable(.moment)), Part("title", .text), Part("start", .moment),
    Part("end", .moment), Part("all_day", .flag), Part("timezone", .nullable(.text)),
    Part("calendar", .text), Part("account", .text), Part("location", .text),
    Part("join_url", .nullable(.text)), Part("status", .text), Part("busy", .flag),
    Part("response", .nullable(.text)), Part("recurring", .flag),
    Part("client", .nullable(.text)), Part("conflicts", .list(.text)),
    Part("also_in", .list(.text)),
  ]
  static let occurrence = named("Occurrence", .object(occurrenceParts))

  private static let person = named(
    "Person",
    .object([
      Part("name", .text), Part("email", .text), Part("response", .text), Part("role", .text),
    ]))
  static let card = named(
    "Event",
    .object(
      occurrenceParts + [
        Part("description", .text), Part("organizer", .nullable(person)),
        Part("attendees", .list(person)), Part("recurrence", .nullable(.text)),
        Part("rrule", .nullable(.text)), Part("url", .nullable(.text)),
        Part("categories", .list(.text)), Part("reminders", .list(.whole)), Part("ics", .text),
      ]))

  static let agenda = object([
    Part("from", .moment), Part("to", .moment), Part("timezone", .text),
    Part("events", .list(occurrence)), Part("truncated", .list(.text), isOptional: true),
    Part("next_cursor", .nullable(.text)),
  ])
  static let edited = object([
    Part("event", .nullable(occurrence)), Part("queued", .flag),
  ])
  static let deleted = object([Part("deleted", .whole), Part("queued", .flag)])

  static let client = named(
    "Client",
    .object([
      Part("name", .text), Part("rate", .nullable(.decimal)), Part("currency", .nullable(.text)),
      Part("domains", .list(.text)), Part("retainer_hours", .nullable(.decimal)),
      Part("archived", .flag),
    ]))
  static let clients = object([Part("clients", .list(client))])
  static let oneClient = object([Part("client", client)])

  private static let hoursRow = object([
    Part("client", .nullable(.text)), Part("project", .nullable(.text)),
    Part("week", .nullable(.text)), Part("calendar", .nullable(.text)), Part("hours", .decimal),
    Part("billable_hours", .decimal), Part("billed_hours", .decimal),
    Part("amount", .nullable(.decimal)), Part("currency", .nullable(.text)),
    Part("events", .whole),
  ])
  static let hours = object([
    Part("from", .moment), Part("to", .moment),
    Part("by", .words(HoursReport.Grouping.allCases.map(\.rawValue))),
    Part("rows", .list(hoursRow)), Part("unassigned_hours", .decimal),
    Part(
      "retainers",
      .list(
        .object([
          Part("client", .nullable(.text)), Part("agreed_hours", .decimal),
          Part("used_hours", .decimal),
        ]))), Part("notes", .list(.text)), Part("truncated", .list(.text), isOptional: true),
  ])

  static let conflict = named(
    "Conflict",
    .object([
      Part("id", .text), Part("kind", .words(Conflict.Kind.allCases.map(\.rawValue))),
      Part("severity", .words(Conflict.Severity.allCases.map(\.rawValue))),
      Part("start", .instant), Part("end", .instant), Part("minutes", .whole),
      Part("events", .list(occurrence)), Part("state", .words(["open", "resolved", "ignored"])),
      Part(
        "resolution",
        .nullable(
          .object([
            Part("action", .text), Part("note", .nullable(.text)), Part("at", .instant),
          ]))),
      Part(
        "actions",
        .list(
          .object([Part("id", .text), Part("label", .text), Part("disturbs", .whole)]))),
    ]))
  static let conflicts = object([
    Part("conflicts", .list(conflict)), Part("truncated", .list(.text), isOptional: true),
  ])

  static let slots = object([
    Part("timezone", .text), Part("their_timezone", .nullable(.text)), Part("duration", .whole),
    Part(
      "slots",
      .list(
        .object([Part("start", .instant), Part("end", .instant), Part("minutes", .whole)]))),
    Part("text", .text),
  ])

  /// What it says depends on its kind.
  private static let rule = named(
    "Rule",
    .object([
      Part("id", .whole),
      Part("kind", .words(["hours", "day_off", "buffer", "notice", "travel", "exception"])),
      Part("days", .list(.words(Weekday.names)), isOptional: true),
      Part("hours", .list(.text), isOptional: true), Part("from", .text, isOptional: true),
      Part("to", .text, isOptional: true), Part("before", .whole, isOptional: true),
      Part("after", .whole, isOptional: true),
      Part("calendar", .nullable(.text), isOptional: true),
      Part("minutes", .whole, isOptional: true), Part("date", .text, isOptional: true),
    ]))
  static let rules = object([Part("rules", .list(rule))])
  static let oneRule = object([Part("rule", rule)])

  private static let hookParts = [
    Part("id", .text), Part("address", .text),
    Part("kinds", .list(.words(HookKind.allCases.map(\.rawValue)))),
    Part("created_at", .instant), Part("ended", .nullable(.text)),
  ]
  private static let delivery = named(
    "Delivery",
    .object([
      Part("id", .text), Part("kind", .words(HookKind.allCases.map(\.rawValue))),
      Part("time", .instant),
      Part("state", .words(HookDelivery.State.allCases.map(\.rawValue))),
      Part("status", .nullable(.whole)), Part("error", .nullable(.text)), Part("tries", .whole),
      Part("last_try", .nullable(.instant)), Part("next_try", .nullable(.instant)),
    ]))
  static let hooks = object([
    Part("hooks", .list(.object(hookParts + [Part("deliveries", .list(delivery))])))
  ])
  static let oneHook = object([Part("hook", .object(hookParts + [Part("secret", .text)]))])
  static let removed = object([Part("removed", .text)])

  private static let feedParts = [
    Part("id", .text), Part("name", .text), Part("created_at", .instant),
    Part("last_read", .nullable(.instant)),
  ]
  static let feeds = object([Part("feeds", .list(.object(feedParts)))])
  static let oneFeed = object([Part("feed", .object(feedParts + [Part("address", .text)]))])

  static let problem = named(
    "Problem",
    .object([
      Part("type", .text), Part("title", .text), Part("status", .whole), Part("detail", .text),
      Part("code", .text), Part("message", .text), Part("hint", .nullable(.text)),
      Part("field", .nullable(.text)), Part("request_id", .text),
    ]))
}
