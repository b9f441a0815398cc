import DaybookTestSupport
import Foundation
import Testing

/// What people are told of is done once, however often the program is killed (SIGKILL) doing it.
struct KilledDeedsTests {
  /// Kills a pass at the n-th question, for each n until one comes to its end.
  ///
  /// - Parameter isOnce: what is claimed after each.
  private func killEverywhere(
    _ daybook: Program, _ server: LoopbackServer, _ halt: LoopbackServer.Halt,
    isOnce: () throws -> Void
  ) throws {
    var isKilled = true
    var count = 0
    while isKilled, count < 20 {
      server.halt(after: count, halt)
      isKilled = try daybook.kill(["sync"]) { _ in server.isHalted }
      server.resume()
      try isOnce()
      count += 1
    }
    // At least the two lists, and something done.
    #expect(count > 3 && !isKilled)
    #expect(try daybook.synced()["status"] as? String == "ok")
    #expect(try daybook.changes() == [0, 0, 0])
    let left = try daybook("outbox").output
    #expect(left == "Nothing waits to be sent.\n")
    try isOnce()
  }

  @Test(arguments: LoopbackServer.Halt.allCases)
  func anAnswerIsMailedOnce(_ halt: LoopbackServer.Halt) throws {
    let (person, graph) = try SigningIn.atMicrosoft()
    defer { graph.stop() }
    let calendar = graph.addCalendar()
    person.fake.signsIn(.init(subject: "sub-1", email: "ada@contoso.example"))
    func time(_ hour: Int) -> GraphJSON {
      ["dateTime": .string("2026-11-19T\(hour):00:00"), "timeZone": "UTC"]
    }
    let invitation = graph.add(
      [
        "subject": "Planning", "isAllDay": false, "showAs": "tentative", "start": time(10),
        "end": time(11), "isOrganizer": false,
        "organizer": ["emailAddress": ["name": "Ben", "address": "ben@contoso.example"]],
        "responseStatus": ["response": "notResponded", "time": "0001-01-01T00:00:00Z"],
        "attendees": [
          [
            "type": "required", "status": ["response": "none", "time": "0001-01-01T00:00:00Z"],
            "emailAddress": ["name": "Ada", "address": "ada@contoso.example"],
          ]
        ],
      ], to: calendar)
    #expect(try person.run("accounts", "add", "microsoft", "--name", "Work").status == 0)
    let daybook = person.daybook
    try daybook.queue("respond", try daybook.event(titled: "Planning"), "yes", "--note", "Gladly")
    try killEverywhere(daybook, graph.server, halt) { #expect(graph.mails.count <= 1) }
    #expect(graph.mails == ["answer accepted: Gladly"])
    #expect(graph.fields(invitation)?["responseStatus"]?["response"] == "accepted")
    #expect(try daybook.occurrence(titled: "Planning")["response"] as? String == "accepted")
  }

  @Test(arguments: LoopbackServer.Halt.allCases)
  func bookingsAreMovedConfirmedAndCancelledOnce(_ halt: LoopbackServer.Halt) throws {
    let calcom = try FakeCalCom()
    defer { calcom.stop() }
    calcom.put(FakeBooking("asked", title: "Asked", status: "pending"))
    calcom.put(FakeBooking("moves", title: "Moves", start: FakeBooking.start(days: 1)))
    calcom.put(FakeBooking("goes", title: "Goes", start: FakeBooking.start(days: 2)))
    let daybook = try Program()
    let added = try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--api-base", calcom.base, "--name",
      "Calls", input: FakeCalCom.key + "\n")
    #expect(added.status == 0, "\(added.errors)")
    try daybook.queue("respond", try daybook.event(titled: "Asked"), "yes")
    try daybook.queue("edit", try daybook.event(titled: "Moves"), "--start", "2026-11-23 11:00")
    try daybook.queue("delete", try daybook.event(titled: "Goes"), "--note", "I am ill")
    try killEverywhere(daybook, calcom.server, halt) {
      #expect(calcom.bookings.count { $0.rescheduledFrom != nil } <= 1)
    }
    // Each was taken once; what is refused the second time was not even asked for.
    let deeds = calcom.server.questions.filter { $0.method == "POST" }.map(\.path)
    if halt != .before { #expect(Set(deeds).count == deeds.count, "\(deeds)") }
    #expect(calcom.booking("asked")?.status == "accepted")
    #expect(calcom.booking("goes")?.reason == "I am ill")
    #expect(
      calcom.bookings.filter { $0.rescheduledFrom == "moves" }.map(\.start) == [
        FakeBooking.start(days: 4, minutes: 90)
      ])
    #expect(try daybook.titles() == ["Asked", "Moves"])
    #expect(calcom.complaints.isEmpty)
  }

  /// Google's refresh tokens stay good; a renewal that was cut short is simply made again.
  @Test(arguments: LoopbackServer.Halt.allCases)
  func aRenewalThatIsCutShortIsMadeAgain(_ halt: LoopbackServer.Halt) throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    let daybook = person.daybook
    try daybook.queue("new", "Lunch fri 12:30-13:00", "--calendar", "Ana")
    person.fake.endAccess()
    person.fake.server.halt(after: 0, halt)
    #expect(try daybook.kill(["sync"]) { _ in person.fake.server.isHalted })
    person.fake.server.resume()
    #expect(try daybook.synced()["status"] as? String == "ok")
    #expect(google.events(in: "ana@example.com").count == 1)
    #expect(try daybook.outbox().isEmpty)
    #expect(person.fake.complaints.isEmpty)
  }
}
