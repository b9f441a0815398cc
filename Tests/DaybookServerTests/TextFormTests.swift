import DaybookCore
import Foundation
import Testing

@testable import DaybookServer

/// What is asked of texts, and that the documents say just that.
struct TextFormTests {
  private static let forms: [(String, TextForm)] = [
    ("any", .any), ("filled", .filled), ("visible", .visible), ("name", .name(upTo: 5)),
    ("zone", .zone), ("color", .color), ("currency", .currency), ("day", .day),
    ("moment", .moment), ("webAddress", .webAddress), ("mailDomain", .mailDomain),
    ("asked", .asked), ("askedAny", .askedAny), ("askedToken", .askedToken),
    ("dayPhrase", .dayPhrase),
  ]

  private static let texts = [
    "", " ", "\n", "a", "a b", "a\nb", "a\r\nb", "a\u{2028}b", "a\u{0}b", "\u{7f}", "\u{1b}[2J",
    "é",
    "e\u{301}", "🙂🙂🙂🙂🙂", "👨‍👩‍👧", "sixsix", "#2f6feb", "#2F6FEB", "#2f6fe", "#2f6febx",
    "x#2f6feb", "#٠٠٠٠٠٠", "EUR", "eur", "EURO", "ÄÖÜ", "2026-11-19", "2026-13-01", "2026-11-19\n",
    "2026-11-19T09:30", "2026-11-19T09:30:00+01:00", "2026-11-19 09:30:60.5z",
    "2026-11-19T24:00:00Z", "2026-11-19T09:30:00+0100", "https://a.example/x", "HTTP://a",
    "ftp://a",
    "https://a b", "https://", "acme.com", "@acme.com", ".acme.com", "acme.", "acme", "a b.com",
    "a.b", "a\u{85}b.com", "a\u{feff}b.com", "a\u{1f}b.com", "a\u{a0}b.com", "\u{85}", "\u{feff}",
    "a@b.com", "a..b", "1 2026-11-19",
    String(repeating: "a", count: 1_001), String(repeating: "a", count: 100_001),
  ]

  @Test func theDocumentsSayWhatIsAsked() throws {
    let check = SchemaCheck(document: [:])
    for (name, form) in TextFormTests.forms {
      let text = JSON.object(form.schema).text()
      let schema = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      for text in TextFormTests.texts {
        let isValid = check.faults(in: text, schema, at: "").isEmpty
        #expect(form.takes(text) == isValid, "\(name): \(text.prefix(40).debugDescription)")
      }
      #expect(TextFormTests.texts.contains { !form.takes($0) }, "\(name) takes anything")
      #expect(TextFormTests.texts.contains(where: form.takes), "\(name) takes nothing")
    }
  }

  @Test func aDayIsOneOfTheCalendar() {
    #expect(TextForm.day.takes("2024-02-29"))
    #expect(!TextForm.day.takes("2026-02-29"))
    #expect(!TextForm.day.takes("2026-09-31"))
  }
}
