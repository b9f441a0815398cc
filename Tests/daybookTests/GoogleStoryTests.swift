import DaybookTestSupport
import Foundation
import Testing

/// A Google account from the first sign-in to its removal, on the built program.
final class GoogleStoryTests {
  private static let ana = "ana@example.com"
  private let google: FakeGoogle
  private let person: SigningIn
  private var daybook: Program { person.daybook }

  init() throws {
    (person, google) = try SigningIn.atGoogle()
  }

  deinit { google.stop() }

  @Test func anAccountIsAddedSyncedEditedAndRemoved() throws {
    let review = put("Review", 10, ["location": "Room 4"])
    let invitation = put(
      "Planning", 14,
      [
        "organizer": ["email": "ben@example.com"],
        "attendees": [
          ["email": .string(Self.ana), "self": true, "responseStatus": "needsAction"],
          ["email": "ben@example.com", "organizer": true, "responseStatus": "accepted"],
        ],
      ])
    let added = try person.run("accounts", "add", "google", "--name", "Work", "--json")
    #expect(added.status == 0, "\(added.errors)")
    let sync = try #require(try added.json()["sync"] as? [String: Any])
    #expect(sync["status"] as? String == "ok")
    let calendar = try #require((sync["calendars"] as? [[String: Any]])?.first)
    #expect(calendar["name"] as? String == "Ana")
    #expect(calendar["added"] as? Int == 2 && calendar["full"] as? Bool == true)
    #expect(try daybook.titles() == ["Planning", "Review"])

    try followChanges(review)
    try send(review, invitation)
    try resolve(review)
    try signInAgain(review)
    try remove()
    #expect(google.complaints.isEmpty && person.fake.complaints.isEmpty)
  }

  @Test func aSignInThatEndsBetweenReadingAndWritingLosesNothing() throws {
    let review = put("Review", 10)
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    try daybook.queue("edit", try daybook.event(titled: "Review"), "--title", "Edited")
    let vendor = person.fake
    google.misbehave(
      .init(.google(401, "authError", location: "Authorization")) { question in
        guard question.method == "PATCH" else { return false }
        vendor.endAll()
        return true
      })
    try EndedSignIn.expect(daybook, account: "Work", by: "Google ended the sign-in")
    let login = try person.run("accounts", "login", "Work", "--json")
    try EndedSignIn.expectMended(login, daybook, account: "Work")
    #expect(google.event(review, in: Self.ana)?["summary"] == "Edited")
  }

  @Test func whatBothSidesChangedIsAChoice() throws {
    let review = put("Review", 10)
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    try daybook.queue("edit", try daybook.event(titled: "Review"), "--title", "Ours")
    google.change(review, ["summary": "Theirs", "location": "There"], in: Self.ana)
    let synced = try daybook("sync")
    #expect(synced.status == 0)
    #expect((synced.output + synced.errors).contains("'daybook outbox' lets you choose"))
    #expect(google.event(review, in: Self.ana)?["summary"] == "Theirs")
    #expect(try daybook.titles() == ["Ours"])
    let held = try #require(try daybook.outbox().first)
    #expect(held["diverged"] as? [String] == ["title"])
    let id = try #require(held["id"] as? Int)
    #expect(
      try daybook("outbox").output.contains(
        "changed on both sides (title): keep \(id) or take \(id)"))

    let taken = try daybook("outbox", "take", String(id), "--json")
    #expect((try taken.json()["taken"] as? [String: Any])?["id"] as? Int == id)
    #expect(try daybook.titles() == ["Theirs"])
    #expect(try daybook.outbox().isEmpty)
    #expect(try daybook("outbox", "keep", String(id)).status == 1)

