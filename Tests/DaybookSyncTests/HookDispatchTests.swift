import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Messages of hooks from a change in the store to what becomes of them.
@Suite struct HookDispatchTests {
  let temporary: TemporaryStore
  let post = ScriptedPost()
  let alarm = ManualAlarm()
  let clock = TestTime()

  init() throws { temporary = try TemporaryStore(connections: .two) }

  private var store: Store { temporary.store }

  private func dispatch(_ other: (any HookPost)? = nil, over store: Store? = nil) -> HookDispatch {
    HookDispatch(
      world: HookWorld(
        store: store ?? self.store, post: other ?? post,
        clock: { [clock] in clock.now }, alarm: alarm, jitter: { 1 }))
  }

  private func add(_ id: String = "h", _ address: String = "https://h.example") throws {
    _ = try store.addHook(
      id: id, address: address, kinds: [.events], secret: "s-\(id)", now: TemporaryStore.now)
  }

  private func change(_ uid: String) throws {
    try temporary.load(
      TestCalendar.text(
        "BEGIN:VEVENT\nUID:\(uid)\nDTSTAMP:20260101T000000Z\nDTSTART:20261119T090000Z\nEND:VEVENT"))
  }

  /// Waits for the alarm to be set, and lets that time pass.
  private func ringNext() async -> Int {
    await eventually { alarm.seconds != nil }
    let seconds = alarm.seconds ?? 0
    clock.pass(seconds)
    alarm.ring()
    return seconds
  }

  private func deliveries(_ id: String = "h") throws -> [HookDelivery] {
    try store.hooks().first { $0.hook.id == id }?.deliveries ?? []
  }

  @Test func aBurstIsOneMessage() async throws {
    try add()
    let dispatch = dispatch()
    await dispatch.start()
    try change("a")
    try change("b")
    await eventually { alarm.seconds == 2 }
    try change("c")
    await eventually { try deliveries().first?.ids.count == 3 }
    clock.pass(2)
    alarm.ring()
    await post.messages(1)
    await eventually { try deliveries().map(\.state) == [.delivered] }
    #expect(post.sent.count == 1)
    #expect(post.sent[0].call.ids.count == 3)
    #expect(post.sent[0].secret == "s-h")
    #expect(post.sent[0].at == TemporaryStore.now + 2)
    await dispatch.stop()
  }

  @Test func whoFailsIsTriedAgainWithTheSameMessageAndDeadAfterADay() async throws {
    try add()
    post.answer { _ in .status(500) }
    let dispatch = dispatch()
    await dispatch.start()
    try change("a")
    var waits: [Int] = []
    while try deliveries().first?.state != .dead {
      waits.append(await ringNext())
      let count = waits.count
      await post.messages(count)
      await eventually { try deliveries().first?.tries == count }
    }
    #expect(waits.prefix(7) == [2, 10, 20, 40, 80, 160, 320])
    // At most two hours apart, and the last when the day is over.
    #expect(waits.max() == 7_200)
    #expect(waits.reduce(0, +) == 86_400)
    let bodies = Set(post.sent.map(\.call.body))
    #expect(bodies.count == 1)
    #expect(Set(post.sent.map(\.call.id)).count == 1)
    // The next change is told all the same.
    post.answer { _ in .status(200) }
    try change("b")
    _ = await ringNext()
    await eventually { try deliveries().first?.state == .delivered }
    #expect(try deliveries().map(\.state) == [.delivered, .dead])
    await dispatch.stop()
  }

  @Test func whoIsAwayHoldsUpNobodyElse() async throws {
    try add("away", "https://away.example")
    try add("here", "https://here.example")
    post.answer { $0.address.contains("away") ? .fault("timeout") : .status(200) }
    let dispatch = dispatch()
    await dispatch.start()
    try change("a")
    _ = await ringNext()
    await eventually { try deliveries("here").first?.state == .delivered }
    await eventually { try deliveries("away").first?.tries == 1 }
    #expect(try deliveries("away").first?.fault == "timeout")
    for uid in ["b", "c", "d"] {
      try change(uid)
      await eventually { try deliveries("away").count == 2 }
    }
    #expect(try deliveries("away").allSatisfy { $0.state == .waiting })
    await dispatch.stop()
  }

