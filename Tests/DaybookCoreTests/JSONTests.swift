import DaybookCore
import Foundation
import Testing

/// JSON as it is written: for machines, and harmless for a terminal that shows it.
struct JSONTests {
  @Test(arguments: [
    ("plain", #""plain""#), ("", #""""#), (#"say "hi" \ bye"#, #""say \"hi\" \\ bye""#),
    ("a\nb\tc\rd", #""a\nb\tc\rd""#), ("\u{1B}[2J\u{7F}\u{0}", ##""\u001b[2J\u007f\u0000""##),
    ("\u{85}é\u{9F}\u{A0}ÿ", "\"\\u0085é\\u009f\u{A0}ÿ\""),
    ("a\u{202E}b\u{2066}c\u{2028}d\u{200E}e\u{2013}–…", #""a\u202eb\u2066c\u2028d\u200ee––…""#),
    ("日本 👩‍👩‍👧 e\u{301}", "\"日本 👩‍👩‍👧 e\u{301}\""),
  ])
  func aTextIsEscapedWhereATerminalMightObey(_ text: String, _ written: String) {
    #expect(JSON.string(text).text() == written)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let scalars = (0..<40).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0..<0x2100, using: &generator))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      let written = JSON.array([.string(text), .object([(text, .int(1))])]).text(compact: true)
      let read = try JSONSerialization.jsonObject(with: Data(written.utf8))
      let list = try #require(read as? [Any])
      #expect(
        (list.first as? String).map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
      #expect((list.last as? [String: Int])?.values.first == 1)
      let isHarmless = written.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value)
          && !(0x202a...0x202e).contains($0.value) && ![0x200e, 0x200f].contains($0.value)
      }
      #expect(isHarmless, "\(written)")
    }
  }
}
