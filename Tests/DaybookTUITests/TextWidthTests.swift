import DaybookTUI
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("Stand-up", 8), ("Übung", 5), ("日本語", 6), ("한국어", 6), ("ｈａｌｆ", 8), ("ﾊﾝｶｸ", 4),
    ("e\u{301}", 1), ("שלום", 4), ("مرحبا", 5), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2),
    ("🏳️‍🌈", 1), ("🇩🇪", 2), ("❤️", 1), ("1️⃣", 1), ("─│▌█░", 5), ("·…–", 3), ("\u{200B}", 0),
    ("a\u{200D}b", 2), ("\u{301}", 1), ("नमस्ते", 4), ("a\u{FE0F}", 1), ("\u{1F469}\u{200D}", 2),
  ])
  func aTextTakesItsCells(_ text: String, _ cells: Int) {
    #expect(TextWidth.of(text) == cells)
  }

  @Test func wideLettersAreNeverCutInHalf() {
    #expect(TextWidth.cut("日本語", to: 4) == "日…")
    #expect(TextWidth.cut("日本語", to: 6) == "日本語")
    #expect(TextWidth.cut("日本語", to: 1) == "…")
    #expect(TextWidth.cut("日本語", to: 5, ellipsis: false) == "日本")
    #expect(TextWidth.cut("abc", to: 0).isEmpty)
    #expect(TextWidth.padded("日", to: 4) == "日  ")
  }

  @Test func linesBreakAtBlanks() {
    #expect(TextWidth.wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(TextWidth.wrapped("a\n\nb", to: 9) == ["a", "", "b"])
    #expect(TextWidth.wrapped("abcdefgh", to: 3) == ["abc", "def", "gh"])
    #expect(TextWidth.wrapped("日本語", to: 4) == ["日本", "語"])
    for line in TextWidth.wrapped("Kick-off with 日本 and 👩‍👩‍👧 in Übersee", to: 5) {
      #expect(TextWidth.of(line) <= 5)
    }
  }
}
