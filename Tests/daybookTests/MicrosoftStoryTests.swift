import DaybookTestSupport
import Foundation
import Testing

/// A Microsoft account from the first sign-in to its removal, on the built program.
final class MicrosoftStoryTests {
  private static let ada = "ada@contoso.example"
  private let graph: FakeGraph
  private let calendar: String
  private let person: SigningIn
  private var daybook: Program { person.daybook }

  init() throws {
    (person, graph) = try SigningIn.atMicrosoft()
    calendar = graph.addCalendar("Calendar")
    person.fake.signsIn(.init(subject: "sub-1", email: Self.ada))
  }

  deinit { graph.stop() }

  @Test func anAccountIsAddedSyncedEditedAndRemoved() throws {
    let review = put("Review", 10, ["location": ["displayName": "Room 4"]])
    let invitation = put(
      "Planning", 14,
      [
        "isOrganizer": false,
        "organizer": ["emailAddress": ["name": "Ben", "address": "ben@contoso.example"]],
        "responseStatus": ["response": "notResponded", "time": "0001-01-01T00:00:00Z"],
        "attendees": [
          [
            "type": "required", "status": ["response": "none", "time": "0001-01-01T00:00:00Z"],
            "emailAddress": ["name": "Ada", "address": .string(Self.ada)],
          ]
        ],
      ])
    let added = try person.run("accounts", "add", "microsoft", "--name", "Work", "--json")
    #expect(added.status == 0, "\(added.errors)")
    let sync = try #require(try added.json()["sync"] as? [String: Any])
    #expect(sync["status"] as? String == "ok")
    let first = try #require((sync["calendars"] as? [[String: Any]])?.first)
    #expect(first["name"] as? String == "Calendar")
    #expect(first["added"] as? Int == 2 && first["full"] as? Bool == true)
    #expect(try daybook.titles() == ["Planning", "Review"])

    try followChanges()
    try send(review, invitation)
    try resolve(review)
    try signInAgain(review)
    try remove()
    #expect(graph.violations.isEmpty && person.fake.complaints.isEmpty)
  }

  @Test func aSignInThatEndsBetweenReadingAndWritingLosesNothing() throws {
    let review = put("Review", 10)
    #expect(try person.run("accounts", "add", "microsoft", "--name", "Work").status == 0)
    try daybook.queue("edit", try daybook.event(titled: "Review"), "--title", "Edited")
    // The list and the changes are read; then the event, before it is written.
    graph.fail(
      .init(
        .replies(FakeGraph.error(401, "InvalidAuthenticationToken")), on: "GET", "/me/events/",
        times: 2))
    person.fake.fail(.refusal(400, "invalid_grant"))
    try EndedSignIn.expect(daybook, account: "Work", by: "Microsoft ended the sign-in")
    graph.forgiveAll()
    let login = try person.run("accounts", "login", "Work", "--json")
    try EndedSignIn.expectMended(login, daybook, account: "Work")
    #expect(graph.fields(review)?["subject"] == "Edited")
  }

  // MARK: - Chapters

  private func followChanges() throws {
    let asked = graph.requests.count
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(graph.requests.count == asked + 2)
    let theirs = put("Theirs", 16)
    #expect(try daybook.changes() == [1, 0, 0])
    graph.change(theirs, ["subject": "Theirs again"])
    #expect(try daybook.changes() == [0, 1, 0])
    #expect(try daybook.titles() == ["Planning", "Review", "Theirs again"])
    graph.remove(theirs)
    #expect(try daybook.changes() == [0, 0, 1])
    #expect(try daybook.titles() == ["Planning", "Review"])
  }

  /// An edit, an answer, a new event and a deletion.
  private func send(_ review: String, _ invitation: String) throws {
    try daybook.queue("edit", try daybook.event(titled: "Review"), "--title", "Edited")
    let answered = try daybook.queue(
      "respond", try daybook.event(titled: "Planning"), "yes", "--note", "With pleasure")
    #expect((answered["event"] as? [String: Any])?["response"] as? String == "accepted")
    try daybook.queue("new", "Lunch fri 12:30-13:00", "--calendar", "Calendar")
    #expect(try daybook.outbox().count == 3)
    #expect(graph.fields(review)?["subject"] == "Review")
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(try daybook.outbox().isEmpty)
    #expect(graph.fields(review)?["subject"] == "Edited")
    #expect(graph.fields(review)?["location"]?["displayName"] == "Room 4")
    #expect(graph.fields(invitation)?["responseStatus"]?["response"] == "accepted")
    #expect(graph.mails == ["answer accepted: With pleasure"])
    let lunch = try #require(graph.ids.first { graph.fields($0)?["subject"] == "Lunch" })
    #expect(
      graph.fields(lunch)?["start"]?["dateTime"]?.string?.hasPrefix("2026-11-20T12:30:00") == true)
    #expect(graph.ids.count == 3)

    let deleted = try daybook.queue("delete", try daybook.event(titled: "Lunch"))
    #expect(deleted["deleted"] as? Int == 1)
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(graph.fields(lunch) == nil)
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
    #expect(
      graph.fields(review)?["start"]?["dateTime"]?.string?.prefix(19) == start.prefix(19))
    #expect(start != "2026-11-19T10:00:00+01:00")
    #expect(try ResolveTests.conflicts(daybook, "--kind", "overlap").isEmpty)
  }

  private func signInAgain(_ review: String) throws {
    try daybook.queue("edit", try daybook.event(titled: "Edited"), "--title", "Once more")
    person.fake.endAll()
    try EndedSignIn.expect(daybook, account: "Work", by: "Microsoft ended the sign-in")
    #expect(graph.fields(review)?["subject"] == "Edited")
    let login = try person.run("accounts", "login", "Work", "--json")
    try EndedSignIn.expectMended(login, daybook, account: "Work")
    #expect(graph.fields(review)?["subject"] == "Once more")
    #expect(graph.ids.count == 3)
  }

  /// There is no way to end a sign-in at Microsoft from here; what was kept of it is erased.
  private func remove() throws {
    let there = graph.ids
    let removed = try daybook("accounts", "remove", "Work", "--json")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try removed.json()["removed"] as? String == "Work")
    #expect(person.fake.revoked.isEmpty)
    #expect(daybook.secretFiles().isEmpty)
    #expect(try daybook.titles().isEmpty)
    #expect(try AccountsTests.accounts(daybook).isEmpty)
    #expect(graph.ids == there)
  }

  /// Somebody puts an hour into the calendar.
  @discardableResult
  private func put(_ title: String, _ hour: Int, _ more: [String: GraphJSON] = [:]) -> String {
    func time(_ hour: Int) -> GraphJSON {
      [
        "dateTime": .string("2026-11-19T\(hour):00:00.0000000"),
        "timeZone": "W. Europe Standard Time",
      ]
    }
    var fields: [String: GraphJSON] = [
      "subject": .string(title), "isAllDay": false, "showAs": "busy", "start": time(hour),
      "end": time(hour + 1),
    ]
    fields.merge(more) { $1 }
    return graph.add(fields, to: calendar)
  }
}
