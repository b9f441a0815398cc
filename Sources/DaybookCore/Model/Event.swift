package import ICalendar

/// One entry of a calendar: a single event, the master of a series, or one instance that differs.
///
/// `source` is the event; everything else is read out of it and kept beside it so that lists need
/// not read it again. To change an event is to change its source and read it anew.
package struct Event: Hashable, Sendable {
  /// The same for a series' master and all its instances.
  package var id: EventID
  package var calendar: CalendarID
  /// As the file has it.
  package var uid: String
  /// Tells events apart that a careless feed gave one UID; 0 for the first.
  package var duplicate: Int
  /// The instance this entry replaces; nil for masters and single events.
  package var recurrenceID: OriginalStart?
  package var isThisAndFuture: Bool
  /// Whether it has a rule or further dates.
  package var isSeries: Bool
  package var sequence: Int
  /// DTSTAMP, seconds since 1970.
  package var stamp: Instant
  package var title: String
  package var location: String
  package var time: EventTime
  package var status: EventStatus
  /// What the event says of itself, before my own answer is looked at.
  package var showsAs: ShowsAs
  package var organizer: Attendee?
  package var attendees: [Attendee]
  package var joinURL: String?
  package var categories: [String]
  /// The event's own colour, `#rrggbb` or a CSS name.
  package var color: String?
  /// The VEVENT, unfolded, lines ended by a line feed; every property as it came.
  package var source: String

  package init(
    id: EventID, calendar: CalendarID, uid: String, duplicate: Int = 0,
    recurrenceID: OriginalStart? = nil, isThisAndFuture: Bool = false, isSeries: Bool = false,
    sequence: Int = 0, stamp: Instant = Instant(seconds: 0), title: String, location: String = "",
    time: EventTime, status: EventStatus = .confirmed, showsAs: ShowsAs = .busy,
    organizer: Attendee? = nil, attendees: [Attendee] = [], joinURL: String? = nil,
    categories: [String] = [], color: String? = nil, source: String
  ) {
    self.id = id
    self.calendar = calendar
    self.uid = uid
    self.duplicate = duplicate
    self.recurrenceID = recurrenceID
    self.isThisAndFuture = isThisAndFuture
    self.isSeries = isSeries
    self.sequence = sequence
    self.stamp = stamp
    self.title = title
    self.location = location
    self.time = time
    self.status = status
    self.showsAs = showsAs
    self.organizer = organizer
    self.attendees = attendees
    self.joinURL = joinURL
    self.categories = categories
    self.color = color
    self.source = source
  }

  /// The id that all entries of one UID in one calendar share.
  package static func id(calendar: CalendarID, uid: String, duplicate: Int = 0) -> EventID {
    EventID(
      duplicate == 0
        ? StableID.make("event", calendar.raw, uid)
        : StableID.make("event", calendar.raw, uid, "#\(duplicate + 1)"))
  }

  /// The id of the instance of `event` that first began at `originalStart`; nil for single events.
  package static func occurrenceID(_ event: EventID, _ originalStart: OriginalStart?)
    -> OccurrenceID
  {
    guard let originalStart else { return OccurrenceID(event.raw) }
    var name = event.raw
    let raw = name.withUTF8 { name in
      let capacity = name.count + 1 + OriginalStart.compactCapacity
      return String(unsafeUninitializedCapacity: capacity) { raw in
        _ = raw.initialize(fromContentsOf: name)
        raw.initializeElement(at: name.count, to: UInt8(ascii: "-"))
        let rest = UnsafeMutableBufferPointer(rebasing: raw[(name.count + 1)...])
        return name.count + 1 + originalStart.writeCompact(to: rest)
      }
    }
    return OccurrenceID(raw)
  }
}

/// RFC 5545 §3.8.1.11.
package enum EventStatus: String, Sendable {
  case confirmed, tentative, cancelled
}

/// How much of a claim an event makes on its time.
package enum ShowsAs: Int, Sendable {
  case free, tentative, busy
}
