import DaybookTestSupport
import Foundation
import Testing

/// An account's other side as a test sees it: a calendar that somebody else works in too.
protocol OtherSide: AnyObject {
  /// What is asked, and can be halted.
  var server: LoopbackServer { get }
  /// The name of its calendar.
  var calendar: String { get }
  /// Adds the account to this home, or to another one.
  func connect() throws -> Program
  func connectAnother() throws -> Program
  /// Puts an hour into the calendar, on this day of November 2026.
  func put(_ title: String, day: Int) throws
  /// Four weeks from the 24th on.
  func putSeries(_ title: String) throws
  func move(_ title: String, to place: String) throws
  /// `title @ place` of single events and of instances that differ, sorted.
  func events() throws -> [String]
  /// What was asked that must not be.
  var complaints: [String] { get }
}

enum OtherSideKind: String, CaseIterable, CustomTestStringConvertible {
  case google, microsoft, caldav

  /// Those that can be had on this machine.
  static var all: [OtherSideKind] {
    allCases.filter { $0 != .caldav || CalDAVServer.isWanted }
  }

  var testDescription: String { rawValue }

  /// About as many questions a pass takes that has a few edits to send.
  var questions: Int {
    switch self {
    case .google: 8
    case .microsoft: 14
    case .caldav: 18
    }
  }

  func make() throws -> any OtherSide {
    switch self {
    case .google: try GoogleSide()
    case .microsoft: try MicrosoftSide()
    case .caldav: try CalDAVSide()
    }
  }
}

final class GoogleSide: OtherSide {
  private static let ana = "ana@example.com"
  private let fake: FakeGoogle
  private let person: SigningIn
  private var others: [SigningIn] = []

  init() throws {
    var made: FakeGoogle?
    person = try SigningIn { _ in
      // Several homes sign in, each by itself: who is let in is not the question here.
      let fake = try FakeGoogle()
      fake.addCalendar(Self.ana, summary: "Ana", isPrimary: true)
      made = fake
      return fake.base
    }
    fake = try #require(made)
  }

  deinit { fake.stop() }

  var server: LoopbackServer { fake.server }
  var calendar: String { "Ana" }
  var complaints: [String] { fake.complaints }

  func connect() throws -> Program { try connect(person) }

  func connectAnother() throws -> Program {
    let other = try SigningIn { [fake] _ in fake.base }
    others.append(other)
    return try connect(other)
  }

  private func connect(_ person: SigningIn) throws -> Program {
    let added = try person.run("accounts", "add", "google", "--name", "Work")
    try #require(added.status == 0, "\(added.errors)")
    return person.daybook
  }

  private static func time(_ day: Int, _ hour: Int) -> GoogleJSON {
    ["dateTime": .string("2026-11-\(day)T\(hour):00:00+01:00"), "timeZone": "Europe/Berlin"]
  }

  func put(_ title: String, day: Int) {
    fake.put(
      ["summary": .string(title), "start": Self.time(day, 10), "end": Self.time(day, 11)],
      in: Self.ana)
  }

  func putSeries(_ title: String) {
    fake.put(
      [
        "summary": .string(title), "start": Self.time(24, 15), "end": Self.time(24, 16),
        "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
      ], in: Self.ana)
  }

  func move(_ title: String, to place: String) throws {
    let id = try #require(
      fake.events(in: Self.ana).first { $0.value["summary"] == .string(title) }?.key)
    fake.change(id, ["location": .string(place)], in: Self.ana)
  }

  func events() -> [String] {
    fake.events(in: Self.ana).values.filter { $0["recurrence"] == nil }
      .map { ($0["summary"]?.string ?? "") + " @ " + ($0["location"]?.string ?? "") }.sorted()
  }
}

final class MicrosoftSide: OtherSide {
  private let fake: FakeGraph
  private let id: String
  private let person: SigningIn
  private var others: [SigningIn] = []

  init() throws {
    var made: FakeGraph?
    person = try SigningIn(.microsoft) { _ in
      let fake = try FakeGraph { _ in true }
      made = fake
      return fake.address
    }
    fake = try #require(made)
    id = fake.addCalendar("Calendar")
  }

  deinit { fake.stop() }

  var server: LoopbackServer { fake.server }
  var calendar: String { "Calendar" }
  var complaints: [String] { fake.violations }

  func connect() throws -> Program { try connect(person) }

  func connectAnother() throws -> Program {
    let other = try SigningIn(.microsoft) { [fake] _ in fake.address }
    others.append(other)
    return try connect(other)
  }

