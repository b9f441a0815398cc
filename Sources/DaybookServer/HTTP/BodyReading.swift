import HTTPTypes
import Hummingbird

/// Reads a body as far as it may be read: no more than so many bytes, in no more than so much time.
struct BodyReading: Sendable {
  let limits: ServerLimits

  func bytes(of request: Request) async throws -> [UInt8] {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.body {
      throw tooLarge
    }
    if !request.hasBody { return [] }
    let body = request.body
    return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
      group.addTask { try await collect(body) }
      group.addTask {
        try await Task.sleep(for: .seconds(limits.bodySeconds))
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let bytes = first else {
        throw tooSlow
      }
      return bytes
    }
  }

  private func collect(_ body: RequestBody) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limits.body else { throw tooLarge }
      bytes += part.readableBytesView
    }
    return bytes
  }

  var tooLarge: Problem {
    Problem(
      .contentTooLarge, "body_too_large", "A body may have \(limits.body) bytes.")
  }

  var tooSlow: Problem {
    Problem(
      .requestTimeout, "body_too_slow",
      "The body did not arrive within \(limits.bodySeconds) seconds.")
  }

  static let notJSON = Problem(
    .unsupportedMediaType, "not_json", "The body must be JSON.",
    hint: "Send Content-Type: application/json.")

  /// Refuses what is said to be anything but JSON.
  static func checkType(_ type: String?) throws {
    let name = (type ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    guard name == "application/json" || name.hasSuffix("+json") else { throw notJSON }
  }
}
