package import DaybookCore
internal import ICalendar

/// Times that somebody proposed, pasted or typed, and which of them can be had.
package struct OffersState: Sendable {
  package var field = TextField()
  package var list = ListPosition()
  /// What the finder looks for: the length and the buffer that an offer is judged by.
  private(set) var query: SlotQuery
  private(set) var phrase: ProposalPhrase?
  private(set) var problem: String?
  /// Judged, for the text in `answered`.
  private(set) var judged: [JudgedOffer] = []
  private(set) var answered = ""

  init(_ query: SlotQuery) {
    self.query = query
  }

  /// Reads what was typed; what it proposes is judged by the store.
  mutating func read(_ state: AppState) -> [Effect] {
    phrase = nil
    problem = nil
    guard !field.text.trimmingBlanks.isEmpty else { return [] }
    do throws(PhraseError) {
      phrase = try ProposalPhrase(reading: field.text, in: state.phraseContext)
      return [.judge(field.text, for: query)]
    } catch {
      problem = error.message
      return []
    }
  }

  mutating func take(_ judged: [JudgedOffer], of text: String) {
    guard text == field.text else { return }
    self.judged = judged
    answered = text
    list.clamp(to: judged.count)
  }

  /// What there is to choose from: nothing while another text stands in the line.
  package var offers: [JudgedOffer] { phrase == nil || answered != field.text ? [] : judged }
}

extension AppState {
  /// Opens the line for proposed times over the finder, with what was pasted there.
  mutating func openOffers(_ finder: FreeSlotsState, pasted text: String = "") -> [Effect] {
    var offers = OffersState(finder.query)
    offers.field.insert(text)
    let effects = offers.read(self)
    layers.append(.offers(offers))
    return effects
  }

  mutating func take(judged: [JudgedOffer], of text: String) {
    for index in layers.indices {
      guard case .offers(var offers) = layers[index] else { continue }
      offers.take(judged, of: text)
      layers[index] = .offers(offers)
    }
  }

  mutating func act(_ action: Action, on offers: inout OffersState) -> LayerOutcome {
    if let step = action.rows {
      offers.list.move(by: step, of: offers.offers.count)
      return .stays([])
    }
    switch action {
    case .close: return .closes([])
    case .accept:
      guard offers.offers.indices.contains(offers.list.index) else { return .stays([]) }
      let local = zone.local(at: offers.offers[offers.list.index].placeToLook)
      move(to: local.day)
      move(minute: local.second / 60)
      return .closesAll([])
    default: return .ignored
    }
  }
}

extension JudgedOffer {
  /// Where in the week it is best looked at.
  var placeToLook: Instant {
    switch verdict {
    case .free(let spans): spans.first?.start ?? span.start
    case .taken(let event): max(span.start, event.span.start)
    case .tooClose, .outsideHours, .past: span.start
    }
  }
}

enum OffersView {
  static func draw(_ offers: OffersState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let panel = Panel(
      offers.phrase?.caution ?? "Which of their times work?", width: 84,
      height: min(room.height, max(8, offers.offers.count + 5)), state, on: &picture)
    let length = DayText.length(minutes: offers.query.duration)
    ListPanel.draw(
      query: offers.field, placeholder: "Tue 3pm ET or Thu after 2", panel, state,
      count: offers.offers.count, list: offers.list,
      empty: offers.problem
        ?? (offers.phrase == nil
          ? "Paste what they wrote; each time is looked at for \(length)" : "Looking …"),
      on: &picture
    ) { index, row, area, picture in
      draw(offers.offers[index], row: row, area, state, on: &picture)
    }
  }

  /// `Thu 19 Nov  09:30–10:30`, `Mon 23 Nov – Sun 29 Nov`.
  private static func when(_ span: TimeSpan, _ zone: Zone) -> String {
    guard span.seconds > 90_000 else { return DayText.dayAndSpan(span, in: zone) }
    return
      "\(DayText.medium(zone.day(at: span.start))) – \(DayText.medium(zone.day(at: span.end - 1)))"
  }

  private static func draw(
    _ offer: JudgedOffer, row: Int, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let (mark, words, role) = OfferWords.verdict(offer, state)
    picture.line(mark, row: row, in: area, as: role)
    let used = picture.line(
      when(offer.span, state.zone), row: row, in: area, indent: 2,
      as: .eventTime)
    let indent = max(26, used + 4)
    // Their own words stand at the right, where there is room for both.
    let own = TextWidth.of(offer.words) + 2
    let isRoomy = area.width >= indent + TextWidth.of(words) + own
    picture.line(words, row: row, in: area, indent: indent, as: role)
    if isRoomy {
      picture.line(
        offer.words, row: row, in: area, indent: area.width - own + 2, as: .muted)
    }
  }
}

/// A verdict in words.
enum OfferWords {
  /// The stretches; of an offer over several days each with its day.
  private static func times(_ spans: [TimeSpan], of offer: JudgedOffer, _ state: AppState) -> String
  {
    var last = state.zone.day(at: offer.span.start)
    let namesDays = spans.contains { state.zone.day(at: $0.start) != last }
    var isFirst = true
    return spans.map { span in
      let day = state.zone.day(at: span.start)
      let isNew = isFirst || day != last
      (last, isFirst) = (day, false)
      return (namesDays && isNew ? DayText.brief(day) + " " : "")
        + DayText.span(span, in: state.zone)
    }.joined(separator: ", ")
  }

  static func verdict(_ offer: JudgedOffer, _ state: AppState) -> (
    mark: String, words: String, role: Role
  ) {
    switch offer.verdict {
    case .free(let spans):
      let all = spans == [offer.span]
      let outside = offer.isOutsideHours ? ", outside your working hours" : ""
      return ("✓", (all ? "free" : "free \(times(spans, of: offer, state))") + outside, .free)
    case .taken(let event):
      return ("✗", "conflicts with \(state.title(of: event))", .conflictSevere)
    case .tooClose(let event):
      return ("!", "too close to \(state.title(of: event))", .conflictMinor)
    case .outsideHours: return ("·", "outside your working hours", .muted)
    case .past: return ("·", "has passed", .muted)
    }
  }
}
