package import ICalendar

/// A calendar of the sample data: a freelancer's weeks around a day, as iCalendar text.
package struct DemoCalendar: Sendable {
  package var account: String
  package var kind: AccountKind
  package var name: String
  package var color: String
  package var isReadOnly: Bool
  package var priority: Int
  /// A whole VCALENDAR.
  package var text: String

  /// Who the sample person is.
  package static let addresses = ["you@acme.dev", "you@example.com", "you@globex.example"]

  /// Whom the sample person works for.
  package static let clients = [
    Client(
      id: Client.id(named: "Acme"), name: "Acme", rate: 9_500, currency: "EUR",
      domains: ["acme.dev"]),
    Client(
      id: Client.id(named: "Globex"), name: "Globex", rate: 11_000, currency: "EUR",
      domains: ["globex.example"]),
    Client(
      id: Client.id(named: "Initech"), name: "Initech", rate: 12_000, currency: "USD",
      domains: ["initech.example"]),
  ]

  /// What gives the sample hours to clients.
  package static let rules = [
    AssignmentRule(id: 1, client: Client.id(named: "Globex"), test: .title("Globex")),
    AssignmentRule(id: 2, client: Client.id(named: "Globex"), test: .domain("globex.example")),
    AssignmentRule(id: 3, client: Client.id(named: "Initech"), test: .title("Initech")),
    AssignmentRule(id: 4, client: Client.id(named: "Initech"), test: .domain("initech.example")),
    AssignmentRule(id: 5, client: Client.id(named: "Acme"), test: .domain("acme.dev")),
  ]

  /// The sample calendars, with the fullest week around `day`; times are those of `zone`, an IANA
  /// id, so that the week reads the same wherever it is shown.
  package static func calendars(around day: Day, zone: String) -> [DemoCalendar] {
    let monday = day.weekStart(.monday)
    return [
      DemoCalendar(
        account: "Google", kind: .google, name: "you@acme.dev", color: "#4f8ef7",
        isReadOnly: false, priority: 30, text: acme(DemoText(monday: monday, zone: zone))),
      DemoCalendar(
        account: "Google", kind: .google, name: "Personal", color: "#57b36a", isReadOnly: false,
        priority: 20, text: personal(DemoText(monday: monday, zone: zone))),
      DemoCalendar(
        account: "Microsoft", kind: .microsoft, name: "Outlook · Globex", color: "#e0984a",
        isReadOnly: false, priority: 10, text: globex(DemoText(monday: monday, zone: zone))),
      DemoCalendar(
        account: "Cal.com", kind: .calcom, name: "Bookings", color: "#b07ce8",
        isReadOnly: false, priority: 5, text: bookings(DemoText(monday: monday, zone: zone))),
      DemoCalendar(
        account: "Holidays DE", kind: .ics, name: "Holidays DE", color: "#d6597f",
        isReadOnly: true, priority: 0, text: holidays(DemoText(monday: monday, zone: zone))),
    ]
  }

  private static let acmeTeam = ["sam@acme.dev", "rita@acme.dev", "bo@acme.dev"]
  private static let globexTeam = ["hank@globex.example", "mindy@globex.example"]
  private static let zoom = "https://zoom.us/j/98123456789"
  private static let teams = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_demo"

  private static func acme(_ text: DemoText) -> String {
    var text = text
    let office = "Acme HQ, Lindenstraße 12, Berlin"
    text.add(
      "standup", "Stand-up", -56, "09:00", 15, rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      people: acmeTeam, link: zoom)
    text.add(
      "kickoff", "Acme kick-off", 0, "09:45", 90, place: office, people: acmeTeam,
      notes: "Goals for the quarter, roles, first milestones.\\nBring the risk list.")
    text.add("sam", "1:1 Sam", -56, "14:30", 45, rule: "FREQ=WEEKLY", people: ["sam@acme.dev"])
    text.add(
      "critique", "Design critique", 2, "10:00", 60, people: acmeTeam, isMine: true, link: zoom)
    text.add(
      "review", "Acme review", 3, "09:30", 90, people: acmeTeam + ["ceo@acme.dev"], link: zoom,
      notes: "Demo of the billing work, then questions.")
    text.add("pairing", "Pairing: billing", 3, "13:30", 120, people: ["bo@acme.dev"], isMine: true)
    text.add("retro", "Acme retro", 4, "14:00", 60, place: office, people: acmeTeam, isMine: true)
    text.add(
      "planning", "Sprint planning", -33, "13:00", 90, rule: "FREQ=WEEKLY;INTERVAL=2",
      people: acmeTeam)
    text.add(
      "workshop", "Architecture workshop", 8, "09:30", 180, place: office, people: acmeTeam,
      isMine: true)
    text.add("demo", "Customer demo", 10, "11:00", 60, people: acmeTeam, isMine: true, link: zoom)
    text.add("offsite", "Acme offsite", 21, days: 2, place: "Spreewald")
    text.add("postmortem", "Post-mortem: outage", -5, "11:00", 60, people: acmeTeam, link: zoom)
    text.add(
      "interview", "Interview: backend", -12, "15:00", 60, people: ["rita@acme.dev"], isMine: true)
    text.add("roadmap", "Roadmap review", 15, "10:00", 90, people: acmeTeam, link: zoom)
    return text.calendar(named: "you@acme.dev")
  }

  private static func personal(_ text: DemoText) -> String {
    var text = text
    text.add("conference", "Berlin conference", 0, days: 3, place: "Kosmos, Berlin", isFree: true)
    text.add("rent", "Rent due", 4, days: 1, rule: "FREQ=MONTHLY", isFree: true)
    text.add("deep", "Deep work", -55, "10:00", 120, rule: "FREQ=WEEKLY")
    text.add("lunch", "Lunch with Alex", 1, "12:30", 60, place: "Café Einstein, Berlin")
    text.add("gym", "Climbing", -54, "18:30", 90, rule: "FREQ=WEEKLY")
    text.add(
      "dentist", "Dentist", 4, "09:45", 45, place: "Praxis Dr. Vogel, Torstraße 140, Berlin")
    text.add("train", "Train to Hamburg ✈", 2, "15:15", 105, place: "Berlin Hbf")
    text.add("dinner", "Dinner at Mo’s", 5, "19:00", 150, place: "Weserstraße 40, Berlin")
    text.add("brunch", "Brunch with parents", 6, "11:00", 120)
    text.add("birthday", "Tina’s birthday", 9, days: 1, rule: "FREQ=YEARLY", isFree: true)
    text.add("taxes", "VAT return", 11, days: 1, isFree: true)
    text.add("trip", "Lisbon", 25, days: 4)
    return text.calendar(named: "Personal")
  }

  private static func globex(_ text: DemoText) -> String {
    var text = text
    let office = "Globex, Friedrichstraße 101, Berlin"
    text.add("call", "Globex call", 3, "09:30", 60, people: globexTeam, isMine: true, link: teams)
    text.add("retro", "Globex retro", 1, "14:30", 60, people: globexTeam, link: teams)
    text.add(
      "steering", "Globex steering", 2, "16:00", 60, people: globexTeam, status: "TENTATIVE")
    text.add(
      "onsite", "Globex on-site", 4, "15:10", 80, place: office, people: globexTeam, isMine: true)
    text.add(
      "allhands", "Globex all-hands", 3, "16:00", 60, people: globexTeam, answer: "DECLINED")
    text.add(
      "roadmap", "Globex roadmap", 8, "14:00", 60, people: globexTeam, answer: "NEEDS-ACTION",
      link: teams)
    text.add(
      "weekly", "Globex weekly", -53, "11:30", 30, rule: "FREQ=WEEKLY", people: globexTeam,
      link: teams)
    text.add(
      "data", "Globex data model", 9, "10:00", 90, people: globexTeam, isMine: true, link: teams)
    text.add("freeze", "Globex release freeze", 16, days: 3, isFree: true)
    return text.calendar(named: "Outlook · Globex")
  }

  private static func bookings(_ text: DemoText) -> String {
    var text = text
    text.add(
      "intro", "Intro call: Initech", 2, "11:05", 25, people: ["bill@initech.example"],
      isMine: true,
      link: "https://app.cal.com/video/demo")
    text.add("hold", "Hold: Initech", 2, "13:30", 60, status: "TENTATIVE")
    text.add("hold2", "Hold: Initech", 4, "11:30", 60, status: "TENTATIVE")
    text.add(
      "scope", "Initech scoping", 9, "15:00", 60, people: ["bill@initech.example"], isMine: true,
      link: "https://app.cal.com/video/demo-2")
    text.add(
      "follow", "Initech follow-up", 17, "16:00", 30, people: ["bill@initech.example"], isMine: true
    )
    return text.calendar(named: "Bookings")
  }

  private static func holidays(_ text: DemoText) -> String {
    var text = text
    for (name, month, day) in [
      ("Neujahr", 1, 1), ("Tag der Arbeit", 5, 1), ("Tag der Deutschen Einheit", 10, 3),
      ("1. Weihnachtstag", 12, 25), ("2. Weihnachtstag", 12, 26),
    ] {
      let date = Day(text.monday.year - 1, month, day)
      text.add(
        "\(month)-\(day)", name, date - text.monday, days: 1, rule: "FREQ=YEARLY", isFree: true)
    }
    return text.calendar(named: "Holidays DE")
  }
}

