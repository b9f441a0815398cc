package import DaybookCore
package import ICalendar
import Synchronization

/// Sends the messages of hooks by HTTP: signed, to no address that was not asked about, following
/// nobody elsewhere, and without a look at what is answered.
package struct HookSender: HookPost {
  private let transport: any Transport
  private let rule: OutwardRule
  private let digests: any Digests
  private let limits: WebLimits
  private let names: HostAddresses.LookUp
  private let nameLimit: Duration
  private static let longest = 2_000

  /// - Parameter seconds: that a receiver has for all of it.
  package init(
    transport: any Transport, rule: OutwardRule, digests: any Digests, seconds: Int = 10
  ) {
    self.init(
      transport: transport, rule: rule, digests: digests, seconds: seconds,
      nameLimit: .seconds(5), names: { HostAddresses.look(up: $0) })
  }

  /// - Parameters:
  ///   - nameLimit: how long somebody may take to say what a host's name stands for.
  ///   - names: says it.
  init(
    transport: any Transport, rule: OutwardRule, digests: any Digests, seconds: Int = 10,
    nameLimit: Duration, names: @escaping HostAddresses.LookUp
  ) {
    self.names = names
    self.nameLimit = nameLimit
    self.transport = transport
    self.rule = rule
    self.digests = digests
    var limits = WebLimits()
    limits.body = 1 << 16
    limits.redirections = 0
    (limits.connect, limits.silence) = (.seconds(seconds), .seconds(seconds))
    limits.total = .seconds(seconds)
    self.limits = limits
  }

  /// Asks the network what the host stands for. What it stands for when something is sent is asked
  /// again then.
  package func checked(_ address: String) async throws(HookAddressFault) -> String {
    guard address.utf8.count <= Self.longest else { throw .tooLong }
    guard let web = Self.read(address) else { throw .unreadable }
    let fault = rule.fault(
      scheme: web.scheme, host: web.host, hasCredentials: web.credentials != nil)
    if let fault { throw fault }
    guard let places = await HostAddresses.of(web.host, within: nameLimit, by: names) else {
      throw .slowName
    }
    if places.isEmpty { throw .unknownHost }
    guard places.allSatisfy({ rule.allows($0, scheme: web.scheme, host: web.host) }) else {
      throw .privateNetwork
    }
    return web.text
  }

  package func send(_ call: HookCall, to address: String, secret: String, at now: Instant) async
    -> HookAnswer
  {
    guard let web = Self.read(address),
      rule.fault(scheme: web.scheme, host: web.host, hasCredentials: web.credentials != nil) == nil
    else { return .fault("bad_address") }
    let body = call.body
    var request = WebRequest(
      "POST", web,
      headers: [
        ("Content-Type", "application/json"), ("Daybook-Delivery", call.id),
        ("Daybook-Event", call.kind.rawValue),
        (HookSignature.header, HookSignature.value(of: body, at: now, secret: secret, by: digests)),
      ], body: Array(body.utf8), limits: limits)
    request.dropsBody = true
    let (rule, refused) = (rule, Refused())
    request.gate = { place in
      let isAllowed = rule.allows(place, scheme: web.scheme, host: web.host)
      if !isAllowed { refused.flag.store(true, ordering: .relaxed) }
      return isAllowed
    }
    do throws(ProviderError) {
      let response = try await transport.send(request)
      return .status(response.status, retryAfter: response.retryAfter)
    } catch {
      return .fault(refused.flag.load(ordering: .relaxed) ? "private_address" : Self.word(error))
    }
  }

  private final class Refused: Sendable {
    let flag = Atomic(false)
  }

  private static func read(_ address: String) -> WebAddress? {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    guard scheme == "https" || scheme == "http" else { return nil }
    return WebAddress(address)
  }

  private static func word(_ error: ProviderError) -> String {
    switch error {
    case .unreachable(_, .name): "unknown_host"
    case .unreachable(_, .connection): "no_connection"
    case .unreachable(_, .certificate): "bad_certificate"
    case .unreachable(_, .connectTimeout), .unreachable(_, .silence), .unreachable(_, .timeout):
      "timeout"
    case .unreachable: "broken_off"
    case .badRedirection: "redirected"
    case .cancelled: "cancelled"
    default: error.code
    }
  }
}
