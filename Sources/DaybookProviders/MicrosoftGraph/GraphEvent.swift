internal import DaybookCore
internal import ICalendar

/// An `event` of Graph v1.0: what of it Daybook uses. Only its id must be there; a field that is not
/// what it should be counts as missing.
struct GraphEvent: Decodable, Sendable {
  /// `@removed`: not in the window any more.
  struct Removal: Decodable, Sendable {
    var reason: String?
  }

  enum Kind: String, Sendable {
    case singleInstance, occurrence, exception, seriesMaster
  }

  var id: String
  var removal: Removal?
  var etag: String?
  var changeKey: String?
  var kind: Kind
  var seriesMaster: String?
  var uid: String?
  var transaction: String?
  var subject: String?
  var body: GraphText?
  var preview: String?
  var start: GraphTime?
  var end: GraphTime?
  var isAllDay: Bool
  var showAs: String?
  var sensitivity: String?
  var importance: String?
  var isCancelled: Bool
  var isOrganizer: Bool
  var organizer: GraphPerson?
  var attendees: [GraphPerson]
  var response: String?
  var asksForResponse: Bool
  var location: GraphLocation?
  var locations: [GraphLocation]
  var isOnlineMeeting: Bool
  var joinURL: String?
  var categories: [String]
  /// Minutes before the start; nil where nothing reminds.
  var reminder: Int?
  var created: Instant?
  var modified: Instant?
  /// The slot that an occurrence or exception had at first.
  var originalStart: Instant?
  var startZone: String?
  var endZone: String?
  var recurrence: GraphRecurrence?

  private enum Field: String, CodingKey {
    case id, changeKey, type, seriesMasterId, iCalUId, transactionId, subject, body, bodyPreview
    case start, end, isAllDay, showAs, sensitivity, importance, isCancelled, isOrganizer, organizer
    case attendees, responseStatus, responseRequested, location, locations, isOnlineMeeting
    case onlineMeeting, onlineMeetingUrl, categories, isReminderOn, reminderMinutesBeforeStart
    case createdDateTime, lastModifiedDateTime, originalStart, originalStartTimeZone
    case originalEndTimeZone, recurrence
    case removed = "@removed"
    case etag = "@odata.etag"
  }

  private struct Response: Decodable { var response: String? }
  private struct Meeting: Decodable { var joinUrl: String? }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    id = try fields.decode(String.self, forKey: .id)
    removal = fields.read(.removed)
    etag = fields.read(.etag)
    changeKey = fields.read(.changeKey)
    seriesMaster = fields.read(.seriesMasterId)
    kind = fields.read(String.self, .type).flatMap { Kind(rawValue: $0) } ?? .singleInstance
    uid = fields.read(.iCalUId)
    transaction = fields.read(.transactionId)
    subject = fields.read(.subject)
    body = fields.read(.body)
    preview = body == nil ? fields.read(.bodyPreview) : nil
    start = fields.read(.start)
    end = fields.read(.end)
    isAllDay = fields.read(.isAllDay) ?? false
    showAs = fields.read(.showAs)
    sensitivity = fields.read(.sensitivity)
    importance = fields.read(.importance)
    isCancelled = fields.read(.isCancelled) ?? false
    isOrganizer = fields.read(.isOrganizer) ?? false
    organizer = fields.read(.organizer)
    attendees = fields.list(.attendees)
    response = fields.read(Response.self, .responseStatus)?.response
    asksForResponse = fields.read(.responseRequested) ?? false
    location = fields.read(.location)
    locations = fields.list(.locations)
    isOnlineMeeting = fields.read(.isOnlineMeeting) ?? false
    joinURL = fields.read(Meeting.self, .onlineMeeting)?.joinUrl ?? fields.read(.onlineMeetingUrl)
    categories = fields.list(.categories)
    reminder =
      fields.read(.isReminderOn) == true ? fields.read(.reminderMinutesBeforeStart) ?? 15 : nil
    created = GraphClock.instant(fields.read(.createdDateTime))
    modified = GraphClock.instant(fields.read(.lastModifiedDateTime))
    originalStart = GraphClock.instant(fields.read(.originalStart))
    startZone = fields.read(.originalStartTimeZone)
    endZone = fields.read(.originalEndTimeZone)
    recurrence = fields.read(.recurrence)
  }

  /// What changes whenever the event does; an etag is `W/"` + change key + `"`.
  var key: String {
    changeKey ?? etag.map { String($0.drop { $0 != "\"" }.dropFirst().prefix { $0 != "\"" }) } ?? ""
  }
}

/// An `itemBody`.
struct GraphText: Decodable, Sendable {
  var contentType: String?
  var content: String?
}

/// An `attendee`, or the `recipient` that an organizer is.
struct GraphPerson: Decodable, Sendable {
  var type: String?
  var response: String?
  var emailAddress: GraphAddress?

  private enum Field: String, CodingKey { case type, status, emailAddress }
  private struct Status: Decodable { var response: String? }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    type = fields.read(.type)
    response = fields.read(Status.self, .status)?.response
    emailAddress = fields.read(.emailAddress)
  }
}

/// A `location`.
struct GraphLocation: Decodable, Sendable {
  var displayName: String?
  var locationUri: String?
}
