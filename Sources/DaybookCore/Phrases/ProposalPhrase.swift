package import ICalendar

/// Times that somebody proposes, as they write them in a mail: `Tue 3pm ET or Thu after 2`,
/// `Wed 10-12, Thu 14:00`.
///
/// An offer without a day is on the day of the one before it. An offer without a zone is in the
/// zone named last before it, else in the first one named after it, else in the display zone. Words
/// that tell no time are passed over.
package struct ProposalPhrase: Sendable {
  package var offers: [Offer]

  /// One proposed time.
  package struct Offer: Sendable {
    package var window: Window
    /// The zone it was meant in.
    package var zone: Zone
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
    /// A whole day.
    case day(TimeSpan)

    /// The time to look at, for a meeting of so many minutes.
    package func span(lasting minutes: Int) -> TimeSpan {
      switch self {
      case .at(let start): TimeSpan(start, start + minutes * 60)
      case .span(let span), .after(let span), .before(let span), .day(let span): span
      }
    }

    /// Whether the meeting may lie anywhere in the span, rather than take all of it.
    package var isOpen: Bool {
      switch self {
      case .at, .span: false
      case .after, .before, .day: true
      }
    }
  }

  /// Reads what `text` offers; words around it do not matter.
  package init(reading text: String, in context: PhraseContext) throws(PhraseError) {
    var reader = ProposalReader(text, in: context)
    offers = reader.read()
    guard offers.isEmpty else { return }
    guard !reader.cursor.tokens.isEmpty else { throw .empty(.offers) }
    throw reader.cursor.problem
      ?? .notUnderstood(part: text.trimmed(), expected: .offers, nearest: nil)
  }
}

/// Walks over a proposal, keeping the day and the zone that offers share.
struct ProposalReader {
  var cursor: PhraseCursor
  let context: PhraseContext
  private var day: Day?
  private var drafts: [Draft] = []

  init(_ text: String, in context: PhraseContext) {
    cursor = PhraseCursor(text)
    self.context = context
  }

  /// An offer whose zone may be named later.
  private struct Draft {
    var day: Day
    var time: Time
    var zone: Zone?
    var tokens: Range<Int>
  }

  private enum Time {
    case at(Int)
    case between(Int, Int)
    case after(Int)
    case before(Int)
    case allDay
  }

  mutating func read() -> [ProposalPhrase.Offer] {
    while !cursor.isAtEnd {
      let startsWord = cursor.current?.isGlued == false || cursor.position == 0
      if !(startsWord || isBehindPunctuation) || !take() { cursor.position += 1 }
    }
    var zone = drafts.lazy.compactMap(\.zone).first ?? context.zone
    return drafts.map { draft in
      zone = draft.zone ?? zone
      return ProposalPhrase.Offer(
        window: window(draft, in: zone), zone: zone, range: range(draft.tokens))
    }
  }

  private var isBehindPunctuation: Bool {
    if case .sign(let sign)? = cursor.token(-1)?.kind { "(,;:/".contains(sign) } else { false }
  }

  /// Takes a day, or one or more times on the day at hand; whether anything was taken.
  private mutating func take() -> Bool {
    let start = cursor.position
    _ = cursor.take(word: "on")
    if let named = cursor.days(in: context, as: .amongWords),
      named.unit == .day || named.days.count == 1
    {
      day = named.first
      let behind = cursor.position
      _ = cursor.take(sign: ",") || cursor.take(sign: ":")
      if let (time, zone) = time(afterDay: true) {
        drafts.append(
          Draft(day: named.first, time: time, zone: zone, tokens: start..<cursor.position))
      } else {
        cursor.position = behind
        if !isTimeAhead {
          drafts.append(Draft(day: named.first, time: .allDay, zone: nil, tokens: start..<behind))
        }
      }
      return true
    }
    cursor.position = start
    let isNext = cursor.word(ahead: -1).map { ["or", "and"].contains($0) } ?? false
    guard let (time, zone) = time(afterDay: isNext && day != nil) else {
      cursor.position = start
      return false
    }
    var day = day
    // "3pm on Tuesday"
    let behind = cursor.attempt { cursor -> DayPhrase? in
      _ = cursor.take(word: "on")
      return cursor.days(in: context, as: .amongWords)
    }
    if let behind, behind.unit == .day { day = behind.first }
    self.day = day ?? context.today
    drafts.append(
      Draft(
        day: day ?? context.today, time: time, zone: zone, tokens: start..<cursor.position))
    return true
  }

