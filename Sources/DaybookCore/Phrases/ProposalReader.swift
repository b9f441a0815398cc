internal import ICalendar

/// Puts the days and the times of a proposal together.
struct ProposalReader {
  let cursor: PhraseCursor
  private let context: PhraseContext
  private let pieces: [ProposalPieces.Piece]
  /// The days that times belong to, said together.
  private var group: [NamedDays] = []
  /// Whether no time of the group has come yet.
  private var isPending = false
  /// Times whose day may follow: "3pm or 4pm on Tuesday".
  private var early: [Timed] = []
  /// Times whose day has followed, and may be joined by another.
  private var trailing: [Timed] = []
  private var clause = 0
  /// Whether a time is taken to be today's because no day is named.
  private(set) var assumesToday = false
  private var drafts: [Draft] = []

  private struct NamedDays {
    var days: Range<Day>
    var isWeekday: Bool
    var tokens: Range<Int>
  }

  private struct Timed {
    var time: ProposalPieces.Time
    var zone: Zone?
    var tokens: Range<Int>
  }

  /// An offer whose zone may be named later.
  private struct Draft {
    var days: Range<Day>
    var time: ProposalPieces.Time
    var zone: Zone?
    var tokens: Range<Int>
    var clause: Int
  }

  init(_ text: String, in context: PhraseContext) {
    let taken = ProposalPieces(text, in: context)
    (cursor, pieces) = (taken.cursor, taken.pieces)
    self.context = context
  }

  mutating func read() -> [ProposalPhrase.Offer] {
    var forAll: Zone?
    for (index, piece) in pieces.enumerated() {
      switch piece.kind {
      case .days(let phrase, let isWeekday): take(phrase, isWeekday, at: index)
      case .time(let time, let zone):
        take(Timed(time: time, zone: zone, tokens: piece.tokens), at: index)
      case .zoneOfAll(let zone): forAll = zone
      case .stop:
        clause += 1
        // "Tue. 3pm"
        if !isTime(index + 1) { settle() }
      case .line: clause += 1
      case .joint, .comma, .word: break
      }
    }
    settle()
    return offers(forAll)
  }

  private mutating func take(_ phrase: DayPhrase, _ isWeekday: Bool, at index: Int) {
    var days = phrase.days
    if days.count > 1, days.contains(context.today) { days = context.today..<days.upperBound }
    let named = NamedDays(days: days, isWeekday: isWeekday, tokens: pieces[index].tokens)
    if !early.isEmpty, isTime(index - 1) {
      (trailing, early) = (early, [])
      return add(trailing, on: named)
    }
    if !trailing.isEmpty, joins(index), !isTime(index + 1) {
      return add(trailing, on: afterLast(named))
    }
    trailing = []
    if isPending, joins(index) {
      group.append(afterLast(named))
      return
    }
    settle()
    group = [named]
    isPending = true
  }

  /// The same weekday after the one that was said before it.
  private func afterLast(_ named: NamedDays) -> NamedDays {
    guard named.isWeekday, let last = group.last?.days.lowerBound, named.days.lowerBound <= last
    else { return named }
    let day = PhraseCursor.next(named.days.lowerBound.weekday, from: last + 1)
    return NamedDays(days: day..<day + 1, isWeekday: true, tokens: named.tokens)
  }

  private mutating func take(_ time: Timed, at index: Int) {
    trailing = []
    let isNear = isPending && isRightBehindDays(index)
    if group.isEmpty || (!isNear && isDayAhead(index)) {
      if isPending { settle() }
      early.append(time)
      return
    }
    if isPending, isBehindJoint(index) { settle() }
    add(time, near: isPending)
    isPending = false
  }

  private mutating func add(_ times: [Timed], on named: NamedDays) {
    group = [named]
    for time in times { add(time, near: true) }
  }

  /// Adds the time on each day of the group.
  private mutating func add(_ time: Timed, near: Bool) {
    for named in group {
      let tokens =
        near
        ? min(
          named.tokens.lowerBound, time.tokens.lowerBound)..<max(
            named.tokens.upperBound, time.tokens.upperBound) : time.tokens
      var draft = Draft(
        days: named.days, time: time.time, zone: time.zone, tokens: tokens, clause: clause)
      if case .allDay = time.time {
        drafts.append(draft)
        continue
      }
      // A week is the days on which people work; a range is each of its days.
      let isLong = named.days.count > 4
      for day in named.days.prefix(31) where !isLong || day.weekday.index < 5 {
        draft.days = day..<day + 1
        drafts.append(draft)
      }
    }
  }

  /// Ends a group: days for which no time came are offered whole, times without a day are today's.
  private mutating func settle() {
    if isPending {
      for named in group {
        drafts.append(
          Draft(
            days: named.days, time: .allDay, zone: nil, tokens: named.tokens, clause: clause))
      }
      isPending = false
    }
    // "Anytime works" names no day at all.
    let times = early.filter { if case .allDay = $0.time { false } else { true } }
    early = []
    guard !times.isEmpty else { return }
    assumesToday = true
    group = [
      NamedDays(days: context.today..<context.today + 1, isWeekday: false, tokens: 0..<0)
    ]
    for time in times { add(time, near: false) }
  }
}

