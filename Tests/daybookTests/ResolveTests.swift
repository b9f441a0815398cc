import Foundation
import Testing

/// Ways out of conflicts, taken for real.
struct ResolveTests {
  static let lunch = """
    SUMMARY:Lunch
    DTSTART;TZID=Europe/Berlin:20261119T120000
    DTEND;TZID=Europe/Berlin:20261119T130000
    """
  static let review = """
    UID:review
    SUMMARY:Review
    DTSTART;TZID=Europe/Berlin:20261119T123000
    DTEND;TZID=Europe/Berlin:20261119T140000
    """

  /// Lunch stands in two calendars and collides with a review.
  static func program(configuration: String? = nil) throws -> Program {
    let daybook = try Program(configuration: configuration)
    for (name, events) in [
      ("Work", ["UID:lunch-1\n" + lunch, review]), ("Home", ["UID:lunch-2\n" + lunch]),
    ] {
      let bodies = events.map { "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n\($0)\nEND:VEVENT\n" }
      let path = try daybook.write(
        "\(name).ics", "BEGIN:VCALENDAR\nVERSION:2.0\n\(bodies.joined())END:VCALENDAR\n")
      _ = try daybook("import", path, "--calendar", name)
    }
    return daybook
  }

  static func conflicts(_ daybook: Program, _ options: String...) throws -> [[String: Any]] {
    let document = try daybook.run(["conflicts", "--json"] + options).json()
    return try #require(document["conflicts"] as? [[String: Any]])
  }

  static func id(_ conflict: [String: Any]?) throws -> String {
    try #require(conflict?["id"] as? String)
  }

