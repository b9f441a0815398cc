package import DaybookCore
internal import ICalendar

/// One line for a date as a person types it, with the day it was understood as.
package struct GoToDateState: Sendable {
  package var field = TextField()
  private(set) var day: Day?
  private(set) var problem: String?

  init(_ state: AppState) {}

  mutating func read(_ state: AppState) {
    day = nil
    problem = nil
    guard !field.text.trimmingBlanks.isEmpty else { return }
    do throws(PhraseError) {
      let named = try DayPhrase(reading: field.text, in: state.phraseContext).first
      if AppState.shownDays.contains(named) {
        day = named
      } else {
        problem = AppState.beyondDays
      }
    } catch {
      problem = error.message
    }
  }
}

extension AppState {
  /// What phrases are read against.
  package var phraseContext: PhraseContext {
    PhraseContext(
      now: now, zone: zone, zones: zones, weekStarts: settings.weekStarts,
      dateOrder: settings.dateOrder)
  }

  mutating func act(_ action: Action, on line: inout GoToDateState) -> LayerOutcome {
    switch action {
    case .close: return .closes([])
    case .accept:
      guard let day = line.day else {
        if let problem = line.problem { notice = Notice(.plain, problem) }
        return .stays([])
      }
      move(to: day)
      agendaTop = day
      return .closes([])
    default: return .stays([])
    }
  }
}

enum GoToDateView {
  static func draw(_ line: GoToDateState, _ state: AppState, on picture: inout Picture) {
    let panel = Panel("Go to date", width: 54, height: 5, state, on: &picture)
    let inside = panel.inside
    picture.grid.write(
      "›", row: inside.row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    line.field.draw(
      on: &picture.grid, row: inside.row, column: inside.column + 2,
      width: max(0, inside.width - 2), hasFocus: true, placeholder: "12 dec, next fri, w49, +10d")
    if let day = line.day {
      let week = day.week(startingOn: state.settings.weekStarts).week
      picture.line(
        "\(DayText.long(day)) · week \(week)", row: inside.row + 2, in: inside, as: .suggestion)
    } else if let problem = line.problem {
      picture.line(problem, row: inside.row + 2, in: inside, as: .muted)
    }
  }
}
