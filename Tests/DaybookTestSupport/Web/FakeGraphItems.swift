internal import ICalendar

/// Entries as the service shows them.
extension FakeGraphMailbox {
  private static let stamp = Instant(seconds: 1_763_000_000)

  func item(_ entry: Entry) -> GraphJSON {
    var fields = shown(entry.fields, key: entry.key)
    fields["id"] = .string(entry.id)
    fields["type"] = entry.isSeries ? "seriesMaster" : "singleInstance"
    fields["seriesMasterId"] = .null
    return .object(fields)
  }

  /// A date of a series: a stub, or everything for one that differs.
  func item(_ entry: Entry, _ day: Day, isStub: Bool) -> GraphJSON {
    if let exception = entry.exceptions[day] {
      var fields = shown(exception.fields, key: exception.key)
      fields["id"] = .string(exception.id)
      fields["type"] = "exception"
      fields["seriesMasterId"] = .string(entry.id)
      fields["originalStart"] = .string(originalStart(entry, day))
      fields["iCalUId"] = .string((entry.fields["iCalUId"]?.string ?? "") + "-\(day)")
      return .object(fields)
    }
    let all = shown(instanceFields(entry, day), key: entry.key)
    var fields: [String: GraphJSON] =
      isStub
      ? all.filter { ["start", "end", "@odata.etag", "@odata.type"].contains($0.key) } : all
    fields["id"] = .string(occurrenceID(entry, day))
    fields["type"] = "occurrence"
    fields["seriesMasterId"] = .string(entry.id)
    if !isStub { fields["originalStart"] = .string(originalStart(entry, day)) }
    return .object(fields)
  }

  func occurrenceID(_ entry: Entry, _ day: Day) -> String { entry.id + ".occ.\(day)" }

  private func originalStart(_ entry: Entry, _ day: Day) -> String {
    let start = instant(instanceFields(entry, day)["start"]) ?? Instant(seconds: 0)
    return LocalDateTime(wallSeconds: start.seconds).description + "Z"
  }

  /// Times in UTC but for all-day events, and what the service adds.
  private func shown(_ fields: [String: GraphJSON], key: Int) -> [String: GraphJSON] {
    var shown = fields
    let change = "CK\(key)Zln=="
    shown["@odata.type"] = "#microsoft.graph.event"
    shown["@odata.etag"] = .string("W/\"\(change)\"")
    shown["changeKey"] = .string(change)
    let stamp = LocalDateTime(wallSeconds: Self.stamp.seconds + key + skew).description
    shown["lastModifiedDateTime"] = .string(stamp + ".1234567Z")
    shown["originalStartTimeZone"] = .string(fields["start"]?["timeZone"]?.string ?? "UTC")
    shown["originalEndTimeZone"] = .string(fields["end"]?["timeZone"]?.string ?? "UTC")
    for name in ["start", "end"] {
      if fields["isAllDay"] == true {
        shown[name] = local(fields[name]).map { Self.time($0, "UTC") } ?? .null
      } else if let instant = instant(fields[name]) {
        shown[name] = Self.time(LocalDateTime(wallSeconds: instant.seconds), "UTC")
      }
    }
    if shown["recurrence"] == nil { shown["recurrence"] = .null }
    if let recurrence = fields["recurrence"], recurrence != .null {
      shown["recurrence"] = Self.zeroFilled(recurrence)
    }
    if shown["transactionId"] == nil { shown["transactionId"] = .null }
    if shown["organizer"] == nil {
      shown["organizer"] = ["emailAddress": ["name": "Ada Quill", "address": .string(owner)]]
    }
    if let body = fields["body"], body["contentType"]?.string?.lowercased() == "text" {
      // Exchange keeps HTML.
      let content = (body["content"]?.string ?? "").replacing("&", with: "&amp;")
        .replacing("<", with: "&lt;").replacing("\n", with: "<br>")
      shown["body"] = [
        "contentType": "html", "content": .string("<html><body>\(content)</body></html>"),
      ]
    }
    return shown
  }

  /// Members that the type does not use come back all the same.
  private static func zeroFilled(_ recurrence: GraphJSON) -> GraphJSON {
    var pattern: [String: GraphJSON] = [
      "interval": 1, "month": 0, "dayOfMonth": 0, "daysOfWeek": [], "firstDayOfWeek": "sunday",
      "index": "first",
    ]
    for (name, value) in recurrence["pattern"]?.object ?? [:] { pattern[name] = value }
    var range: [String: GraphJSON] = ["endDate": "0001-01-01", "numberOfOccurrences": 0]
    for (name, value) in recurrence["range"]?.object ?? [:] { range[name] = value }
    return ["pattern": .object(pattern), "range": .object(range)]
  }
}
