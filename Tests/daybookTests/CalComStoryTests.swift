import DaybookTestSupport
import Foundation
import Synchronization
import Testing

/// A Cal.com account from its key to its removal, on the built program.
final class CalComStoryTests {
  /// The key that is good.
  private final class Lock: Sendable {
    private let key = Mutex(FakeCalCom.key)
    func opens(_ key: String) -> Bool { self.key.withLock { $0 == key } }
    func change(to key: String) { self.key.withLock { $0 = key } }
  }

  private let lock = Lock()
  private let calcom: FakeCalCom
  private let daybook: Program

  init() throws {
    calcom = try FakeCalCom { [lock] in lock.opens($0) }
    daybook = try Program()
  }

  deinit { calcom.stop() }

  /// - Parameter base: of the API, as somebody typed it.
  private func add(base: String? = nil) throws -> Program.Result {
    try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--api-base", base ?? calcom.base, "--name",
      "Calls", "--json", input: FakeCalCom.key + "\n")
  }

  @Test func anAccountIsAddedSyncedEditedAndRemoved() throws {
    calcom.put(FakeBooking("asked", title: "Asked", status: "pending"))
    calcom.put(
      FakeBooking("booked", title: "Booked", start: FakeBooking.start(days: 1)))
    let added = try add()
    #expect(added.status == 0, "\(added.errors)")
    #expect(!(added.output + added.errors).contains(FakeCalCom.key))
    let sync = try #require(try added.json()["sync"] as? [String: Any])
    let calendar = try #require((sync["calendars"] as? [[String: Any]])?.first)
    #expect(calendar["name"] as? String == "Bookings")
    #expect(calendar["added"] as? Int == 2 && calendar["full"] as? Bool == true)
    #expect(try daybook.titles() == ["Asked", "Booked"])
    #expect(try daybook.occurrence(titled: "Asked")["response"] as? String == "needs_action")

    try followChanges()
    try refuseWhatCannotBeDone()
    try answerAndMove()
    try cancel()
    try changeTheKey()
    try remove()
    #expect(calcom.complaints.isEmpty)
  }

  @Test func aBaseWithoutItsVersionWillDo() throws {
    calcom.put(FakeBooking("booked", title: "Booked"))
    #expect(try add(base: calcom.server.address + "/").status == 0)
    #expect(try daybook.titles() == ["Booked"])
    #expect(calcom.complaints.isEmpty)
  }

  @Test func aKeyThatEndsBetweenReadingAndWritingLosesNothing() throws {
    calcom.put(FakeBooking("asked", title: "Asked", status: "pending"))
    #expect(try add().status == 0)
    try daybook.queue("respond", try daybook.event(titled: "Asked"), "yes")
    calcom.misbehave(
      .answers(
        FakeCalCom.refusal(
          401, "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is expired")),
      on: "POST", "/confirm")
    try EndedSignIn.expect(daybook, account: "Calls", by: "no longer accepts the sign-in")
    let login = try daybook(
      "accounts", "login", "Calls", "--api-key-stdin", "--json", input: FakeCalCom.key + "\n")
    try EndedSignIn.expectMended(login, daybook, account: "Calls")
    #expect(calcom.booking("asked")?.status == "accepted")
  }

  // MARK: - Chapters

  private func followChanges() throws {
    let asked = calcom.server.questions.count
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(calcom.server.questions.count == asked + 2)
    calcom.put(FakeBooking("new", title: "New", start: FakeBooking.start(days: 3)))
    #expect(try daybook.changes() == [1, 0, 0])
    calcom.edit("new") { $0.title = "Newer" }
    #expect(try daybook.changes() == [0, 1, 0])
    #expect(try daybook.titles() == ["Asked", "Booked", "Newer"])
    calcom.edit("new") { $0.status = "cancelled" }
    #expect(try daybook.changes() == [0, 1, 0])
    #expect(try daybook.titles() == ["Asked", "Booked"])
  }

  /// Bookings are made by guests, and told what they are by their kind.
  private func refuseWhatCannotBeDone() throws {
    let (asked, booked) = (
      try daybook.event(titled: "Asked"), try daybook.event(titled: "Booked")
    )
    for (arguments, words) in [
      (["new", "Lunch fri 12:30-13:00", "--calendar", "Bookings"], "made by whoever books"),
      (["edit", booked, "--title", "Mine"], "not rewritten"),
      (["edit", booked, "--end", "18:00"], "its event type says"),
      (["respond", asked, "maybe"], "there is no maybe"),
    ] {
      let refused = try daybook.run(arguments + ["--json"])
      #expect(refused.status == 1, "\(arguments)")
      #expect(refused.errors.contains(words), "\(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1)
    }
    #expect(try daybook.outbox().isEmpty)
    // What names no calendar goes to one that takes it.
    let lunch = try daybook("new", "Lunch fri 12:30-13:00", "--json").json()
    #expect(lunch["queued"] as? Bool == false)
    #expect((lunch["event"] as? [String: Any])?["calendar"] as? String == "Personal")
    #expect(try daybook("undo").status == 0)
  }

  private func answerAndMove() throws {
    let before = try daybook.occurrence(titled: "Booked")
    try daybook.queue("respond", try daybook.event(titled: "Asked"), "yes")
    try daybook.queue("edit", try daybook.event(titled: "Booked"), "--start", "2026-11-23 11:00")
    #expect(try daybook.outbox().count == 2)
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(try daybook.outbox().isEmpty)
    #expect(calcom.booking("asked")?.status == "accepted")
    let moved = try #require(calcom.bookings.first { $0.rescheduledFrom == "booked" })
    #expect(calcom.booking("booked")?.status == "cancelled")
    // 11:00 in Berlin on that Monday.
    #expect(moved.start == FakeBooking.start(days: 4, minutes: 90))
    // To whoever looks it is the same event.
    let after = try daybook.occurrence(titled: "Booked")
    #expect(after["event"] as? String == before["event"] as? String)
    #expect(after["start"] as? String == "2026-11-23T11:00:00+01:00")
    #expect(try daybook.occurrence(titled: "Asked")["response"] as? String == "accepted")
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(try daybook.titles() == ["Asked", "Booked"])
  }

  /// By a deletion, by a way out of a conflict, and one that is declined; each with its reason.
  private func cancel() throws {
    calcom.put(
      FakeBooking("waits", title: "Waits", status: "pending", start: FakeBooking.start(days: 2)))
    calcom.put(FakeBooking("third", title: "Third", start: FakeBooking.start(days: 6)))
    #expect(try daybook.changes() == [2, 0, 0])
    let deleted = try daybook.queue(
      "delete", try daybook.event(titled: "Third"), "--note", "I am ill")
    #expect(deleted["deleted"] as? Int == 1)
    try daybook.queue("respond", try daybook.event(titled: "Waits"), "no", "--note", "Away")
    #expect(try daybook("new", "Dentist thu 9:40-10:00").status == 0)
    let conflict = try #require(try ResolveTests.conflicts(daybook, "--kind", "overlap").first)
    let ways = ResolveTests.actions(conflict).filter { $0.hasPrefix("cancel") }
    let resolved = try daybook(
      "resolve", try ResolveTests.id(conflict), "--with", try #require(ways.first), "--note",
      "Double booked", "--json")
    #expect(resolved.status == 0, "\(resolved.errors)")
    #expect(try daybook.outbox().count == 3)
    _ = try daybook.synced()
    #expect(try daybook.outbox().isEmpty)
    #expect(calcom.booking("third")?.status == "cancelled")
    #expect(calcom.booking("third")?.reason == "I am ill")
    #expect(calcom.booking("waits")?.status == "rejected")
    #expect(calcom.booking("waits")?.reason == "Away")
    #expect(calcom.booking("asked")?.status == "cancelled")
    #expect(calcom.booking("asked")?.reason == "Double booked")
    _ = try daybook.synced()
    #expect(try daybook.titles() == ["Booked", "Dentist"])
  }

  private func changeTheKey() throws {
    calcom.put(
      FakeBooking("last", title: "Last", status: "pending", start: FakeBooking.start(days: 10)))
    #expect(try daybook.changes() == [1, 0, 0])
    try daybook.queue("respond", try daybook.event(titled: "Last"), "yes")
    lock.change(to: "cal_live_new")
    try EndedSignIn.expect(daybook, account: "Calls", by: "no longer accepts the sign-in")
    #expect(calcom.booking("last")?.status == "pending")
    let old = try daybook(
      "accounts", "login", "Calls", "--api-key-stdin", input: FakeCalCom.key + "\n")
    #expect(old.status == 1)
    #expect(old.errors.contains("refuses what the account signs in with"))
    let login = try daybook(
      "accounts", "login", "Calls", "--api-key-stdin", "--json", input: "cal_live_new\n")
    #expect(!(login.output + login.errors).contains("cal_live_new"))
    try EndedSignIn.expectMended(login, daybook, account: "Calls")
    #expect(calcom.booking("last")?.status == "accepted")
  }

  /// A key cannot be ended from here; what was kept of it is erased.
  private func remove() throws {
    let (there, asked) = (calcom.bookings, calcom.server.questions.count)
    let removed = try daybook("accounts", "remove", "Calls", "--json")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try removed.json()["removed"] as? String == "Calls")
    #expect(calcom.server.questions.count == asked)
    #expect(calcom.bookings == there)
    #expect(daybook.secretFiles().isEmpty)
    #expect(try daybook.titles() == ["Dentist"])
    #expect(try AccountsTests.accounts(daybook).map { $0["kind"] as? String } == ["local"])
  }
}