/// What stands around a piece.
extension ProposalReader {
  private func isTime(_ index: Int) -> Bool {
    guard pieces.indices.contains(index), case .time = pieces[index].kind else { return false }
    return true
  }

  /// Whether no more than a comma stands between the days and this time.
  private func isRightBehindDays(_ index: Int) -> Bool {
    for piece in pieces[..<index].reversed() {
      switch piece.kind {
      case .days: return true
      case .comma, .line: continue
      default: return false
      }
    }
    return false
  }

  /// Whether “or” or “and” stands between this time and the day before it.
  private func isBehindJoint(_ index: Int) -> Bool {
    for piece in pieces[..<index].reversed() {
      switch piece.kind {
      case .joint: return true
      case .days: return false
      default: continue
      }
    }
    return false
  }

  /// Whether a day follows at once that has no time of its own: "4pm on Tuesday".
  private func isDayAhead(_ index: Int) -> Bool {
    guard pieces.indices.contains(index + 1), case .days = pieces[index + 1].kind else {
      return false
    }
    let isTold = cursor.tokens[pieces[index + 1].tokens.lowerBound].kind == .word("on")
    return isTold || !isTime(index + 2)
  }

  /// Whether only “or”, “and” and commas stand between this day and the one before it.
  private func joins(_ index: Int) -> Bool {
    var isJoined = false
    for piece in pieces[..<index].reversed() {
      switch piece.kind {
      case .joint, .comma: isJoined = true
      case .word where Self.filling.contains(cursor.text[range(piece.tokens)].lowercased()):
        continue
      case .days: return isJoined
      default: return false
      }
    }
    return false
  }

  private static let filling: Set<String> = [
    "maybe", "perhaps", "possibly", "also", "even", "either", "on", "the", "else",
  ]
}

/// Zones and spans.
extension ProposalReader {
  private func offers(_ forAll: Zone?) -> [ProposalPhrase.Offer] {
    var last: Zone?
    return drafts.enumerated().map { index, draft in
      last = draft.zone ?? last
      let later = drafts[index...].first { $0.zone != nil && $0.clause == draft.clause }?.zone
      let carried = forAll ?? last ?? later
      let zone = draft.zone ?? carried ?? context.zone
      return ProposalPhrase.Offer(
        window: window(draft, in: zone), zone: zone,
        isZoneCarried: draft.zone == nil && carried != nil
          && zone.identifier != context.zone.identifier,
        range: range(draft.tokens))
    }
  }

  private func window(_ draft: Draft, in zone: Zone) -> ProposalPhrase.Window {
    let bounds = TimeSpan(
      zone.start(of: draft.days.lowerBound), zone.start(of: draft.days.upperBound))
    func instant(_ minutes: Int) -> Instant {
      zone.instant(of: draft.days.lowerBound, minutes: minutes)
    }
    switch draft.time {
    case .at(let start): return .at(instant(start))
    case .between(let start, let end):
      return .span(TimeSpan(instant(start), instant(end > start ? end : end + 1440)))
    case .after(let start): return .after(TimeSpan(instant(start), bounds.end))
    case .before(let end): return .before(TimeSpan(bounds.start, instant(end)))
    case .part(let part):
      return .within(TimeSpan(instant(part.hours.lowerBound), instant(part.hours.upperBound)))
    case .allDay: return .days(bounds)
    }
  }

  private func range(_ tokens: Range<Int>) -> Range<String.Index> {
    let first = cursor.tokens[tokens.lowerBound].range.lowerBound
    return first..<cursor.tokens[tokens.upperBound - 1].range.upperBound
  }

  /// What looks like a day or a time among the words that were passed over.
  var leftOver: [String] {
    pieces.indices.compactMap { index in
      guard case .word = pieces[index].kind else { return nil }
      let start = pieces[index].tokens.lowerBound
      switch cursor.tokens[start].kind {
      case .word(let word):
        let isNear =
          word.count > 5 && cursor.tokens[start].isGlued == false
          && NearestWord.to(word, among: EventWords.misspelt, within: word.count < 8 ? 1 : 2) != nil
        return isNear ? String(cursor.source(start..<start + 1)) : nil
      case .number(_, 1...2):
        guard start + 2 < cursor.tokens.count, case .sign(let sign) = cursor.tokens[start + 1].kind,
          ":/".contains(sign), case .number(_, 1...2) = cursor.tokens[start + 2].kind,
          cursor.tokens[start + 1].isGlued, cursor.tokens[start + 2].isGlued
        else { return nil }
        return String(cursor.source(start..<start + 3))
      default: return nil
      }
    }
  }
}
