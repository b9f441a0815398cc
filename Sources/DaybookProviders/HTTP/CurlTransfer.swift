import CCurl
internal import DaybookCore

/// One exchange: takes in head and body as they arrive and stops at the first limit that is passed.
final class CurlTransfer {
  private(set) var status = 0
  private(set) var headers = WebHeaders()
  private(set) var body: [UInt8] = []
  private let request: WebRequest
  private let deadline: ContinuousClock.Instant
  private let stop: StopFlag
  private let began = ContinuousClock.now
  private var lastByte = ContinuousClock.now
  private var moved: Int64 = 0
  /// Why we, rather than curl, ended it.
  private var reason: ProviderError?
  private var isInterim = false
  /// Bytes of a body that was not kept.
  private var dropped = 0
  /// Whether the head that counts is here and the rest is of no use.
  private var isEnough = false

  init(_ request: WebRequest, deadline: ContinuousClock.Instant, stop: StopFlag) {
    self.request = request
    self.deadline = deadline
    self.stop = stop
  }

  func run(on handle: CurlHandle, userAgent: String, authorities: String?) throws(ProviderError) {
    let left = deadline - ContinuousClock.now
    guard left > .milliseconds(1) else { throw timedOut }
    var headers: UnsafeMutableRawPointer?
    defer { ccurl_free_list(headers) }
    for (name, value) in request.headers {
      headers = ccurl_append(headers, name + ": " + value) ?? headers
    }
    // Without this a large body waits a second for a leave that many servers never give.
    headers = ccurl_append(headers, "Expect:") ?? headers
    var words = [CChar](repeating: 0, count: 256)
    let body = request.body ?? []
    let context = Unmanaged.passUnretained(self).toOpaque()
    let end = body.withUnsafeBytes { bytes in
      let start = request.body == nil ? nil : bytes.baseAddress ?? UnsafeRawPointer(context)
      guard
        ccurl_prepare(handle.pointer, request.address.text, userAgent, authorities),
        ccurl_set_method(
          handle.pointer, request.method, start?.assumingMemoryBound(to: CChar.self),
          Int64(bytes.count)),
        ccurl_set_headers(handle.pointer, headers),
        ccurl_set_timeouts(
          handle.pointer, request.limits.connect.milliseconds, left.milliseconds),
        ccurl_set_callbacks(
          handle.pointer,
          { CurlTransfer.transfer($3).takeHead($0, $1 &* $2) },
          { CurlTransfer.transfer($3).takeBody($0, $1 &* $2) },
          { context, _, received, _, sent in CurlTransfer.transfer(context).check(received &+ sent)
          },
          context)
      else { return CCurlEnd.other }
      var gate = CCurlGate(
        allows: { CurlTransfer.transfer($2).allows($0, $1) }, context: context)
      return withUnsafeMutablePointer(to: &gate) { gate in
        guard request.gate == nil || ccurl_set_gate(handle.pointer, gate) else { return .other }
        return withExtendedLifetime(self) { ccurl_perform(handle.pointer, &words) }
      }
    }
    status = ccurl_status(handle.pointer)
    if end != .done, !isEnough { throw reason ?? error(end, words) }
  }

  /// What the log may know of it.
  func exchange(failure: ProviderError?) -> RemoteExchange {
    RemoteExchange(
      request: request.method + " " + request.address.place.description,
      status: status == 0 ? nil : status,
      milliseconds: (ContinuousClock.now - began).milliseconds, bytes: body.count,
      note: failure?.code)
  }

  private static func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
    guard let context else { preconditionFailure("curl lost its context") }
    return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func takeHead(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastByte = .now
    let line = String(
      decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // An interim answer (100, 103) comes before the one that counts.
      headers = WebHeaders()
      body = []
      isInterim = line.split(separator: " ").dropFirst().first?.hasPrefix("1") ?? false
    } else if let colon = line.firstIndex(of: ":") {
      headers.add(String(line[..<colon]), line[line.index(after: colon)...].trimmed)
    } else if request.dropsBody, line.allSatisfy(\.isNewline) {
      isEnough = !isInterim
    }
    return count
  }

  private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastByte = .now
    if request.dropsBody {
      dropped += count
      return dropped > request.limits.body ? 0 : count
    }
    guard body.count + count <= request.limits.body else {
      reason = .tooLarge(request.address.place, limit: request.limits.body)
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func allows(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) -> Bool {
    guard let gate = request.gate else { return true }
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    return NetworkAddress(bytes).map(gate) ?? false
  }

  private func check(_ moved: Int64) -> Int32 {
    if stop.isRaised {
      reason = .cancelled
      return 1
    }
    let now = ContinuousClock.now
    if moved != self.moved {
      self.moved = moved
      lastByte = now
    }
    if now - lastByte >= request.limits.silence {
      reason = .unreachable(
        request.address.place, .silence(Int(request.limits.silence.components.seconds)))
      return 1
    }
    return 0
  }

  private var timedOut: ProviderError {
    .unreachable(request.address.place, .timeout(Int(request.limits.total.components.seconds)))
  }

  private func error(_ end: CCurlEnd, _ words: [CChar]) -> ProviderError {
    let place = request.address.place
    switch end {
    case .timedOut:
      if ContinuousClock.now >= deadline { return timedOut }
      return .unreachable(
        place, .connectTimeout(Int(request.limits.connect.components.seconds)))
    case .unknownHost: return .unreachable(place, .name)
    case .noProxy: return .unreachable(place, .proxy)
    case .refusedConnection: return .unreachable(place, .connection)
    case .dropped: return .unreachable(place, .dropped)
    case .untrusted: return .unreachable(place, .certificate(said(words)))
    case .badEncoding:
      return .malformedResponse(place, detail: "it is not packed as it says")
    case .badAddress: return .badAddress(place, reason: "it is no address")
    default: return .unreachable(place, .other(said(words)))
    }
  }

  /// curl's words, which name hosts and ports but never the rest of an address.
  private func said(_ words: [CChar]) -> String {
    String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Duration {
  /// Rounded up, so that a limit of less than one is no limit of none.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

extension Substring {
  /// Without blanks and line ends around it.
  var trimmed: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
    guard let first = firstIndex(where: { !blank($0) }),
      let last = lastIndex(where: { !blank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
