/// What the system tells of a running process in /proc; zero where there is no /proc.
struct ProcessFigures {
  /// How often any of its threads woke up: each time had gone to sleep by itself before.
  let wakeUps: Int
  /// Calls of write() and its like, to whatever file.
  let writes: Int
  /// The most memory it ever held, in bytes.
  let peakMemory: Int

  init(of process: Int32) {
    let folder = "/proc/\(process)"
    wakeUps = TextFile.names(in: "\(folder)/task")
      .map { ProcessFigures.field("voluntary_ctxt_switches:", "\(folder)/task/\($0)/status") }
      .reduce(0, +)
    writes = ProcessFigures.field("syscw:", "\(folder)/io")
    peakMemory = ProcessFigures.field("VmHWM:", "\(folder)/status") * 1024
  }

  static func writes(of process: Int32) -> Int { field("syscw:", "/proc/\(process)/io") }

  private static func field(_ name: String, _ path: String) -> Int {
    for line in TextFile.read(path).split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first
        .flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
