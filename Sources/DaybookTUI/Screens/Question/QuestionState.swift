package import DaybookCore
package import ICalendar

/// A question that stands between a key and what it would do, in words that say what that is.
package struct QuestionState: Sendable {
  package enum Subject: Sendable {
    case deleteSeries(Occurrence)
    case moveSeries(Occurrence, to: TimeSpan)
    case editSeries(Occurrence, EventRevision)
    case answerSeries(Occurrence, InvitationAnswer)
    case delete([OccurrenceID], warning: String)
    /// What others may not agree with.
    case change(Effect, warning: String)
    case release(HoldGroup)
    case removeAccount(AccountOverview)
    case syncFromScratch(AccountOverview)
    case rule(RuleSuggestion)
    case bill(HoursReport.Row, days: Range<Day>)
    case unlock([Billing], client: ClientID)
    /// No clipboard took the text: here it is.
    case unsent(text: String)
  }

  package var subject: Subject

  static func deleteSeries(_ event: Occurrence) -> Self { Self(subject: .deleteSeries(event)) }
  static func moveSeries(_ event: Occurrence, to span: TimeSpan) -> Self {
    Self(subject: .moveSeries(event, to: span))
  }
  static func editSeries(_ event: Occurrence, _ revision: EventRevision) -> Self {
    Self(subject: .editSeries(event, revision))
  }
  static func answerSeries(_ event: Occurrence, _ answer: InvitationAnswer) -> Self {
    Self(subject: .answerSeries(event, answer))
  }
  static func delete(_ events: [OccurrenceID], warning: String) -> Self {
    Self(subject: .delete(events, warning: warning))
  }
  static func change(_ effect: Effect, warning: String) -> Self {
    Self(subject: .change(effect, warning: warning))
  }
  static func release(_ group: HoldGroup) -> Self { Self(subject: .release(group)) }
  static func removeAccount(_ account: AccountOverview) -> Self {
    Self(subject: .removeAccount(account))
  }
  static func syncFromScratch(_ account: AccountOverview) -> Self {
    Self(subject: .syncFromScratch(account))
  }
  static func rule(_ suggestion: RuleSuggestion) -> Self { Self(subject: .rule(suggestion)) }
  static func unsent(text: String) -> Self { Self(subject: .unsent(text: text)) }

  package var isAboutSeries: Bool {
    switch subject {
    case .deleteSeries, .moveSeries, .editSeries, .answerSeries: true
    case .delete, .change, .release, .removeAccount, .syncFromScratch, .rule, .bill, .unlock,
      .unsent:
      false
    }
  }

  /// What can be answered. An invitation is answered for one meeting or for the series.
  var answers: [Action] {
    switch subject {
    case .answerSeries: [.thisOne, .wholeSeries, .close]
    case .editSeries(_, let revision): revision.scopes + [.close]
    case .deleteSeries, .moveSeries: [.thisOne, .following, .wholeSeries, .close]
    case .delete, .change, .release, .removeAccount, .syncFromScratch, .rule, .bill, .unlock,
      .unsent:
      [.yes, .close]
    }
  }

  var title: String {
    switch subject {
    case .deleteSeries, .delete: "Delete"
    case .change: "Change"
    case .moveSeries: "Move"
    case .editSeries: "Save"
    case .answerSeries: "Answer"
    case .release: "Release holds"
    case .removeAccount: "Remove an account"
    case .syncFromScratch: "Sync from scratch"
    case .rule: "Make it a rule"
    case .bill: "Bill"
    case .unlock: "Unlock"
    case .unsent: "Not copied"
    }
  }

  func lines(_ state: AppState) -> [String] {
    switch subject {
    case .deleteSeries(let event):
      ["“\(state.title(of: event))” repeats. Delete which?"]
        + (OthersInIt([event], state).map { [$0.text] } ?? [])
    case .moveSeries(let event, let span):
      [
        "“\(state.title(of: event))” repeats. Move which to",
        (event.isAllDay
          ? DayText.wholeDays(span, in: state.zone) : DayText.dayAndSpan(span, in: state.zone))
          + "?",
      ] + (CallerWarning([event], state).map { [$0.text] } ?? [])
    case .editSeries(let event, let revision): lines(revision, of: event, state)
    case .answerSeries(let event, let answer):
      ["“\(state.title(of: event))” repeats. Answer \(answer.word) to which?"]
    case .delete(_, let warning), .change(_, let warning): [warning]
    case .release(let group):
      ["Release \(group.spans.count) held times for “\(state.isMasked ? "Busy" : group.title)”?"]
    case .removeAccount(let account): AccountQuestions.removal(account, state)
    case .syncFromScratch(let account): AccountQuestions.fromScratch(account, state)
    case .rule(let suggestion): RuleQuestion.lines(suggestion, state)
    case .bill(let row, let days): BillingQuestion.lines(row, days: days, state)
    case .unlock(let billings, let client): BillingQuestion.lines(billings, client, state)
    case .unsent(let text):
      ["No clipboard could be reached. The text, to select:", ""]
        + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func lines(_ revision: EventRevision, of event: Occurrence, _ state: AppState)
    -> [String]
  {
    let what =
      if let calendar = revision.calendar {
        "All of it goes to \(state.name(ofCalendar: calendar) ?? "the other calendar")."
      } else if revision.change.rule != nil {
        "From when on as you wrote?"
      } else if revision.change.isEmpty {
        "Give which to the client?"
      } else {
        "Change which?"
      }
    let warning =
      state.warning(before: revision, of: event)
      ?? (revision.change.isEmpty ? nil : CallerWarning([event], state)?.text)
    return ["“\(state.title(of: event))” repeats. \(what)"] + [warning].compactMap(\.self)
  }
}

extension AppState {
  mutating func act(_ action: Action, on question: inout QuestionState) -> LayerOutcome {
    let scope: EditScope
    switch action {
    case .close: return .closes([])
    case .yes:
      switch question.subject {
      case .removeAccount(let account): return .closes([.removeAccount(account.id)])
      case .syncFromScratch(let account):
        notice = Notice(.plain, "Asking \(name(of: account.account)) for everything …")
        return .closes([.sync(account.id, isFull: true)])
      default: return .closesAll(answerYes(question))
      }
    case .thisOne: scope = .this
    case .following: scope = .following
    case .wholeSeries: scope = .all
    default: return .ignored
    }
    guard !question.isAboutSeries || question.answers.contains(action) else { return .stays([]) }
    selection = Selection()
    switch question.subject {
    case .deleteSeries(let event): return .closesAll([.delete([event.id], scope)])
    case .moveSeries(let event, let span):
      return .closesAll([
        .edit(event.id, EventChange(time: event.time.moved(to: span, in: zone)), scope)
      ])
    case .editSeries(let event, let revision):
      return .closesAll([revision.effect(on: event.id, scope)])
    case .answerSeries(let event, let answer):
      return .closes([.respond(event.id, answer, scope)])
    case .delete, .change, .release, .removeAccount, .syncFromScratch, .rule, .bill, .unlock,
      .unsent:
      return .ignored
    }
  }

  private mutating func answerYes(_ question: QuestionState) -> [Effect] {
    switch question.subject {
    case .delete(let events, _):
      selection = Selection()
      return [.delete(events, .this)]
    case .change(let effect, _):
      selection = Selection()
      return [effect]
    case .release(let group): return [.releaseHolds(group.id)]
    case .rule(let suggestion): return [.addRule(suggestion.rule)]
    case .bill(let row, let days):
      return row.client.map { [.bill($0, days: days)] } ?? []
    case .unlock(let billings, _): return billings.map { .unlockBilling($0.id) }
    case .unsent, .deleteSeries, .moveSeries, .editSeries, .answerSeries, .removeAccount,
      .syncFromScratch:
      return []
    }
  }
}

enum QuestionView {
  static func draw(_ question: QuestionState, _ state: AppState, on picture: inout Picture) {
    let width = min(64, max(20, state.size.columns - 4))
    let text = question.lines(state).flatMap {
      $0.isEmpty ? [""] : TextWidth.wrapped($0, to: max(1, width - 4))
    }
    let answers = state.keymap.bindings(in: question.isAboutSeries ? .scope : .confirm).filter {
      question.answers.contains($0.action)
    }
    let panel = Panel(
      question.title, width: width, height: text.count + answers.count + 3, state, on: &picture)
    for (index, line) in text.enumerated() {
      picture.line(line, row: panel.inside.row + index, in: panel.inside)
    }
    for (index, answer) in answers.enumerated() {
      let row = panel.inside.row + text.count + 1 + index
      guard panel.inside.rows.contains(row) else { break }
      picture.line(answer.label ?? "", row: row, in: panel.inside, indent: 2, as: .keyHint)
      picture.line(answer.help, row: row, in: panel.inside, indent: 7)
      picture.mark(
        Rect(row: row, column: panel.inside.column, width: panel.inside.width, height: 1),
        as: .action(answer.action))
    }
  }
}