/// Writes the sample events of one calendar, at days counted from a Monday.
private struct DemoText {
  let monday: Day
  let zone: String
  private var lines: [String] = []

  init(monday: Day, zone: String) {
    self.monday = monday
    self.zone = zone
  }

  /// A timed event; `time` is `09:30`. The first of the people called it, or I did (`isMine`).
  mutating func add(
    _ key: String, _ title: String, _ offset: Int, _ time: String, _ minutes: Int,
    rule: String? = nil, place: String = "", people: [String] = [], status: String = "CONFIRMED",
    answer: String = "ACCEPTED", isMine: Bool = false, link: String? = nil, notes: String? = nil
  ) {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    let start = LocalDateTime(monday + offset, hour: parts[0], minute: parts[1])
    let end = LocalDateTime(wallSeconds: start.wallSeconds + minutes * 60)
    open(key, title, place, rule)
    let name = zone == "UTC" ? ":" : ";TZID=\(zone):"
    let mark = zone == "UTC" ? "Z" : ""
    lines.append("DTSTART\(name)\(Self.compact(start))\(mark)")
    lines.append("DTEND\(name)\(Self.compact(end))\(mark)")
    lines.append("STATUS:\(status)")
    if let first = people.first {
      let me = first.hasSuffix("globex.example") ? "you@globex.example" : "you@acme.dev"
      lines.append("ORGANIZER:mailto:\(isMine ? me : first)")
      lines.append("ATTENDEE;CN=You;PARTSTAT=\(answer):mailto:\(me)")
      for person in people {
        lines.append("ATTENDEE;CN=\(Self.name(person));PARTSTAT=ACCEPTED:mailto:\(person)")
      }
    }
    if let link { lines.append("URL:\(link)") }
    if notes != nil || link != nil {
      lines.append(
        "DESCRIPTION:\([notes, link.map { "Join: " + $0 }].compactMap { $0 }.joined(separator: "\\n"))"
      )
    }
    lines.append("END:VEVENT")
  }

