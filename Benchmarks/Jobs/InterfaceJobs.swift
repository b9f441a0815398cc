/// How fast the interface paints and answers keys, and what that sends to the terminal.
enum InterfaceJob {
  static let starts = 5
  static let presses = 15

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let program = try program(bench, isFrozen: true)
    let ours = try InterfaceFigures(of: program, starts: starts, presses: presses)
    var theirs: InterfaceFigures?
    if let peer = try bench.calcurse.interface(
      try bench.corpus(10_000), environment: bench.environment())
    {
      theirs = try InterfaceFigures(of: peer, starts: 3, presses: presses)
    }
    func row(
      _ title: String, _ unit: Figure.Unit, _ bar: Bar?, _ value: (InterfaceFigures) -> Double?
    ) -> Row {
      Row(
        job: "interface", title: title, figure: value(ours).map { Figure($0, unit) }, bar: bar,
        peer: Peer(Calcurse.name, theirs.flatMap(value)))
    }
    return [
      row("exec to full first paint", .milliseconds, .atMost(20)) { $0.paint },
      row("key: cursor, p50", .milliseconds, .atMost(1)) { $0.cursor?.latency.median },
      row("key: cursor, p95", .milliseconds, nil) { $0.cursor?.latency.p95 },
      row("key: next day, p50", .milliseconds, .atMost(1.5)) { $0.day?.latency.median },
      row("key: next day, p95", .milliseconds, .atMost(3)) { $0.day?.latency.p95 },
      row("key: next week, p50", .milliseconds, .atMost(1.5)) { $0.week?.latency.median },
      row("key: next week, p95", .milliseconds, .atMost(3)) { $0.week?.latency.p95 },
      row("key: month on, p50", .milliseconds, .atMost(4)) { $0.month?.latency.median },
      row("key: month on, p95", .milliseconds, nil) { $0.month?.latency.p95 },
      row("bytes a day key, median", .bytes, .atMost(800)) {
        $0.day.map { Sample($0.bytes).median }
      },
      row("full clears after start", .count, .atMost(0)) { Double($0.fullClears) },
      row("write() calls a day key, median", .count, nil) {
        $0.day.map { Sample($0.writes).median }
      },
      row("peak memory of the interface", .megabytes, .atMost(25)) { $0.peakMemory },
    ]
  }

  /// Painted means that events stand on the screen, whose edge this character is.
  static func program(_ bench: Workbench, isFrozen: Bool) throws(BenchError) -> TerminalProgram {
    TerminalProgram(
      command: [try bench.daybook(), "--store", try bench.store(10_000)],
      environment: bench.environment(isFrozen: isFrozen), ready: "▌",
      keys: [.cursor("j"), .day("l"), .week("]"), .month("}")], quit: "q")
  }
}

extension InterfaceFigures {
  fileprivate var cursor: KeyFigures? { figures { if case .cursor = $0 { true } else { false } } }
  fileprivate var day: KeyFigures? { figures { if case .day = $0 { true } else { false } } }
  fileprivate var week: KeyFigures? { figures { if case .week = $0 { true } else { false } } }
  fileprivate var month: KeyFigures? { figures { if case .month = $0 { true } else { false } } }
}

/// What the interface does while nobody touches it: nothing. By the real clock, which a frozen one
/// would flatter.
enum IdleJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let ours = try idle(try InterfaceJob.program(bench, isFrozen: false))
    var theirs: (wakeUps: Int, bytes: Int)?
    if let peer = try bench.calcurse.interface(
      try bench.corpus(10_000), environment: bench.environment())
    {
      theirs = try idle(peer)
    }
    return [
      Row(
        job: "idle", title: "idle 10 s: wake-ups", figure: Figure(Double(ours.wakeUps), .count),
        bar: .atMost(1), peer: Peer(Calcurse.name, theirs.map { Double($0.wakeUps) })),
      Row(
        job: "idle", title: "idle 10 s: bytes", figure: Figure(Double(ours.bytes), .count),
        bar: .atMost(0), peer: Peer(Calcurse.name, theirs.map { Double($0.bytes) })),
    ]
  }

  private static func idle(_ program: TerminalProgram)
    throws(BenchError) -> (wakeUps: Int, bytes: Int)
  {
    let (session, _) = try program.start()
    defer { session.end(program.quit) }
    // The threads that worked for the start are given up after five seconds without work.
    _ = session.output(during: 7000)
    let before = ProcessFigures(of: session.process)
    let bytes = session.output(during: 10_000).bytes.count
    return (ProcessFigures(of: session.process).wakeUps(since: before), bytes)
  }
}
