package import DaybookCore
internal import ICalendar

/// An answer to an invitation, and what goes with it.
package struct InvitationAnswer: Sendable, Equatable {
  package var response: Response
  /// For whoever invites.
  package var note: String?

  package init(_ response: Response, note: String? = nil) {
    self.response = response
    self.note = note
  }

  var word: String {
    switch response {
    case .accepted: "yes"
    case .declined: "no"
    case .tentative, .needsAction: "maybe"
    }
  }
}

/// One line for the note that goes with an answer.
package struct AnswerNoteState: Sendable {
  package var field = TextField()
  let event: Occurrence
  let response: Response
}

extension AppState {
  /// Answers at once, or asks first for a note, or which of a series is meant.
  mutating func answer(_ action: Action) -> [Effect] {
    guard let event = actedOn.first, let response = action.answer else { return [] }
    if action.asksForNote {
      layers.append(.note(AnswerNoteState(event: event, response: response)))
      return []
    }
    return send(InvitationAnswer(response), to: event)
  }

  private mutating func send(_ answer: InvitationAnswer, to event: Occurrence) -> [Effect] {
    guard event.isRecurring else { return [.respond(event.id, answer, .this)] }
    layers.append(.question(.answerSeries(event, answer)))
    return []
  }

  mutating func act(_ action: Action, on line: inout AnswerNoteState) -> LayerOutcome {
    switch action {
    case .close: return .closes([])
    case .accept:
      let text = line.field.text.trimmingBlanks
      let answer = InvitationAnswer(line.response, note: text.isEmpty ? nil : text)
      guard line.event.isRecurring else {
        return .closes([.respond(line.event.id, answer, .this)])
      }
      return .opens(.question(.answerSeries(line.event, answer)))
    default: return .stays([])
    }
  }
}

extension Action {
  /// What an answering action says to an invitation.
  var answer: Response? {
    switch self {
    case .answerYes, .answerYesWithNote: .accepted
    case .answerMaybe, .answerMaybeWithNote: .tentative
    case .answerNo, .answerNoWithNote: .declined
    default: nil
    }
  }

  var asksForNote: Bool {
    [.answerYesWithNote, .answerMaybeWithNote, .answerNoWithNote].contains(self)
  }
}

enum AnswerNoteView {
  static func draw(_ line: AnswerNoteState, _ state: AppState, on picture: inout Picture) {
    let word = InvitationAnswer(line.response).word
    let panel = Panel("Answer \(word), with a note", width: 66, height: 5, state, on: &picture)
    let inside = panel.inside
    picture.grid.write(
      "›", row: inside.row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    line.field.draw(
      on: &picture.grid, row: inside.row, column: inside.column + 2,
      width: max(0, inside.width - 2), hasFocus: true, placeholder: "A line for whoever invites")
    picture.line(
      "“\(state.title(of: line.event))” · Enter answers", row: inside.row + 2, in: inside,
      as: .muted)
  }
}
