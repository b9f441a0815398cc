/// An entry of a calendar as `events.list` and its siblings write it: a single event, the master of
/// a series, one instance that differs, or what is left of a deleted one (Calendar API v3, Events).
///
/// Only what Daybook reads is here; unknown fields and values are let be.
struct GoogleEvent: Sendable {
  var id: String
  /// With its quotes.
  var etag: String?
  var status: String?
  var summary: String?
  /// May hold HTML.
  var description: String?
  var location: String?
  /// A key into the palette of events.
  var colorId: String?
  var transparency: String?
  var visibility: String?
  var eventType: String?
  var iCalUID: String?
  var sequence: Int?
  /// RFC 3339.
  var created: String?
  var updated: String?
  var start: GoogleTime?
  /// Excluded from the event.
  var end: GoogleTime?
  var endTimeUnspecified: Bool?
  /// Lines of RFC 5545: RRULE, EXRULE, RDATE, EXDATE.
  var recurrence: [String]?
  /// Of an instance: its series, and the slot it stands for.
  var recurringEventId: String?
  var originalStartTime: GoogleTime?
  var organizer: Person?
  var attendees: [Attendee]?
  /// Whether `attendees` was cut.
  var attendeesOmitted: Bool?
  var hangoutLink: String?
  var conferenceData: Conference?
  var reminders: Reminders?
  var attachments: [Attachment]?
  var extendedProperties: Properties?
  var locked: Bool?
  var workingLocationProperties: WorkingLocation?

  struct Person: Sendable {
    var email: String?
    var displayName: String?
    /// `self`
    var isMe: Bool?
  }

  struct Attendee: Sendable {
    var email: String?
    var displayName: String?
    var resource: Bool?
    var optional: Bool?
    var responseStatus: String?
    var comment: String?
    var additionalGuests: Int?
  }

  struct Conference: Sendable {
    var entryPoints: [EntryPoint]?

    struct EntryPoint: Sendable {
      /// `video`, `phone`, `sip`, `more`.
      var entryPointType: String?
      var uri: String?
      var label: String?
    }
  }

  struct Reminders: Sendable {
    var useDefault: Bool?
    var overrides: [Override]?

    struct Override: Sendable {
      var method: String?
      /// Before the start.
      var minutes: Int?
    }
  }

  struct Attachment: Sendable {
    var fileUrl: String?
    var title: String?
    var mimeType: String?
  }

  struct Properties: Sendable {
    var `private`: [String: String]?
  }

  struct WorkingLocation: Sendable {
    var type: String?
    var customLocation: Place?
    var officeLocation: Place?

    struct Place: Sendable {
      var label: String?
    }
  }

  var isCancelled: Bool { status == "cancelled" }

  /// What is asked of every entry (`fields` of a partial response).
  static let fields = [
    "id", "etag", "status", "summary", "description", "location", "colorId", "transparency",
    "visibility", "eventType", "iCalUID", "sequence", "created", "updated", "start", "end",
    "endTimeUnspecified", "recurrence", "recurringEventId", "originalStartTime",
    "organizer(email,displayName,self)",
    "attendees(email,displayName,resource,optional,responseStatus,comment,additionalGuests)",
    "attendeesOmitted", "hangoutLink", "conferenceData(entryPoints(entryPointType,uri,label))",
    "reminders", "attachments(fileUrl,title,mimeType)", "extendedProperties(private)", "locked",
    "workingLocationProperties",
  ].joined(separator: ",")
}

/// Either `date` for whole days or `dateTime`, RFC 3339, perhaps with the IANA name of a zone.
struct GoogleTime: Hashable, Sendable {
  var date: String?
  var dateTime: String?
  var timeZone: String?
}

/// One page of `events.list` or `events.instances`.
struct GooglePage: Sendable {
  /// Zone of the calendar, and what I may do in it.
  var timeZone: String?
  var accessRole: String?
  var nextPageToken: String?
  /// Only on the last page.
  var nextSyncToken: String?
  var items: GoogleList<GoogleEvent>?

  static let fields =
    "timeZone,accessRole,nextPageToken,nextSyncToken,items(" + GoogleEvent.fields + ")"
}
