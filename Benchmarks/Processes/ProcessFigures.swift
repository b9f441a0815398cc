/// What the system tells of a running process in /proc; zero where there is no /proc.
struct ProcessFigures {
  /// How often each of its threads went to sleep by itself so far.
  private let sleeps: [String: Int]
  /// Calls of write() and its like, to whatever file.
  let writes: Int
  /// The most memory it ever held, in bytes.
  let peakMemory: Int

  init(of process: Int32) {
    let folder = "/proc/\(process)"
    var sleeps: [String: Int] = [:]
    for thread in TextFile.names(in: "\(folder)/task") {
      sleeps[thread] = ProcessFigures.field(
        "voluntary_ctxt_switches:", "\(folder)/task/\(thread)/status")
    }
    self.sleeps = sleeps
    writes = ProcessFigures.field("syscw:", "\(folder)/io")
    peakMemory = ProcessFigures.field("VmHWM:", "\(folder)/status") * 1024
  }

  /// How often a thread woke up since; one that ended in between had to wake up for that.
  func wakeUps(since earlier: ProcessFigures) -> Int {
    var count = earlier.sleeps.keys.filter { sleeps[$0] == nil }.count
    for (thread, number) in sleeps { count += number - earlier.sleeps[thread, default: 0] }
    return count
  }

  static func writes(of process: Int32) -> Int { field("syscw:", "/proc/\(process)/io") }

  /// Milliseconds that its first thread has run so far.
  static func mainThreadTime(of process: Int32) -> Double {
    let text = TextFile.read("/proc/\(process)/schedstat")
    return text.split(separator: " ").first.flatMap { Double($0) }.map { $0 / 1e6 } ?? 0
  }

  private static func field(_ name: String, _ path: String) -> Int {
    for line in TextFile.read(path).split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first
        .flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
