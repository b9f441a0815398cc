internal import DaybookCore
internal import ICalendar

/// One line for a new event, with what was understood of it so far.
package struct QuickAddState: Sendable {
  package var field = TextField()
  private(set) var phrase: EventPhrase?
  private(set) var problem: String?
  /// What to write instead.
  private(set) var hint: String?
  /// The focused slot, which is meant where the line names no day or no time.
  private let day: String
  private let time: String

  init(_ state: AppState) {
    day = state.focus.day.description
    time = DayText.clock(minutes: state.focus.minute)
  }

  mutating func read(_ state: AppState) {
    phrase = nil
    problem = nil
    hint = nil
    let text = field.text.trimmingBlanks
    guard !text.isEmpty else { return }
    let context = state.phraseContext
    do throws(PhraseError) {
      let read = try EventPhrase(reading: text, in: context)
      // Only a time: of the day that the focus is on.
      phrase =
        read.tellsDay
        ? read : (try? EventPhrase(reading: "\(text) \(day)", in: context)) ?? read
    } catch {
      // Only a title: at the focused slot. What could not be read is no title.
      if error == .missingTime {
        phrase = try? EventPhrase(reading: "\(text) \(day) \(time)", in: context)
      }
      problem = phrase == nil ? error.message : nil
      hint = phrase == nil ? error.hint : nil
    }
  }

  /// The calendar that the phrase names, if it names one.
  func calendar(_ state: AppState) -> EventCalendar? {
    guard let wanted = phrase?.calendar?.lowercased() else { return nil }
    let names = state.snapshot.calendars.filter { $0.name.lowercased().hasPrefix(wanted) }
    return names.first { $0.name.lowercased() == wanted } ?? names.first
  }

  /// What keeps the line from being added although it was understood.
  func obstacle(_ state: AppState) -> String? {
    guard let wanted = phrase?.calendar else { return nil }
    guard let calendar = calendar(state) else { return "No calendar is called \(wanted)" }
    return calendar.isReadOnly ? "\(calendar.name) is read-only" : nil
  }

  /// What it would collide with, as far as the screen knows.
  func collision(_ state: AppState) -> Occurrence? {
    guard let time = phrase?.time, !time.isAllDay else { return nil }
    let span = time.span(in: state.zone)
    return state.wholeDays.occurrences.first {
      Busy.countsForConflicts($0, state.settings.conflicts) && $0.span.overlaps(span)
    }
  }
}

extension AppState {
  mutating func act(_ action: Action, on line: inout QuickAddState) -> LayerOutcome {
    switch action {
    case .close: return .closes([])
    case .accept:
      if line.field.text.trimmingBlanks.isEmpty { return .closes([]) }
      guard let phrase = line.phrase, line.obstacle(self) == nil else { return .stays([]) }
      return .closes([
        .create(NewEvent(phrase), in: line.calendar(self)?.id, client: phrase.client)
      ])
    case .nextField:
      layers.append(
        .form(
          EventFormState(
            drafted: line.phrase.map { NewEvent($0) }, in: line.calendar(self),
            client: line.phrase?.client, self)))
      return .stays([])
    default: return .stays([])
    }
  }
}

enum QuickAddView {
  static func draw(_ line: QuickAddState, _ state: AppState, on picture: inout Picture) {
    let panel = Panel("Add", width: 76, height: 6, state, on: &picture)
    let inside = panel.inside
    picture.grid.write(
      "›", row: inside.row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    line.field.draw(
      on: &picture.grid, row: inside.row, column: inside.column + 2,
      width: max(0, inside.width - 2), hasFocus: true,
      placeholder: "Acme call thu 15:00-16:00 @ Zoom #acme")
    if let phrase = line.phrase {
      let named = line.calendar(state).flatMap { state.name(ofCalendar: $0.id) }
      let calendar = named ?? phrase.calendar ?? state.defaultCalendarName
      picture.line(
        phrase.reading(in: state.phraseContext, calendar: calendar), row: inside.row + 2,
        in: inside, as: .suggestion)
      if let obstacle = line.obstacle(state) {
        picture.line(state.masked(obstacle), row: inside.row + 3, in: inside, as: .warning)
      } else if let caution = phrase.caution {
        picture.line(state.masked(caution), row: inside.row + 3, in: inside, as: .warning)
      } else if let other = line.collision(state) {
        picture.line(
          "Overlaps \(state.title(of: other)) \(DayText.span(other.span, in: state.zone))",
          row: inside.row + 3, in: inside, as: .conflictMedium)
      } else {
        picture.line(
          "Enter adds it · Tab opens the form", row: inside.row + 3, in: inside, as: .muted)
      }
    } else if let problem = line.problem {
      picture.line(problem, row: inside.row + 2, in: inside, as: .warning)
      if let hint = line.hint {
        picture.line(hint, row: inside.row + 3, in: inside, as: .muted)
      }
    } else {
      picture.line(
        "A title and a time; also @ place, #client, /calendar, every mon", row: inside.row + 2,
        in: inside, as: .muted)
    }
  }
}
