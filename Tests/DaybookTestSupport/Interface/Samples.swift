import Foundation
package import DaybookCore
package import DaybookTUI
package import ICalendar

/// A week that never changes: Monday 16 to Sunday 22 November 2026, seen on Wednesday at 14:12.
package enum Samples {
  package static let zones = ZoneDatabase(identifiers: ["America/New_York", "Europe/Berlin"]) {
    name in
    FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").flatMap {
      Zone(tzif: Array($0), identifier: name)
    }
  }

  package static let berlin = zones.zone("Europe/Berlin") ?? .utc
  package static let newYork = zones.zone("America/New_York") ?? .utc
  package static let monday = Day(2026, 11, 16)
  package static let now = berlin.instant(of: LocalDateTime(monday + 2, hour: 14, minute: 12))

  package static let google = Account(
    id: AccountID("google"), name: "Google", kind: .google, lastSync: now - 600)
  package static let microsoft = Account(
    id: AccountID("microsoft"), name: "Microsoft", kind: .microsoft, lastSync: now - 540)
  package static let calcom = Account(
    id: AccountID("calcom"), name: "Cal.com", kind: .calcom, lastSync: now - 500)
  package static let feed = Account(
    id: AccountID("feed"), name: "Holidays DE", kind: .ics, lastSync: now - 400)

  package static let work = calendar("you@acme.dev", google, priority: 30)
  package static let personal = calendar("Personal", google, priority: 20)
  package static let globex = calendar("Outlook · Globex", microsoft, priority: 10)
  package static let bookings = calendar("Bookings", calcom, priority: 5)
  package static let holidays = calendar("Holidays DE", feed, isReadOnly: true)
  package static let calendars = [work, personal, globex, bookings, holidays]

  package static let acme = Client(id: Client.id(named: "Acme"), name: "Acme", rate: 9_500)
  package static let globexClient = Client(
    id: Client.id(named: "Globex"), name: "Globex", rate: 11_000)
  package static let initech = Client(id: Client.id(named: "Initech"), name: "Initech")
  package static let clients = [acme, globexClient, initech]

  private static func calendar(
    _ name: String, _ account: Account, priority: Int = 0, isReadOnly: Bool = false
  ) -> EventCalendar {
    EventCalendar(
      id: EventCalendar.id(account: account.name, key: name), account: account.id, key: name,
      name: name, isReadOnly: isReadOnly, priority: priority)
  }

  /// A timed occurrence on a day counted from the Monday; `time` is `09:30`.
  package static func timed(
    _ title: String, _ day: Int, _ time: String, _ minutes: Int, in calendar: EventCalendar,
    client: Client? = nil, change: (inout Occurrence) -> Void = { _ in }
  ) -> Occurrence {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    let start = berlin.instant(
      of: LocalDateTime(monday + day, hour: parts[0], minute: parts[1]))
    let span = TimeSpan(start, start + minutes * 60)
    let id = "\(title)-\(day)-\(time)".filter { $0.isLetter || $0.isNumber || $0 == "-" }
    var occurrence = Occurrence(
      id: OccurrenceID(id), event: EventID(id), calendar: calendar.id, uid: id, title: title,
      time: .timed(span, zone: "Europe/Berlin"), span: span, client: client?.id)
    change(&occurrence)
    return occurrence
  }

  /// An occurrence of whole days.
  package static func allDay(
    _ title: String, _ day: Int, days: Int, in calendar: EventCalendar
  ) -> Occurrence {
    let range = monday + day..<monday + day + days
    return Occurrence(
      id: OccurrenceID("\(title)-\(day)"), event: EventID(title), calendar: calendar.id,
      uid: title, title: title, time: .allDay(range),
      span: TimeSpan(berlin.start(of: range.lowerBound), berlin.start(of: range.upperBound)),
      showsAs: .free)
  }

  package static let occurrences: [Occurrence] = {
    var all = (-2..<12).filter { $0 % 7 != 5 && $0 % 7 != 6 && $0 >= 0 }.map { day in
      timed("Stand-up", day, "09:00", 15, in: work, client: acme) {
        $0.isRecurring = true
        $0.people = 3
        $0.joinURL = "https://zoom.us/j/1"
      }
    }
    all += [
      allDay("Berlin conference", 0, days: 3, in: personal),
      allDay("Rent due", 4, days: 1, in: personal),
      timed("Acme kick-off", 0, "09:45", 90, in: work, client: acme) {
        $0.location = "Acme HQ, Lindenstraße 12, Berlin"
        $0.people = 3
      },
      timed("1:1 Sam", 0, "14:30", 45, in: work, client: acme) { $0.isRecurring = true },
      timed("Deep work", 1, "10:00", 120, in: personal),
      timed("Lunch with Alex", 1, "12:30", 60, in: personal) { $0.location = "Café Einstein" },
      timed("Globex retro", 1, "14:30", 60, in: globex, client: globexClient),
      timed("Design critique", 2, "10:00", 60, in: work, client: acme),
      timed("Intro call: Initech", 2, "11:05", 25, in: bookings, client: initech),
      timed("Hold: Initech", 2, "13:30", 60, in: bookings) {
        $0.status = .tentative
        $0.holdExpires = now + 86_400
      },
      timed("Globex steering", 2, "16:00", 60, in: globex, client: globexClient) {
        $0.status = .tentative
      },
      timed("Acme review", 3, "09:30", 90, in: work, client: acme) {
        $0.people = 4
        $0.joinURL = "https://zoom.us/j/2"
        $0.isUnsent = true
      },
      timed("Globex call", 3, "09:30", 60, in: globex, client: globexClient) { $0.people = 2 },
      timed("Globex all-hands", 3, "16:00", 60, in: globex) {
        $0.response = .declined
        $0.showsAs = .free
        $0.people = 20
      },
      timed("Roadmap", 4, "09:30", 60, in: globex) {
        $0.response = .needsAction
        $0.people = 5
      },
      timed("Acme retro", 4, "14:00", 60, in: work, client: acme) {
        $0.location = "Acme HQ, Lindenstraße 12, Berlin"
        $0.people = 3
      },
      timed("Globex on-site", 4, "15:10", 80, in: globex, client: globexClient) {
        $0.location = "Globex, Friedrichstraße 101, Berlin"
        $0.people = 2
      },
      timed("Dinner at Mo’s", 5, "19:00", 150, in: personal),
      timed("Architecture workshop", 8, "09:30", 180, in: work, client: acme),
    ]
    return AgendaOrder(CalendarTable(calendars)).sorted(all)
  }()

  /// Everything the store would say about that week and the five around it.
  package static func snapshot(days: Range<Day>? = nil) -> Snapshot {
    let days = days ?? monday - 35..<monday + 42
    let table = CalendarTable(calendars)
    let span = TimeSpan(berlin.start(of: days.lowerBound), berlin.start(of: days.upperBound))
    let conflicts = Conflicts.find(
      in: occurrences, calendars: table, settings: ConflictSettings())
    return Snapshot(
      days: LoadedDays(
        days: days, occurrences: occurrences.filter { $0.span.touches(span) }, zone: berlin),
      calendars: calendars, clients: clients, accounts: [google, microsoft, calcom, feed],
      conflicts: conflicts.filter { $0.span.end > now }, settled: [], undo: "Move Globex call")
  }

  package static func details(of occurrence: Occurrence) -> EventDetails {
    EventDetails(
      occurrence: occurrence, notes: "Demo of the billing work, then questions.",
      organizer: Attendee(email: "sam@acme.dev", name: "Sam"),
      attendees: [
        Attendee(email: "sam@acme.dev", name: "Sam", response: .accepted),
        Attendee(email: "rita@acme.dev", name: "Rita", response: .tentative),
        Attendee(email: "bo@acme.dev", name: "Bo", role: .optional),
      ],
      recurrence: occurrence.isRecurring ? "every weekday" : nil, reminders: [10])
  }
}
