import DaybookCore
import DaybookStore
import DaybookSync
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import ICalendar
import Logging
import NIOCore
import NIOSSL
import UnixSignals

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The server: its routes behind their doorkeeper, at an address, until it is told to end.
package struct DaybookService: Sendable {
  private let place: ServerPlace
  private let limits: ServerLimits
  private let doorkeeper: any Doorkeeper
  private let registry: Registry?
  private let scripts: ScriptTokens
  /// What goes on beside the answers, until it is cancelled.
  private let beside: @Sendable () async -> Void
  private let address: OwnAddress
  private let pending: PendingConnections
  private let version: String
  private let logger: Logger
  private let meters = Meters()
  private let ending = Ending()

  /// One person's own server.
  ///
  /// - Parameters:
  ///   - token: which may do everything.
  ///   - trustsOwnPrograms: whether programs of the same user of this machine need no token.
  package init(
    of clerk: Clerk, token: SecretToken, scripts: ScriptTokens, trustsOwnPrograms: Bool,
    at place: ServerPlace, limits: ServerLimits = ServerLimits(), version: String, logger: Logger
  ) {
    self.place = place
    self.limits = limits
    self.version = version
    self.logger = logger
    self.scripts = scripts
    registry = nil
    beside = { await clerk.watch() }
    address = OwnAddress(of: place)
    pending = PendingConnections(clock: clerk.clock)
    let isNear = place.isLoopback && !place.isBehindProxy
    doorkeeper = HomeDoorkeeper(
      clerk: clerk, token: token, scripts: scripts,
      peers: trustsOwnPrograms && isNear ? LoopbackPeers() : nil)
  }

  /// The server of several people.
  ///
  /// - Parameters:
  ///   - token: of whoever runs it, for what is about all of it.
  ///   - clock: for sign-ins that wait.
  package init(
    of household: Household, registry: Registry, token: SecretToken, at place: ServerPlace,
    limits: ServerLimits = ServerLimits(), clock: @escaping @Sendable () -> Instant,
    version: String, logger: Logger
  ) {
    self.place = place
    self.limits = limits
    self.version = version
    self.logger = logger
    self.registry = registry
    scripts = registry.scripts
    beside = { await household.run() }
    address = OwnAddress(of: place)
    pending = PendingConnections(clock: clock)
    doorkeeper = HouseDoorkeeper(
      registry: registry, household: household, token: token, isBehindProxy: place.isBehindProxy)
  }

  /// Answers until the task is cancelled or the program is asked to end (SIGTERM, SIGINT), when what
  /// runs is finished first, as far as that can be done in a while.
  ///
  /// - Parameters:
  ///   - heedsSignals: whether the program's signals end it.
  ///   - ready: called with the port once requests are answered.
  package func run(heedsSignals: Bool = true, ready: @escaping @Sendable (Int) -> Void) async throws
  {
    let application = Application(
      router: router, server: try builder,
      configuration: ApplicationConfiguration(
        address: .hostname(place.host, port: place.port), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
      onServerRunning: { [address] channel in
        let port = channel.localAddress?.port ?? 0
        address.isAt(port: port)
        ready(port)
      }, logger: quiet)
    let besides = Task { [beside] in await beside() }
    do {
      try await EndingService(of: application, ending: ending, seconds: limits.endSeconds).run(
        until: heedsSignals ? [.sigterm, .sigint] : [], logger: quiet)
    } catch {
      besides.cancel()
      await besides.value
      throw error
    }
    besides.cancel()
    await besides.value
  }

  /// Hummingbird's own lines tell nothing that ours do not.
  private var quiet: Logger {
    var logger = logger
    logger.logLevel = .warning
    return logger
  }

  private var builder: HTTPServerBuilder {
    get throws {
      var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
      decoder.maxHeaderFieldSize = limits.headerBytes
      decoder.maxHeaderListSize = limits.headerBytes
      decoder.maxHeaderFieldCount = limits.headerCount
      let plain = HTTPServerBuilder.http1(
        configuration: HTTP1Channel.Configuration(
          idleTimeout: .seconds(Int64(limits.idleSeconds)), httpDecoderConfiguration: decoder))
      guard let certificate = place.certificate else { return plain }
      var tls = TLSConfiguration.makeServerConfiguration(
        certificateChain: try Self.pem("certificate", certificate.chain) {
          try NIOSSLCertificate.fromPEMFile(certificate.chain).map { .certificate($0) }
        },
        privateKey: try Self.pem("certificate's key", certificate.key) {
          .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem))
        })
      tls.minimumTLSVersion = .tlsv12
      return try Self.pem("certificate's key", certificate.key) {
        try .tls(plain, tlsConfiguration: tls)
      }
    }
  }

  /// What `read` makes of a file, or which file it is that nothing can be made of.
  private static func pem<Result>(_ what: String, _ path: String, _ read: () throws -> Result)
    throws -> Result
  {
    do {
      return try read()
    } catch {
      let reason = access(path, F_OK) == 0 ? "it cannot be used" : "there is no such file"
      throw CertificateFault(message: "The \(what) \(path) cannot be read: \(reason)")
    }
  }

  /// Why an address cannot be listened at, in the system's words.
  package static func reason(_ error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return String(cString: strerror(error.errnoCode))
  }

  private var router: Router<ServerContext> {
    let (doorkeeper, registry) = (doorkeeper, registry)
    let routes = RouteTable.all(
      meters: meters, version: version, scripts: scripts, registry: registry,
      connecting: ConnectRoutes(
        pending: pending, address: address, clerk: { await doorkeeper.clerk(of: $0) },
        name: { user in (try? await registry?.name(of: user)) ?? nil }))
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    let origins = Origins(
      hosts: Set(place.allNames.map { $0.lowercased() }),
      takesAnyHost: place.isBehindProxy)
    router.add(
      middleware: Reception(routes: routes, origins: origins, meters: meters, logger: logger))
    for route in routes {
      router.on(RouterPath(route.pattern), method: route.method) { request, context in
        try await answer(route, request, context)
      }
    }
    return router
  }

  private func answer(_ route: Route, _ request: Request, _ context: ServerContext) async throws
    -> Response
  {
    let visitor = try await doorkeeper.admit(request, from: context.channel, for: route.access)
    let query = try Query(request.uri.query ?? "", route.parameters, takesAny: route.isReturn)
    var fields = Fields.none
    if let members = route.body {
      try BodyReading.checkType(request.headers[.contentType])
      fields = try Fields(
        try await BodyReading(limits: limits).bytes(of: request), members,
        least: route.leastMembers)
    }
    var bytes: [UInt8] = []
    if let raw = route.raw {
      var limits = limits
      limits.body = min(limits.body, raw.limit)
      bytes = try await BodyReading(limits: limits).bytes(of: request)
    }
    var places: [String: String] = [:]
    for (name, value) in context.parameters {
      places[String(name)] = try Query.decoded(value, isPlusSpace: false)
    }
    let call = Call(
      query: query, fields: fields, bytes: bytes, visitor: visitor, headers: request.headers,
      places: places,
      bounds: WorkBounds(
        ending: ending, seconds: route.method == .get ? limits.workSeconds : nil),
      people: { [doorkeeper] in await doorkeeper.clerk(of: $0) })
    let isReading = route.method == .get
    let page: Page
    if route.isKept, let clerk = visitor.clerk {
      page = try await clerk.kept.page(of: request.uri.string, at: try await clerk.moment()) {
        try await route.work(call).page
      }
    } else {
      page = try await route.work(call).page
    }
    return page.response(known: isReading ? request.headers[.ifNoneMatch] : nil)
  }
}

/// Why nobody can be served over TLS.
package struct CertificateFault: Explained {
  package let code = "certificate"
  package let message: String
  package let hint: String? = "Give PEM files that belong together."
}
