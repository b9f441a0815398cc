import Testing

@testable import DaybookProviders

/// What notes say that are HTML.
struct HTMLTextTests {
  @Test(arguments: [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("One<br>Two<br/>\n", "One\nTwo"),
    ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
    (
      "<a href=\"https://x.example/a?b=1&amp;c\">Join</a> now",
      "Join <https://x.example/a?b=1&c> now"
    ),
    ("<a href='https://x.example'>x.example</a>", "x.example"),
    ("<a href=\"mailto:a@x.example\">Ana</a>", "Ana"),
    ("<o:p></o:p><!-- [if mso]> -->Text<!doctype html>", "Text"),
    ("<head><style>p { }</style></head><td>A</td><td>B</td>", "A B"),
    (
      "1 < 2 &amp; 3 &gt; 2 <ana@x.example> <https://x.example>",
      "1 < 2 & 3 > 2 <ana@x.example> <https://x.example>"
    ),
    ("&nbsp;A&nbsp;&nbsp;B &unknown; &#x1b;[31m", "A B &unknown; [31m"), ("<style>never ends", ""),
  ])
  func aPageIsRead(_ html: String, _ text: String) {
    #expect(HTMLText.plain(html, .folded) == text)
  }

  @Test func blanksOfATextWithTagsStay() {
    let text = "Agenda:\n  <b>1</b>  one\n\n\n  2  two\n"
    #expect(HTMLText.plain(text, .kept) == "Agenda:\n  1  one\n\n\n  2  two")
    #expect(HTMLText.plain(text, .folded) == "Agenda: 1 one 2 two")
  }

  @Test(arguments: [
    ("<b>x</b>", true), ("a &amp; b", true), ("a & b; c", false), ("1 < 2 > 0", false),
    ("<ana@x.example>", false), ("<https://x.example>", false), ("<br", false), ("", false),
  ])
  func aTextIsNoPage(_ text: String, _ isHTML: Bool) {
    #expect(HTMLText.isHTML(text) == isHTML)
  }
}
