/// Compares sources without the lines that exporters change at every fetch.
enum StampFree {
  private static let names = ["DTSTAMP", "LAST-MODIFIED", "CREATED"].map { Array($0.utf8) }

  static func areSame(_ left: String, _ right: String) -> Bool {
    lines(left) == lines(right)
  }

  private static func lines(_ source: String) -> [Substring.UTF8View] {
    source.utf8.split(separator: UInt8(ascii: "\n")).filter { line in
      !names.contains { name in
        guard line.starts(with: name) else { return false }
        let next = line.dropFirst(name.count).first
        return next == UInt8(ascii: ":") || next == UInt8(ascii: ";")
      }
    }
  }
}

extension Substring.UTF8View {
  fileprivate static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

extension [Substring.UTF8View] {
  fileprivate static func == (left: Self, right: Self) -> Bool {
    left.elementsEqual(right) { $0.elementsEqual($1) }
  }
}
