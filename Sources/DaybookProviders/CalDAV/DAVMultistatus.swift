internal import DaybookCore
internal import ICalendar

/// A 207: what a server says of each of several resources (RFC 4918 §13).
struct DAVMultistatus: Sendable {
  var responses: [DAVResponse] = []
  /// Of a sync-collection (RFC 6578 §3.2); opaque, and perhaps no URI.
  var syncToken: String?
}

/// What is said of one resource: either how it stands with it as a whole, or its properties.
struct DAVResponse: Hashable, Sendable {
  /// As the server spells it.
  var href = ""
  /// Of the resource as a whole.
  var status: Int?
  /// Local names of the conditions that were not met.
  var conditions: [String] = []
  /// Those that are there; what has another status than 200 is not.
  var found = DAVProperties()
  /// The first status of a propstat that was no success.
  var missing: Int?

  /// What became of it: the resource's status, 200 where one property is there, else why none is.
  var outcome: Int { status ?? (found.isEmpty ? missing ?? 200 : 200) }
}

/// Properties that are asked for, each nil where the server does not say.
struct DAVProperties: Hashable, Sendable {
  var etag: String?
  var contentType: String?
  var calendarData: [UInt8]?
  var displayName: String?
  var syncToken: String?
  var ctag: String?
  var color: String?
  var timezone: String?
  var types: DAVTypes?
  /// `VEVENT`, `VTODO`, …; nil is everything.
  var components: [String]?
  /// Local names of the privileges, `all` included.
  var privileges: Set<String>?
  /// Local names of the reports.
  var reports: Set<String>?
  var principal: String?
  var isUnauthenticated = false
  var homes: [String] = []
  /// `mailto:` addresses and others of the principal.
  var addresses: [String] = []

  /// Most have one of the first two, and the rest need not be compared.
  var isEmpty: Bool { etag == nil && calendarData == nil && self == DAVProperties() }

  mutating func merge(_ other: DAVProperties) {
    if isEmpty {
      self = other
      return
    }
    etag = other.etag ?? etag
    contentType = other.contentType ?? contentType
    calendarData = other.calendarData ?? calendarData
    displayName = other.displayName ?? displayName
    syncToken = other.syncToken ?? syncToken
    ctag = other.ctag ?? ctag
    color = other.color ?? color
    timezone = other.timezone ?? timezone
    types = other.types ?? types
    components = other.components ?? components
    privileges = other.privileges ?? privileges
    reports = other.reports ?? reports
    principal = other.principal ?? principal
    isUnauthenticated = isUnauthenticated || other.isUnauthenticated
    homes += other.homes
    addresses += other.addresses
  }
}

/// What a resource is.
struct DAVTypes: OptionSet, Hashable, Sendable {
  let rawValue: Int
  static let collection = DAVTypes(rawValue: 1)
  static let calendar = DAVTypes(rawValue: 2)
  static let principal = DAVTypes(rawValue: 4)
}

/// The body of an answer of any status, as XML of WebDAV.
enum DAVBody: Sendable {
  case multistatus(DAVMultistatus)
  /// Local names of the conditions that were not met, and the place that one of them names.
  case error(conditions: [String], href: String?)

  init(_ bytes: [UInt8]) throws(XMLFault) {
    var reader = DAVBodyReader()
    try XMLReader.read(bytes, into: &reader)
    switch reader.root {
    case "multistatus": self = .multistatus(reader.multistatus)
    case "error": self = .error(conditions: reader.conditions, href: reader.conditionHref)
    default: throw .malformed("it is no answer of WebDAV")
    }
  }
}

/// Gathers a body as it is read, by where in it an element stands.
private struct DAVBodyReader: XMLVisitor {
  private(set) var root = ""
  private(set) var multistatus = DAVMultistatus()
  private(set) var conditions: [String] = []
  private(set) var conditionHref: String?
  private var path: [String] = []
  private var response = DAVResponse()
  /// Of the propstat that is being read, whose status may come last.
  private var properties = DAVProperties()
  private var status: Int?
  private var gathered: [UInt8] = []
  private var isGathering = false

