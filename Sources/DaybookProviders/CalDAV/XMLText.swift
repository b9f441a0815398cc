/// Text as it may stand in XML.
enum XMLText {
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\r": escaped += "&#13;"
      default:
        let isForbidden = scalar.value < 0x20 && scalar.value != 9 && scalar.value != 10
        if !isForbidden { escaped.unicodeScalars.append(scalar) }
      }
    }
    return escaped
  }
}
