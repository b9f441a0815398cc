/// What it costs to read 10,000 events of an account at Google or Microsoft for the first time, and to
/// ask again, beside a reader of the same pages that keeps nothing.
struct PagesJob {
  private let vendor: PageServer.Vendor
  private static let runs = 3

  init(_ vendor: PageServer.Vendor) {
    self.vendor = vendor
  }

  func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    guard let peers = bench.options.peers else {
      return [
        Row(job: vendor.rawValue, title: vendor.name, figure: nil, note: "no --peers was given")
      ]
    }
    let environment = bench.environment()
    let server = PageServer(
      vendor, python: bench.options.caldav ?? "python3", peers: peers,
      folder: bench.options.folder)
    try server.start(try bench.corpus(10_000), environment: environment)
    defer { server.stop() }
    let store = "\(bench.options.folder)/\(vendor.rawValue).sqlite"
    let daybook = [try bench.daybook(), "--config", server.configuration, "--store", store]
    let report = "\(bench.options.folder)/\(vendor.rawValue).json"
    var first: [ProcessRun] = []
    var floor: [Double] = []
    for _ in 0..<PagesJob.runs {
      floor.append(try server.read(environment).wall)
      for suffix in ["", "-wal", "-shm"] { TextFile.remove(store + suffix) }
      _ = try ProcessRun(["rm", "-rf", store + ".secrets"], environment: environment)
      try server.signIn(daybook, environment)
      first.append(try run(daybook, environment, report))
    }
    let idle = try run(daybook, environment, report)
    let wall = Sample(first.map(\.wall)).median
    return [
      row(
        "first sync, against a bare reader", Figure(wall / Sample(floor).median, .times),
        .atMost(1.5)),
      row("first sync, CPU", Figure(Sample(first.map(\.cpu)).median, .milliseconds), nil),
      row(
        "first sync, peak memory",
        Figure(Double(first.map(\.peakMemory).max() ?? 0) / 1e6, .megabytes), .atMost(60)),
      row("nothing changed, CPU", Figure(idle.cpu, .milliseconds), nil),
      // One a calendar, and the list of them.
      row(
        "nothing changed, requests", Figure(Double(SyncText.requests(report)), .count),
        .atMost(6)),
    ]
  }

  private func run(_ daybook: [String], _ environment: [String], _ report: String)
    throws(BenchError) -> ProcessRun
  {
    let run = try ProcessRun(
      daybook + ["sync", "--json"], environment: environment, output: report,
      errors: report + ".err")
    guard run.status == 0 else { throw BenchError("daybook sync ended with \(run.status).") }
    return run
  }

  private func row(_ title: String, _ figure: Figure, _ bar: Bar?) -> Row {
    Row(job: vendor.rawValue, title: "\(vendor.name), \(title)", figure: figure, bar: bar)
  }
}

/// What `sync --json` printed.
enum SyncText {
  /// How much was asked, all calendars together.
  static func requests(_ report: String) -> Int {
    TextFile.read(report).split(separator: "\"requests\"").dropFirst().reduce(0) { sum, part in
      let digits = part.drop { !$0.isNumber }.prefix { $0.isNumber }
      return sum + (Int(digits) ?? 0)
    }
  }
}
