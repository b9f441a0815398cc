internal import DaybookCore
internal import ICalendar

/// What it means to bill, and to unlock what was billed.
enum BillingQuestion {
  static func lines(_ row: HoursReport.Row, days: Range<Day>, _ state: AppState) -> [String] {
    let name = state.name(ofClient: row.client) ?? ""
    let hours = Hundredths.text(BilledTime.hundredths(row.time.billable - row.billed))
    return [
      "Hold \(hours) h of \(name), \(DayText.range(days.lowerBound, days.upperBound - 1)), as billed?",
      "",
      "They keep their client, their hours and their rate, whatever becomes of the events, of rules "
        + "and of rates. B on the same line unlocks them.",
    ]
  }

  static func lines(_ billings: [Billing], _ client: ClientID, _ state: AppState) -> [String] {
    let name = state.name(ofClient: client) ?? ""
    return ["What was billed to \(name) could be changed again:", ""]
      + billings.map { billing in
        let hours = BilledTime.hundredths(billing.lines.map(\.billed).reduce(0, +))
        let days = DayText.range(billing.days.lowerBound, billing.days.upperBound - 1)
        return "  \(days) · \(Hundredths.text(hours)) h"
      } + ["", "Unlock it?"]
  }
}

extension AppState {
  /// Of the chosen line, what is still to be billed; where nothing is, what was is unlocked.
  mutating func askToBill() {
    guard let row = hours.chosen, let report = hours.report, let client = row.client else { return }
    if row.billed < row.time.billable {
      layers.append(.question(QuestionState(subject: .bill(row, days: report.days))))
    } else {
      let billings = report.billings.filter { $0.client == client }
      layers.append(.question(QuestionState(subject: .unlock(billings, client: client))))
    }
  }
}
