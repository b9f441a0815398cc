/// A program with an interface, and what the bench has to know of it.
struct TerminalProgram {
  var command: [String]
  var environment: [String]
  /// Stands on the screen once it is painted.
  var ready: String
  /// What is pressed, by what it is called in the table.
  var keys: [Key]
  var quit: String
  var rows: UInt16 = 24
  var columns: UInt16 = 80
  /// Whether the terminal says that it can hold back a picture until it is complete.
  var holdsBack = false

  enum Key: Hashable {
    case cursor(String), day(String), week(String), month(String)

    var text: String {
      switch self {
      case .cursor(let text), .day(let text), .week(let text), .month(let text): text
      }
    }
  }

  /// One start: until the screen is painted, or an error that shows what came instead.
  func start() throws(BenchError) -> (session: TerminalSession, paint: FirstPaint) {
    let session = try TerminalSession(
      command, environment: environment, rows: rows, columns: columns, holdsBack: holdsBack)
    var chunks: [TerminalSession.Chunk] = []
    let limit = session.began + 20_000_000_000
    repeat {
      let more = session.output(first: 500)
      chunks += more
      let summary = OutputSummary(chunks.bytes)
      if summary.text.contains(ready), let last = chunks.last {
        return (session, FirstPaint(milliseconds: Double(last.time - session.began) / 1e6))
      }
    } while Stopwatch.now() < limit
    session.end(quit)
    let text = OutputSummary(chunks.bytes).text.split(separator: " ").joined(separator: " ")
    throw BenchError("\(command[0]) never showed “\(ready)” but: \(text.prefix(200))")
  }
}

/// From exec to the last byte before the first quiet moment after everything stands on the screen.
struct FirstPaint {
  let milliseconds: Double
}

/// Several starts of a program, with all its keys pressed in each.
struct InterfaceFigures {
  private(set) var paints: [Double] = []
  private(set) var keys: [TerminalProgram.Key: KeyFigures] = [:]
  private(set) var peakMemories: [Double] = []

  init(of program: TerminalProgram, starts: Int, presses: Int) throws(BenchError) {
    for start in 0...starts {
      let (session, paint) = try program.start()
      defer { session.end(program.quit) }
      // The first start only warms the caches of the system.
      if start == 0 { continue }
      paints.append(paint.milliseconds)
      // Whatever is fetched ahead has time to arrive, as it has while a person reads.
      _ = session.output(quiet: 150, first: 150)
      for key in program.keys {
        for _ in 0..<presses { keys[key, default: KeyFigures()].press(key.text, in: session) }
      }
      peakMemories.append(Double(ProcessFigures(of: session.process).peakMemory) / 1e6)
    }
  }

  var paint: Double { Sample(paints).median }
  var peakMemory: Double { Sample(peakMemories).median }
  var fullClears: Int { keys.values.map(\.fullClears).reduce(0, +) }

  func figures(_ isAsked: (TerminalProgram.Key) -> Bool) -> KeyFigures? {
    keys.first { isAsked($0.key) }?.value
  }
}
