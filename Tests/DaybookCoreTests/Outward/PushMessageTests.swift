import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

/// Which messages of providers are believed.
struct PushMessageTests {
  private let now = TemporaryStore.now

  private func channel(_ kind: AccountKind, remote: String? = nil, last: Int = 5) -> PushChannel {
    PushChannel(
      id: "push_a", account: AccountID("a"), kind: kind, calendar: nil, remote: remote,
      resource: kind == .google ? "r1" : nil, secret: "daybook-test-secret",
      address: "https://x.example/", expires: now + 60, at: now, last: last)
  }

  private func google(
    _ state: String = "exists", channel: String = "push_a", token: String = "daybook-test-secret",
    resource: String = "r1", number: Int = 6
  ) -> GooglePush {
    GooglePush(
      channel: channel, token: token, resource: resource, state: state, number: number)
  }

  @Test func googleIsBelievedByTokenResourceAndNumber() {
    let mine = channel(.google)
    #expect(google().news(on: mine) == .changed)
    #expect(google("sync", number: 6).news(on: mine) == .greeting)
    #expect(google("not_exists").news(on: mine) == .changedWhole)
    for forged in [
      google("boom"), google(channel: "push_b"), google(token: ""), google(token: "daybook"),
      google(token: "daybook-test-secreT"), google(resource: "r2"), google(number: 5),
      google(number: 0), google(number: -1),
    ] {
      #expect(forged.news(on: mine) == nil, "\(forged)")
    }
    #expect(google().news(on: channel(.microsoft)) == nil)
  }

  @Test func microsoftIsBelievedByItsSecret() {
    func message(
      _ lifecycle: String? = nil, secret: String = "daybook-test-secret", id: String = "s1",
      ends: Int? = 60
    ) -> PushNews? {
      GraphPush(
        subscription: id, clientState: secret, lifecycle: lifecycle, ends: ends.map { now + $0 }
      ).news(on: channel(.microsoft, remote: "s1"), now: now)
    }
    #expect(message() == .changed)
    #expect(message(ends: nil) == .changed)
    #expect(message("reauthorizationRequired") == .ending)
    #expect(message("subscriptionRemoved") == .lost)
    #expect(message("missed") == .changedWhole)
    #expect(message("somethingNew") == .greeting)
    #expect(message(secret: "") == nil)
    #expect(message(secret: "guess") == nil)
    #expect(message(id: "s2") == nil)
    // Of a subscription that has ended: somebody kept it.
    #expect(message(ends: -1) == nil)
  }

  /// The vectors of the contract.
  @Test(arguments: [
    (
      #"{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-03-09T09:15:00.000Z","payload":{"uid":"pQ7wN2xhTzV4c9RkLm3fYb"}}"#,
      "ddabaee30b7fad76b18e99c2392dabb20d3e408e70b4bf0dcf627c6545a373c3"
    ),
    (
      #"{"triggerEvent":"BOOKING_CANCELLED","createdAt":"2026-03-09T09:15:00.000Z","payload":{"cancellationReason":"krank – bis später"}}"#,
      "561ffa8e74db6b2c3a392483f14c8cfef934ba22be69136610033d6b7db920df"
    ),
  ])
  func calComSignsTheBytesAsTheyCame(_ body: String, _ signature: String) {
    let mine = channel(.calcom)
    func isSigned(_ body: String, _ signature: String) -> Bool {
      CalComPush.isSigned(Array(body.utf8), signature, for: mine, by: TestDigests())
    }
    #expect(isSigned(body, signature))
    #expect(!isSigned(body + "\n", signature))
    #expect(!isSigned(String(body.dropLast()), signature))
    #expect(!isSigned(body, String(signature.dropLast())))
    #expect(!isSigned(body, signature.uppercased()))
    #expect(!isSigned(body, "no-secret-provided"))
    #expect(!isSigned(body, ""))
    #expect(
      !CalComPush.isSigned(
        Array(body.utf8), signature, for: channel(.google), by: TestDigests()))
  }

  @Test func whatWasKeptForTooLongIsNotBelieved() {
    #expect(CalComPush(created: now - 86_400).news(now: now) == .changed)
    #expect(CalComPush(created: now - 86_401).news(now: now) == nil)
    #expect(CalComPush(created: now + 86_401).news(now: now) == nil)
    #expect(CalComPush(created: nil).news(now: now) == nil)
  }
}
