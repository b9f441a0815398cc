import Foundation
import ICalendar
import Testing

/// Three hundred generated series with the instances on which three engines agree.
struct RecurrenceCorpusTests {
  struct Case: Decodable {
    var id, ics: String
    var window: [String]
    var expected: [[String]]
    var floatingTz: String?
    var tags: [String]
  }

  @Test(arguments: ["cases.jsonl", "adjudicated.jsonl"])
  func everyCaseHasItsInstances(_ file: String) throws {
    guard let data = Shared.data("corpora/rrule/\(file)") else { return }
    var failed: [String] = []
    var count = 0
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let item = try JSONDecoder().decode(Case.self, from: line)
      count += 1
      let found = try instances(of: item)
      if found != item.expected {
        let wrong = zip(found, item.expected).first { $0 != $1 }
        failed.append(
          "\(item.id) \(item.tags): \(found.count)/\(item.expected.count) "
            + "\(wrong.map { "\($0.0) for \($0.1)" } ?? "")")
      }
    }
    #expect(count >= 15)
    #expect(failed.isEmpty, "\(failed.count) of \(count):\n\(failed.joined(separator: "\n"))")
  }

  private func instances(of item: Case) throws -> [[String]] {
    let calendar = try #require(CalendarDocument.read(item.ics).calendars.first)
    let events = calendar.readEvents(zones: calendar.zones(in: SystemZones.database)).events
    let set = RecurrenceSet(
      master: events.first { $0.recurrenceID == nil },
      overrides: events.filter { $0.recurrenceID != nil })
    let viewer = try item.floatingTz.map { try SystemZones.zone($0) } ?? .utc
    let isDate = item.tags.contains("date")
    let window = TimeSpan(
      Instant(seconds: try Shared.seconds(item.window[0])),
      Instant(seconds: try Shared.seconds(item.window[1])))
    return set.instances(touching: window, viewer: viewer).instances.map { instance in
      if isDate, let days = instance.days {
        return ["\(days.lowerBound)", "\(days.upperBound)"]
      }
      return [instance.start, instance.end].map {
        "\(LocalDateTime(wallSeconds: $0.seconds))Z"
      }
    }
  }
}
