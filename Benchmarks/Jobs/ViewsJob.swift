/// The interface in every view and panel, at two sizes and over three corpora: how fast its keys are
/// answered, and what that sends to the terminal.
///
/// A row tells the worst of all; its note has the p95 of the slowest key for each corpus and size.
enum ViewsJob {
  private static let corpora = [1_000, 10_000, 100_000]
  private static let sizes: [(rows: UInt16, columns: UInt16)] = [(24, 80), (50, 200)]
  private static let starts = 3

  /// What was measured with one corpus at one size.
  private struct Session {
    var corpus: Int
    var size: (rows: UInt16, columns: UInt16)
    var paint: Double
    var peakMemory: Double
    var views: [String: ViewFigures] = [:]

    var place: String { "\(corpus / 1000)k \(size.rows)×\(size.columns)" }
  }

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    var sessions: [Session] = []
    let corpora = bench.options.events.isEmpty ? self.corpora : bench.options.events
    for size in sizes {
      for corpus in corpora { sessions.append(try session(bench, corpus, size)) }
    }
    return startRows(sessions) + ViewScript.all.map { row($0, sessions) } + outputRows(sessions)
  }

  private static func program(
    _ bench: Workbench, _ corpus: Int, _ size: (rows: UInt16, columns: UInt16)
  ) throws(BenchError) -> TerminalProgram {
    var program = try InterfaceJob.program(bench, isFrozen: true)
    program.command = [try bench.daybook(), "--store", try bench.store(corpus)]
    program.rows = size.rows
    program.columns = size.columns
    program.holdsBack = true
    return program
  }

  private static func session(
    _ bench: Workbench, _ corpus: Int, _ size: (rows: UInt16, columns: UInt16)
  ) throws(BenchError) -> Session {
    let program = try program(bench, corpus, size)
    var paints: [Double] = []
    for start in 0...starts {
      let (session, paint) = try program.start()
      session.end(program.quit)
      // The first start only warms the caches of the system.
      if start > 0 { paints.append(paint.milliseconds) }
    }
    var made = Session(corpus: corpus, size: size, paint: Sample(paints).median, peakMemory: 0)
    made.peakMemory = try visit(ViewScript.all.filter { $0.columns == nil }, program, &made)
    for script in ViewScript.all {
      guard let columns = script.columns else { continue }
      var narrow = program
      narrow.columns = columns
      _ = try visit([script], narrow, &made)
    }
    return made
  }

  /// Goes through views in one session; the most memory that it held, in megabytes.
  private static func visit(
    _ scripts: [ViewScript], _ program: TerminalProgram, _ made: inout Session
  ) throws(BenchError) -> Double {
    let (session, _) = try program.start()
    defer { session.end(program.quit) }
    // Whatever is fetched ahead has time to arrive, as it has while a person reads.
    _ = session.output(quiet: 150, first: 150)
    for script in scripts { made.views[script.name] = ViewFigures(of: script, in: session) }
    return Double(ProcessFigures(of: session.process).peakMemory) / 1e6
  }

  // MARK: Rows

  private static func startRows(_ sessions: [Session]) -> [Row] {
    func row(_ title: String, _ unit: Figure.Unit, _ bar: Double, _ value: (Session) -> Double)
      -> Row
    {
      Row(
        job: "views", title: title,
        figure: sessions.map(value).max().map { Figure($0, unit) }, bar: .atMost(bar),
        note: by(sessions) { value($0) })
    }
    return [
      row("exec to full first paint", .milliseconds, 20) { $0.paint },
      row("peak memory, after every view", .megabytes, 25) { $0.peakMemory },
    ]
  }

  private static func row(_ script: ViewScript, _ sessions: [Session]) -> Row {
    let worst = sessions.compactMap { session in
      session.views[script.name]?.worst.map { (session.place, $0.name, $0.figures) }
    }.max { $0.2.latency.p95 < $1.2.latency.p95 }
    guard let (place, key, figures) = worst else {
      return Row(job: "views", title: script.name, figure: nil, bar: .atMost(script.bar))
    }
    let notes = [
      by(sessions) { $0.views[script.name]?.worst?.figures.latency.p95 ?? .nan },
      "worst \(key) at \(place): p50 \(Decimal.text(figures.latency.median)), "
        + "processor p95 \(Decimal.text(Sample(figures.times).p95)), "
        + "\(Decimal.text(Sample(figures.bytes).median)) B",
    ]
    return Row(
      job: "views", title: "\(script.name), p95",
      figure: Figure(figures.latency.p95, .milliseconds), bar: .atMost(script.bar),
      note: notes.joined(separator: " · "))
  }

  private static func outputRows(_ sessions: [Session]) -> [Row] {
    let keys = sessions.flatMap { $0.views.values.flatMap(\.keys) }.map(\.figures)
    let repaints = keys.flatMap { zip($0.writes, $0.repaints) }.filter { $0.1 > 0 }
      .map { $0.0 / $0.1 }
    let clears = keys.map(\.fullClears).reduce(0, +)
    return [
      Row(
        job: "views", title: "full clears after start", figure: Figure(Double(clears), .count),
        bar: .atMost(0), note: "\(keys.map(\.latencies.count).reduce(0, +)) keys"),
      Row(
        job: "views", title: "write() calls a repaint, median",
        figure: repaints.isEmpty ? nil : Figure(Sample(repaints).median, .count), bar: .atMost(1),
        note: "p95 \(Decimal.text(Sample(repaints).p95))"),
    ]
  }

  /// `24×80: 0.61 0.62 0.70 · 50×200: …`, the corpora from the smallest to the largest.
  private static func by(_ sessions: [Session], _ value: (Session) -> Double) -> String {
    sizes.map { size in
      let values = sessions.filter { $0.size == size }.map { Decimal.text(value($0)) }
      return "\(size.rows)×\(size.columns): \(values.joined(separator: " "))"
    }.joined(separator: " · ")
  }
}
