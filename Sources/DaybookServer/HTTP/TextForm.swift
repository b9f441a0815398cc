import ICalendar

/// What a text that comes in has to be: told in the documents, and asked of it before its route reads
/// it. What is bounded in bytes its route bounds once more.
struct TextForm: Sendable {
  /// Unicode scalars, which JSON Schema counts too.
  var lengths: ClosedRange<Int> = 0...longest
  /// Whether it is one line, without control characters.
  var isLine = false
  /// Whether some of it is no white space.
  var isVisible = false
  /// All of it, as ECMA-262 and Swift both read it; instead of the two above.
  var pattern: String?
  /// As JSON Schema names it.
  var format: String?
  /// What it wants, in words.
  var wish = "a text"

  /// A text of more than this costs more than it says.
  static let longest = 100_000

  static let any = TextForm()
  /// Of a query: the whole head has 16 KiB, of which such a letter may take twelve bytes.
  static let asked = TextForm(lengths: 1...1_000, wish: "a text that is not empty, nor too long")
  static let askedAny = TextForm(lengths: 0...1_000, wish: "a shorter text")
  /// What another machine made up, in letters that take one byte each.
  static let askedToken = TextForm(lengths: 0...2_000, pattern: "[ -~]*", wish: "a shorter text")
  static let dayPhrase = TextForm(lengths: 1...100, wish: "a day or an instant")
  /// Anything but nothing.
  static let filled = TextForm(lengths: 1...longest, wish: "a text that is not empty")
  static let visible = TextForm(
    lengths: 1...longest, isVisible: true, wish: "a text in which something can be seen")

  /// What somebody or something is called.
  static func name(upTo most: Int) -> TextForm {
    TextForm(
      lengths: 1...most, isLine: true, isVisible: true,
      wish: "one line of 1 to \(most) characters, some of which can be seen")
  }

  static let zone = TextForm(lengths: 1...100, wish: "an IANA name such as Europe/Berlin")

  static let color = TextForm(
    lengths: 7...7, pattern: "#[0-9a-fA-F]{6}", wish: "#rrggbb, or null")

  static let currency = TextForm(
    lengths: 3...3, pattern: "[A-Za-z]{3}", wish: "three letters such as EUR, or null")

  /// White space, of a class of a pattern: of the last two Swift and ECMA-262 say each of one that it
  /// is some.
  static let space = #"\s\u0085\ufeff"#

  /// What no part of a mail domain has.
  private static let noDomain = #"@/,:\#(space)\u0000-\u001f\u007f-\u009f"#

  static let mailDomain = TextForm(
    lengths: 3...255,
    pattern: "@?[^.\(noDomain)][^\(noDomain)]*[.][^\(noDomain)]*[^.\(noDomain)]",
    wish: "a mail domain such as acme.com")

  private static let dayPattern = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

  static let day = TextForm(
    lengths: 10...10, pattern: dayPattern, format: "date", wish: "a day such as 2026-12-24")

  /// A day, or a clock reading with or without an offset.
  static let moment = TextForm(
    lengths: 10...64,
    pattern: dayPattern + "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.][0-9]+)?)?"
      + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?",
    wish: "an RFC 3339 instant such as 2026-11-19T09:30:00+01:00, or a day such as 2026-11-19")

  static let webAddress = TextForm(
    lengths: 8...2_000, pattern: #"[Hh][Tt][Tt][Pp][Ss]?://[^\u0000-\u0020\u007f]+"#, format: "uri",
    wish: "an address that begins with https://")

  func takes(_ text: String) -> Bool {
    guard lengths.contains(text.unicodeScalars.count) else { return false }
    if let pattern {
      let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar)
      guard let regex, text.wholeMatch(of: regex) != nil else { return false }
      return format != "date" || Day(iso: text) != nil
    }
    return text.unicodeScalars.allSatisfy(isTaken)
      && (!isVisible || text.unicodeScalars.contains(where: isSeen))
  }

  private func isSeen(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && scalar != "\u{feff}"
  }

  private func isTaken(_ scalar: Unicode.Scalar) -> Bool {
    isLine
      ? scalar.properties.generalCategory != .control
        && scalar != "\u{2028}" && scalar != "\u{2029}" : scalar != "\0"
  }
}
