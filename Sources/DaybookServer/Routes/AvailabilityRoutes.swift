import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// Free time, and the rules for it.
enum AvailabilityRoutes {
  private static let asking =
    [
      Parameter("duration", .text(), "How long a slot is at least: 45m, 1h30m; 30m unless told."),
      Parameter(
        "hours", .text(), "Between these hours: 09:00-17:00; may be repeated.", isRepeated: true),
      Parameter("weekdays", .text(), "On these weekdays: mon-fri, mon,wed."),
      Parameter("buffer", .text(), "Time kept clear around busy time: 15m, 0m."),
      Parameter("per_day", .number(1...1_000), "At most so many a day."),
      Parameter("limit", .number(1...10_000), "At most so many in all, spread over the days."),
      Parameter("their_timezone", .text(.zone), "The reader's zone, for the text; an IANA name."),
      Parameter(
        "calendar", .text(), "Only this calendar's busy time counts; may be repeated.",
        isRepeated: true),
    ] + Window.parameters

  static let all = [
    Route(.get, "availability", "Free time, 14 days from now unless told.", asking) { call in
      let question = try question(call)
      let chosen = call.query.all("calendar")
      return .json(
        try await call.ask { desk in
          var question = question
          question.calendars = try Naming.calendars(chosen, at: desk)
          return try desk.free(question).json
        })
    }.answering(.slots),
    Route(.get, "availability/rules", "The rules, in the order in which they apply.") { call in
      .json(
        try await call.ask { desk in
          let names = try Names(desk.store)
          let rules = try desk.store.availabilityRules()
          return .object([
            ("rules", .array(rules.map { $0.json(calendar: names.calendar) }))
          ])
        })
    }.answering(.rules),
    Route(
      .post, "availability/rules", "Sets a rule, in place of those that it makes pointless.",
      access: .writing, body: RuleFields.members
    ) { call in
      let rule = RuleFields(fields: call.fields)
      var answer = try await call.ask { desk in
        let kind = try rule.kind(at: desk)
        let stored = try desk.store.setAvailabilityRule(kind, now: desk.now)
        let names = try Names(desk.store)
        return Answer.json(.object([("rule", stored.json(calendar: names.calendar))]))
      }
      answer.status = .created
      return answer
    }.answering(.oneRule, .created),
    Route(
      .get, "availability/export", "Free time for other programs, 14 days from now unless told.",
      asking + [
        Parameter(
          "format", .choice(["json", "ics", "calcom"]),
          "json unless told; calcom is a schedule as Cal.com takes it, in which only from, to, "
            + "timezone and calendar count.")
      ]
    ) { call in
      let question = try question(call)
      let chosen = call.query.all("calendar")
      if call.query["format"] == "calcom" { return try await schedule(call, chosen) }
      let answer = try await call.ask { desk in
        var question = question
        question.calendars = try Naming.calendars(chosen, at: desk)
        return try desk.free(question)
      }
      guard call.query["format"] == "ics" else { return .json(answer.json) }
      return Answer(
        content: .text(
          SlotText(zone: answer.zone).text(answer.listed, as: .ics, now: try call.clerk.clock()),
          type: "text/calendar; charset=utf-8"))
    }.answering(.either([.slots, .schedule])).orAnswering(
      .text("text/calendar", like: slotsExample)),
  ]

  private static let slotsExample: String = {
    let start = Instant(seconds: 1_795_077_000)
    return SlotText(zone: .utc).text([TimeSpan(start, start + 5_400)], as: .ics, now: start)
  }()

  /// The hours of the rules, and for each day whose busy time takes some of them, what is left.
  private static func schedule(_ call: Call, _ chosen: [String]) async throws -> Answer {
    let days = try call.window { $0 + 13 }.days
    for name in asking.map(\.name) where call.query[name] != nil {
      guard ["from", "to", "timezone", "calendar"].contains(name) else {
        throw Problem.invalid(name, "A schedule knows no \(name).", hint: "Leave it out.")
      }
    }
    return .json(
      try await call.ask { desk in
        let calendars = try Naming.calendars(chosen, at: desk)
        return try desk.bookingSchedule(for: days, calendars: calendars).json(name: "Daybook")
      })
  }

  private static func question(_ call: Call) throws -> FreeQuestion {
    let query = call.query
    var question = FreeQuestion(days: try call.window { $0 + 13 }.days)
    if let text = query["duration"] {
      question.duration = try Problem.reading("duration") {
        try DurationPhrase.minutes(reading: text)
      }
    }
    let hours = try Problem.reading("hours") {
      try query.all("hours").flatMap { text in
        try text.split(separator: ",").map { try HoursPhrase.minutes(reading: String($0)) }
      }
    }
    question.hours = hours.isEmpty ? nil : hours
    question.weekdays = try query["weekdays"].map { text in
      try Problem.reading("weekdays") { try WeekdaysPhrase.weekdays(reading: text) }
    }
    question.buffer = try query["buffer"].map { text in
      try Problem.reading("buffer") {
        try DurationPhrase.minutes(reading: text, allowsZero: true)
      }
    }
    question.perDay = query.number("per_day")
    question.limit = query.number("limit")
    question.reader = try query["their_timezone"].map {
      try Call.zone(named: $0, in: call.clerk.store.zones, field: "their_timezone")
    }
    return question
  }
}
