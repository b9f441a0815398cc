#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clocks, and the middle of what they showed.
enum Stopwatch {
  /// Nanoseconds of a clock that never jumps.
  static func now() -> Int { nanoseconds(CLOCK_MONOTONIC) }

  /// Milliseconds of processor time that `body` takes on this thread: the median of `runs`, after
  /// one that warms up. What else the machine does is not in it.
  static func median(runs: Int = 9, _ body: () throws -> Void) rethrows -> Double {
    try body()
    var times: [Double] = []
    for _ in 0..<runs {
      let begin = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
      try body()
      times.append(Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - begin) / 1e6)
    }
    return Sample(times).median
  }

  /// Milliseconds of processor time that `body` takes this one time.
  static func once(_ body: () -> Void) -> Double {
    let begin = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    body()
    return Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - begin) / 1e6
  }

  /// Keeps the optimiser from leaving out work whose result nobody reads.
  @inline(never)
  static func keep<Value>(_ value: Value) {}

  private static func nanoseconds(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}

/// Measurements of one thing.
struct Sample {
  private let sorted: [Double]

  init(_ values: [Double]) {
    sorted = values.sorted()
  }

  var isEmpty: Bool { sorted.isEmpty }
  var greatest: Double { sorted.last ?? .nan }

  var median: Double {
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// What all but the slowest twentieth keep to.
  var p95: Double {
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
  }
}
