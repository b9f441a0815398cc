/// Numbers as the screen writes them.
package enum CountText {
  /// `1,204`
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `1 event`, `1,204 events`
  package static func of(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `312 B`, `4.5 kB`, `12 MB`
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    let (value, unit) = count < 1_000_000 ? (count, "kB") : (count / 1000, "MB")
    return value < 10_000
      ? "\(value / 1000).\(value % 1000 / 100) \(unit)" : "\(grouped(value / 1000)) \(unit)"
  }

  /// How long ago: `just now`, `5 min`, `3 h`, `2 days`
  static func age(seconds: Int) -> String {
    let minutes = max(0, seconds) / 60
    if minutes == 0 { return "just now" }
    if minutes < 60 { return "\(minutes) min" }
    return minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
  }
}
