import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// Channels and feeds as they are kept.
@Suite struct PushChannelTests {
  let temporary: TemporaryStore
  let now = TemporaryStore.now

  init() throws { temporary = try TemporaryStore() }

  private var store: Store { temporary.store }

  private func add(_ id: String = "push_a") throws -> PushChannel {
    let channel = PushChannel(
      id: id, account: AccountID("a"), kind: .google, calendar: CalendarID("c"), secret: "s",
      address: "https://x.example/", at: now)
    try store.addPushChannel(channel)
    return channel
  }

  @Test func aChannelIsKeptBeforeItIsOpenAndWithItsGrant() throws {
    let channel = try add()
    #expect(try store.pushChannel("push_a") == channel)
    try store.keepPushGrant(
      PushGrant(remote: "r", resource: "q", expires: now + 60), of: "push_a", at: now + 1)
    let open = try #require(try store.pushChannels().first)
    #expect(open.remote == "r")
    #expect(open.resource == "q")
    #expect(open.expires == now + 60)
    #expect(open.at == now + 1)
    try store.doubtPushChannel("push_a", isLost: true, at: now + 5)
    #expect(try store.pushChannel("push_a")?.isLost == true)
    #expect(try store.pushChannel("push_a")?.expires == now + 5)
    try store.removePushChannel("push_a")
    #expect(try store.pushChannels().isEmpty)
  }

  @Test func aNumberCountsOnceAndNeverAfterALaterOne() throws {
    _ = try add()
    #expect(try store.takePush(3, on: "push_a"))
    #expect(try !store.takePush(3, on: "push_a"))
    #expect(try !store.takePush(2, on: "push_a"))
    #expect(try store.takePush(9, on: "push_a"))
    #expect(try !store.takePush(99, on: "push_b"))
  }

  @Test func aMarkCountsOnceAsLongAsItIsRemembered() throws {
    #expect(try store.takePush("m", on: "push_a", at: now, age: 100))
    #expect(try !store.takePush("m", on: "push_a", at: now + 100, age: 100))
    #expect(try store.takePush("m", on: "push_b", at: now, age: 100))
    #expect(try store.takePush("m", on: "push_a", at: now + 101, age: 100))
  }

  @Test func ofAFeedOnlyTheMarkIsKept() throws {
    let mark = TestDigests().mark(of: "the secret")
    let feed = try store.addFeed(id: "feed_a", name: "For Ada", mark: mark, now: now)
    #expect(try store.useFeed(mark: "the secret", now: now) == nil)
    #expect(try store.useFeed(mark: mark, now: now)?.id == feed.id)
    #expect(try store.feeds().first?.usedAt == now)
    // To the day: reading it again writes nothing.
    _ = try store.useFeed(mark: mark, now: now + 3_600)
    #expect(try store.feeds().first?.usedAt == now)
    _ = try store.useFeed(mark: mark, now: now + 86_400)
    #expect(try store.feeds().first?.usedAt == now + 86_400)
    try store.removeFeed("feed_a")
    #expect(try store.useFeed(mark: mark, now: now) == nil)
    #expect(throws: StoreError.gone(.feed)) { try store.removeFeed("feed_a") }
  }
}