  static func actions(_ conflict: [String: Any]?) -> [String] {
    (conflict?["actions"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
  }

  @Test func everyWayOutEndsTheConflictInAllCopiesOfAMeeting() throws {
    let daybook = try Self.program()
    let before = try daybook("conflicts", "--json").output
    let conflict = try #require(try Self.conflicts(daybook).first)
    let ways = Self.actions(conflict)
    #expect(ways.contains("move-first-1") && ways.contains("free-first"))
    for way in ways {
      #expect(try daybook("resolve", Self.id(conflict), "--with", way).status == 0, "\(way)")
      #expect(try Self.conflicts(daybook).isEmpty, "\(way)")
      #expect(try daybook("undo").status == 0, "\(way)")
      #expect(try daybook("conflicts", "--json").output == before, "\(way)")
    }
  }

  @Test func severalAreSettledAtOnceAndTakenBackAtOnce() throws {
    let daybook = try Self.program()
    let path = try daybook.write(
      "More.ics",
      Program.calendar(
        """
        UID:more
        SUMMARY:More
        DTSTART;TZID=Europe/Berlin:20261119T133000
        DTEND;TZID=Europe/Berlin:20261119T150000
        """))
    _ = try daybook("import", path, "--calendar", "Work")
    let before = try daybook("conflicts", "--json").output
    let ids = try Self.conflicts(daybook).map { try Self.id($0) }
    #expect(ids.count == 2)
    for deed in ["keep", "keep-pair", "free"] {
      let done = try daybook.run(["resolve"] + ids + ["--with", deed, "--json"])
      let document = try done.json()
      let settled = try #require(document["settled"] as? [String])
      let left = try #require(document["left"] as? [String])
      #expect(settled.count + left.count == 2 && !settled.isEmpty, "\(deed)")
      #expect(done.status == (left.isEmpty ? 0 : 2))
      #expect(try daybook("undo").status == 0)
      #expect(try daybook("conflicts", "--json").output == before, "\(deed)")
    }
    #expect(try daybook.run(["resolve"] + ids).status == 64)
    #expect(try daybook.run(["resolve"] + ids + ["--with", "move-first-1"]).status == 64)
  }

  @Test(arguments: ["move-first-1", "keep", "keep-pair", "free-first"])
  func whatWasDoneIsTakenBackHoweverMuchWasDoneSince(_ way: String) throws {
    let daybook = try Self.program()
    let before = try daybook("conflicts", "--json").output
    let id = try Self.id(try Self.conflicts(daybook).first)
    _ = try daybook("resolve", id, "--with", way)
    _ = try daybook("new", "Dentist 24 dec 10:00")
    let agenda = try daybook("agenda", "--from", "2026-11-19", "--days", "1", "--json").output
    let back = try daybook("resolve", id, "--take-back")
    #expect(back.status == 0, "\(back.errors)")
    #expect(try daybook("conflicts", "--json").output == before)
    #expect(try daybook("resolve", id, "--take-back").status == 1)
    // It is a deed like others.
    #expect(try daybook("undo").status == 0)
    #expect(try Self.conflicts(daybook).isEmpty)
    #expect(try daybook("agenda", "--from", "2026-11-19", "--days", "1", "--json").output == agenda)
  }

  @Test func whatWasChangedSinceIsNotPutBack() throws {
    let daybook = try Self.program()
    let id = try Self.id(try Self.conflicts(daybook).first)
    _ = try daybook("resolve", id, "--with", "move-second-1")
    let events = try daybook("agenda", "--from", "2026-11-19", "--days", "8", "--json").json()
    let review = (events["events"] as? [[String: Any]])?.first {
      $0["title"] as? String == "Review"
    }
    let name = try #require(review?["id"] as? String)
    #expect(try daybook("edit", name, "--start", "2026-11-20T16:00").status == 0)
    let back = try daybook("resolve", id, "--take-back")
    #expect(back.status == 1)
    #expect(back.errors.contains("cannot be reversed"), "\(back.errors)")
  }

  @Test func conflictsAreFiltered() throws {
    let daybook = try Self.program()
    #expect(try Self.conflicts(daybook, "--text", "LUNCH review").count == 1)
    #expect(try Self.conflicts(daybook, "--text", "home").count == 1)
    #expect(try Self.conflicts(daybook, "--text", "lunch dinner").isEmpty)
    #expect(try Self.conflicts(daybook, "--calendar", "Home").count == 1)
    #expect(try Self.conflicts(daybook, "--severity", "minor").isEmpty)
    let severity = try #require(try Self.conflicts(daybook).first?["severity"] as? String)
    #expect(try Self.conflicts(daybook, "--severity", severity).count == 1)
    #expect(try daybook("conflicts", "--client", "Nobody").status == 1)
  }

  @Test func aMeetingWithACopyThatCannotBeChangedIsLeftAlone() throws {
    let daybook = try Self.program()
    _ = try daybook("calendars", "set", "Home", "--read-only")
    let ways = Self.actions(try Self.conflicts(daybook).first)
    #expect(!ways.contains { $0.hasSuffix("first") || $0.contains("first-") })
    #expect(ways.contains("move-second-1"))
  }

  @Test func whatIsOfferedInAReadOnlyCalendarCanBeDone() throws {
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    for (name, start) in [("Team", "10"), ("Other", "11")] {
      let path = try daybook.write(
        "\(name).ics",
        Program.calendar(
          """
          UID:\(name)
          SUMMARY:\(name)
          DTSTART:20261119T\(start)0000Z
          DURATION:PT90M
          ORGANIZER:mailto:boss@example.com
          ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.com
          """))
      _ = try daybook("import", path, "--calendar", name)
    }
    _ = try daybook("calendars", "set", "Team", "--read-only")
    let conflict = try Self.conflicts(daybook).first
    let ways = Self.actions(conflict)
    #expect(ways.contains("decline-second"))
    for way in ways {
      #expect(try daybook("resolve", Self.id(conflict), "--with", way).status == 0, "\(way)")
      #expect(try daybook("undo").status == 0, "\(way)")
    }
  }

  @Test func aConflictOfAFarYearIsFoundByItsId() throws {
    let daybook = try Program()
    for (name, rule) in [("Monthly", "MONTHLY"), ("Daily", "DAILY")] {
      let path = try daybook.write(
        "\(name).ics",
        Program.calendar(
          "UID:\(name)\nSUMMARY:\(name)\nDTSTART:20261110T090000Z\nDURATION:PT1H\nRRULE:FREQ=\(rule)"
        ))
      _ = try daybook("import", path)
    }
    let far = try Self.conflicts(daybook, "--from", "2071-06-01", "--to", "2071-06-30")
    let id = try Self.id(far.first)
    let kept = try daybook("resolve", id, "--with", "keep", "--json").json()
    #expect(kept["id"] as? String == id)
    #expect(kept["state"] as? String == "ignored")
    #expect(try daybook("resolve", "a234567a234567aa").status == 1)
  }

  @Test func mindsCanBeChangedAboutWhatWasLetStand() throws {
    let daybook = try Self.program()
    let id = try Self.id(try Self.conflicts(daybook).first)
    _ = try daybook("resolve", id, "--with", "keep", "--note", "They know")
    let told = try daybook("resolve", id)
    #expect(told.output.contains("ignored by keep: “They know”"))
    #expect(told.output.contains("move-first-1"))
    #expect(try daybook("resolve", id, "--with", "move-first-1").status == 0)
    let again = try daybook("resolve", id, "--with", "keep")
    #expect(again.status == 1)
    #expect(again.errors.contains("resolved by move-first-1"))
  }
}
