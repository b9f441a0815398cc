import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Which channels are opened, renewed and ended.
struct PushPlanTests {
  private let now = TemporaryStore.now
  private let base = "https://calendar.example"
  private let wish = PushWish(
    account: AccountID("a"), kind: .google, calendar: CalendarID("c"))

  private func channel(
    _ id: String, opened: Int = 0, ends: Int? = 7 * 86_400, remote: String? = "r",
    base: String = "https://calendar.example", isLost: Bool = false
  ) -> PushChannel {
    PushChannel(
      id: id, account: wish.account, kind: wish.kind, calendar: wish.calendar, remote: remote,
      secret: "s", address: base + "/api/webhooks/google?for=home&channel=" + id,
      expires: ends.map { now + $0 }, at: now + opened, isLost: isLost)
  }

  private func plan(_ channels: PushChannel..., wishes: [PushWish]? = nil) -> PushPlan {
    PushPlan(wishes: wishes ?? [wish], channels: channels, base: base, now: now)
  }

  @Test func whereThereIsNoneOneIsOpened() {
    #expect(plan().steps == [.open(wish)])
    #expect(plan(wishes: []).steps.isEmpty)
    #expect(plan(wishes: []).next == nil)
  }

  @Test func aGoodOneIsLeftAloneUntilADayBeforeItsEnd() {
    let plan = plan(channel("x"))
    #expect(plan.steps.isEmpty)
    #expect(plan.next == now + 6 * 86_400)
  }

  @Test func whatEndsSoonIsRenewed() {
    let ending = channel("x", opened: -6 * 86_400, ends: 86_400)
    #expect(plan(ending).steps == [.renew(ending)])
    let over = channel("x", opened: -9 * 86_400, ends: -86_400)
    #expect(plan(over).steps == [.renew(over)])
    // Of a short life the last quarter.
    let short = channel("x", opened: -60, ends: 40)
    #expect(plan(short).steps.isEmpty)
    #expect(plan(short).next == now + 15)
  }

  @Test func ofTwoTheNewerStays() {
    let (old, new) = (channel("x", ends: 2 * 86_400), channel("y"))
    #expect(plan(old, new).steps == [.close(old)])
    #expect(plan(new, old).steps == [.close(old)])
  }

  @Test func whatIsLostOrWasNeverOpenedIsForgotten() {
    let lost = channel("x", isLost: true)
    #expect(plan(lost).steps == [.open(wish), .forget(lost)])
    let half = channel("x", ends: nil, remote: nil)
    #expect(plan(half).steps == [.open(wish), .forget(half)])
  }

  @Test func anotherAddressIsAnotherChannel() {
    let elsewhere = channel("x", base: "https://calendar.example.org")
    #expect(plan(elsewhere).steps == [.open(wish), .close(elsewhere)])
  }

  @Test func whatNobodyWantsIsEnded() {
    let mine = channel("x")
    #expect(plan(mine, wishes: []).steps == [.close(mine)])
    let other = PushWish(account: AccountID("b"), kind: .calcom)
    #expect(plan(mine, wishes: [other]).steps == [.open(other), .close(mine)])
  }
}