  /// Whether times for the day just read follow after a word or two: "Tuesday works, after 3".
  private var isTimeAhead: Bool {
    var probe = self
    for _ in 0..<4 where !probe.cursor.isAtEnd {
      let start = probe.cursor.position
      if probe.time(afterDay: false) != nil { return true }
      probe.cursor.position = start
      // A stop or "or" ends what belongs to this day.
      if let word = probe.cursor.word, ["or", "and"].contains(word) { return false }
      if let sign = probe.cursor.sign, ";.".contains(sign) { return false }
      if probe.cursor.days(in: context, as: .amongWords) != nil { return false }
      probe.cursor.position = start + 1
    }
    return false
  }

  private mutating func time(afterDay: Bool) -> (Time, Zone?)? {
    _ = cursor.take(word: "any")
    if let part = cursor.attemptWhole({ cursor in
      _ = cursor.take(words: "in", "the")
      return cursor.take(PhraseCursor.partsOfDay)
    }) {
      // "morning 9-11" narrows it.
      if let (time, zone) = clocks(bare: true, in: part) { return (time, zone) }
      return (
        .between(part.hours.lowerBound, part.hours.upperBound),
        cursor.zone(in: context, loosely: true)
      )
    }
    if cursor.attemptWhole({ $0.take(words: "all", "day") || $0.take(word: "anytime") ? true : nil }
    )
      != nil
    {
      return (.allDay, nil)
    }
    return clocks(bare: afterDay, in: nil)
  }

  private mutating func clocks(bare: Bool, in part: PartOfDay?) -> (Time, Zone?)? {
    let start = cursor.position
    let lead = cursor.take(anyOf: [
      "at", "from", "after", "before", "by", "between", "past", "until",
    ])
    if lead == "from" || lead == "between" { cursor.position = start }
    if lead == nil || lead == "from" || lead == "between" || lead == "at",
      let range = cursor.clockRange(bare || lead != nil ? .spoken : .told)
    {
      return (.between(range.start, range.end), cursor.zone(in: context, loosely: true))
    }
    if lead == "from" { _ = cursor.take(word: "from") }
    guard lead != "between",
      let clock = cursor.attempt({ cursor in
        bare || lead != nil ? cursor.clock(.spoken) : cursor.clock(.told)
      })
    else {
      cursor.position = start
      return nil
    }
    let isOpen = cursor.take(sign: "+", glued: true)
    let zone = cursor.zone(in: context, loosely: true)
    guard cursor.isAtBoundary else {
      cursor.position = start
      return nil
    }
    let minutes = part.map { $0.settle(clock).minutes } ?? clock.resolved
    let isLater =
      cursor.take(words: "or", "later") || cursor.take(words: "onwards")
      || cursor.take(words: "onward")
    switch lead {
    case "after", "past", "from": return (.after(minutes), zone)
    case "before", "by", "until": return (.before(minutes), zone)
    default: return (isOpen || isLater ? .after(minutes) : .at(minutes), zone)
    }
  }

  private func window(_ draft: Draft, in zone: Zone) -> ProposalPhrase.Window {
    let bounds = zone.span(of: draft.day)
    func instant(_ minutes: Int) -> Instant { zone.instant(of: draft.day, minutes: minutes) }
    switch draft.time {
    case .at(let start): return .at(instant(start))
    case .between(let start, let end):
      return .span(TimeSpan(instant(start), instant(end > start ? end : end + 1440)))
    case .after(let start): return .after(TimeSpan(instant(start), bounds.end))
    case .before(let end): return .before(TimeSpan(bounds.start, instant(end)))
    case .allDay: return .day(bounds)
    }
  }

  private func range(_ tokens: Range<Int>) -> Range<String.Index> {
    let first = cursor.tokens[tokens.lowerBound].range.lowerBound
    return first..<cursor.tokens[tokens.upperBound - 1].range.upperBound
  }
}
