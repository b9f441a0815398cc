/// What pressing one key often cost.
struct KeyFigures {
  /// Milliseconds from the key to the last byte of its answer.
  private(set) var latencies: [Double] = []
  /// Milliseconds of processor time, what a key sets off in the background included.
  private(set) var times: [Double] = []
  private(set) var bytes: [Double] = []
  private(set) var writes: [Double] = []
  /// Pictures that were shown, by a terminal that holds each back until it is complete.
  private(set) var repaints: [Double] = []
  private(set) var fullClears = 0

  var latency: Sample { Sample(latencies) }

  /// - Parameter quiet: milliseconds without a byte after which the answer is complete: longer than
  ///   what a key sets off in the background takes, so that it counts for that key.
  mutating func press(_ key: String, in session: TerminalSession, quiet: Int = 120) {
    let before = ProcessFigures.writes(of: session.process)
    let worked = ProcessFigures.processorTime(of: session.process)
    let time = session.type(key)
    let chunks = session.output(quiet: quiet, first: 300)
    guard let last = chunks.last else { return }
    let summary = OutputSummary(chunks.bytes)
    latencies.append(Double(last.time - time) / 1e6)
    times.append(ProcessFigures.processorTime(of: session.process) - worked)
    bytes.append(Double(chunks.bytes.count))
    writes.append(Double(ProcessFigures.writes(of: session.process) - before))
    repaints.append(Double(summary.repaints))
    fullClears += summary.fullClears
  }
}
