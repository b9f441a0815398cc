package import ICalendar

/// A line for each occurrence in a person's own form: `{date} {time}\t{title}`.
///
/// What stands in braces is a key of OCCURRENCE, or one of `date`, `day`, `time`, `in`, `project` and
/// `billable`. `\t` and `\n` are a tab and a line break; `\\`, `\{` and `\}` the signs themselves.
package struct OccurrenceTemplate: Sendable {
  private var parts: [Part] = []

  private enum Part: Sendable {
    case text(String)
    case field(String)
  }

  /// Names that are no keys of OCCURRENCE, with what they tell.
  private static let own = ["date", "day", "time", "in", "project", "billable"]

  /// Every name, in order.
  package static let names: [String] = {
    let none = Names(calendars: [], accounts: [], clients: [])
    return OccurrenceJSON(names: none, zone: .utc).fields(.sample).map(\.0) + own
  }()

  package init(reading template: String) throws(TemplateError) {
    var rest = template[...]
    var text = ""
    while let next = rest.popFirst() {
      switch next {
      case "\\":
        guard let escaped = rest.popFirst() else { throw .openEnd }
        text += escaped == "t" ? "\t" : escaped == "n" ? "\n" : String(escaped)
      case "{":
        guard let end = rest.firstIndex(of: "}") else { throw .openEnd }
        let name = String(rest[..<end])
        guard Self.names.contains(name) else { throw .unknown(name) }
        rest = rest[rest.index(after: end)...]
        parts += [.text(text), .field(name)]
        text = ""
      default: text.append(next)
      }
    }
    parts.append(.text(text))
  }

  /// - Parameter clean: makes a value fit to stand on a line.
  package func text(
    _ occurrence: Occurrence, conflicts: [ConflictID] = [], as json: OccurrenceJSON, now: Instant,
    cleaning clean: (String) -> String
  ) -> String {
    let fields = Dictionary(
      json.fields(occurrence, conflicts: conflicts), uniquingKeysWith: { $1 })
    return parts.map { part in
      switch part {
      case .text(let text): text
      case .field(let name):
        clean(
          fields[name].map(Self.text) ?? own(name, of: occurrence, in: json.zone, now: now))
      }
    }.joined()
  }

  private func own(_ name: String, of occurrence: Occurrence, in zone: Zone, now: Instant)
    -> String
  {
    let day = zone.day(at: occurrence.span.start)
    return switch name {
    case "date": day.description
    case "day": DateText.day(day)
    case "time": Stamp.clock(occurrence, in: zone)
    case "in": ReminderText(now: now, zone: zone).lead(to: occurrence)
    case "project": occurrence.project ?? ""
    case "billable": String(occurrence.isBillable)
    default: ""
    }
  }

  private static func text(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .array(let items): items.map(text).joined(separator: ",")
    default: value.text(compact: true)
    }
  }
}

/// Why a template cannot be read.
package enum TemplateError: Explained, Equatable {
  /// Ask again: nothing is called so.
  case unknown(String)
  /// Ask again: a brace is left open, or a backslash ends it.
  case openEnd

  package var code: String { "bad_template" }

  package var message: String {
    switch self {
    case .unknown(let name): "an event has no {\(name)}"
    case .openEnd: "the template ends in the middle of a field"
    }
  }

  package var hint: String? {
    switch self {
    case .unknown(let name):
      NearestWord.to(name, among: OccurrenceTemplate.names).map { "did you mean {\($0)}?" }
        ?? "there are {" + OccurrenceTemplate.names.joined(separator: "} {") + "}"
    case .openEnd: "write \\{ for a brace, and \\\\ for a backslash"
    }
  }
}

extension Occurrence {
  fileprivate static let sample = Occurrence(
    id: OccurrenceID(""), event: EventID(""), calendar: CalendarID(""), uid: "", title: "",
    location: "", time: .allDay(Day(number: 0)..<Day(number: 1)),
    span: TimeSpan(Instant(seconds: 0), Instant(seconds: 0)))
}
