/// Numbers as a table shows them: three figures that matter, and no more.
enum Decimal {
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value < 0 { return "-" + text(-value) }
    if value == value.rounded(), value < 1e15 { return grouped(Int(value)) }
    if value >= 100 { return grouped(Int(value.rounded())) }
    let places = value >= 10 ? 1 : value >= 1 ? 2 : 3
    return fixed(value, places: places)
  }

  /// With exactly so many decimal places, for machines to read.
  static func fixed(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: max(0, places - fraction.utf8.count))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + String(scaled / scale) + (places == 0 ? "" : "." + zeros + fraction)
  }

  private static func grouped(_ value: Int) -> String {
    let digits = Array(String(value))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
