#if canImport(Glibc)
  import Glibc
#endif

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

  /// Milliseconds of processor time that all its threads took so far; 0 where the system does not tell.
  static func processorTime(of process: Int32) -> Double {
    #if canImport(Glibc)
      var clock = clockid_t()
      var time = timespec()
      guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
        return 0
      }
      return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    #else
      return 0
    #endif
  }

  private static func field(_ name: String, _ path: String) -> Int {
    for line in TextFile.read(path).split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first
        .flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