    #expect(try daybook("undo").status == 0)
    #expect(try daybook.changes() == [0, 0, 0])
    let event = try #require(google.event(review, in: Self.ana))
    #expect(event["summary"] == "Ours" && event["location"] == "There")
    #expect(try daybook.outbox().isEmpty)
    #expect(google.complaints.isEmpty)
  }

  // MARK: - Chapters

  private func followChanges(_ review: String) throws {
    let asked = google.requests.count
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(google.requests.count == asked + 2)
    let theirs = put("Theirs", 16)
    #expect(try daybook.changes() == [1, 0, 0])
    google.change(theirs, ["summary": "Theirs again"], in: Self.ana)
    #expect(try daybook.changes() == [0, 1, 0])
    #expect(try daybook.titles() == ["Planning", "Review", "Theirs again"])
    google.remove(theirs, in: Self.ana)
    #expect(try daybook.changes() == [0, 0, 1])
    #expect(try daybook.titles() == ["Planning", "Review"])
  }

  /// An edit, an answer, a new event and a deletion.
  private func send(_ review: String, _ invitation: String) throws {
    try daybook.queue("edit", try daybook.event(titled: "Review"), "--title", "Edited")
    let answered = try daybook.queue(
      "respond", try daybook.event(titled: "Planning"), "yes", "--note", "With pleasure")
    #expect((answered["event"] as? [String: Any])?["response"] as? String == "accepted")
    try daybook.queue("new", "Lunch fri 12:30-13:00", "--calendar", "Ana")
    #expect(try daybook.outbox().count == 3)
    #expect(google.event(review, in: Self.ana)?["summary"] == "Review")
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(try daybook.outbox().isEmpty)
    let edited = try #require(google.event(review, in: Self.ana))
    #expect(edited["summary"] == "Edited" && edited["location"] == "Room 4")
    let guests = google.event(invitation, in: Self.ana)?["attendees"]?.elements ?? []
    #expect(guests.map { $0["responseStatus"] } == ["accepted", "accepted"])
    #expect(guests.first?["comment"] == "With pleasure")
    let lunch = try #require(
      google.events(in: Self.ana).first { $0.value["summary"] == "Lunch" }?.key)
    #expect(
      google.event(lunch, in: Self.ana)?["start"]?["dateTime"] == "2026-11-20T12:30:00+01:00")
    #expect(google.events(in: Self.ana).count == 3)

    let deleted = try daybook.queue("delete", try daybook.event(titled: "Lunch"))
    #expect(deleted["deleted"] as? Int == 1)
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(google.event(lunch, in: Self.ana) == nil)
    #expect(try daybook.titles() == ["Edited", "Planning"])
  }

  /// Only what was called here is moved; the other event stays.
  private func resolve(_ review: String) throws {
    put("Other", 10)
    #expect(try daybook.changes() == [1, 0, 0])
    let conflict = try #require(try ResolveTests.conflicts(daybook, "--kind", "overlap").first)
    let sides = (conflict["events"] as? [[String: Any]] ?? []).map { $0["title"] as? String }
    let word = sides.first == "Edited" ? "first" : "second"
    let resolved = try daybook(
      "resolve", try ResolveTests.id(conflict), "--with", "move-\(word)-1", "--json")
    #expect(resolved.status == 0, "\(resolved.errors)")
    let start = try #require(try daybook.occurrence(titled: "Edited")["start"] as? String)
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(google.event(review, in: Self.ana)?["start"]?["dateTime"] == .string(start))
    #expect(start != "2026-11-19T10:00:00+01:00")
    #expect(try ResolveTests.conflicts(daybook, "--kind", "overlap").isEmpty)
  }

  private func signInAgain(_ review: String) throws {
    try daybook.queue("edit", try daybook.event(titled: "Edited"), "--title", "Once more")
    person.fake.endAll()
    try EndedSignIn.expect(daybook, account: "Work", by: "Google ended the sign-in")
    #expect(google.event(review, in: Self.ana)?["summary"] == "Edited")
    let login = try person.run("accounts", "login", "Work", "--json")
    try EndedSignIn.expectMended(login, daybook, account: "Work")
    #expect(google.event(review, in: Self.ana)?["summary"] == "Once more")
    #expect(google.events(in: Self.ana).count == 3)
  }

  private func remove() throws {
    let there = google.events(in: Self.ana)
    let refresh = try #require(person.fake.refreshTokens.first)
    let removed = try daybook("accounts", "remove", "Work", "--json")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try removed.json()["removed"] as? String == "Work")
    #expect(person.fake.revoked == [refresh])
    #expect(daybook.secretFiles().isEmpty)
    #expect(try daybook.titles().isEmpty)
    #expect(try AccountsTests.accounts(daybook).isEmpty)
    #expect(google.events(in: Self.ana) == there)
  }

  /// Somebody puts an hour into the calendar.
  @discardableResult
  private func put(_ title: String, _ hour: Int, _ more: [String: GoogleJSON] = [:]) -> String {
    func time(_ hour: Int) -> GoogleJSON {
      ["dateTime": .string("2026-11-19T\(hour):00:00+01:00"), "timeZone": "Europe/Berlin"]
    }
    var event: [String: GoogleJSON] = [
      "summary": .string(title), "start": time(hour), "end": time(hour + 1),
    ]
    event.merge(more) { $1 }
    return google.put(.object(event), in: Self.ana)
  }
}
