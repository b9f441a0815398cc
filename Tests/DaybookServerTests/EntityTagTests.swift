import Testing

@testable import DaybookServer

/// ETags: what a copy and what an edit are judged by.
struct EntityTagTests {
  @Test func aCopyIsJudgedByAllThatIsShown() {
    let tag = EntityTag(state: "s", of: "one")
    #expect(tag.isIn(tag.text))
    #expect(tag.isIn("\"other\", W/\(tag.text)"))
    #expect(tag.isIn("*"))
    #expect(!EntityTag(state: "s", of: "two").isIn(tag.text))
  }

  @Test func anEditIsJudgedByTheStateAlone() {
    let tag = EntityTag(state: "s", of: "one")
    #expect(EntityTag.matches(tag.text, state: "s"))
    #expect(EntityTag.matches("\"a.b\" , \(tag.text)", state: "s"))
    #expect(!EntityTag.matches(tag.text, state: "t"))
    #expect(!EntityTag.matches("\"s\"", state: "s"))
  }
}
