import DaybookCore
import HTTPTypes

/// The OpenAPI document as a page to read, which needs nothing from outside.
struct DocumentPage: Sendable {
  let routes: [Route]
  /// Whether there are several people, who sign in.
  var isForSeveral = false

  var html: String {
    var text = """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Daybook's API</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      code, dt { font-family: ui-monospace, monospace }
      h3 { margin: 2rem 0 0 } h3 b { display: inline-block; min-width: 4.5rem }
      pre { overflow-x: auto }
      dd { margin: 0 0 .3rem 2rem } dl { margin: .5rem 0 }
      @media (prefers-color-scheme: dark) { body { background: #16181d; color: #dde1e8 } a { color: #8ab4f8 } }
      </style>
      <h1>Daybook's API</h1>
      <p>The same as <a href="/openapi.json">OpenAPI 3.1</a>, to read. \(whoSends)
      <code>Authorization: Bearer TOKEN</code>. What is refused is a problem document (RFC 9457).</p>

      """
    var area = ""
    for route in routes {
      if route.area != area {
        area = route.area
        text += "<h2>\(DocumentPage.escaped(area))</h2>\n"
      }
      text += section(route)
    }
    return text + "</html>\n"
  }

  private var whoSends: String {
    isForSeveral
      ? "Whoever has signed in, or has a token for a script, sends"
      : "Whoever is not a program of your own sends"
  }

  private func section(_ route: Route) -> String {
    var text = """
      <h3 id="\(route.name)"><b>\(route.method.rawValue)</b> <code>\(route.pattern)</code></h3>
      <p>\(DocumentPage.escaped(route.summary))</p>

      """
    let parameters = route.parameters.map { ($0.name, $0.meaning) }
    if !parameters.isEmpty { text += list("Query", parameters) }
    let members = (route.body ?? []).map { member in
      (member.name, member.meaning + (member.isRequired ? " Required." : ""))
    }
    if !members.isEmpty { text += list("Body", members) }
    if !route.bodyExample.isEmpty { text += example("For example", .object(route.bodyExample)) }
    let codes = Set(([route.answers] + route.others).map(\.status.code) + route.problems)
    text += "<p>Answers \(codes.sorted().map(String.init).joined(separator: ", ")).</p>\n"
    return text + (route.answers.example.map { example("An answer", $0) } ?? "")
  }

  private func example(_ name: String, _ value: JSON) -> String {
    let words = if case .string(let text) = value { text } else { value.text() }
    return """
      <details><summary>\(name)</summary><pre>\(DocumentPage.escaped(words))</pre></details>

      """
  }

  private func list(_ name: String, _ rows: [(String, String)]) -> String {
    let lines = rows.map {
      "<dt>\(DocumentPage.escaped($0.0))</dt><dd>\(DocumentPage.escaped($0.1))</dd>"
    }
    return "<p>\(name):</p>\n<dl>\n\(lines.joined(separator: "\n"))\n</dl>\n"
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
