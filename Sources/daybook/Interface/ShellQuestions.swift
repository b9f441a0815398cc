import DaybookCore
import DaybookStore
import DaybookTUI
import Synchronization

/// Questions that keys ask faster than they can be answered.
extension Shell {
  /// Questions of which only the newest is still of interest.
  enum Question {
    case page, search, slots, offers, hours, year
  }

  /// The number of a question that is asked now.
  func next(_ question: Question) -> Int {
    questions.withLock { questions in
      questions[question, default: 0] += 1
      return questions[question, default: 0]
    }
  }

  private func isNewest(_ question: Question, _ number: Int) -> Bool {
    questions.withLock { $0[question] == number }
  }

  /// Asks the desk, unless the same is asked anew before its turn: whoever types on does not wait for
  /// what came before.
  func answerNewest(
    _ question: Question, _ ask: @escaping @Sendable (Desk) throws -> Message?
  ) {
    let number = next(question)
    answer { [self] desk in isNewest(question, number) ? try ask(desk) : nil }
  }

  /// Reads a year from a month on, each month in a turn of its own: what is asked meanwhile comes in
  /// between.
  func read(_ load: YearLoad, from month: Int, number: Int) {
    answer { [self] desk in
      guard isNewest(.year, number) else { return nil }
      var load = load
      try desk.add(month: month, to: &load)
      if month == 12 { return .year(load) }
      read(load, from: month + 1, number: number)
      return nil
    }
  }
}
