import Dispatch
import Testing

@testable import daybook

/// Who has a page that a picture waited for.
struct HandoverTests {
  @Test func whatIsThereInTimeIsHandedOver() {
    let handover = Handover<String>()
    #expect(handover.give("page"))
    #expect(handover.wait(milliseconds: 0) == "page")
  }

  @Test func whatComesTooLateStaysWithItsGiver() {
    let handover = Handover<String>()
    #expect(handover.wait(milliseconds: 0) == nil)
    #expect(!handover.give("page"))
  }

  @Test func whoeverWaitsIsWoken() {
    let handover = Handover<String>()
    DispatchQueue.global().async { _ = handover.give("page") }
    #expect(handover.wait(milliseconds: 60_000) == "page")
  }
}
