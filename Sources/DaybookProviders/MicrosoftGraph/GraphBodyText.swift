/// Bodies of events, which are HTML mostly: text of people as that.
enum GraphBodyText {
  /// Text as HTML that shows it.
  static func html(ofText text: String) -> String {
    var html = ""
    for character in text {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\n", "\r\n", "\r": html += "<br>"
      default: html.append(character)
      }
    }
    return html
  }

  /// New notes for a meeting held online, with what tells how to join kept as it is there: without it
  /// nobody could.
  ///
  /// - Parameter html: the body as it is there.
  static func html(ofText text: String, keepingMeetingIn html: String) -> String {
    let own = text.firstRange(of: rule).map { String(text[..<$0.lowerBound]) } ?? text
    var block = html
    if let mark = html.firstRange(of: rule)?.lowerBound {
      // From the tag that holds the rule on.
      let start = html[..<mark].lastIndex(of: "<") ?? mark
      block = String(html[start...])
    }
    return "<html><body><div>" + Self.html(ofText: own) + "</div>" + block
  }

  /// Exchange draws a line above what tells how to join.
  private static let rule = "________"
}
