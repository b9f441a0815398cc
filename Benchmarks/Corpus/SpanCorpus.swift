import DaybookCore
import ICalendar

/// Meetings without files: spans on quarter hours, evenly strewn.
///
/// They last as long as the corpus's events do, an average of 3.6 quarters, and lie so dense that
/// 100,000 of them share time in about 33,900 pairs: of two among Q quarters, 6.2 in Q share some
/// (the sum of two lengths less one), and N²/2 pairs at 6.2/Q make 33,881 for N = 100,000 when Q is
/// 9.15 N. So there are 10.5 meetings a day, on every day of 26 years.
enum SpanCorpus {
  static let start = Day(2010, 1, 1)
  private static let quartersPerSpan = 9.15

  /// The days that `count` spans are strewn over.
  static func days(_ count: Int) -> Range<Day> {
    start..<(start + Int(Double(count) * quartersPerSpan / 96) + 1)
  }

  /// Sorted by start.
  static func spans(_ count: Int) -> [TimeSpan] {
    var random = SplitMix(seed: 7)
    let quarters = Int(Double(count) * quartersPerSpan)
    let origin = start.number * 86_400
    let spans = (0..<count).map { _ in
      let from = Instant(seconds: origin + random.below(quarters) * 900)
      return TimeSpan(from, from + random.pick(CorpusWords.lengths) * 900)
    }
    return spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// The same as meetings of five calendars, in the corpus's places.
  static func occurrences(_ count: Int) -> [Occurrence] {
    var random = SplitMix(seed: 11)
    return spans(count).enumerated().map { number, span in
      Occurrence(
        id: OccurrenceID("occurrence-\(number)"), event: EventID("event-\(number)"),
        calendar: CalendarID(random.pick(CorpusWords.calendars)), uid: "\(number)@daybook.test",
        title: "Meeting \(number)", location: random.pick(CorpusWords.places),
        time: .timed(span, zone: "UTC"), span: span)
    }
  }

  static var calendars: CalendarTable {
    CalendarTable(
      CorpusWords.calendars.map { name in
        EventCalendar(id: CalendarID(name), account: AccountID("local"), key: name, name: name)
      })
  }
}