  @Test func whoIsGoneForGoodIsAskedOnce() async throws {
    try add()
    post.answer { _ in .status(410) }
    let dispatch = dispatch()
    await dispatch.start()
    try change("a")
    _ = await ringNext()
    await eventually { try deliveries().first?.state == .dropped }
    #expect(try store.hooks().first?.hook.ended == "gone")
    try change("b")
    await dispatch.stop()
    #expect(post.sent.count == 1)
  }

  @Test func whatWasUnderWayIsSentAgainAfterARestart() async throws {
    try add()
    post.hold()
    let first = dispatch()
    await first.start()
    try change("a")
    _ = await ringNext()
    await post.messages(1)
    await first.stop()
    post.letGo()
    #expect(try deliveries().map(\.state) == [.waiting])
    // Another process, over the same file.
    let second = dispatch(over: try temporary.reopened(connections: .two))
    await second.start()
    await post.messages(2)
    await eventually { try deliveries().first?.state == .delivered }
    #expect(post.sent[0].call == post.sent[1].call)
    await second.stop()
  }

  @Test func oneProcessSendsAtATime() async throws {
    try add()
    post.hold()
    let first = dispatch()
    await first.start()
    try change("a")
    _ = await ringNext()
    await post.messages(1)
    let (other, idle) = (ScriptedPost(), ManualAlarm())
    let second = HookDispatch(
      world: HookWorld(
        store: try temporary.reopened(connections: .two), post: other,
        clock: { [clock] in clock.now }, alarm: idle))
    await second.start()
    // It looks again later.
    #expect(idle.seconds == 15)
    #expect(other.sent.isEmpty)
    post.letGo()
    await eventually { try deliveries().first?.state == .delivered }
    await second.stop()
    await first.stop()
  }

  @Test func withoutAHookNothingIsWritten() async throws {
    let dispatch = dispatch()
    await dispatch.start()
    try change("a")
    #expect(try store.leaseHolder("hooks") == nil)
    #expect(alarm.seconds == nil)
    await dispatch.stop()
  }

  @Test func aReceiverHearsOfItOverTheNetwork() async throws {
    let receiver = try LoopbackServer(WebReply(202))
    try add("h", receiver.address + "/in")
    let sender = HookSender(
      transport: CurlTransport(version: "1"), rule: OutwardRule(nearHosts: ["127.0.0.1"]),
      digests: CryptoDigests())
    let dispatch = dispatch(sender)
    await dispatch.start()
    try change("a")
    _ = await ringNext()
    await eventually { try deliveries().first?.state == .delivered }
    let question = try #require(receiver.questions.first)
    let body = String(decoding: question.body, as: UTF8.self)
    #expect(body.contains("\"kind\":\"events\""))
    #expect(!body.contains("Personal"))
    let words = question.headers["daybook-signature"]?.split(separator: ",") ?? []
    let seconds = try #require(words.first?.dropFirst(2))
    #expect(
      words.last?.dropFirst(3)
        == TestDigests().signature(Array("\(seconds).\(body)".utf8), secret: "s-h")[...])
    await dispatch.stop()
  }

  @Test func theTimesOfTriesSpread() {
    func wait(_ tries: Int, _ jitter: Double, after seconds: Int = 0, _ answer: HookAnswer)
      -> HookVerdict
    {
      HookSchedule.verdict(
        answer, made: TemporaryStore.now, tries: tries, now: TemporaryStore.now + seconds,
        jitter: jitter)
    }
    let now = TemporaryStore.now
    #expect(wait(1, 0, .status(500)) == .again(at: now + 5))
    #expect(wait(1, 1, .status(500)) == .again(at: now + 10))
    #expect(wait(1, 0, .status(503, retryAfter: 90)) == .again(at: now + 90))
    #expect(wait(1, 0, .status(503, retryAfter: 1_000_000)) == .again(at: now + 7_200))
    #expect(wait(90, 1, .fault("timeout")) == .again(at: now + 7_200))
    #expect(wait(30, 1, after: 86_000, .status(500)) == .again(at: now + 86_400))
    #expect(wait(30, 1, after: 86_400, .status(500)) == .dead)
    #expect(wait(30, 1, after: 99_000, .status(200)) == .delivered)
    #expect(wait(1, 1, .status(302)) == .again(at: now + 10))
    #expect(wait(1, 1, .status(410)) == .gone)
  }
}
