package import DaybookCore
import Foundation
import Synchronization

/// A real CalDAV server on loopback with throw-away data: Radicale or Xandikos, one process of each
/// for all tests, in which every test has a home of its own.
package final class CalDAVServer: Sendable {
  package enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
    case radicale, xandikos

    package var description: String { rawValue }
  }

  package struct CannotStart: Error, CustomStringConvertible {
    package let description: String
  }

  package let kind: Kind
  /// `http://127.0.0.1:PORT`
  package let root: String
  /// Everything that the server keeps.
  package let folder: String
  private let process: Process
  /// Ends the server when this process is gone, however that comes about.
  private let lifeline: Pipe
  private let homes = Mutex(0)

  package static let password = "secret"
  private static let users = 400

  // MARK: - Where the servers come from

  /// The Python that has both servers: what `scripts/test` made sure of, or what it left behind.
  private static let python: String? = {
    if let told = ProcessInfo.processInfo.environment["DAYBOOK_CALDAV_PYTHON"] { return told }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let left = repository.appendingPathComponent(".build-caldav/bin/python").path
    return FileManager.default.isExecutableFile(atPath: left) ? left : nil
  }()

  /// Whether tests against real servers run: always under `scripts/test`, where a server that is
  /// missing is a failure.
  package static var isWanted: Bool { python != nil }

  /// The kinds to test with.
  package static var wanted: [Kind] { isWanted ? Kind.allCases : [] }

  private static let radicale = Result { try CalDAVServer(.radicale) }
  private static let xandikos = Result { try CalDAVServer(.xandikos) }

  /// The one that all tests share; started when it is first asked for.
  package static func shared(_ kind: Kind) throws -> CalDAVServer {
    switch kind {
    case .radicale: try radicale.get()
    case .xandikos: try xandikos.get()
    }
  }

  // MARK: - A server's life

  /// Starts one and waits until it listens.
  ///
  /// - Parameter folder: what it goes on with; a new one otherwise.
  package init(_ kind: Kind, folder: String? = nil) throws {
    guard let python = Self.python else { throw CannotStart(description: "there is no Python") }
    self.kind = kind
    let place = folder ?? NSTemporaryDirectory() + "daybook-\(kind.rawValue)-\(UUID().uuidString)"
    self.folder = place
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let port = try Self.freePort()
    root = "http://127.0.0.1:\(port)"
    let users = (0..<Self.users).map { "u\($0):\(Self.password)\n" }.joined()
    try Data(users.utf8).write(to: URL(fileURLWithPath: place + "/users"))
    process = Process()
    lifeline = Pipe()
    let said = Pipe()
    // No server may hold another's.
    for descriptor in [lifeline.fileHandleForWriting, said.fileHandleForReading] {
      _ = fcntl(descriptor.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", Self.starter] + Self.arguments(kind, place, port)
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": place,
      "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8",
    ]
    process.standardInput = lifeline
    process.standardOutput = said
    process.standardError = said
    try process.run()
    try Self.waitUntilReady(said, kind)
    // Xandikos says so a moment before it does.
    while process.isRunning, (try? PlainHTTP.ask("OPTIONS", root, "/")) == nil { sched_yield() }
  }

  deinit { stop() }

  /// Ends the server; what it keeps stays.
  package func stop() {
    kill(process.processIdentifier, SIGKILL)
    while process.isRunning { sched_yield() }
  }

  /// Runs a module, and ends with its standard input; what it kept goes with it.
  private static let starter = """
    import os, runpy, shutil, sys, threading
    def wait():
        while os.read(0, 4096):
            pass
        shutil.rmtree(os.environ["HOME"], ignore_errors=True)
        os._exit(0)
    threading.Thread(target=wait, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    """

  private static func arguments(_ kind: Kind, _ folder: String, _ port: Int) -> [String] {
    switch kind {
    case .radicale:
      [
        "radicale", "--config", "", "--server-hosts", "127.0.0.1:\(port)", "--auth-type",
        "htpasswd", "--auth-htpasswd-filename", folder + "/users", "--auth-htpasswd-encryption",
        "plain", "--auth-delay", "0", "--storage-filesystem-folder", folder + "/radicale",
        "--server-max-connections", "0", "--logging-level", "info",
      ]
    case .xandikos:
      [
        "xandikos", "serve", "-d", folder + "/xandikos", "--defaults",
        "--current-user-principal", "/ana/", "-l", "127.0.0.1", "-p", String(port),
        "--state-dir", folder + "/xandikos-state",
      ]
    }
  }

  /// Reads what the server says until it says that it listens, and throws away the rest.
  private static func waitUntilReady(_ said: Pipe, _ kind: Kind) throws {
    let mark = kind == .radicale ? "Radicale server ready" : "Listening on"
    var text = ""
    while !text.contains(mark) {
      let piece = said.fileHandleForReading.availableData
      guard !piece.isEmpty else {
        throw CannotStart(
          description: "\(kind.rawValue) did not start; run scripts/test, which installs it: "
            + text.suffix(2000))
      }
      text += String(decoding: piece, as: UTF8.self)
    }
    said.fileHandleForReading.readabilityHandler = { handle in
      if handle.availableData.isEmpty { handle.readabilityHandler = nil }
    }
  }

  private static func freePort() throws -> Int {
    let server = try LoopbackServer(WebReply(404))
    defer { server.stop() }
    return server.port
  }

  // MARK: - Homes

  /// A home that nobody else uses, with these calendars.
  package func home(calendars names: [String] = ["jobs"]) throws -> CalDAVHome {
    let number = homes.withLock { count in
      defer { count += 1 }
      return count
    }
    let user = "u\(number)"
    let home = CalDAVHome(
      server: self, user: kind == .radicale ? user : "", path: "/\(user)/")
    if kind == .xandikos { try home.expect(201, "MKCOL", "") }
    for name in names { try home.make(name) }
    return home
  }
}

