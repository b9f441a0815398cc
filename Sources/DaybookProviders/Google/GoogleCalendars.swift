internal import DaybookCore

/// One page of `calendarList.list`.
struct GoogleCalendarPage: Sendable {
  var nextPageToken: String?
  var items: GoogleList<GoogleCalendarEntry>?

  static let fields =
    "nextPageToken,items(id,summary,summaryOverride,timeZone,backgroundColor,colorId,accessRole,"
    + "selected,hidden,primary,deleted)"
}

/// A calendar in somebody's list (Calendar API v3, CalendarList).
struct GoogleCalendarEntry: Sendable {
  var id: String
  /// The owner's name for it, and this person's own.
  var summary: String?
  var summaryOverride: String?
  var timeZone: String?
  /// `#rrggbb`; wins over `colorId`.
  var backgroundColor: String?
  var colorId: String?
  var accessRole: String?
  /// Absent means false: not ticked in Google's own list.
  var selected: Bool?
  var hidden: Bool?
  var primary: Bool?
  var deleted: Bool?

  var calendar: RemoteCalendar {
    RemoteCalendar(
      id: RemoteID(id), name: named(summaryOverride) ?? named(summary) ?? id,
      color: backgroundColor.flatMap { CalendarColor.hex($0) } ?? GoogleColors.calendar(colorId),
      timezone: timeZone, isReadOnly: !GoogleRole(accessRole).writes,
      isHidden: hidden == true || (selected != true && primary != true),
      address: primary == true ? id.lowercased() : nil)
  }

  private func named(_ text: String?) -> String? {
    guard let text, !text[...].trimmed.isEmpty else { return nil }
    return text
  }
}

extension GoogleCalendarPage: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "nextPageToken": nextPageToken = try reading.text()
    case "items": items = try GoogleList(&reading)
    default: try reading.skip()
    }
  }
}

extension GoogleCalendarEntry: JSONReadable {
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    self.init(id: "")
    var hasID = false
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      switch name {
      case "id":
        if let id = try reading.text() { (self.id, hasID) = (id, true) }
      case "summary": summary = try reading.text()
      case "summaryOverride": summaryOverride = try reading.text()
      case "timeZone": timeZone = try reading.text()
      case "backgroundColor": backgroundColor = try reading.text()
      case "colorId": colorId = try reading.text()
      case "accessRole": accessRole = try reading.text()
      case "selected": selected = try reading.bool()
      case "hidden": hidden = try reading.bool()
      case "primary": primary = try reading.bool()
      case "deleted": deleted = try reading.bool()
      default: try reading.skip()
      }
    }
    guard hasID else { return nil }
  }
}

/// What one may do in a calendar; a word that is not known means reading.
enum GoogleRole: String, Sendable {
  case freeBusyReader, reader, writerWithoutPrivateAccess, writer, owner

  init(_ text: String?) {
    self = text.flatMap { GoogleRole(rawValue: $0) } ?? .reader
  }

  var writes: Bool {
    switch self {
    case .writerWithoutPrivateAccess, .writer, .owner: true
    case .freeBusyReader, .reader: false
    }
  }

  /// Whether every event is shown in full.
  var seesAll: Bool { self == .writer || self == .owner }
}

/// The palette that the API always gives (`colors.get`).
enum GoogleColors {
  /// `#rrggbb` of an event's `colorId`; nil for one that is not known.
  static func event(_ id: String?) -> String? { color(id, events) }

  static func calendar(_ id: String?) -> String? { color(id, calendars) }

  /// The `colorId` of an event of this colour.
  static func eventID(_ color: String) -> String? {
    events.firstIndex(of: color.lowercased()).map { String($0 + 1) }
  }

  private static func color(_ id: String?, _ palette: [String]) -> String? {
    guard let number = id.flatMap({ Int($0) }), palette.indices.contains(number - 1) else {
      return nil
    }
    return palette[number - 1]
  }

  private static let events = [
    "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878", "#46d6db", "#e1e1e1",
    "#5484ed", "#51b749", "#dc2127",
  ]

  private static let calendars = [
    "#ac725e", "#d06b64", "#f83a22", "#fa573c", "#ff7537", "#ffad46", "#42d692", "#16a765",
    "#7bd148", "#b3dc6c", "#fbe983", "#fad165", "#92e1c0", "#9fe1e7", "#9fc6e7", "#4986e7",
    "#9a9cff", "#b99aff", "#c2c2c2", "#cabdbf", "#cca6ac", "#f691b2", "#cd74e6", "#a47ae2",
  ]
}
