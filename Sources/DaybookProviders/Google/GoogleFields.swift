internal import DaybookCore
internal import ICalendar

/// A VEVENT as the fields that Google would be sent for it. Two of them are compared, and what
/// differs is what there is to write.
struct GoogleFields: Equatable {
  /// By Google's name; what is left out has Google's default.
  private(set) var values: [String: JSONValue] = [:]
  /// Keys of private extended properties.
  private(set) var carried: [String: JSONValue] = [:]

  static let longestReminder = 40_320
  private static let mostReminders = 5

  /// - Parameter dropping: slots whose EXDATE is told by deleting the instance instead.
  init(_ read: EventComponent, in scope: GoogleScope, dropping: Set<OriginalStart> = []) {
    let component = read.component
    values["start"] = scope.value(read.start)
    values["end"] = scope.value(read.end)
    if let title = read.summary, !title.isEmpty { values["summary"] = .text(title) }
    if let place = read.location, !place.isEmpty { values["location"] = .text(place) }
    let notes = component.first("X-ALT-DESC")?.text ?? read.description ?? ""
    if !notes.isEmpty { values["description"] = .text(notes) }
    switch read.status {
    case .tentative: values["status"] = .text("tentative")
    case .cancelled: values["status"] = .text("cancelled")
    case .confirmed, nil: break
    }
    if read.isTransparent { values["transparency"] = .text("transparent") }
    if let visibility = Self.visibility(component) { values["visibility"] = .text(visibility) }
    if let color = read.color.flatMap({ GoogleColors.eventID($0) }) {
      values["colorId"] = .text(color)
    }
    let guests = component.all("ATTENDEE").compactMap { Self.guest($0) }
    if !guests.isEmpty { values["attendees"] = .list(guests) }
    let reminders = read.alarms.compactMap { Self.reminder($0) }.prefix(Self.mostReminders)
    if !reminders.isEmpty { values["reminders"] = .list(Array(reminders)) }
    if read.recurrenceID == nil {
      let lines = GoogleRecurrence(read, in: scope).lines(dropping: dropping)
      if !lines.isEmpty { values["recurrence"] = .list(lines.map { .text($0) }) }
    }
    carried = GoogleCarried.properties(of: component)
  }

  subscript(_ name: String) -> JSONValue? { values[name] }

  /// The same at another time and repeating nothing: what an instance of a series looks like.
  func instance(from start: JSONValue, to end: JSONValue) -> GoogleFields {
    var fields = self
    fields.values["start"] = start
    fields.values["end"] = end
    fields.values["recurrence"] = nil
    return fields
  }

  /// The body that makes an event.
  func body(id: String, uid: String) -> JSONValue {
    var members = values
    members["id"] = .text(id)
    if let reminders = values["reminders"] { members["reminders"] = Self.reminders(reminders) }
    var own = carried
    if uid.utf8.count <= 1000 { own[GoogleID.property] = .text(uid) }
    if !own.isEmpty { members["extendedProperties"] = .object(["private": .object(own)]) }
    return .object(members)
  }

  /// The body of a patch that makes `old` this; no members where there is nothing to do.
  func changes(from old: GoogleFields) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for name in Set(values.keys).union(old.values.keys) where values[name] != old.values[name] {
      members[name] = Self.written(name, values[name])
    }
    var own: [String: JSONValue] = [:]
    for key in Set(carried.keys).union(old.carried.keys) where carried[key] != old.carried[key] {
      own[key] = carried[key] ?? .null
    }
    if !own.isEmpty { members["extendedProperties"] = .object(["private": .object(own)]) }
    return members
  }

  /// The body of a patch over an event of which nothing is known.
  var all: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (name, value) in values { members[name] = Self.written(name, value) }
    if !carried.isEmpty { members["extendedProperties"] = .object(["private": .object(carried)]) }
    return members
  }

  /// Whether every field that `patch` writes is here as `wanted` has it.
  func holds(_ patch: [String: JSONValue], of wanted: GoogleFields) -> Bool {
    patch.keys.allSatisfy { name in
      name == "extendedProperties"
        ? wanted.carried == carried : values[name] == wanted.values[name]
    }
  }

  /// A patch merges objects, so that the other form of a time has to be cleared by name.
  private static func written(_ name: String, _ value: JSONValue?) -> JSONValue {
    switch (name, value) {
    case ("start", .object(let members)?), ("end", .object(let members)?):
      var all: [String: JSONValue] = ["date": .null, "dateTime": .null, "timeZone": .null]
      all.merge(members) { $1 }
      return .object(all)
    case ("reminders", let value): return reminders(value ?? .list([]))
    case (_, let value?): return value
    case ("status", nil): return .text("confirmed")
    case ("transparency", nil): return .text("opaque")
    case ("visibility", nil): return .text("default")
    case ("attendees", nil): return .list([])
    case (_, nil): return .null
    }
  }

  private static func reminders(_ overrides: JSONValue) -> JSONValue {
    .object(["useDefault": .bool(false), "overrides": overrides])
  }

  private static func visibility(_ component: Component) -> String? {
    switch component.first("CLASS")?.value.uppercased() {
    case "PUBLIC"?: "public"
    case "CONFIDENTIAL"?: "confidential"
    case nil, "DEFAULT"?: nil
    default: "private"
    }
  }

  /// A guest as they were read, so that writing the list back loses nothing of it; nil for whom mail
  /// cannot reach.
  private static func guest(_ line: ContentLine) -> JSONValue? {
    let person = EventComponent.Attendee(line)
    guard person.address.contains("@"), !person.address.contains(":") else { return nil }
    var members: [String: JSONValue] = [
      "email": .text(person.address), "responseStatus": .text(status(person.response)),
    ]
    if let name = person.name { members["displayName"] = .text(name) }
    if person.role == .optional { members["optional"] = .bool(true) }
    if person.kind == .resource || person.kind == .room { members["resource"] = .bool(true) }
    if let comment = line.parameter("X-RESPONSE-COMMENT"), !comment.isEmpty {
      members["comment"] = .text(comment)
    }
    if let count = line.parameter("X-NUM-GUESTS").flatMap({ Int($0) }), count > 0 {
      members["additionalGuests"] = .number(count)
    }
    return .object(members)
  }

  private static func status(_ response: EventComponent.Attendee.Response) -> String {
    switch response {
    case .accepted: "accepted"
    case .declined: "declined"
    case .tentative: "tentative"
    case .needsAction, .delegated: "needsAction"
    }
  }

  /// What goes off before the start, in whole minutes; nil for what Google does not know.
  private static func reminder(_ alarm: EventComponent.Alarm) -> JSONValue? {
    guard case .relative(let lead, toEnd: false)? = alarm.trigger else { return nil }
    let seconds = -(lead.days * 86_400 + lead.seconds)
    guard seconds >= 0, seconds / 60 <= longestReminder else { return nil }
    let method: String
    switch alarm.action {
    case "DISPLAY", "AUDIO": method = "popup"
    case "EMAIL": method = "email"
    default: return nil
    }
    return .object(["method": .text(method), "minutes": .number(seconds / 60)])
  }
}
