import Dispatch
import Synchronization
import Testing

@testable import daybook

/// What another thread makes meanwhile.
struct MeanwhileTests {
  @Test func aValueIsWaitedFor() {
    let isAllowed = DispatchSemaphore(value: 0)
    let number = Meanwhile {
      isAllowed.wait()
      return 7
    }
    isAllowed.signal()
    #expect(number.value == 7)
    #expect(number.value == 7)
  }

  @Test func workThatNobodyAsksForIsDoneAllTheSame() {
    let work = Work()
    do {
      let ignored = Meanwhile { work.isDone.store(true, ordering: .sequentiallyConsistent) }
      withExtendedLifetime(ignored) {}
    }
    let isDone = work.isDone.load(ordering: .sequentiallyConsistent)
    #expect(isDone)
  }

  private final class Work: Sendable {
    let isDone = Atomic(false)
  }
}
