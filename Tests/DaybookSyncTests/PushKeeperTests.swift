import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookSync

/// Channels at the providers, over HTTP: opened, renewed, lost, ended. What stands in for our server
/// says what it is told to say; how the real one answers is tested with it.
@Suite struct PushKeeperTests {
  let temporary: TemporaryStore
  let clock = TestTime()
  let alarm = ManualAlarm()
  let here: LoopbackServer

  init() throws {
    temporary = try TemporaryStore(connections: .two)
    here = try LoopbackServer { question in
      let token = question.path.split(separator: "=").last.map(String.init) ?? ""
      guard question.path.contains("validationToken=") else { return WebReply(204) }
      let text = token.replacing("+", with: " ").removingPercentEncoding ?? ""
      return WebReply(200, text, headers: [("Content-Type", "text/plain")])
    }
  }

  private var store: Store { temporary.store }

  private func keeper(
    _ make: @escaping PushMaker, at base: String? = "https://calendar.example"
  ) -> PushKeeper {
    PushKeeper(
      world: PushWorld(
        store: store, base: base, clock: { [clock] in clock.now }, alarm: alarm, makePush: make))
  }

  private func add(_ kind: AccountKind, calendars: [String] = []) throws -> Account {
    let account = try store.addAccount(
      Account(id: Account.id(kind: kind, nameOrAddress: "x"), name: kind.rawValue, kind: kind))
    if !calendars.isEmpty {
      try store.updateCalendars(
        calendars.map { RemoteCalendar(id: RemoteID($0), name: $0) }, of: account.id)
    }
    return account
  }

  private func transport(_ token: String = "token") -> any Transport {
    SignedTransport(CurlTransport(version: "1"), as: KeyCredentials(key: token))
  }

  private func run(_ keeper: PushKeeper) async {
    await keeper.start()
    await keeper.settled()
  }

  // MARK: - Google

  private func google(_ fake: FakeGoogle) -> PushMaker {
    let transport = transport()
    return { account throws(ProviderError) in
      account.kind == .google ? GooglePushes(transport: transport, base: fake.base) : nil
    }
  }

