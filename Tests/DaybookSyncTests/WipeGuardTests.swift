import DaybookCore
import Testing

@testable import DaybookSync

@Suite struct WipeGuardTests {
  @Test(arguments: [
    (10, 20, false), (11, 20, true), (20, 20, true), (19, 19, false), (11, 21, true),
    (10, 21, false), (0, 100, false), (50, 100, false), (51, 100, true),
  ])
  func moreThanHalfOfTwentyOrMoreIsHeld(_ lost: Int, _ kept: Int, _ isHeld: Bool) {
    #expect(WipeGuard.holds(lost: lost, of: kept) == isHeld)
  }

  @Test func theHintSaysHowToLetItThrough() {
    let failure = WipeGuard.failure(lost: 15, of: 20, account: "team")
    #expect(failure.code == "wipe_guard")
    #expect(failure.message.contains("15 of 20"))
    #expect(failure.hint?.contains("daybook sync --full --account team'") == true)
  }

  @Test func aNameOfTwoWordsIsQuotedInTheHint() {
    let failure = WipeGuard.failure(lost: 15, of: 20, account: "My team")
    #expect(failure.hint?.contains("--account \"My team\"'") == true)
  }
}
