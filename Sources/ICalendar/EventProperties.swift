extension EventComponent {
  /// STATUS of an event (RFC 5545 §3.8.1.11).
  public enum Status: String, Hashable, Sendable, EnumeratedValue {
    case tentative = "TENTATIVE"
    case confirmed = "CONFIRMED"
    case cancelled = "CANCELLED"
  }

  /// TRANSP (§3.8.2.7).
  public enum Transparency: String, Hashable, Sendable, EnumeratedValue {
    case opaque = "OPAQUE"
    case transparent = "TRANSPARENT"
  }

  /// X-MICROSOFT-CDO-BUSYSTATUS.
  public enum BusyStatus: String, Hashable, Sendable, EnumeratedValue {
    case free = "FREE"
    case tentative = "TENTATIVE"
    case busy = "BUSY"
    case outOfOffice = "OOF"
    case workingElsewhere = "WORKINGELSEWHERE"

    init?(of component: Component) {
      guard let line = component.first("X-MICROSOFT-CDO-BUSYSTATUS") else { return nil }
      if line.withValue({ $0.trimmed.isKeyword("OUTOFOFFICE") }) {
        self = .outOfOffice
      } else if let word = line.withValue({ Self(reading: $0) }) {
        self = word
      } else {
        return nil
      }
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
    public enum Response: String, Hashable, Sendable, EnumeratedValue {
      case needsAction = "NEEDS-ACTION"
      case accepted = "ACCEPTED"
      case declined = "DECLINED"
      case tentative = "TENTATIVE"
      case delegated = "DELEGATED"
    }

    /// ROLE (§3.2.16).
    public enum Role: String, Hashable, Sendable, EnumeratedValue {
      case chair = "CHAIR"
      case required = "REQ-PARTICIPANT"
      case optional = "OPT-PARTICIPANT"
      case observer = "NON-PARTICIPANT"
    }

    /// CUTYPE (§3.2.3).
    public enum Kind: String, Hashable, Sendable, EnumeratedValue {
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
      var seen: (name: Bool, response: Bool, role: Bool, kind: Bool, rsvp: Bool)
      seen = (false, false, false, false, false)
      /// Whether this is the first of its name.
      func isFirst(_ seen: inout Bool) -> Bool {
        defer { seen = true }
        return !seen
      }
      // One walk instead of one for each. Of two with the same name the first counts.
      line.eachParameter { parameter -> Never? in
        if parameter.isNamed("CN") {
          guard isFirst(&seen.name) else { return nil }
          let name = parameter.text.trimmed
          if !name.isEmpty { self.name = name }
        } else if parameter.isNamed("PARTSTAT") {
          guard isFirst(&seen.response) else { return nil }
          response = Response(reading: parameter.raw) ?? .needsAction
        } else if parameter.isNamed("ROLE") {
          guard isFirst(&seen.role) else { return nil }
          role = Role(reading: parameter.raw) ?? .required
        } else if parameter.isNamed("CUTYPE") {
          guard isFirst(&seen.kind) else { return nil }
          kind = Kind(reading: parameter.raw) ?? .unknown
        } else if parameter.isNamed("RSVP") {
          guard isFirst(&seen.rsvp) else { return nil }
          wantsResponse = parameter.raw.trimmed.isKeyword("TRUE")
        }
        return nil
      }
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

    /// The alarm that a VALARM tells.
    public init(_ component: Component) {
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
