import Synchronization

/// Counts what is asked and how long it takes, for `GET /api/metrics`. Routes are counted by their
/// pattern, so that no id and no title is in it.
final class Meters: Sendable {
  private struct Key: Hashable {
    var method: String
    var route: String
    var status: Int
  }

  private struct Counts {
    var requests: [Key: Int] = [:]
    /// How many took no longer than each bound, and the rest.
    var buckets = [Int](repeating: 0, count: Meters.bounds.count + 1)
    var seconds = 0.0
    var running = 0
    var streams = 0
  }

  private let counts = Mutex(Counts())
  private static let bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]

  func began() { counts.withLock { $0.running += 1 } }

  func ended(method: String, route: String, status: Int, seconds: Double) {
    counts.withLock { counts in
      counts.running -= 1
      counts.requests[Key(method: method, route: route, status: status), default: 0] += 1
      let index = Meters.bounds.firstIndex { seconds <= $0 } ?? Meters.bounds.count
      counts.buckets[index] += 1
      counts.seconds += seconds
    }
  }

  func streamBegan() { counts.withLock { $0.streams += 1 } }
  func streamEnded() { counts.withLock { $0.streams -= 1 } }

  /// As Prometheus reads it.
  var text: String {
    let counts = counts.withLock { $0 }
    var lines = [
      "# HELP daybook_http_requests_total Requests answered.",
      "# TYPE daybook_http_requests_total counter",
    ]
    let keys = counts.requests.keys.sorted {
      ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status)
    }
    for key in keys {
      let labels = "method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\""
      lines.append("daybook_http_requests_total{\(labels)} \(counts.requests[key] ?? 0)")
    }
    lines += [
      "# HELP daybook_http_request_seconds Time until an answer was ready.",
      "# TYPE daybook_http_request_seconds histogram",
    ]
    var sum = 0
    for (index, bound) in Meters.bounds.enumerated() {
      sum += counts.buckets[index]
      lines.append("daybook_http_request_seconds_bucket{le=\"\(bound)\"} \(sum)")
    }
    sum += counts.buckets[Meters.bounds.count]
    lines += [
      "daybook_http_request_seconds_bucket{le=\"+Inf\"} \(sum)",
      "daybook_http_request_seconds_sum \(counts.seconds)",
      "daybook_http_request_seconds_count \(sum)",
      "# HELP daybook_http_requests_running Requests that are being answered.",
      "# TYPE daybook_http_requests_running gauge",
      "daybook_http_requests_running \(counts.running)",
      "# HELP daybook_streams Streams of changes that are open.",
      "# TYPE daybook_streams gauge",
      "daybook_streams \(counts.streams)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
