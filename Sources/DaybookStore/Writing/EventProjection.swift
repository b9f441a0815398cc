internal import DaybookCore
internal import ICalendar

/// An event on its way into the store: its source, what was read out of it, and what it takes to
/// read it again.
struct EventDraft {
  var event: Event
  var read: EventComponent
  /// See `ZoneReferences`; nil when the system's zones are enough.
  var zones: String?

  /// Whether it is part of something that repeats or that has several entries.
  var belongsToGroup: Bool { event.isSeries || event.recurrenceID != nil }

  var recurrence: String { event.recurrenceID?.compact ?? "" }

  /// X-DAYBOOK-HOLD: the group, and the moment it lapses.
  var hold: (group: String, expires: Int)? {
    guard let line = read.component.first(HoldProperty.name) else { return nil }
    guard case .instant(let moment) = OriginalStart(compact: line.value) else { return nil }
    return (line.parameter("GROUP") ?? event.uid, moment.seconds)
  }

  /// X-DAYBOOK-BUFFER: minutes before and after, `15,0`.
  var buffers: Int? {
    guard let line = read.component.first("X-DAYBOOK-BUFFER") else { return nil }
    let minutes = line.value.split(separator: ",").map { min(max(Int($0) ?? 0, 0), 1440) }
    guard let before = minutes.first else { return nil }
    return before << 16 | (minutes.count > 1 ? minutes[1] : before)
  }

  /// Start and length as the columns have them.
  var columns: (form: EventFlags.Form, start: Int, length: Int, zone: String?) {
    switch event.time {
    case .timed(let span, let zone): (.timed, span.start.seconds, span.seconds, zone)
    case .floating(let from, let to):
      (.floating, from.wallSeconds, max(0, to.wallSeconds - from.wallSeconds), nil)
    case .allDay(let days):
      (.allDay, days.lowerBound.number * 86_400, days.count * 86_400, nil)
    }
  }

  /// What the search looks at, as UTF-8.
  var words: [UInt8] {
    var text = Array(event.title.utf8)
    func add(_ more: String, behind separator: UInt8 = UInt8(ascii: "\n")) {
      text.append(separator)
      text.append(contentsOf: more.utf8)
    }
    if !event.location.isEmpty { add(event.location) }
    for person in [event.organizer].compactMap(\.self) + event.attendees {
      add(person.name)
      add(person.email, behind: UInt8(ascii: " "))
    }
    if let notes = read.description, !notes.isEmpty { add(notes) }
    return text
  }
}

/// The property that makes a tentative event a hold.
enum HoldProperty {
  static let name = "X-DAYBOOK-HOLD"
}
