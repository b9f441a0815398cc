internal import ICalendar

/// Hours that were agreed with a client, and how many of them are used.
package struct Retainer: Hashable, Sendable {
  package var client: ClientID
  /// Seconds.
  package var agreed: Int
  package var used: Int

  /// Below zero where more was used than agreed.
  package var left: Int { agreed - used }

  /// Those of whole months; nil for other stretches, of which nothing was agreed.
  static func months(in days: Range<Day>) -> Int? {
    let (from, to) = (days.lowerBound.civil, days.upperBound.civil)
    guard from.day == 1, to.day == 1 else { return nil }
    return (to.year - from.year) * 12 + to.month - from.month
  }

  /// `11.25 of 20 h used · 8.75 left`
  package var words: String {
    func text(_ seconds: Int) -> String { Hundredths.text(BilledTime.hundredths(seconds)) }
    let rest = left >= 0 ? "\(text(left)) left" : "\(text(-left)) over"
    return "\(text(used)) of \(text(agreed)) h used · \(rest)"
  }
}
