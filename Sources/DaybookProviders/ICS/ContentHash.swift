internal import DaybookCore
internal import ICalendar

/// FNV-1a over bytes: tells whether content is the same as last time, in this process or another.
struct ContentHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  private var length = 0

  mutating func mix(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      length &+= 1
    }
  }

  var text: String { String(state, radix: 36) + "-" + String(length, radix: 36) }

  /// The version of an event that is known by its content alone. The order of instances that differ
  /// means nothing, nor does when somebody exported it: many write "now" at every fetch.
  static func version(of components: [Component], zones: [Component]) -> Version {
    var hash = ContentHash()
    for text in components.map(\.text).sorted() {
      hash.mix(lines: text) { $0.hasPrefix("DTSTAMP") }
    }
    for zone in zones { hash.mix(lines: zone.text) { $0.hasPrefix("LAST-MODIFIED") } }
    return Version(hash.text)
  }

  private mutating func mix(lines text: String, without isIdle: (Substring.UTF8View) -> Bool) {
    for line in text.utf8.split(separator: 0x0a) where !isIdle(line) {
      mix(line)
      mix(CollectionOfOne(0x0a))
    }
  }
}

extension Substring.UTF8View {
  /// Whether it begins with `name`, ASCII, in any case.
  fileprivate func hasPrefix(_ name: StaticString) -> Bool {
    var index = startIndex
    return name.withUTF8Buffer { name in
      for byte in name {
        guard index < endIndex, self[index] & 0xdf == byte & 0xdf else { return false }
        index = self.index(after: index)
      }
      return true
    }
  }
}
