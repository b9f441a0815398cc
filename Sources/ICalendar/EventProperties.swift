extension EventComponent {
  /// STATUS of an event (RFC 5545 §3.8.1.11).
  public enum Status: String, Hashable, Sendable {
    case tentative = "TENTATIVE"
    case confirmed = "CONFIRMED"
    case cancelled = "CANCELLED"
  }

  /// TRANSP (§3.8.2.7).
  public enum Transparency: String, Hashable, Sendable {
    case opaque = "OPAQUE"
    case transparent = "TRANSPARENT"
  }

  /// X-MICROSOFT-CDO-BUSYSTATUS.
  public enum BusyStatus: String, Hashable, Sendable {
    case free = "FREE"
    case tentative = "TENTATIVE"
    case busy = "BUSY"
    case outOfOffice = "OOF"
    case workingElsewhere = "WORKINGELSEWHERE"

    init?(text: String) {
      if text == "OUTOFOFFICE" { self = .outOfOffice } else { self.init(rawValue: text) }
    }
  }

  /// CLASS (§3.8.1.3).
  public enum Classification: String, Hashable, Sendable {
    case `public` = "PUBLIC"
    case `private` = "PRIVATE"
    case confidential = "CONFIDENTIAL"
  }

  /// A person or thing that an event names: an ATTENDEE (§3.8.4.1) or its ORGANIZER (§3.8.4.3).
  public struct Attendee: Hashable, Sendable {
    /// PARTSTAT (§3.2.12).
    public enum Response: String, Hashable, Sendable {
      case needsAction = "NEEDS-ACTION"
      case accepted = "ACCEPTED"
      case declined = "DECLINED"
      case tentative = "TENTATIVE"
      case delegated = "DELEGATED"
    }

    /// ROLE (§3.2.16).
    public enum Role: String, Hashable, Sendable {
      case chair = "CHAIR"
      case required = "REQ-PARTICIPANT"
      case optional = "OPT-PARTICIPANT"
      case observer = "NON-PARTICIPANT"
    }

    /// CUTYPE (§3.2.3).
    public enum Kind: String, Hashable, Sendable {
      case individual = "INDIVIDUAL"
      case group = "GROUP"
      case resource = "RESOURCE"
      case room = "ROOM"
      case unknown = "UNKNOWN"
    }

    /// The address in lower case without `mailto:`; other kinds of URI stay as they are, in lower
    /// case.
    public var address: String
    /// CN, or nil where it is missing or empty.
    public var name: String?
    /// PARTSTAT (RFC 5545 §3.2.12).
    public var response: Response
    /// ROLE (RFC 5545 §3.2.16).
    public var role: Role
    /// CUTYPE (RFC 5545 §3.2.3).
    public var kind: Kind
    /// RSVP: whether an answer is wanted.
    public var wantsResponse: Bool

    /// A person or thing as RFC 5545 takes one that says no more than its address.
    public init(
      address: String, name: String? = nil, response: Response = .needsAction,
      role: Role = .required, kind: Kind = .individual, wantsResponse: Bool = false
    ) {
      self.address = address
      self.name = name
      self.response = response
      self.role = role
      self.kind = kind
      self.wantsResponse = wantsResponse
    }

    /// Reads an ATTENDEE or ORGANIZER.
    public init(_ line: ContentLine) {
      self.init(address: line.withValue(Self.address) ?? Self.address(line.value))
      var found: (name: String?, response: String?, role: String?, kind: String?, rsvp: String?)
      // One walk instead of one for each. Of two with the same name the first counts.
      line.eachParameter { parameter -> Never? in
        if parameter.isNamed("CN") {
          found.name = found.name ?? parameter.text.trimmed
        } else if parameter.isNamed("PARTSTAT") {
          found.response = found.response ?? parameter.keyword
        } else if parameter.isNamed("ROLE") {
          found.role = found.role ?? parameter.keyword
        } else if parameter.isNamed("CUTYPE") {
          found.kind = found.kind ?? parameter.keyword
        } else if parameter.isNamed("RSVP") {
          found.rsvp = found.rsvp ?? parameter.keyword
        }
        return nil
      }
      if let name = found.name, !name.isEmpty { self.name = name }
      if let text = found.response { response = Response(rawValue: text) ?? .needsAction }
      if let text = found.role { role = Role(rawValue: text) ?? .required }
      if let text = found.kind { kind = Kind(rawValue: text) ?? .unknown }
      wantsResponse = found.rsvp == "TRUE"
    }

    /// The address in a value of ASCII, as nearly all are; nil where it is not.
    private static func address(_ value: UnsafeBufferPointer<UInt8>) -> String? {
      guard value.isASCII else { return nil }
      var value = value.trimmed
      let isMail =
        value.count >= scheme.utf8CodeUnitCount
        && (0..<scheme.utf8CodeUnitCount).allSatisfy {
          Byte.lowercased(value[$0]) == scheme.utf8Start[$0]
        }
      if isMail {
        value = UnsafeBufferPointer(rebasing: value[scheme.utf8CodeUnitCount...]).trimmed
      }
      return String(unsafeUninitializedCapacity: value.count) { letters in
        for index in value.indices { letters[index] = Byte.lowercased(value[index]) }
        return value.count
      }
    }

    private static func address(_ value: String) -> String {
      let address = value.trimmed.lowercased()
      guard address.utf8.starts(with: "mailto:".utf8) else { return address }
      return String(address[address.utf8.index(address.startIndex, offsetBy: 7)...]).trimmed
    }

    private static let scheme: StaticString = "mailto:"

    /// The parameters to write; what is the default is left out.
    public var parameters: [ContentLine.Parameter] {
      var parameters: [ContentLine.Parameter] = []
      if let name { parameters.append(ContentLine.Parameter("CN", name)) }
      if kind != .individual { parameters.append(ContentLine.Parameter("CUTYPE", kind.rawValue)) }
      if role != .required { parameters.append(ContentLine.Parameter("ROLE", role.rawValue)) }
      if response != .needsAction {
        parameters.append(ContentLine.Parameter("PARTSTAT", response.rawValue))
      }
      if wantsResponse { parameters.append(ContentLine.Parameter("RSVP", "TRUE")) }
      return parameters
    }

    /// The address as a URI, `mailto:` put before what has no scheme.
    public var uri: String { address.contains(":") ? address : "mailto:\(address)" }
  }

  /// A VALARM (RFC 5545 §3.6.6, RFC 9074).
  public struct Alarm: Sendable {
    /// When an alarm goes off (RFC 5545 §3.8.6.3).
    public enum Trigger: Hashable, Sendable {
      /// Before (negative) or after the start or end of the event.
      case relative(CalendarDuration, toEnd: Bool)
      case absolute(Instant)
    }

    /// The VALARM as it was read.
    public let component: Component

    init(_ component: Component) {
      self.component = component
    }

    /// ACTION in upper case: `DISPLAY`, `AUDIO`, `EMAIL`, Apple's `NONE`.
    public var action: String {
      component.first("ACTION").map { $0.value.trimmed.keyword } ?? "DISPLAY"
    }

    /// When it goes off, or nil where that cannot be read.
    public var trigger: Trigger? {
      guard let line = component.first("TRIGGER") else { return nil }
      switch line.withValue({ RawTime.read($0) }) {
      case .utc(let local), .local(let local):
        return .absolute(Instant(seconds: local.wallSeconds))
      case .date, nil: break
      }
      return CalendarDuration.read(Array(line.value.utf8)).map {
        .relative($0, toEnd: line.parameter("RELATED")?.trimmed.isSame("END") ?? false)
      }
    }

    /// DESCRIPTION unescaped: what to show, or nil.
    public var description: String? { component.first("DESCRIPTION")?.text }
    /// UID (RFC 9074 §4) without spaces around it, or nil.
    public var uid: String? { component.first("UID")?.text.trimmed }

    /// How often it goes off again, and after how long.
    public var repetition: (count: Int, interval: CalendarDuration)? {
      guard let count = component.first("REPEAT").flatMap({ Int($0.value.trimmed) }), count > 0,
        let line = component.first("DURATION"),
        let interval = CalendarDuration.read(Array(line.value.utf8))
      else { return nil }
      return (count, interval)
    }

    /// ACKNOWLEDGED (RFC 9074 §6.1): alarms up to then have been seen.
    public var acknowledged: Instant? {
      guard let line = component.first("ACKNOWLEDGED"),
        case .utc(let local) = line.withValue({ RawTime.read($0) })
      else { return nil }
      return Instant(seconds: local.wallSeconds)
    }
  }
}
