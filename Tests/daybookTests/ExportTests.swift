import Foundation
import Testing

struct ExportTests {
  static let event = "UID:a\nSUMMARY:A\nDTSTART:20261119T100000Z"

  @Test func theDocumentCountsWhatWasWritten() throws {
    let daybook = try Program()
    _ = try daybook("import", try daybook.write("a.ics", Program.calendar(Self.event)))
    let document = try daybook("export", "--json").json()
    #expect(document["events"] as? Int == 1)
    #expect(document["path"] is NSNull)
    #expect(document["ics"] as? String == (try daybook("export", "-o", "-").output))
    let written = try daybook("export", "-o", "out.ics", "--json").json()
    #expect(written["path"] as? String == "out.ics")
    #expect(written["ics"] is NSNull)
    let file = daybook.folder.appendingPathComponent("out.ics")
    #expect(try String(contentsOf: file, encoding: .utf8) == document["ics"] as? String)
  }

  @Test func aPipeIsWrittenToAndNotReplaced() throws {
    let daybook = try Program()
    let pipe = daybook.folder.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let end = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(end) }
    #expect(try daybook("export", "-o", pipe).status == 0)
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(end, &bytes, bytes.count)
    let written = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    #expect(written == (try daybook("export").output))
    #expect(try daybook("export", "-o", daybook.folder.path).status == 1)
  }

  /// A calendar whose zone “Custom” is so many hours ahead.
  private static func custom(_ uid: String, hours: Int) -> String {
    """
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//test//EN
    BEGIN:VTIMEZONE
    TZID:Custom
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0\(hours)00
    TZOFFSETTO:+0\(hours)00
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    UID:\(uid)
    DTSTART;TZID=Custom:20261119T100000
    END:VEVENT
    END:VCALENDAR
    """
  }

  @Test func twoZonesOfOneNameStayTwoInOneFile() throws {
    let daybook = try Program()
    for hours in [3, 5] {
      let file = try daybook.write("\(hours).ics", Self.custom("u\(hours)", hours: hours))
      _ = try daybook("import", file)
    }
    func starts(_ program: Program) throws -> [String: String] {
      let events = try AgendaTests.events(try program("agenda", "--json"))
      return Dictionary(
        uniqueKeysWithValues: events.map {
          ($0["uid"] as? String ?? "", $0["start"] as? String ?? "")
        })
    }
    let other = try Program()
    _ = try other("import", try other.write("all.ics", try daybook("export").output))
    #expect(
      try starts(other) == ["u3": "2026-11-19T08:00:00+01:00", "u5": "2026-11-19T06:00:00+01:00"])
    #expect(try starts(other) == starts(daybook))
  }
}
