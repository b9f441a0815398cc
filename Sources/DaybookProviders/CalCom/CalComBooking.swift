internal import DaybookCore
internal import ICalendar

/// A booking as Cal.com's API v2 tells it (version 2024-08-13).
struct CalComBooking: Decodable, Sendable {
  var uid: String
  var title: String
  var notes: String
  /// `accepted`, `pending`, `cancelled`, `rejected`, or something newer.
  var status: String
  var span: TimeSpan
  var hosts: [Person]
  var attendees: [Person]
  /// Mail addresses.
  var guests: [String]
  /// An address of the web, a place, a telephone number, or a word such as `integrations:zoom`.
  var location: String
  var createdAt: Instant?
  var updatedAt: Instant?
  /// The UID of the event that Cal.com writes into the calendars of those who take part.
  var icsUID: String?
  var rescheduledFrom: String?
  var rescheduledTo: String?
  /// Whether it is one of several that were booked at once.
  var isRecurring: Bool

  struct Person: Decodable, Sendable {
    /// nil where nobody is known.
    var id: String?
    var name: String
    /// Lower-case.
    var email: String
    /// The address without what was put into it to tell bookings apart.
    var displayEmail: String

    private enum CodingKeys: String, CodingKey { case id, name, email, displayEmail }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      id = values.name(.id).flatMap { $0 == "unknown" ? nil : $0 }
      name = values.text(.name) ?? ""
      email = (values.text(.email) ?? "").lowercased()
      let shown = (values.text(.displayEmail) ?? "").lowercased()
      displayEmail = shown.isEmpty ? email : shown
    }
  }

  private enum CodingKeys: String, CodingKey {
    case uid, title, description, status, start, end, hosts, attendees, guests, location, meetingUrl
    case createdAt, updatedAt, icsUid, rescheduledFromUid, rescheduledToUid, recurringBookingUid
  }

  private struct Unusable: Error {}

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func instant(_ key: CodingKeys) -> Instant? {
      values.text(key).flatMap { RFC3339.instant(reading: $0, zone: nil) }
    }
    func reference(_ key: CodingKeys) -> String? {
      values.text(key).flatMap { Self.isUsable($0) ? $0 : nil }
    }
    guard let uid = reference(.uid), let start = instant(.start), let end = instant(.end),
      start <= end
    else { throw Unusable() }
    self.uid = uid
    span = TimeSpan(start, end)
    title = values.text(.title) ?? ""
    notes = values.text(.description) ?? ""
    status = (values.text(.status) ?? "accepted").lowercased()
    hosts = values.list(.hosts)
    attendees = values.list(.attendees)
    guests = values.list(.guests, of: String.self).map { $0.lowercased() }
    location = values.text(.location) ?? values.text(.meetingUrl) ?? ""
    createdAt = instant(.createdAt)
    updatedAt = instant(.updatedAt)
    icsUID = reference(.icsUid)
    rescheduledFrom = reference(.rescheduledFromUid)
    rescheduledTo = reference(.rescheduledToUid)
    isRecurring = !(values.text(.recurringBookingUid) ?? "").isEmpty
  }

  /// Whether a name can be one: not empty, not endless, of one line.
  private static func isUsable(_ name: String) -> Bool {
    (1...500).contains(name.utf8.count) && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
  }

  var isPending: Bool { status == "pending" || status == "awaiting_host" }
  var isAccepted: Bool { status == "accepted" }
  var isRejected: Bool { status == "rejected" }
  /// Whether it takes place no more.
  var isOver: Bool { status == "cancelled" || isRejected }
  /// When it last changed, as far as that is told.
  var changedAt: Instant? { updatedAt ?? createdAt }
}

/// A page of bookings by offset.
struct CalComBookingPage: Decodable, Sendable {
  var rows: [Tolerant<CalComBooking>]
  /// Whether it says that others follow; nil where it says nothing.
  var hasNextPage: Bool?

  private enum CodingKeys: String, CodingKey { case data, pagination }
  private enum PaginationKeys: String, CodingKey { case hasNextPage }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    rows = try values.decode([Tolerant<CalComBooking>].self, forKey: .data)
    let pagination = try? values.nestedContainer(keyedBy: PaginationKeys.self, forKey: .pagination)
    hasNextPage = pagination?.flag(.hasNextPage)
  }
}

/// `GET /v2/me`: whose account it is.
struct CalComMe: Decodable, Sendable {
  var id: String
  /// Lower-case.
  var email: String
  var timezone: String?

  private enum CodingKeys: String, CodingKey { case id, email, timeZone }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = values.name(.id) ?? ""
    email = try values.decode(String.self, forKey: .email).lowercased()
    timezone = values.text(.timeZone)
  }

  func isMe(_ person: CalComBooking.Person) -> Bool {
    (!id.isEmpty && person.id == id)
      || (!email.isEmpty && (person.email == email || person.displayEmail == email))
  }

  /// Whether a booking is mine: whoever administers a team is told everybody's.
  func takesPart(in booking: CalComBooking) -> Bool {
    booking.hosts.contains(where: isMe)
      || booking.attendees.contains { $0.email == email || $0.displayEmail == email }
      || booking.guests.contains(email)
  }
}
