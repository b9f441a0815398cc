import Foundation

/// Finds what an object says twice: of such a pair each reader takes the one it likes (RFC 8259 §4),
/// and Foundation does not tell.
struct DoubledMember {
  private var rest: ArraySlice<UInt8>
  private var depth = 0
  private var seen: Set<String> = []

  /// The first name that the outermost object has twice; nil where there is none.
  ///
  /// - Parameter bytes: JSON that was read already, in UTF-8.
  static func first(in bytes: [UInt8]) -> String? {
    var search = DoubledMember(rest: bytes[...])
    return search.next()
  }

  private mutating func next() -> String? {
    // Names are what stands before a colon; within lists and inner objects nobody looks.
    var last: ArraySlice<UInt8> = []
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "\""): last = string()
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1:
        if let name = DoubledMember.text(last), !seen.insert(name).inserted { return name }
      default: break
      }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// With its quotation marks; leaves the last one to be passed over.
  private mutating func string() -> ArraySlice<UInt8> {
    let start = rest.startIndex
    var index = start + 1
    while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
      index += rest[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(index, rest.endIndex - 1)
    let whole = rest[start...end]
    rest = rest[end...]
    return whole
  }

  /// What a name says: `"\u0061"` is `"a"`.
  private static func text(_ quoted: ArraySlice<UInt8>) -> String? {
    guard quoted.contains(UInt8(ascii: "\\")) else {
      return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }
    return
      (try? JSONSerialization.jsonObject(with: Data(quoted), options: .fragmentsAllowed))
      as? String
  }
}
