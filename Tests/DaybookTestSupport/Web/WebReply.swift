/// What a `LoopbackServer` answers, and how it misbehaves doing so.
package struct WebReply: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  package var manner = Manner.honest

  package enum Manner: Sendable {
    case honest
    /// Promises the whole body, sends this many bytes of it and closes.
    case breaksOff(after: Int)
    /// Promises nothing, sends the body and closes.
    case endsByClosing
    /// Closes without a word.
    case hangsUp
    /// Never answers.
    case isSilent
    /// Sends head and body but for the last byte, and then nothing.
    case falls(silentAfter: Int)
    /// Sends the body again and again.
    case isEndless
  }

  package init(
    _ status: Int = 200, _ body: String = "", headers: [(name: String, value: String)] = [],
    _ manner: Manner = .honest
  ) {
    self.status = status
    self.headers = headers
    self.body = Array(body.utf8)
    self.manner = manner
  }

  package static func calendar(
    _ text: String, etag: String? = nil, type: String = "text/calendar; charset=utf-8"
  ) -> WebReply {
    var headers = [(name: "Content-Type", value: type)]
    if let etag { headers.append((name: "ETag", value: etag)) }
    return WebReply(200, text, headers: headers)
  }

  package static func redirection(_ status: Int, to address: String) -> WebReply {
    WebReply(status, "", headers: [(name: "Location", value: address)])
  }

  /// The same, packed.
  package var gzipped: WebReply {
    var reply = self
    reply.body = Gzip.stored(body)
    reply.headers.append((name: "Content-Encoding", value: "gzip"))
    return reply
  }
}

/// Packs without pressing: blocks of RFC 1951 that are only stored.
enum Gzip {
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      start = block.endIndex
      packed.append(start == bytes.count ? 1 : 0)
      append(UInt16(block.count), to: &packed)
      append(~UInt16(block.count), to: &packed)
      packed += block
    } while start < bytes.count
    append(sum(bytes), to: &packed)
    append(UInt32(truncatingIfNeeded: bytes.count), to: &packed)
    return packed
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  private static func sum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xffff_ffff
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xedb8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
