import DaybookCore
import DaybookProviders
import DaybookTestSupport
import Testing

@testable import DaybookSync

/// Every status and condition that shared/contracts/caldav names, as a person sees it.
@Suite(.enabled(if: CalDAVServer.isWanted)) struct CalDAVErrorTableTests {
  private static func row(
    _ status: Int, _ condition: String, headers: [(name: String, value: String)] = [],
    _ seen: ErrorRow.Seen, writing: ErrorRow.Seen? = nil
  ) -> ErrorRow {
    let body =
      "<d:error xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><\(condition)/></d:error>"
    return ErrorRow(
      "\(status) \(condition)",
      WebReply(status, condition.isEmpty ? "no" : body, headers: headers), reading: seen,
      writing: writing ?? seen)
  }

  private static let password = ErrorWords(
    "sign_in_needed", "@ no longer accepts the sign-in (401)",
    "sign in again with 'daybook accounts login'; with a second factor it takes an app password")
  private static let invalid = ErrorWords.rejected("it finds it invalid")
  private static let others = ErrorWords.rejected(
    "the calendar is for other things", "move it to another calendar")
  private static let sameUID = ErrorWords.rejected(
    "another one has its UID",
    "delete the other one, or give the change up with 'daybook outbox drop'")
  private static let far = ErrorWords.rejected("it is too long ago or too far ahead")
  private static let noRoom = ErrorWords.rejected(
    "there is no room left", "make room there; it is tried again by itself")

  /// What is said against one event, or against a token; what reads starts over then.
  private static let conditions: [ErrorRow] = [
    row(400, "c:valid-calendar-data", .nothing, writing: .told(invalid)),
    row(403, "c:supported-calendar-component", .nothing, writing: .told(others)),
    row(403, "d:need-privileges", .nothing, writing: .told(.forbidden)),
    row(403, "d:valid-sync-token", .nothing, writing: .told(.forbidden)),
    row(403, "c:max-resource-size", .nothing, writing: .told(.tooLarge)),
    row(403, "c:min-date-time", .nothing, writing: .told(far)),
    row(403, "c:max-date-time", .nothing, writing: .told(far)),
    row(
      403, "c:allowed-attendee-scheduling-object-change", .nothing,
      writing: .told(
        ErrorWords(
          "not_organizer", "@ lets only the organizer change this event (403)",
          "answer the invitation instead, or ask the organizer"))),
    row(403, "c:max-instances", .nothing, writing: .told(.rejected("it repeats too often"))),
    row(
      403, "c:max-attendees-per-instance", .nothing,
      writing: .told(.rejected("too many people take part"))),
    row(409, "c:no-uid-conflict", .nothing, writing: .told(sameUID)),
    row(412, "c:no-uid-conflict", .nothing, writing: .told(sameUID)),
    row(412, "c:valid-calendar-data", .nothing, writing: .told(invalid)),
    row(412, "c:valid-calendar-object-resource", .nothing, writing: .told(invalid)),
    row(412, "c:supported-calendar-data", .nothing, writing: .told(invalid)),
    row(507, "d:quota-not-exceeded", .nothing, writing: .told(noRoom)),
  ]

  private static let statuses: [ErrorRow] = [
    row(400, "", .nothing, writing: .told(invalid)), row(401, "", .signIn(password)),
    row(403, "", .nothing, writing: .told(.forbidden)),
    row(404, "", .told(.notFound), writing: .told(.changedElsewhere)),
    row(409, "", .nothing, writing: .told(.notFound)),
    row(410, "", .nothing, writing: .told(.changedElsewhere)),
    row(412, "", .nothing, writing: .told(.changedElsewhere)),
    row(413, "", .told(.refused(413)), writing: .told(.tooLarge)),
    row(415, "", .nothing, writing: .told(others)), row(423, "", .told(.server(423))),
    row(425, "", .told(.server(425))),
    row(429, "", headers: [("Retry-After", "7")], .told(.rateLimited(7))),
    row(500, "", .told(.server(500))),
    row(503, "", headers: [("Retry-After", "7")], .told(.server(503, 7))),
    row(507, "", .nothing, writing: .told(noRoom)),
  ]

  static let rows = statuses + conditions

  @Test(arguments: rows, ErrorRow.Moment.allCases)
  func eachRowIsToldAndLosesNothing(_ row: ErrorRow, _ moment: ErrorRow.Moment) async throws {
    let bench = try SyncBench()
    let relay = try CalDAVRelay(try CalDAVServer.shared(.radicale).home())
    defer { relay.front.stop() }
    for uid in ["a", "b"] { try relay.home.set(uid, title: "Review") }
    try bench.add(
      "dav",
      CalDAVProvider(
        address: relay.address,
        transport: SignedTransport(
          CurlTransport(version: "0"),
          as: PasswordCredentials(user: relay.home.user, password: CalDAVServer.password)),
        zones: TestZones.database), kind: .caldav)
    try await ErrorStory(bench: bench, side: CalDAVErrorSide(relay: relay)).tell(row, moment)
  }
}

struct CalDAVErrorSide: ErrorSide {
  let relay: CalDAVRelay

  var place: String { relay.front.address + "/…" }
  var taken: Int { relay.taken }
  var complaints: [String] { [] }

  func edit(_ bench: SyncBench) throws { try bench.rename("a", to: "Here") }
  func changeThere() throws { try relay.home.set("b", place: "There") }

  func refuse(_ reply: WebReply, _ moment: ErrorRow.Moment) {
    relay.refuse(reply) { question in
      switch moment {
      // What asks from a token; a listing is let through.
      case .reading: question.method == "REPORT" && Self.hasToken(question)
      case .writing: question.method == "PUT"
      }
    }
  }

  private static func hasToken(_ question: WebQuestion) -> Bool {
    String(decoding: question.body, as: UTF8.self).contains("sync-token>http")
  }

  func forgive() { relay.forgive() }

  func here(_ bench: SyncBench) throws -> [String: String] { try bench.here() }
  func there() throws -> [String: String] { try relay.home.there() }
}
