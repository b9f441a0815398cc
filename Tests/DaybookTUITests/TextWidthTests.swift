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

  /// Plain text is measured letter by letter without a look at what belongs together; an emoji in
  /// front of it asks for that look.
  @Test func aLetterTakesTheSameCellsBesideAnEmoji() {
    var others: [String] = []
    for value in UInt32(0)..<0x1_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark: continue
      default: break
      }
      // Vowels and tails of Korean syllables sit on the letter before them.
      if (0x1160..<0x1200).contains(value) || value >= 0xD7B0 && value < 0xD800 { continue }
      let letter = String(scalar)
      if TextWidth.of("👍" + letter) != 2 + TextWidth.of(letter) {
        others.append(String(value, radix: 16))
      }
    }
    #expect(others.isEmpty)
  }

  @Test func marksTakeNoCellAndLettersDo() {
    var others: [String] = []
    for value in UInt32(0x100)..<0x3100 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let cells = TextWidth.of("a" + String(scalar)) - 1
      // Hangul's jamo join into syllables, and its fillers show nothing.
      let isJamo = (0x1100..<0x1200).contains(value)
      let isRight =
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: cells == 0
        case .uppercaseLetter, .lowercaseLetter, .otherLetter, .modifierLetter:
          isJamo || cells == (value < 0x3000 ? 1 : 2)
        default: true
        }
      if !isRight { others.append(String(value, radix: 16)) }
    }
    #expect(others.isEmpty)
  }

  @Test(arguments: [
    ("Größe · 9–10 Uhr … 日本語", "Größe · 9–10 Uhr … 日本語"), ("a\u{1B}[2J", "a␛[2J"),
    ("soft\u{AD}ly", "softly"), ("a\u{202E}b–", "ab–"),
    ("\u{A0}e\u{301}", "\u{A0}e\u{301}"),
  ])
  func aLineShowsWhatIsHarmless(_ text: String, _ line: String) {
    #expect(VisibleText.line(text) == line)
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
    #expect(TextWidth.wrapped("", to: 4) == [""])
    #expect(TextWidth.wrapped("a  b", to: 9) == ["a  b"])
    #expect(TextWidth.wrapped("  a ", to: 9) == ["a "])
    #expect(TextWidth.wrapped("über den Dächern", to: 8) == ["über den", "Dächern"])
    #expect(TextWidth.wrapped("on Donaudampfschiff", to: 6) == ["on", "Donaud", "ampfsc", "hiff"])
    #expect(TextWidth.wrapped("日本", to: 1) == ["日", "本"])
    for line in TextWidth.wrapped("Kick-off with 日本 and 👩‍👩‍👧 in Übersee", to: 5) {
      #expect(TextWidth.of(line) <= 5)
    }
  }

  @Test func aSentenceKeepsItsEndWhereANameCanBeShorter() {
    let text = "Move Train to Hamburg to Mon 23 Nov 12:30–14:15"
    let names = ["Globex", "Train to Hamburg"]
    #expect(TextWidth.fitted(text, to: 60, cutting: names) == text)
    #expect(
      TextWidth.fitted(text, to: 42, cutting: names)
        == "Move Train to H… to Mon 23 Nov 12:30–14:15")
    #expect(
      TextWidth.fitted(text, to: 39, cutting: names) == "Move Train t… to Mon 23 Nov 12:30–14:15")
    // What has no room at all is cut by whoever draws it.
    #expect(TextWidth.fitted(text, to: 30, cutting: names) == text)
    #expect(TextWidth.fitted(text, to: 42, cutting: ["", "Globex"]) == text)
  }
}