/// Somebody's calendars on a real server, and the hands of another program on them.
package struct CalDAVHome: Sendable {
  package let server: CalDAVServer
  /// Empty where the server asks nobody who he is.
  package let user: String
  /// `/u1/`
  package let path: String

  package init(server: CalDAVServer, user: String, path: String) {
    self.server = server
    self.user = user
    self.path = path
  }

  package var address: String { server.root + path }

  package struct Answer: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: String
  }

  /// What `daybook` calls a calendar of this name.
  package func id(_ calendar: String) -> RemoteID { RemoteID(path + calendar + "/") }

  /// Asks as another program would, and waits for the answer.
  @discardableResult
  package func ask(
    _ method: String, _ name: String, headers: [String: String] = [:], body: String? = nil
  ) throws -> Answer {
    var headers = headers
    if !user.isEmpty {
      let words = Data("\(user):\(CalDAVServer.password)".utf8).base64EncodedString()
      headers["Authorization"] = "Basic " + words
    }
    return try PlainHTTP.ask(
      method, server.root, path + name, headers: headers, body: body.map { Array($0.utf8) } ?? [])
  }

  @discardableResult
  package func expect(
    _ status: Int, _ method: String, _ name: String, headers: [String: String] = [:],
    body: String? = nil
  ) throws -> Answer {
    let answer = try ask(method, name, headers: headers, body: body)
    guard answer.status == status else {
      throw CalDAVServer.CannotStart(
        description: "\(method) \(name): \(answer.status) \(answer.body)")
    }
    return answer
  }

  package func make(_ calendar: String, title: String? = nil) throws {
    try expect(
      201, "MKCALENDAR", calendar + "/",
      headers: ["Content-Type": "application/xml; charset=utf-8"],
      body: """
        <?xml version="1.0" encoding="utf-8"?>
        <c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"
          xmlns:a="http://apple.com/ns/ical/"><d:set><d:prop>
          <d:displayname>\(title ?? calendar)</d:displayname>
          <a:calendar-color>#FF8800FF</a:calendar-color>
          <c:supported-calendar-component-set><c:comp name="VEVENT"/>
          </c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>
        """)
  }

  /// Makes a resource what `text` says, whatever it was.
  package func put(_ calendar: String, _ name: String, _ text: String) throws {
    let answer = try ask(
      "PUT", "\(calendar)/\(name)", headers: ["Content-Type": "text/calendar; charset=utf-8"],
      body: text)
    guard (200..<300).contains(answer.status) else {
      throw CalDAVServer.CannotStart(description: "PUT \(name): \(answer.status) \(answer.body)")
    }
  }

  package func delete(_ calendar: String, _ name: String = "") throws {
    _ = try ask("DELETE", "\(calendar)/\(name)")
  }

  package func text(_ calendar: String, _ name: String) throws -> String? {
    let answer = try ask("GET", "\(calendar)/\(name)")
    return answer.status == 200 ? answer.body.replacingOccurrences(of: "\r\n", with: "\n") : nil
  }

  /// Names of the resources in a calendar, by what the server lists.
  package func names(_ calendar: String) throws -> [String] {
    let answer = try expect(
      207, "PROPFIND", calendar + "/",
      headers: ["Depth": "1", "Content-Type": "application/xml; charset=utf-8"],
      body: "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:getetag/></d:prop></d:propfind>")
    return answer.body.matches(of: /<(?:\w+:)?href>([^<]*)</).map { String($0.output.1) }
      .filter { !$0.hasSuffix("/") }.compactMap { $0.split(separator: "/").last.map(String.init) }
      .sorted()
  }
}
