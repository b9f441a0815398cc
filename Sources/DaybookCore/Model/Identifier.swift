/// A name that is stable for ever and typed by what it names, so that an event's id cannot be
/// handed to something that wants a calendar's.
package struct Identifier<Named>: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let raw: String

  package init(_ raw: String) {
    self.raw = raw
  }

  package var description: String { raw }

  package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

package typealias AccountID = Identifier<Account>
package typealias CalendarID = Identifier<EventCalendar>
package typealias EventID = Identifier<Event>
package typealias OccurrenceID = Identifier<Occurrence>
package typealias ClientID = Identifier<Client>
package typealias ConflictID = Identifier<Conflict>

/// Makes ids of 16 letters and digits out of what they are made of: the same parts give the same
/// id in every store and after every import.
package enum StableID {
  /// How many letters an id has.
  package static let length = 16

  /// 80 bits of the FNV-1a hash of the parts, in lower-case base 32; begins with a letter.
  package static func make(_ parts: String...) -> String {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for part in parts {
      var part = part
      part.withUTF8 { bytes in
        for byte in bytes { mix(byte, into: &hash) }
      }
      // A byte that no UTF-8 holds keeps ("ab", "c") apart from ("a", "bc").
      mix(0xff, into: &hash)
    }
    var bits = (hash ^ (hash >> 64)) & ((1 << 80) - 1)
    var letters: [UInt8] = []
    letters.reserveCapacity(length)
    letters.append(leading[Int(bits % UInt128(leading.count))])
    bits /= UInt128(leading.count)
    // 75 bits are left, and a letter takes five.
    while letters.count < length {
      letters.append(all[Int(bits & 31)])
      bits >>= 5
    }
    return String(decoding: letters, as: UTF8.self)
  }

  private static let all = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
  private static let leading = Array("abcdefghijklmnopqrstuvwxyz".utf8)

  private static func mix(_ byte: UInt8, into hash: inout UInt128) {
    hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
  }
}
