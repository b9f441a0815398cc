import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import DaybookServer

/// Answers from memory: only what is still true.
struct KeptAnswersTests {
  private struct Refused: Error {}

  private func saying(_ text: String) -> Page {
    Answer(content: .text(text, type: "text/plain")).page
  }

  private func text(_ page: Page) -> String { String(buffer: page.body) }

  private func moments() throws -> (KeptAnswers.Moment, KeptAnswers.Moment) {
    let store = try TemporaryStore(connections: .two)
    defer { store.remove() }
    let state = try store.store.state()
    return (
      KeptAnswers.Moment(store: state, minute: 1), KeptAnswers.Moment(store: state, minute: 2)
    )
  }

  @Test func theSameQuestionIsWorkedOutOnce() async throws {
    let (now, later) = try moments()
    let kept = KeptAnswers()
    for _ in 0..<3 {
      let page = try await kept.page(of: "a", at: now) { saying("first") }
      #expect(text(page) == "first")
    }
    #expect(text(try await kept.page(of: "b", at: now) { saying("other") }) == "other")
    #expect(text(try await kept.page(of: "a", at: now) { saying("again") }) == "first")
    #expect(text(try await kept.page(of: "a", at: later) { saying("later") }) == "later")
  }

  @Test func whatIsAskedMeanwhileWaitsForIt() async throws {
    let (now, _) = try moments()
    let kept = KeptAnswers()
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      try await kept.page(of: "a", at: now) {
        begin.finish()
        for await _ in gate {}
        return saying("first")
      }
    }
    for await _ in begun {}
    let second = Task { try await kept.page(of: "a", at: now) { saying("second") } }
    open.finish()
    #expect(text(try await first.value) == "first")
    #expect(text(try await second.value) == "first")
  }

  @Test func aFailureAndWhatIsTooLongAreWorkedOutAnew() async throws {
    let (now, _) = try moments()
    let kept = KeptAnswers(largest: 10, room: 15)
    await #expect(throws: Refused.self) {
      try await kept.page(of: "a", at: now) { throw Refused() }
    }
    #expect(text(try await kept.page(of: "a", at: now) { saying("good") }) == "good")
    #expect(text(try await kept.page(of: "b", at: now) { saying("much too long") }).count == 13)
    #expect(text(try await kept.page(of: "b", at: now) { saying("short") }) == "short")
    // Together they would be too many.
    #expect(text(try await kept.page(of: "c", at: now) { saying("123456789") }) == "123456789")
    #expect(text(try await kept.page(of: "c", at: now) { saying("new") }) == "new")
  }

  @Test func whatAnybodyWritesIsSeenAtOnce() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let question = "/api/events?from=2026-11-18&to=2026-11-24"
    for _ in 0..<2 {
      #expect(try await server.ask("GET", question).list("events").count == 5)
    }
    let listed = try await server.ask("GET", question).list("events")
    let review = try #require(listed.first { $0["title"] as? String == "Acme review" })
    let id = try #require(review["id"] as? String)
    let patch = try await server.ask(
      "PATCH", "/api/events/\(id)", headers: server.bearer, body: #"{"title":"Moved"}"#)
    #expect(patch.status == 200)
    func titles() async throws -> Set<String> {
      Set(
        try await server.ask("GET", question).list("events").compactMap { $0["title"] as? String })
    }
    #expect(try await titles().contains("Moved"))
    // Another process, which tells nobody.
    let other = try server.store.reopened()
    let calendar = try other.localCalendar(named: "Personal").calendar
    for round in 1...3 {
      let text = TestCalendar.text(
        ServerUnderTest.event(
          "new\(round)", "Round \(round)", "20261120T120000", "20261120T130000"))
      _ = try other.importEvents(
        ImportBatch(
          calendar: calendar.id,
          files: [ImportFile(name: "more.ics", source: .bytes(Array(text.utf8)))]))
      #expect(try await titles().contains("Round \(round)"))
    }
  }
}
