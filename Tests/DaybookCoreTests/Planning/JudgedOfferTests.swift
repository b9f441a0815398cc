import DaybookCore
import ICalendar
import Testing

/// Which of the times that somebody proposes can be had, on 19 November 2026.
struct JudgedOfferTests {
  private let day = Day(2026, 11, 19)

  /// One word for each proposed time, with 45 minutes wanted, a buffer of 15, and meetings from
  /// 10:00 to 11:00 and from 15:00 to 16:00.
  private func verdicts(_ text: String) throws -> [String] {
    let berlin = try Sample.berlin()
    let busy = [
      try Sample.meeting("Review", "10:00–11:00"),
      try Sample.meeting("Call", "15:00–16:00"),
    ]
    var policy = AvailabilityPolicy()
    policy.buffer = 15
    let query = SlotQuery(
      days: day..<day + 1, duration: 45, policy: policy,
      now: try Sample.at("2026-11-18 14:12", berlin))
    let phrase = try ProposalPhrase(reading: text, in: PhraseWorld.context())
    return query.judge(phrase, read: text, among: busy, zone: berlin).map { offer in
      func times(_ spans: [TimeSpan]) -> String {
        spans.map { span in
          [span.start, span.end].map { "\(berlin.local(at: $0))".dropFirst(11).prefix(5) }
            .joined(separator: "–")
        }.joined(separator: " ")
      }
      return switch offer.verdict {
      case .free(let spans): "free \(times(spans))\(offer.isOutsideHours ? ", outside" : "")"
      case .taken(let event): "taken by \(event.title)"
      case .tooClose(let event): "too close to \(event.title)"
      case .outsideHours: "outside"
      case .past: "past"
      }
    }
  }

  @Test(arguments: [
    ("Thu 11:30", "free 11:30–12:15"), ("Thu 10:30", "taken by Review"),
    ("Thu 11:05", "too close to Review"), ("Thu 14:10", "too close to Call"),
    ("Thu 13:00-15:30", "taken by Call"), ("Thu after 2", "free 14:00–14:45 16:15–17:00"),
    ("Thu before 10", "free 09:00–09:45"), ("Thu after 18:00", "outside"),
    ("Thu after 4:30 pm", "outside"), ("Thu 9am ET", "taken by Call"),
    ("Sat 12:00", "free 12:00–12:45, outside"), ("Thu 16:45", "free 16:45–17:30, outside"),
    ("Thu morning", "free 09:00–09:45 11:15–12:00"),
    ("Thu afternoon", "free 13:00–14:45 16:15–17:00"),
    ("Thu evening", "outside"), ("any time on Saturday", "outside"),
    ("today 9:00", "past"), ("thu 19:00", "free 19:00–19:45, outside"),
  ])
  func aProposedTimeIsJudged(_ text: String, _ expected: String) throws {
    #expect(try verdicts(text) == [expected])
  }

  @Test func eachOfferIsJudgedByItself() throws {
    #expect(
      try verdicts("Thu 10:30 or 12:00") == ["taken by Review", "free 12:00–12:45"])
  }
}