  private func connect(_ person: SigningIn) throws -> Program {
    let added = try person.run("accounts", "add", "microsoft", "--name", "Work")
    try #require(added.status == 0, "\(added.errors)")
    return person.daybook
  }

  private func add(
    _ title: String, _ day: Int, _ hour: Int, _ more: [String: GraphJSON] = [:]
  ) {
    func time(_ hour: Int) -> GraphJSON {
      [
        "dateTime": .string("2026-11-\(day)T\(hour):00:00.0000000"),
        "timeZone": "W. Europe Standard Time",
      ]
    }
    var fields: [String: GraphJSON] = [
      "subject": .string(title), "isAllDay": false, "showAs": "busy", "start": time(hour),
      "end": time(hour + 1),
    ]
    fields.merge(more) { $1 }
    fake.add(fields, to: id)
  }

  func put(_ title: String, day: Int) { add(title, day, 10) }

  func putSeries(_ title: String) {
    add(
      title, 24, 15,
      [
        "recurrence": [
          "pattern": [
            "type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"],
            "firstDayOfWeek": "monday",
          ],
          "range": [
            "type": "numbered", "startDate": "2026-11-24", "numberOfOccurrences": 4,
            "recurrenceTimeZone": "W. Europe Standard Time",
          ],
        ]
      ])
  }

  func move(_ title: String, to place: String) throws {
    let id = try #require(fake.ids.first { fake.fields($0)?["subject"] == .string(title) })
    fake.change(id, ["location": ["displayName": .string(place)]])
  }

  func events() -> [String] {
    fake.ids.flatMap { id -> [[String: GraphJSON]] in
      let fields = fake.fields(id) ?? [:]
      let isSeries = fields["recurrence"].map { $0 != .null } ?? false
      return (isSeries ? [] : [fields]) + fake.exceptions(id).values
    }
    .map { ($0["subject"]?.string ?? "") + " @ " + ($0["location"]?["displayName"]?.string ?? "") }
    .sorted()
  }
}

/// A real Radicale behind a relay.
final class CalDAVSide: OtherSide {
  private let relay: CalDAVRelay
  private let program: Program

  init() throws {
    relay = try CalDAVRelay(try CalDAVServer.shared(.radicale).home())
    program = try Program()
  }

  deinit { relay.front.stop() }

  private var home: CalDAVHome { relay.home }
  var server: LoopbackServer { relay.front }
  var calendar: String { "jobs" }
  var complaints: [String] { [] }

  func connect() throws -> Program { try connect(program) }
  func connectAnother() throws -> Program { try connect(try Program()) }

  private func connect(_ program: Program) throws -> Program {
    let added = try program(
      "accounts", "add", "caldav", relay.address, "--user", home.user, "--password-stdin",
      "--name", "Work", input: CalDAVServer.password + "\n")
    try #require(added.status == 0, "\(added.errors)")
    return program
  }

  private func add(_ title: String, _ lines: String) throws {
    let name = title.filter { !$0.isWhitespace }
    try home.put(
      "jobs", name + ".ics",
      Program.calendar("UID:\(name)\nSUMMARY:\(title)\nDURATION:PT1H\n\(lines)"))
  }

  func put(_ title: String, day: Int) throws { try add(title, "DTSTART:202611\(day)T090000Z") }

  func putSeries(_ title: String) throws {
    try add(title, "DTSTART:20261124T140000Z\nRRULE:FREQ=WEEKLY;COUNT=4")
  }

  func move(_ title: String, to place: String) throws {
    for name in try home.names("jobs") {
      let text = try #require(try home.text("jobs", name))
      guard text.contains("SUMMARY:\(title)\n") else { continue }
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION") }
        .joined(separator: "\n")
      return try home.put(
        "jobs", name,
        lines.replacing("SUMMARY:\(title)\n", with: "SUMMARY:\(title)\nLOCATION:\(place)\n") + "\n")
    }
    Issue.record("no \(title)")
  }

  func events() throws -> [String] {
    try home.names("jobs").flatMap { name in
      try #require(try home.text("jobs", name)).components(separatedBy: "BEGIN:VEVENT").dropFirst()
        .filter { !$0.contains("\nRRULE") }
        .map { Self.value("SUMMARY", $0) + " @ " + Self.value("LOCATION", $0) }
    }.sorted()
  }

  private static func value(_ name: String, _ text: String) -> String {
    text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      .map { String($0.dropFirst(name.count + 1)) } ?? ""
  }
}
