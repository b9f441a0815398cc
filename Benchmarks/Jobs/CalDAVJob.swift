/// What it costs to follow five calendars of 10,000 events on a Radicale, beside vdirsyncer and a
/// reader that keeps nothing.
enum CalDAVJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    guard let python = bench.options.caldav, let reader = bench.options.caldavReader else {
      return [
        Row(job: "caldav", title: "CalDAV", figure: nil, note: "no Python with Radicale was given")
      ]
    }
    let environment = bench.environment()
    let radicale = Radicale(python: python, reader: reader, folder: bench.options.folder)
    try radicale.start(try bench.corpus(10_000), environment: environment)
    defer { radicale.stop() }
    let floor = try radicale.read(environment)
    let vdirsyncer = Vdirsyncer(folder: bench.options.folder)
    let store = "\(bench.options.folder)/caldav.sqlite"
    for suffix in ["", "-wal", "-shm"] { TextFile.remove(store + suffix) }
    let daybook = [try bench.daybook(), "--store", store]
    let report = "\(bench.options.folder)/caldav.json"
    var rows: [Row] = []
    func run(_ arguments: [String]) throws(BenchError) -> (cpu: Double, wall: Double) {
      let begin = Stopwatch.now()
      let run = try ProcessRun(
        daybook + arguments, environment: environment, output: report, errors: report + ".err")
      guard run.status == 0 else {
        throw BenchError("daybook \(arguments[0]) ended with \(run.status).")
      }
      return (run.cpu, Double(Stopwatch.now() - begin) / 1e6)
    }
    let first = try run([
      "accounts", "add", "caldav", radicale.home, "--user", Radicale.user, "--password-command",
      "echo \(Radicale.password)", "--json",
    ])
    let theirs = try vdirsyncer.first(from: radicale, environment: environment)
    if let floor {
      rows.append(
        Row(
          job: "caldav", title: "first pull, against a bare reader",
          figure: Figure(first.wall / floor, .times), bar: .atMost(2)))
    }
    rows.append(row("first pull, CPU", first.cpu, 800, theirs))
    let idle = try run(["sync", "--json"])
    rows.append(
      row("nothing changed, CPU", idle.cpu, 60, try vdirsyncer.sync(environment: environment)))
    rows.append(requests("nothing changed, requests", report, 5))
    try radicale.change()
    let news = try run(["sync", "--json"])
    rows.append(
      row("1 % changed, CPU", news.cpu, 80, try vdirsyncer.sync(environment: environment)))
    rows.append(requests("1 % changed, requests", report, 11))
    return rows
  }

  private static func row(_ title: String, _ cpu: Double, _ bar: Double, _ theirs: Double?) -> Row {
    Row(
      job: "caldav", title: "CalDAV, " + title, figure: Figure(cpu, .milliseconds),
      bar: .atMost(bar), peer: Peer(Vdirsyncer.name, theirs))
  }

  /// What `sync --json` says it asked, all calendars together.
  private static func requests(_ title: String, _ report: String, _ bar: Double) -> Row {
    Row(
      job: "caldav", title: "CalDAV, " + title,
      figure: Figure(Double(SyncText.requests(report)), .count),
      bar: .atMost(bar))
  }
}

/// vdirsyncer with the same account, where it is installed.
struct Vdirsyncer {
  static let name = "vdirsyncer"
  private let program = Environment.program(Vdirsyncer.name)
  private let folder: String

  init(folder: String) {
    self.folder = folder + "/vdirsyncer"
  }

  /// Milliseconds of processor time that the first pull takes; nil where it is not installed.
  func first(from radicale: Radicale, environment: [String]) throws(BenchError) -> Double? {
    guard let program else { return nil }
    _ = try ProcessRun(["rm", "-rf", folder], environment: environment)
    TextFile.makeFolder(folder)
    let collections = (0..<5).map { "\"c\($0)\"" }.joined(separator: ", ")
    _ = TextFile.write(
      """
      [general]
      status_path = "\(folder)/status"
      [pair both]
      a = "here"
      b = "there"
      collections = [\(collections)]
      conflict_resolution = "b wins"
      [storage here]
      type = "filesystem"
      path = "\(folder)/here"
      fileext = ".ics"
      [storage there]
      type = "caldav"
      url = "\(radicale.home)"
      username = "\(Radicale.user)"
      password = "\(Radicale.password)"

      """, to: folder + "/config")
    let discovery = try ProcessRun(
      ["sh", "-c", "yes | \"$0\" -c \"$1\" discover", program, folder + "/config"],
      environment: environment)
    guard discovery.status == 0 else { return nil }
    return try sync(environment: environment)
  }

  func sync(environment: [String]) throws(BenchError) -> Double? {
    guard let program, TextFile.exists(folder + "/config") else { return nil }
    let run = try ProcessRun([program, "-c", folder + "/config", "sync"], environment: environment)
    return run.status == 0 ? run.cpu : nil
  }
}