  private static func isText(_ name: String) -> Bool {
    switch name {
    case "href", "status", "sync-token", "getetag", "getcontenttype", "calendar-data",
      "displayname", "getctag", "calendar-color", "calendar-timezone":
      true
    default: false
    }
  }

  /// Names outside of the namespaces that are read; no name of theirs has a blank.
  private static let foreign = " "

  mutating func open(_ space: XMLSpace, _ name: String, attribute: (String) -> String?) {
    let isError = path.last == "error"
    let known = space == .other && !isError ? Self.foreign : name
    switch (path.last, known) {
    case (nil, _) where space == .dav: root = known
    case (_, "response") where path.count == 1: response = DAVResponse()
    case (_, "propstat") where path.count == 2:
      properties = DAVProperties()
      status = nil
    case ("error", _) where known != "responsedescription":
      if root == "error" { conditions.append(known) } else { response.conditions.append(known) }
    case ("prop", "resourcetype"): properties.types = []
    case ("prop", "supported-calendar-component-set"): properties.components = []
    case ("prop", "current-user-privilege-set"): properties.privileges = []
    case ("prop", "supported-report-set"): properties.reports = []
    case ("resourcetype", "collection") where space == .dav: properties.types?.insert(.collection)
    case ("resourcetype", "principal") where space == .dav: properties.types?.insert(.principal)
    case ("resourcetype", "calendar") where space == .caldav: properties.types?.insert(.calendar)
    case ("supported-calendar-component-set", "comp"):
      if let component = attribute("name") { properties.components?.append(component.uppercased()) }
    case ("privilege", _): properties.privileges?.insert(known)
    case ("report", _): properties.reports?.insert(known)
    case ("current-user-principal", "unauthenticated"): properties.isUnauthenticated = true
    default: break
    }
    path.append(known)
    isGathering = Self.isText(known)
    if isGathering { gathered.removeAll(keepingCapacity: true) }
  }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isGathering { gathered.append(contentsOf: bytes) }
  }

  mutating func close() {
    guard let name = path.popLast() else { return }
    if isGathering {
      take(name, in: path.last)
      isGathering = false
    }
    switch name {
    case "response" where path.count == 1: multistatus.responses.append(response)
    case "propstat" where path.count == 2:
      if status.map({ (200..<300).contains($0) }) ?? true {
        response.found.merge(properties)
      } else {
        response.missing = response.missing ?? status
      }
    default: break
    }
  }

  private mutating func take(_ name: String, in parent: String?) {
    switch (parent, name) {
    case ("response", "href"): response.href = word
    case ("response", "status"): response.status = gatheredStatus
    case ("propstat", "status"): status = gatheredStatus
    case ("multistatus", "sync-token"): multistatus.syncToken = word
    case ("current-user-principal", "href"): properties.principal = word
    case ("calendar-home-set", "href"): properties.homes.append(word)
    case ("calendar-user-address-set", "href"): properties.addresses.append(word)
    case (_, "href") where root == "error" && path.count > 1: conditionHref = word
    case ("prop", "getetag"): properties.etag = word
    case ("prop", "getcontenttype"): properties.contentType = word
    case ("prop", "calendar-data"): properties.calendarData = gathered
    case ("prop", "displayname"): properties.displayName = word
    case ("prop", "sync-token"): properties.syncToken = word
    case ("prop", "getctag"): properties.ctag = word
    case ("prop", "calendar-color"): properties.color = word
    case ("prop", "calendar-timezone"):
      properties.timezone = String(decoding: gathered, as: UTF8.self)
    default: break
    }
  }

  /// What was gathered, without blanks around it.
  private var word: String {
    let kept = gathered.drop { $0 <= 0x20 }
    let end = kept.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? kept.startIndex
    return String(decoding: kept[..<end], as: UTF8.self)
  }

  /// The second word of a status line: `HTTP/1.1 404 Not Found`.
  private var gatheredStatus: Int? {
    guard let blank = gathered.firstIndex(where: { $0 <= 0x20 }) else { return nil }
    let code = gathered[blank...].drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
    return Int(String(decoding: code, as: UTF8.self))
  }
}