  @Test func googleTellsOfEachCalendar() async throws {
    let fake = try FakeGoogle()
    fake.knock(at: here.port)
    for id in ["a@x", "b@x"] { fake.addCalendar(id) }
    _ = try add(.google, calendars: ["a@x", "b@x"])
    let keeper = keeper(google(fake))
    await run(keeper)
    let channels = try store.pushChannels()
    #expect(channels.count == 2)
    #expect(Set(fake.channels.map(\.id)) == Set(channels.map(\.id)))
    #expect(Set(channels.map(\.secret)).count == 2)
    for channel in channels {
      let theirs = try #require(fake.channels.first { $0.id == channel.id })
      #expect(theirs.token == channel.secret)
      #expect(channel.resource == theirs.resource)
      #expect(
        theirs.address
          == "https://calendar.example/api/webhooks/google?for=home&channel=\(channel.id)")
      #expect(channel.expires == clock.now + 7 * 86_400)
    }
    #expect(fake.pushAnswers == [204, 204])
    #expect(fake.complaints.isEmpty, "\(fake.complaints)")
    // A day before their end others take their place.
    #expect(alarm.seconds == 6 * 86_400)
    clock.pass(6 * 86_400)
    fake.setChannelExpiry(clock.now.seconds + 7 * 86_400)
    alarm.ring()
    await eventually {
      Set(try store.pushChannels().map(\.id)).isDisjoint(with: channels.map(\.id))
    }
    await keeper.settled()
    #expect(fake.channels.count == 2)
    #expect(Set(fake.channels.map(\.id)) == Set(try store.pushChannels().map(\.id)))
    await keeper.stop()
  }

  @Test func aFailureIsTriedAgainAndDisturbsNobody() async throws {
    let fake = try FakeGoogle()
    fake.knock(at: here.port)
    for id in ["a@x", "b@x"] { fake.addCalendar(id) }
    _ = try add(.google, calendars: ["a@x", "b@x"])
    fake.refuse(500, "backendError", when: { $0.path.contains("a%40x") })
    fake.refuse(400, "pushNotSupportedForRequestedResource", when: { $0.path.contains("b%40x") })
    let keeper = keeper(google(fake))
    await run(keeper)
    #expect(try store.pushChannels().isEmpty)
    #expect(alarm.seconds == 60)
    clock.pass(60)
    alarm.ring()
    await eventually { try store.pushChannels().first?.remote != nil }
    await keeper.settled()
    // What is not supported is not asked for every minute.
    #expect(try store.pushChannels().count == 1)
    #expect(fake.requests.filter { $0.hasSuffix("watch") }.count == 3)
    #expect(alarm.seconds == 86_400 - 60)
    await keeper.stop()
  }

  @Test func withoutAnAddressAllAreEnded() async throws {
    let fake = try FakeGoogle()
    fake.knock(at: here.port)
    fake.addCalendar("a@x")
    _ = try add(.google, calendars: ["a@x"])
    let first = keeper(google(fake))
    await run(first)
    #expect(fake.channels.count == 1)
    await first.stop()
    let second = keeper(google(fake), at: nil)
    await run(second)
    #expect(fake.channels.isEmpty)
    #expect(try store.pushChannels().isEmpty)
    await second.stop()
  }

  @Test func anotherAddressIsToldAnew() async throws {
    let fake = try FakeGoogle()
    fake.knock(at: here.port)
    fake.addCalendar("a@x")
    _ = try add(.google, calendars: ["a@x"])
    let first = keeper(google(fake))
    await run(first)
    await first.stop()
    let second = keeper(google(fake), at: "https://other.example")
    await run(second)
    #expect(fake.channels.map(\.address).allSatisfy { $0.hasPrefix("https://other.example/") })
    #expect(fake.channels.count == 1)
    await second.stop()
  }

  @Test func aRemovedAccountIsNotToldOfAnyMore() async throws {
    let fake = try FakeGoogle()
    fake.knock(at: here.port)
    fake.addCalendar("a@x")
    let account = try add(.google, calendars: ["a@x"])
    let keeper = keeper(google(fake))
    await run(keeper)
    try store.removeAccount(account.id)
    await eventually { try store.pushChannels().isEmpty }
    await keeper.settled()
    #expect(fake.channels.isEmpty)
    await keeper.stop()
  }

  @Test func accountsThatCannotTellAreNotAsked() async throws {
    _ = try add(.ics, calendars: ["a"])
    let keeper = keeper({ _ throws(ProviderError) in nil })
    await run(keeper)
    #expect(try store.pushChannels().isEmpty)
    #expect(alarm.seconds == nil)
    await keeper.stop()
  }

  // MARK: - Microsoft

  private func graph(_ fake: FakeGraph) -> PushMaker {
    let (transport, clock) = (transport(), clock)
    return { account throws(ProviderError) in
      account.kind == .microsoft
        ? try GraphPushes(base: fake.address, transport: transport, clock: { clock.now }) : nil
    }
  }

  @Test func microsoftTellsOfAMailboxAndIsProlonged() async throws {
    let fake = try FakeGraph()
    fake.knock(at: here.port)
    fake.addCalendar()
    _ = try add(.microsoft, calendars: ["a"])
    let keeper = keeper(graph(fake))
    await run(keeper)
    let channel = try #require(try store.pushChannels().first)
    let subscription = try #require(fake.subscriptions.first)
    #expect(channel.remote == subscription.id)
    #expect(channel.calendar == nil)
    #expect(subscription.clientState == channel.secret)
    #expect(subscription.lifecycleAddress == channel.address)
    #expect(channel.expires == clock.now + 600_000)
    // Graph says that it is about to end.
    clock.pass(3_600)
    try store.doubtPushChannel(channel.id, isLost: false, at: clock.now)
    await keeper.look()
    await keeper.settled()
    #expect(try store.pushChannel(channel.id)?.expires == clock.now + 600_000)
    #expect(fake.subscriptions.map(\.id) == [subscription.id])
    // It is gone there: another takes its place.
    fake.dropSubscriptions()
    try store.doubtPushChannel(channel.id, isLost: false, at: clock.now)
    await keeper.look()
    await keeper.settled()
    #expect(fake.subscriptions.count == 1)
    let next = try #require(try store.pushChannels().first)
    #expect(next.id != channel.id)
    #expect(try store.pushChannels().count == 1)
    // And so it says itself.
    fake.dropSubscriptions()
    try store.doubtPushChannel(next.id, isLost: true, at: clock.now)
    await keeper.look()
    await keeper.settled()
    #expect(fake.subscriptions.count == 1)
    #expect(try store.pushChannels().map(\.isLost) == [false])
    #expect(fake.violations.isEmpty, "\(fake.violations)")
    await keeper.stop()
  }

  @Test func withoutAHandshakeThereIsNoSubscription() async throws {
    let fake = try FakeGraph()
    fake.knock(at: here.port)
    here.answer(WebReply(200, "something else", headers: [("Content-Type", "text/plain")]))
    _ = try add(.microsoft)
    let keeper = keeper(graph(fake))
    await run(keeper)
    #expect(fake.subscriptions.isEmpty)
    #expect(try store.pushChannels().isEmpty)
    await keeper.stop()
  }

  // MARK: - Cal.com

  private func calcom(_ fake: FakeCalCom) -> PushMaker {
    let transport = transport(FakeCalCom.key)
    return { account throws(ProviderError) in
      account.kind == .calcom ? CalComPushes(base: fake.base, transport: transport) : nil
    }
  }

  @Test func calComTellsOfBookingsAndIsLookedAfter() async throws {
    let fake = try FakeCalCom()
    // Left from a process that died, and somebody else's.
    let left = "https://calendar.example/api/webhooks/calcom?for=home&channel=push_old"
    fake.put(FakeWebhook(id: "left", address: left, secret: "s", triggers: []))
    fake.put(FakeWebhook(id: "other", address: "https://zap.example", secret: "s", triggers: []))
    _ = try add(.calcom)
    let keeper = keeper(calcom(fake))
    await run(keeper)
    #expect(Set(fake.webhooks.map(\.id)).isSuperset(of: ["other"]))
    #expect(!fake.webhooks.map(\.id).contains("left"))
    let channel = try #require(try store.pushChannels().first)
    let webhook = try #require(fake.webhooks.first { $0.address == channel.address })
    #expect(webhook.secret == channel.secret)
    #expect(webhook.triggers.contains("BOOKING_CANCELLED"))
    // Somebody removes it there; the daily look finds that out.
    fake.dropWebhooks()
    let seconds = try #require(alarm.seconds)
    clock.pass(seconds)
    alarm.ring()
    await eventually { !fake.webhooks.isEmpty }
    await keeper.settled()
    #expect(fake.webhooks.count == 1)
    #expect(try store.pushChannels().first?.id != channel.id)
    #expect(try store.pushChannels().count == 1)
    #expect(fake.complaints.isEmpty, "\(fake.complaints)")
    await keeper.stop()
  }
}
