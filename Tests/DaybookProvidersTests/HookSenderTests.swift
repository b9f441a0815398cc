import DaybookCore
import DaybookTestSupport
import Dispatch
import ICalendar
import Testing

@testable import DaybookProviders

/// Hooks over real sockets: who is refused, and what becomes of a receiver that misbehaves.
@Suite struct HookSenderTests {
  let receiver: LoopbackServer

  init() throws { receiver = try LoopbackServer(WebReply(200)) }

  private let call = HookCall(
    id: "msg_a", kind: .events, ids: ["e1"], isMore: false, at: TemporaryStore.now)

  private func sender(_ near: [String] = ["127.0.0.1"], seconds: Int = 10) -> HookSender {
    HookSender(
      transport: CurlTransport(version: "1"), rule: OutwardRule(nearHosts: near),
      digests: CryptoDigests(), seconds: seconds)
  }

  private func send(_ sender: HookSender? = nil, to address: String? = nil) async -> HookAnswer {
    await (sender ?? self.sender()).send(
      call, to: address ?? receiver.address + "/x", secret: "s", at: TemporaryStore.now)
  }

  // MARK: - When it is registered

  @Test(arguments: [
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://127.1/", "https://0x7f.1/", "https://017700000001/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/", "https://localhost/",
    "https://%31%32%37.0.0.1/",
    "https://10.0.0.1/", "https://172.16.5.4/", "https://192.168.1.1/", "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[fd00:ec2::254]/",
    "https://[fc00::1]/", "https://224.0.0.1/", "https://[ff02::1]/", "https://0.0.0.0/",
    "https://0/", "https://255.255.255.255/", "https://[::]/", "https://[2002:7f00:1::]/",
  ])
  func everySpellingOfAPrivateAddressIsRefused(_ address: String) async throws {
    await #expect(throws: HookAddressFault.privateNetwork) {
      try await sender([]).checked(address)
    }
  }

  @Test(
    arguments: [
      ("http://8.8.8.8/", .plainHTTP), ("ftp://8.8.8.8/", .unreadable), ("8.8.8.8", .unreadable),
      ("file:///etc/passwd", .unreadable), ("webcal://8.8.8.8/", .unreadable),
      ("https://me:secret@8.8.8.8/", .credentials), ("", .unreadable),
      ("https://nobody.invalid/", .unknownHost),
      ("https://8.8.8.8/" + String(repeating: "a", count: 2_000), .tooLong),
    ] as [(String, HookAddressFault)])
  func whatIsNoAddressForAHookIsRefused(_ address: String, _ fault: HookAddressFault) async {
    await #expect(throws: fault) { try await sender([]).checked(address) }
  }

  @Test func whoseNameNobodyKnowsInTimeIsNotWaitedFor() async throws {
    let answers = DispatchSemaphore(value: 0)
    defer { answers.signal() }
    let sender = HookSender(
      transport: CurlTransport(version: "1"), rule: OutwardRule(), digests: CryptoDigests(),
      nameLimit: .milliseconds(20),
      names: { _ in
        answers.wait()
        return []
      })
    await #expect(throws: HookAddressFault.slowName) {
      try await sender.checked("https://slow.example/")
    }
    #expect(HookAddressFault.slowName.code == "name_too_slow")
  }

  @Test func theInternetIsTakenAndSoAreNamedHosts() async throws {
    #expect(
      try await sender([]).checked("HTTPS://8.8.8.8:8443/a?b=c#d") == "https://8.8.8.8:8443/a?b=c")
    #expect(
      try await sender(["localhost"]).checked("http://localhost:8/x") == "http://localhost:8/x")
    // One name of a place opens no other.
    await #expect(throws: HookAddressFault.privateNetwork) {
      try await sender(["localhost"]).checked("https://127.0.0.1/")
    }
  }

  // MARK: - When something is sent

  @Test func aMessageArrivesSigned() async throws {
    #expect(await send() == .status(200))
    let question = try #require(receiver.questions.first)
    #expect(question.method == "POST")
    #expect(question.headers["content-type"] == "application/json")
    #expect(question.headers["daybook-delivery"] == "msg_a")
    #expect(question.headers["daybook-event"] == "events")
    #expect(String(decoding: question.body, as: UTF8.self) == call.body)
    let signature = HookSignature.value(
      of: call.body, at: TemporaryStore.now, secret: "s", by: TestDigests())
    #expect(question.headers["daybook-signature"] == signature)
  }

  /// As a name does that was public when it was registered and is not any more.
  @Test(arguments: ["localhost", "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"])
  func nobodyConnectsToAnAddressThatMayNotBeReached(_ host: String) async {
    let answer = await send(sender([]), to: "https://\(host):\(receiver.port)/")
    #expect(answer == .fault("private_address"))
    #expect(receiver.questions.isEmpty)
  }

  @Test func plainHTTPIsNotSpokenWithTheInternet() async {
    #expect(await send(sender([]), to: "http://8.8.8.8/") == .fault("bad_address"))
    #expect(await send(sender(["8.8.8.8"]), to: "http://8.8.8.8/") == .fault("private_address"))
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func nobodyIsFollowedElsewhere(_ status: Int) async throws {
    let other = try LoopbackServer(WebReply(200))
    receiver.answer(.redirection(status, to: other.address + "/"))
    #expect(await send() == .fault("redirected"))
    #expect(other.questions.isEmpty)
    #expect(receiver.questions.count == 1)
  }

  @Test(arguments: [204, 400, 410, 500, 503])
  func anAnswerIsItsStatus(_ status: Int) async {
    receiver.answer(WebReply(status, "whatever it says"))
    #expect(await send() == .status(status))
  }

  @Test func aWishToWaitIsHeard() async {
    receiver.answer(WebReply(429, "", headers: [("Retry-After", "120")]))
    #expect(await send() == .status(429, retryAfter: 120))
  }

  @Test func anEndlessAnswerIsNotWaitedFor() async {
    receiver.answer(WebReply(200, String(repeating: "a", count: 10_000), .isEndless))
    #expect(await send() == .status(200))
  }

  @Test func whoSaysNothingIsLetGo() async {
    receiver.answer(WebReply(200, "", .isSilent))
    #expect(await send(sender(seconds: 1)) == .fault("timeout"))
    // What it was going to say is of no use.
    receiver.answer(WebReply(200, "abc", .falls(silentAfter: 1)))
    #expect(await send(sender(seconds: 1)) == .status(200))
  }

  @Test func whoHangsUpHasNotAnswered() async {
    receiver.answer(WebReply(200, "", .hangsUp))
    #expect(await send() == .fault("broken_off"))
    receiver.stop()
  }

  @Test func aCertificateIsWanted() async {
    let answer = await send(
      sender(seconds: 1), to: "https://127.0.0.1:\(receiver.port)/")
    guard case .fault(let word) = answer else {
      Issue.record("it spoke without a certificate: \(answer)")
      return
    }
    #expect(["bad_certificate", "broken_off", "timeout"].contains(word))
    #expect(receiver.questions.isEmpty)
  }
}
