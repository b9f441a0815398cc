internal import DaybookCore
internal import ICalendar

/// An `event` of Graph v1.0: what of it Daybook uses. Only its id must be there; a field that is not
/// what it should be counts as missing.
struct GraphEvent: JSONReadable, Sendable {
  enum Kind: String, Sendable {
    case singleInstance, occurrence, exception, seriesMaster
  }

  var id: String
  /// `@removed`: not in the window any more.
  var isRemoved = false
  var etag: String?
  var changeKey: String?
  var kind = Kind.singleInstance
  var seriesMaster: String?
  var uid: String?
  var transaction: String?
  var subject: String?
  var body: GraphText?
  var preview: String?
  var start: GraphTime?
  var end: GraphTime?
  var isAllDay = false
  var showAs: String?
  var sensitivity: String?
  var importance: String?
  var isCancelled = false
  var isOrganizer = false
  var organizer: GraphPerson?
  var attendees: [GraphPerson] = []
  var response: String?
  var asksForResponse = false
  /// The name of its place, and those of several.
  var location: String?
  var locations: [String] = []
  var isOnlineMeeting = false
  var joinURL: String?
  var categories: [String] = []
  /// Minutes before the start; nil where nothing reminds.
  var reminder: Int?
  var created: Instant?
  var modified: Instant?
  /// The slot that an occurrence or exception had at first.
  var originalStart: Instant?
  var startZone: String?
  var endZone: String?
  var recurrence: GraphRecurrence?

  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    id = ""
    var reminds = false
    var minutes: Int?
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      guard let field = Self.fields[name] else { return try reading.skip() }
      switch field {
      case .isReminderOn: reminds = try reading.bool() ?? false
      case .reminderMinutesBeforeStart: minutes = try reading.number()
      default: try read(field, &reading)
      }
    }
    if id.isEmpty { return nil }
    reminder = reminds ? minutes ?? 15 : nil
  }

  private enum Field: String, CaseIterable {
    case id, changeKey, type, seriesMasterId, iCalUId, transactionId, subject, body, bodyPreview
    case start, end, isAllDay, showAs, sensitivity, importance, isCancelled, isOrganizer, organizer
    case attendees, responseStatus, responseRequested, location, locations, isOnlineMeeting
    case onlineMeeting, onlineMeetingUrl, categories, isReminderOn, reminderMinutesBeforeStart
    case createdDateTime, lastModifiedDateTime, originalStart, originalStartTimeZone
    case originalEndTimeZone, recurrence
    case removed = "@removed"
    case etag = "@odata.etag"
  }

  private static let fields = Dictionary(
    uniqueKeysWithValues: Field.allCases.map { ($0.rawValue, $0) })

  private mutating func read(_ field: Field, _ reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch field {
    case .id: id = try reading.text() ?? ""
    case .removed:
      isRemoved = try reading.object { reading, _ throws(JSONReading.Malformed) in
        try reading.skip()
      }
    case .etag: etag = try reading.text()
    case .changeKey: changeKey = try reading.text()
    case .type: kind = try reading.text().flatMap { Kind(rawValue: $0) } ?? .singleInstance
    case .seriesMasterId: seriesMaster = try reading.text()
    case .iCalUId: uid = try reading.text()
    case .transactionId: transaction = try reading.text()
    case .subject: subject = try reading.text()
    case .body: body = try GraphText(&reading)
    case .bodyPreview: preview = try reading.text()
    case .start: start = try GraphTime(&reading)
    case .end: end = try GraphTime(&reading)
    case .isAllDay: isAllDay = try reading.bool() ?? false
    case .showAs: showAs = try reading.text()
    case .sensitivity: sensitivity = try reading.text()
    case .importance: importance = try reading.text()
    case .isCancelled: isCancelled = try reading.bool() ?? false
    case .isOrganizer: isOrganizer = try reading.bool() ?? false
    case .organizer: organizer = try GraphPerson(&reading)
    case .attendees: attendees = try reading.list(of: GraphPerson.self)
    case .responseStatus: response = try reading.text(in: "response")
    case .responseRequested: asksForResponse = try reading.bool() ?? false
    case .location: location = try reading.text(in: "displayName")
    case .locations:
      _ = try reading.list { reading throws(JSONReading.Malformed) in
        if let name = try reading.text(in: "displayName") { locations.append(name) }
      }
    case .isOnlineMeeting: isOnlineMeeting = try reading.bool() ?? false
    case .onlineMeeting: joinURL = try reading.text(in: "joinUrl") ?? joinURL
    case .onlineMeetingUrl:
      let former = try reading.text()
      joinURL = joinURL ?? former
    case .categories: categories = try reading.list(of: String.self)
    case .createdDateTime: created = GraphClock.instant(try reading.text())
    case .lastModifiedDateTime: modified = GraphClock.instant(try reading.text())
    case .originalStart: originalStart = GraphClock.instant(try reading.text())
    case .originalStartTimeZone: startZone = try reading.text()
    case .originalEndTimeZone: endZone = try reading.text()
    case .recurrence: recurrence = try GraphRecurrence(&reading)
    case .isReminderOn, .reminderMinutesBeforeStart: try reading.skip()
    }
  }

  /// What changes whenever the event does; an etag is `W/"` + change key + `"`.
  var key: String {
    changeKey ?? etag.map { String($0.drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" }) } ?? ""
  }
}

/// An `itemBody`.
struct GraphText: JSONObject, Sendable {
  var contentType: String?
  var content: String?

  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "contentType": contentType = try reading.text()
    case "content": content = try reading.text()
    default: try reading.skip()
    }
  }

  var isHTML: Bool { contentType?.lowercased() == "html" }
}

/// An `attendee`, or the `recipient` that an organizer is.
struct GraphPerson: JSONObject, Sendable {
  var type: String?
  var response: String?
  var emailAddress: GraphAddress?

  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "type": type = try reading.text()
    case "status": response = try reading.text(in: "response")
    case "emailAddress": emailAddress = try GraphAddress(&reading)
    default: try reading.skip()
    }
  }
}

extension JSONReading {
  /// The one field of an object that matters.
  mutating func text(in wanted: String) throws(Malformed) -> String? {
    var found: String?
    _ = try object { reading, name throws(Malformed) in
      if name == wanted { found = try reading.text() } else { try reading.skip() }
    }
    return found
  }
}
