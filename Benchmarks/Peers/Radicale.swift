import ICalendar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A Radicale on loopback with a corpus in five calendars, and what reads it without keeping it.
final class Radicale {
  static let user = "ana"
  static let password = "secret"
  let port = 5299
  private let python: String
  private let reader: String
  private let folder: String
  private var process: pid_t = 0
  private var names: [(calendar: Int, file: String)] = []

  var home: String { "http://127.0.0.1:\(port)/\(Radicale.user)/" }

  init(python: String, reader: String, folder: String) {
    self.python = python
    self.reader = reader
    self.folder = folder + "/radicale"
  }

  /// Fills the calendars and starts the server.
  func start(_ corpus: Corpus, environment: [String]) throws(BenchError) {
    _ = try ProcessRun(["rm", "-rf", folder], environment: environment)
    try fill(corpus)
    guard TextFile.write("\(Radicale.user):\(Radicale.password)\n", to: folder + "/users") else {
      throw BenchError("\(folder) cannot be written.")
    }
    process = try Spawn.start(
      [
        python, "-m", "radicale", "--config", "", "--server-hosts", "127.0.0.1:\(port)",
        "--auth-type", "htpasswd", "--auth-htpasswd-filename", folder + "/users",
        "--auth-htpasswd-encryption", "plain", "--auth-delay", "0",
        "--storage-filesystem-folder", folder + "/data", "--logging-level", "warning",
      ], environment: environment,
      streams: .files(output: "/dev/null", errors: folder + "/log"))
    // The first reading also fills the server's own caches, which all that follow profit from.
    for _ in 0..<100 {
      if try read(environment) != nil { return }
      usleep(100_000)
    }
    stop()
    throw BenchError("Radicale did not start.")
  }

  func stop() {
    if process > 0 { kill(process, SIGKILL) }
    process = 0
  }

  /// Milliseconds that a bare reader takes; nil where it fails.
  func read(_ environment: [String]) throws(BenchError) -> Double? {
    let begin = Stopwatch.now()
    let run = try ProcessRun(
      [
        python, reader, "127.0.0.1", String(port),
        "/\(Radicale.user)/", Radicale.user, Radicale.password,
      ], environment: environment)
    return run.status == 0 ? Double(Stopwatch.now() - begin) / 1e6 : nil
  }

  /// Gives every hundredth event another title, as if somebody had edited it.
  func change() throws(BenchError) {
    for (index, name) in names.enumerated() where index % 100 == 0 {
      let path = "\(calendar(name.calendar))/\(name.file)"
      let text = TextFile.read(path).replacing("\r\nSUMMARY:", with: "\r\nSUMMARY:Changed ")
      guard TextFile.write(text, to: path) else { throw BenchError("\(path) cannot be written.") }
    }
  }

  private func calendar(_ number: Int) -> String {
    "\(folder)/data/collection-root/\(Radicale.user)/c\(number)"
  }

  private func fill(_ corpus: Corpus) throws(BenchError) {
    for number in 0..<5 {
      TextFile.makeFolder(calendar(number))
      let properties = "{\"tag\": \"VCALENDAR\", \"D:displayname\": \"c\(number)\"}"
      guard TextFile.write(properties, to: calendar(number) + "/.Radicale.props") else {
        throw BenchError("\(folder) cannot be written.")
      }
    }
    var number = 0
    for file in corpus.files {
      let document = CalendarDocument.read(TextFile.bytes(file) ?? [])
      for object in document.calendars {
        var groups: [String: [Component]] = [:]
        for event in object.events {
          groups[event.first("UID")?.text ?? "", default: []].append(event)
        }
        for (_, events) in groups.sorted(by: { $0.key < $1.key }) {
          let wanted = events.reduce(into: Set<String>()) { $0.formUnion($1.timeZoneNames) }
          let zones = object.timeZones.filter { wanted.contains($0.first("TZID")?.text ?? "") }
          let name = (calendar: number % 5, file: "e\(number).ics")
          let text = CalendarWriter.calendar(
            product: "-//Daybook//Bench//EN", components: zones + events)
          guard TextFile.write(text, to: "\(calendar(name.calendar))/\(name.file)") else {
            throw BenchError("\(folder) cannot be written.")
          }
          names.append(name)
          number += 1
        }
      }
    }
  }
}
