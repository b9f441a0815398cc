/// What it costs to read 10,000 events in for the first time.
enum ImportJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let corpus = try bench.corpus(10_000)
    var costs: [Double] = []
    for _ in 0..<3 {
      costs.append(
        try bench.importing(10_000, into: "\(bench.options.folder)/import.sqlite").cpu)
    }
    let peer = try bench.calcurse.importing(corpus, environment: bench.environment())
    return [
      Row(
        job: "import", title: "import 10k events, process CPU",
        figure: Figure(Sample(costs).median, .milliseconds), bar: .atMost(500),
        peer: Peer(Calcurse.name, peer),
        note: "\(Decimal.text(Double(corpus.bytes) / 1e6)) MB of .ics")
    ]
  }
}

/// What it costs to list a week, and whether that grows with what is stored.
enum AgendaJob {
  /// A listing and its cost in milliseconds of processor time.
  private struct Listing {
    var cost: Double
    /// Those that it prints.
    var lines: Int
  }

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    var rows: [Row] = []
    var weeks: [Listing] = []
    let environment = bench.environment()
    for size in [10_000, 100_000] {
      let week = try listing(bench, size, days: 7)
      weeks.append(week)
      let peer = try bench.calcurse.agenda(try bench.corpus(size), environment: environment)
      var theirs: Double?
      if let peer {
        theirs = try ProcessRun.medianCPU(runs: 5, peer, environment: environment)
      }
      rows.append(
        Row(
          job: "agenda", title: "agenda of a week, warm CPU, \(size / 1000)k",
          figure: Figure(week.cost, .milliseconds), bar: size == 10_000 ? .atMost(12) : nil,
          peer: Peer(Calcurse.name, theirs), note: "\(week.lines) lines"))
    }
    rows.append(
      Row(
        job: "agenda", title: "the same, 100k against 10k",
        figure: Figure(weeks[1].cost / weeks[0].cost, .times), bar: .atMost(1.5),
        note: "the larger corpus has more in every week"))
    // Of the larger corpus a day is about as much as a week of the smaller.
    let day = try listing(bench, 100_000, days: 1)
    rows.append(
      Row(
        job: "agenda", title: "as much to list, 100k against 10k",
        figure: Figure(day.cost / weeks[0].cost, .times), bar: .atMost(1.5),
        note: "\(day.lines) lines against \(weeks[0].lines)"))
    rows.append(try instructions(bench, environment))
    return rows
  }

  private static func listing(_ bench: Workbench, _ size: Int, days: Int) throws(BenchError)
    -> Listing
  {
    let output = "\(bench.options.folder)/agenda.txt"
    let cost = try ProcessRun.medianCPU(
      try command(bench, size, days: days), environment: bench.environment(), output: output)
    return Listing(cost: cost, lines: TextFile.read(output).count { $0 == "\n" })
  }

  private static func command(_ bench: Workbench, _ size: Int, days: Int = 7) throws(BenchError)
    -> [String]
  {
    [
      try bench.daybook(), "--store", try bench.store(size), "agenda", "--from", Workbench.monday,
      "--days", String(days),
    ]
  }

  private static func instructions(_ bench: Workbench, _ environment: [String])
    throws(BenchError) -> Row
  {
    let folder = bench.options.folder
    let ours = try Instructions.count(
      try command(bench, 10_000), environment: environment, folder: folder)
    var theirs: Double?
    if let peer = try bench.calcurse.agenda(try bench.corpus(10_000), environment: environment) {
      theirs = try Instructions.count(peer, environment: environment, folder: folder)
    }
    return Row(
      job: "agenda", title: "the same at 10k, instructions",
      figure: ours.map { Figure($0, .millions) }, bar: .atMost(45),
      peer: Peer(Calcurse.name, theirs), note: ours == nil ? "neither perf nor valgrind" : "")
  }
}

/// How much 10,000 events take on disk.
enum StoreJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let store = try bench.store(10_000)
    let bytes = ["", "-wal", "-shm"].map { TextFile.size(store + $0) }.reduce(0, +)
    return [
      Row(
        job: "store", title: "store size, 10k events",
        figure: Figure(Double(bytes) / 1e6, .megabytes),
        bar: .atMost(14))
    ]
  }
}
