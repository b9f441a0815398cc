import DaybookCore
import Testing

/// What people mean by a name.
struct NameMatchTests {
  private func answer(_ text: String, among names: [String]) -> String {
    switch NameMatch.of(text, among: names.map { (name: $0, item: $0) }) {
    case .found(let name): name
    case .several(let names): "several: \(names.joined(separator: ", "))"
    case .none(let nearest): "none: \(nearest ?? "")"
    }
  }

  @Test(arguments: [
    ("Work", "Work"), ("work", "Work"), ("work t", "Work travel"),
    ("wo", "several: Work, Work travel"), ("Wrok", "none: Work"), ("", "none: "),
    ("Something else", "none: "),
  ])
  func exactBeatsABeginningAndABeginningMustBeItsOwn(_ text: String, _ wanted: String) {
    #expect(answer(text, among: ["Work travel", "Work", "Personal"]) == wanted)
  }

  @Test func twoOfOneNameAreSeveral() {
    #expect(answer("Work", among: ["Work", "Work", "Home"]) == "several: Work, Work")
  }

  @Test func ofANameHalfTheLettersMayBeOtherOnesOfAWordOnlyTwo() {
    #expect(NearestWord.toName("Persnl clndr", among: ["Personal calendar"]) == "Personal calendar")
    #expect(NearestWord.to("Persnl clndr", among: ["Personal calendar"]) == nil)
  }
}
