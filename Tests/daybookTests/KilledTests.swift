import DaybookTestSupport
import Foundation
import Testing

/// Whenever the program is killed without a word (SIGKILL, a power cut), what it was doing is done
/// or was never begun, and the next run goes on as if nothing had been.
struct KilledTests {
  static let count = 20_000
  static let store = "data/daybook/daybook.sqlite"

  /// A calendar of this many events.
  static func calendar(of count: Int) -> String {
    let events = (0..<count).map { number in
      let day = 10 + number % 18
      let hour = 10 + number % 12
      return """
        UID:meeting-\(number)@example.com
        SUMMARY:Meeting \(number)
        DTSTART:202611\(day)T\(hour)0000Z
        DURATION:PT30M
        DESCRIPTION:What was agreed the last time, and what is to be talked about now.
        """
    }
    let bodies = events.map { "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n\($0)\nEND:VEVENT\n" }
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n\(bodies.joined())END:VCALENDAR\n"
  }

  /// How many events the store has, over all calendars.
  static func events(_ daybook: Program) throws -> Int {
    let document = try daybook("calendars", "list", "--json").json()
    let calendars = try #require(document["calendars"] as? [[String: Any]])
    return calendars.reduce(0) { $0 + ($1["events"] as? Int ?? 0) }
  }

  static func expectSoundStore(_ daybook: Program) throws {
    let checks = try daybook("doctor", "--json").json()["checks"] as? [[String: Any]]
    let store = try #require(checks?.first { $0["name"] as? String == "store" })
    #expect(store["status"] as? String == "ok", "\(store)")
    // A program that was killed early enough has made no folder.
    let folder = daybook.folder.path + "/data/daybook"
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files?.contains { $0.contains("damaged") } != true)
  }

  /// A moment in the life of the store: one of its files has reached this many bytes.
  struct Moment: CustomTestStringConvertible {
    var file: String
    var size: Int
    /// On a busy machine the program may have ended before anybody saw this.
    var isNearTheEnd = false
    var testDescription: String { "\(file.isEmpty ? "the store" : file) at \(size) bytes" }

    static let all = [
      Moment(file: "", size: 1), Moment(file: "-wal", size: 1),
      Moment(file: "-wal", size: 600_000),
      Moment(file: "-wal", size: 5_000_000, isNearTheEnd: true),
      // The events are in the log by then, and on the way from there to the store.
      Moment(file: "", size: 1_000_000, isNearTheEnd: true),
    ]

    func hasCome(_ daybook: Program) -> Bool {
      daybook.size(of: KilledTests.store + file) >= size
    }
  }

  @Test(arguments: Moment.all) func anImportIsThereWholeOrNotAtAll(_ moment: Moment) throws {
    let daybook = try Program()
    let path = try daybook.write("big.ics", Self.calendar(of: Self.count))
    let isKilled = try daybook.kill(["import", path]) { _ in moment.hasCome(daybook) }
    #expect(isKilled || moment.isNearTheEnd)
    try Self.expectSoundStore(daybook)
    let stored = try Self.events(daybook)
    #expect(stored == Self.count || isKilled && stored == 0)
    #expect(try daybook("import", path).status == 0)
    #expect(try Self.events(daybook) == Self.count)
  }

  @Test(arguments: [1, 100_000, 1_000_000])
  func anImportFromAPipeThatNeverEndedStoresNothing(_ bytes: Int) throws {
    let daybook = try Program()
    let text = Data(Self.calendar(of: Self.count).utf8)
    try #require(text.count > bytes)
    let pipe = Pipe()
    let isKilled = try daybook.kill(["import", "-"], input: pipe) { _ in
      // All but what the pipe itself holds has been read when this returns.
      try pipe.fileHandleForWriting.write(contentsOf: text.prefix(bytes))
      return true
    }
    #expect(isKilled)
    try Self.expectSoundStore(daybook)
    #expect(try Self.events(daybook) == 0)
  }

  @Test(arguments: Moment.all.suffix(3))
  func aSyncIsBeforeOrAfterAndTheNextOneHeals(_ moment: Moment) throws {
    let server = try LoopbackServer(.calendar(Self.calendar(of: 1), etag: "\"1\""))
    defer { server.stop() }
    let daybook = try Program()
    #expect(
      try daybook("accounts", "add", "ics", server.address + "/feed.ics", "--name", "Feed").status
        == 0)
    server.answer(.calendar(Self.calendar(of: Self.count), etag: "\"2\""))
    let isKilled = try daybook.kill(["sync"]) { _ in moment.hasCome(daybook) }
    #expect(isKilled || moment.isNearTheEnd)
    try Self.expectSoundStore(daybook)
    let stored = try Self.events(daybook)
    #expect(stored == Self.count || isKilled && stored == 1)
    let healed = try daybook("sync", "--json")
    #expect(healed.status == 0, "\(healed.errors)")
    #expect(try Self.events(daybook) == Self.count)
  }

  @Test func aSyncKilledWhileTheServerThinksLeavesTheAccountToTheNext() throws {
    let server = try LoopbackServer(.calendar(Self.calendar(of: 1), etag: "\"1\""))
    defer { server.stop() }
    let daybook = try Program()
    #expect(
      try daybook("accounts", "add", "ics", server.address + "/feed.ics", "--name", "Feed").status
        == 0)
    let asked = server.questions.count
    server.answer(WebReply(200, Self.calendar(of: 30), .falls(silentAfter: 1000)))
    #expect(try daybook.kill(["sync"]) { _ in server.questions.count > asked })
    try Self.expectSoundStore(daybook)
    #expect(try Self.events(daybook) == 1)
    server.answer(.calendar(Self.calendar(of: 30), etag: "\"2\""))
    #expect(try daybook("sync").status == 0)
    #expect(try Self.events(daybook) == 30)
  }
}
