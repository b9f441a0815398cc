#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a program from start to end, and what it cost.
struct ProcessRun {
  /// The exit status; 128 and the signal where one ended it.
  let status: Int
  /// Milliseconds of processor time, its children included.
  let cpu: Double
  /// Milliseconds from start to end.
  let wall: Double
  /// The most memory it held, in bytes.
  let peakMemory: Int

  init(
    _ command: [String], environment: [String], output: String = "/dev/null",
    errors: String = "/dev/null"
  ) throws(BenchError) {
    let begin = Stopwatch.now()
    let process = try Spawn.start(
      command, environment: environment, streams: .files(output: output, errors: errors))
    var ended: Int32 = 0
    var usage = rusage()
    guard wait4(process, &ended, 0, &usage) == process else {
      throw BenchError("\(command[0]) could not be waited for.")
    }
    wall = Double(Stopwatch.now() - begin) / 1e6
    #if canImport(Darwin)
      peakMemory = usage.ru_maxrss
    #else
      peakMemory = usage.ru_maxrss * 1024
    #endif
    let signal = Int(ended & 0x7f)
    status = signal == 0 ? Int(ended >> 8 & 0xff) : 128 + signal
    cpu = ProcessRun.milliseconds(usage.ru_utime) + ProcessRun.milliseconds(usage.ru_stime)
  }

  /// The median cost of `runs`, after one that warms the caches of the system.
  static func medianCPU(
    runs: Int = 11, _ command: [String], environment: [String], output: String = "/dev/null"
  ) throws(BenchError) -> Double {
    var costs: [Double] = []
    for number in 0...runs {
      let run = try ProcessRun(command, environment: environment, output: output)
      guard run.status == 0 else {
        throw BenchError("\(command.joined(separator: " ")) ended with \(run.status).")
      }
      if number > 0 { costs.append(run.cpu) }
    }
    return Sample(costs).median
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
}
