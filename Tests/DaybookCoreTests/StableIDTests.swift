import DaybookCore
import Testing

struct StableIDTests {
  /// Stores and scripts remember them.
  @Test func anIdNeverChanges() {
    #expect(StableID.make() == "pa74pp7swcdcggga")
    #expect(StableID.make("event", "work", "abc") == "iefkwzoyqpea5lhr")
    #expect(StableID.make("conflict", "a", "b") == "is4o5to5usctx7al")
  }

  @Test func whereAPartEndsMatters() {
    #expect(StableID.make("ab", "c") != StableID.make("a", "bc"))
  }
}
