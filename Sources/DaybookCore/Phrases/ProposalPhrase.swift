package import ICalendar

/// Times that somebody proposes, as they write them in a mail: `Tue 3pm ET or Thu after 2`,
/// `Wed 10-12, Thu 14:00`.
///
/// An offer without a day is on the days of the one before it; days that are said together share
/// their hours and go forward from each other.
/// An offer without a zone is in the one that is said for all (“all times ET”), else in the one named
/// last before it, else in the first one named after it in its own clause, else in the display zone;
/// a clause ends with a stop, a line or “otherwise”. Words that tell no time are passed over.
package struct ProposalPhrase: Sendable {
  package var offers: [Offer]
  /// What looks like a day or a time and was not read, as it was written.
  package var leftOver: [String] = []

  /// One proposed time.
  package struct Offer: Sendable {
    package var window: Window
    /// The zone it was meant in.
    package var zone: Zone
    /// Whether that was said of another offer and holds for this one too.
    package var isZoneCarried: Bool
    /// Where in the text it stands.
    package var range: Range<String.Index>
  }

  package enum Window: Hashable, Sendable {
    /// A start; how long is for the reader to say.
    case at(Instant)
    /// A stretch with two ends.
    case span(TimeSpan)
    /// From a time on, to the end of that day.
    case after(TimeSpan)
    /// Up to a time, from the beginning of that day.
    case before(TimeSpan)
    /// A part of a day, as the morning.
    case within(TimeSpan)
    /// One whole day or several.
    case days(TimeSpan)

    /// The time to look at, for a meeting of so many minutes.
    package func span(lasting minutes: Int) -> TimeSpan {
      switch self {
      case .at(let start): TimeSpan(start, start + minutes * 60)
      case .span(let span), .after(let span), .before(let span), .within(let span),
        .days(let span):
        span
      }
    }

    /// Whether the meeting may lie anywhere in the span, rather than take all of it.
    package var isOpen: Bool {
      switch self {
      case .at, .span: false
      case .after, .before, .within, .days: true
      }
    }
  }

  /// Reads what `text` offers; words around it do not matter.
  package init(reading text: String, in context: PhraseContext) throws(PhraseError) {
    var reader = ProposalReader(text, in: context)
    offers = reader.read()
    leftOver = reader.leftOver
    if reader.assumesToday, let part = leftOver.first {
      throw .notUnderstood(
        part: part, expected: .day, nearest: NearestWord.to(part, among: EventWords.misspelt))
    }
    guard offers.isEmpty else { return }
    guard !reader.cursor.tokens.isEmpty else { throw .empty(.offers) }
    throw reader.cursor.problem
      ?? .notUnderstood(part: text.trimmed(), expected: .offers, nearest: nil)
  }

  /// What to look at twice; nil where nothing is left over.
  package var caution: String? {
    guard !leftOver.isEmpty else { return nil }
    let words = DayWords.list(leftOver.map { "“\($0)”" })
    return "\(words) \(leftOver.count == 1 ? "is" : "are") not read as a time"
  }
}