  /// An event of whole days.
  mutating func add(
    _ key: String, _ title: String, _ offset: Int, days: Int, rule: String? = nil,
    place: String = "", isFree: Bool = false
  ) {
    open(key, title, place, rule)
    lines.append("DTSTART;VALUE=DATE:\(Self.compact(monday + offset))")
    lines.append("DTEND;VALUE=DATE:\(Self.compact(monday + offset + days))")
    if isFree { lines.append("TRANSP:TRANSPARENT") }
    lines.append("END:VEVENT")
  }

  func calendar(named name: String) -> String {
    let head = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Daybook//Demo//EN", "X-WR-CALNAME:\(name)",
    ]
    return (head + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
  }

  private mutating func open(_ key: String, _ title: String, _ place: String, _ rule: String?) {
    lines.append("BEGIN:VEVENT")
    lines.append("UID:\(key)@demo.daybook")
    lines.append("DTSTAMP:\(Self.compact(LocalDateTime(monday)))Z")
    lines.append("SUMMARY:\(Self.escaped(title))")
    if !place.isEmpty { lines.append("LOCATION:\(Self.escaped(place))") }
    if let rule { lines.append("RRULE:\(rule)") }
  }

  private static func name(_ address: String) -> String {
    let word = address.prefix { $0 != "@" }
    return word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing(",", with: "\\,").replacing(";", with: "\\;")
  }

  private static func compact(_ day: Day) -> String { String(day.description.filter { $0 != "-" }) }

  private static func compact(_ local: LocalDateTime) -> String {
    local.description.filter { $0 != "-" && $0 != ":" }
  }
}
