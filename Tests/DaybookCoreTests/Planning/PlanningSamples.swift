import DaybookCore
import Foundation
import ICalendar

/// Zones, moments and occurrences for tests of the engines, in as few words as they need.
enum Sample {
  private static let zones = ZoneDatabase { name in
    FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").flatMap {
      Zone(tzif: Array($0), identifier: name)
    }
  }

  struct Unreadable: Error {
    var text: String
  }

  static func zone(_ identifier: String) throws -> Zone {
    guard let zone = zones.zone(identifier) else { throw Unreadable(text: identifier) }
    return zone
  }

  static func berlin() throws -> Zone { try zone("Europe/Berlin") }

  /// `2026-11-19 09:30` on the wall of `zone`.
  static func at(_ text: String, _ zone: Zone) throws -> Instant {
    let parts = text.split(separator: " ")
    guard let first = parts.first, let day = Day(iso: first) else { throw Unreadable(text: text) }
    guard parts.count == 2 else { return zone.start(of: day) }
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    guard clock.count >= 2 else { throw Unreadable(text: text) }
    return zone.instant(
      of: LocalDateTime(
        day, hour: clock[0], minute: clock[1], second: clock.count > 2 ? clock[2] : 0))
  }

  /// `2026-11-19 09:30–10:30`.
  static func span(_ text: String, _ zone: Zone) throws -> TimeSpan {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { throw Unreadable(text: text) }
    let clocks = parts[1].split(separator: "–")
    guard clocks.count == 2 else { throw Unreadable(text: text) }
    let end =
      clocks[1] == "24:00"
      ? try at("\(parts[0])", zone) + 86_400 : try at("\(parts[0]) \(clocks[1])", zone)
    return TimeSpan(try at("\(parts[0]) \(clocks[0])", zone), end)
  }

  static func calendar(
    _ name: String, priority: Int = 0, isReadOnly: Bool = false, isBusy: Bool = true
  ) -> EventCalendar {
    EventCalendar(
      id: CalendarID(name), account: AccountID("local"), key: name, name: name, isBusy: isBusy,
      isReadOnly: isReadOnly, priority: priority)
  }

  static let calendars = CalendarTable([calendar("A"), calendar("B"), calendar("C")])

  /// A busy, confirmed occurrence in calendar A of 19 November 2026, Berlin; `change` makes it what
  /// the test is about.
  static func meeting(
    _ title: String, _ clocks: String, in calendar: String = "A", uid: String? = nil,
    on day: String = "2026-11-19", _ change: (inout Occurrence) -> Void = { _ in }
  ) throws -> Occurrence {
    let span = try span("\(day) \(clocks)", berlin())
    let uid = uid ?? "\(title)-\(clocks)-\(day)-\(calendar)"
    let event = Event.id(calendar: CalendarID(calendar), uid: uid)
    var occurrence = Occurrence(
      id: Event.occurrenceID(event, nil), event: event, calendar: CalendarID(calendar), uid: uid,
      title: title, time: .timed(span, zone: "Europe/Berlin"), span: span)
    change(&occurrence)
    return occurrence
  }
}
