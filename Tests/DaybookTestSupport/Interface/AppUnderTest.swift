package import DaybookCore
package import DaybookTUI
internal import ICalendar
package import Testing

/// The interface without a terminal: keys in, pictures out. Effects that a store would answer are
/// answered from the samples.
package struct AppUnderTest {
  package var state: AppState
  /// Every effect that was asked for, in order.
  package private(set) var effects: [Effect] = []
  /// How many answers to answers are under way.
  private var depth = 0

  package init(
    size: Size = Size(columns: 120, rows: 36), snapshot: Snapshot? = Samples.snapshot(),
    settings: Settings = Settings()
  ) {
    state = AppState(
      now: Samples.now, zone: Samples.berlin, secondZone: Samples.newYork, zones: Samples.zones,
      settings: settings, size: size, snapshot: snapshot)
  }

  package var picture: Picture { render(state) }

  /// Presses keys as the settings would name them: `jj<Enter>`.
  package mutating func press(_ text: String) throws {
    for key in try KeyText.parse(text) { send(.key(key)) }
  }

  /// Types a text letter by letter.
  package mutating func type(_ text: String) {
    for letter in text { send(.key(KeyPress(letter))) }
  }

  package mutating func send(_ message: Message) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 40 else {
      Issue.record("An answer asks for the next one without end: \(effects.suffix(3))")
      return
    }
    for effect in update(&state, message) {
      effects.append(effect)
      answer(effect)
    }
  }

  private mutating func answer(_ effect: Effect) {
    switch effect {
    case .load(let days), .loadPage(let days): send(.snapshot(Samples.snapshot(days: days)))
    case .openDetails(let id):
      guard let occurrence = state.snapshot.days.occurrence(id) else { return }
      send(.details(Samples.details(of: occurrence)))
    case .search(let text, near: let moment):
      let found = Samples.occurrences.filter {
        $0.title.lowercased().contains(text.lowercased())
      }
      .sorted { abs($0.span.start - moment) < abs($1.span.start - moment) }
      send(.found(found, query: text))
    case .findSlots(let query):
      let slots = Availability.slots(
        occurrences: Samples.occurrences, query: query, zone: Samples.berlin)
      send(.slots(slots, query: query))
    case .judge(let text, for: let query):
      guard let phrase = try? ProposalPhrase(reading: text, in: state.phraseContext) else { return }
      let judged = query.judge(
        phrase, read: text, among: Samples.occurrences, zone: Samples.berlin)
      send(.judged(judged, of: text))
    case .copy(let text, what: let what):
      send(.copied(what: what, routes: ["the terminal"], text: text))
    case .loadHours(let query):
      let report = HoursReport(
        of: Samples.occurrences, by: query.grouping, days: query.days,
        clients: state.snapshot.clients, calendars: CalendarTable(state.snapshot.calendars),
        zone: Samples.berlin, weekStarts: state.settings.weekStarts,
        rounding: state.settings.hours.rounding)
      send(.hours(report, query: query))
    case .loadYear(let year):
      send(
        .year(YearLoad(year: year, occurrences: Samples.occurrences, zone: Samples.berlin)))
    case .readAccounts: send(.accounts(RemoteSamples.accounts))
    case .readOutbox: send(.outbox(RemoteSamples.outbox))
    case .readLog: send(.log(RemoteSamples.log))
    case .showEvent(let event):
      guard let found = Samples.occurrences.first(where: { $0.event == event }) else { return }
      send(.event(found))
    default: break
    }
  }

  /// Compares the screen with the picture of this name, or records it when told to.
  package func expectScreen(
    _ name: String, in file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try PictureFile(name, beside: file).expect(
      PictureText.text(of: picture.grid), sourceLocation: sourceLocation)
  }
}
