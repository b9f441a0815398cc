import DaybookTestSupport
import Foundation
import Testing

/// A change at Google that Google tells of, on the built server: nobody waits for the clock.
struct PushStoryTests {
  private static let ana = "ana@example.com"

  @Test func whatGoogleTellsIsInTheStoreAtOnce() throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    let daybook = person.daybook
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    let path = "config/daybook/config.toml"
    let before = try String(
      contentsOf: daybook.folder.appendingPathComponent(path), encoding: .utf8)
    try daybook.write(path, "[server]\npublic_url = \"https://calendar.example\"\n" + before)
    let server = try ServingBeside(daybook, ["--behind-proxy"])
    google.knock(at: server.port)
    #expect(Self.comesAbout { !google.channels.isEmpty })
    let channel = try #require(google.channels.first)
    // A greeting that is still on its way would be taken for the message that overtakes it.
    #expect(Self.comesAbout { google.pushAnswers == [204] })
    #expect(channel.address.hasPrefix("https://calendar.example/api/webhooks/google?for=home&"))

    google.put(
      [
        "summary": "Told", "start": ["dateTime": "2026-11-19T10:00:00+01:00"],
        "end": ["dateTime": "2026-11-19T11:00:00+01:00"],
      ], in: Self.ana)
    let asked = google.requests.count
    google.push(Self.ana)
    #expect(google.pushAnswers.last == 204)
    #expect(try Self.comesAbout { try daybook.titles() == ["Told"] })
    // One question is enough to learn it.
    #expect(google.requests.dropFirst(asked).filter { $0.hasPrefix("GET") }.count <= 2)

    // Whoever goes takes the channel along.
    #expect(try daybook("accounts", "remove", "Work", "--json").status == 0)
    #expect(google.channels.isEmpty)
    #expect(google.complaints.isEmpty, "\(google.complaints)")
  }

  private static func comesAbout(_ isSo: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
      if try isSo() { return true }
      sched_yield()
    }
    return false
  }
}
