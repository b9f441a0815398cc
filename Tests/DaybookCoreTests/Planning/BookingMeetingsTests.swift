import DaybookCore
import ICalendar
import Testing

/// One meeting as Cal.com, Google and Microsoft deliver it: Cal.com keeps the booking and writes a
/// copy into a connected calendar, those who are invited get a third, and each service names its own.
struct BookingMeetingsTests {
  private static let calendars = CalendarTable([
    EventCalendar(
      id: CalendarID("cal.com"), account: AccountID("c"), key: "bookings", name: "Bookings",
      holdsBookings: true),
    Sample.calendar("google"), Sample.calendar("outlook"), Sample.calendar("other"),
  ])
  private static let title = "Discovery call between Ana Reis and Tom Okafor"
  private static let booked = "pQ7wN2xhTzV4c9RkLm3fYb@Cal.com"
  private static let google = "7kukuqrfedlm2f9t1ptvkbq2oo@google.com"
  private static let outlook =
    "040000008200E00074C5B7101A82E00800000000D05A2C1B7A5DDD01000000000000000010000000"

  private func copy(
    _ calendar: String, uid: String, title: String = title, _ clocks: String = "09:30–10:00"
  ) throws -> Occurrence {
    try Sample.meeting(title, clocks, in: calendar, uid: uid)
  }

  private func meetings(_ copies: [Occurrence]) -> [[String]] {
    Meetings.grouped(copies, calendars: Self.calendars)
      .map { $0.copies.map(\.calendar.raw).sorted() }
  }

  @Test func theCopyInAConnectedCalendarHasTheUIDThatTheBookingNames() throws {
    let copies = [
      try copy("cal.com", uid: Self.booked),
      // Renamed there, and moved in one of them: the UID still tells.
      try copy("google", uid: Self.booked, title: "Tom", "10:30–11:00"),
    ]
    #expect(meetings(copies) == [["cal.com", "google"]])
  }

  @Test func underAnotherUIDTimeAndTitleTell() throws {
    let copies = [
      try copy("cal.com", uid: Self.booked), try copy("google", uid: Self.google),
      try copy(
        "outlook", uid: Self.outlook, title: " discovery call between ana reis and TOM Okafor"),
    ]
    #expect(meetings(copies) == [["cal.com", "google", "outlook"]])
  }

  @Test func oneCopyTiesTheOthersTogether() throws {
    // Outlook holds the mailed invitation, renamed; Google holds what it made itself.
    let copies = [
      try copy("outlook", uid: Self.booked, title: "Tom (Acme)"),
      try copy("cal.com", uid: Self.booked), try copy("google", uid: Self.google),
    ]
    #expect(meetings(copies) == [["cal.com", "google", "outlook"]])
  }

  @Test func whatOthersSeeAsBusyJoinsIt() throws {
    let copies = [
      try copy("cal.com", uid: Self.booked), try copy("other", uid: "x", title: "Busy"),
    ]
    #expect(meetings(copies) == [["cal.com", "other"]])
  }

  @Test func twoBookingsOfOneTitleAtTwoTimesStayTwo() throws {
    let copies = [
      try copy("cal.com", uid: Self.booked),
      try copy("cal.com", uid: "second@Cal.com", "10:00–10:30"),
      try copy("google", uid: Self.booked),
      try copy("google", uid: "second@Cal.com", "10:00–10:30"),
    ]
    #expect(meetings(copies) == [["cal.com", "google"], ["cal.com", "google"]])
  }

  @Test func anInstanceOfASeriesElsewhereIsTheSingleBookingHere() throws {
    var instance = try copy("outlook", uid: Self.outlook)
    instance.originalStart = .instant(instance.span.start)
    #expect(meetings([try copy("cal.com", uid: "own"), instance]) == [["cal.com", "outlook"]])
  }

  @Test func itsCopiesDoNotCollideAndIsCountedOnceForItsClient() throws {
    let client = ClientID("acme")
    var paid = try copy("google", uid: Self.google)
    paid.client = client
    let copies = [
      try copy("cal.com", uid: Self.booked), paid, try copy("outlook", uid: Self.outlook),
    ]
    let shown = Meetings.merged(copies, calendars: Self.calendars)
    #expect(shown.map(\.client) == [client])
    #expect(shown[0].alsoIn.count == 2)
    let found = Conflicts.search(
      copies, ConflictPolicy(calendars: Self.calendars, settings: ConflictSettings()))
    #expect(found.conflicts.isEmpty)
  }
}
