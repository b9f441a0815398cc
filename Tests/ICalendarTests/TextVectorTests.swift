import Foundation
import ICalendar
import Testing

/// The vectors that the contract gives for text, lines, durations and folding.
struct TextVectorTests {
  struct Vectors: Decodable {
    struct Text: Decodable {
      var raw, value: String
    }
    struct TextList: Decodable {
      var raw: String
      var values: [String]
    }
    struct Line: Decodable {
      var line, name, value: String
      var params: [Parameter]
    }
    struct Parameter: Decodable {
      var name: String
      var values: [String]
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        name = try container.decode(String.self)
        values = try container.decode([String].self)
      }
    }
    struct Duration: Decodable {
      var raw: String
      var days, seconds: Int
    }
    struct Fold: Decodable {
      var logical: String
      var physical: [String]
    }
    var textRead, textWrite: [Text]
    var textListRead: [TextList]
    var contentLine: [Line]
    var duration: [Duration]
    var invalidDuration: [String]
    var fold: [Fold]
  }

  static let vectors = Shared.data("contracts/icalendar/text-vectors.json").flatMap {
    try? JSONDecoder().decode(Vectors.self, from: $0)
  }

  @Test func textIsUnescapedAsTheVectorsSay() {
    for item in Self.vectors?.textRead ?? [] {
      #expect(CalendarText.unescape(item.raw) == item.value)
      #expect(ContentLine("X", rawValue: item.raw).text == item.value)
    }
    for item in Self.vectors?.textListRead ?? [] {
      #expect(CalendarText.unescapeList(item.raw) == item.values)
    }
  }

  @Test func textIsEscapedAsTheVectorsSay() {
    for item in Self.vectors?.textWrite ?? [] {
      #expect(CalendarText.escape(item.value) == item.raw)
    }
  }

  @Test func linesComeApartAsTheVectorsSay() {
    for item in Self.vectors?.contentLine ?? [] {
      let line = ContentLine(raw: item.line)
      #expect(line.name == item.name)
      #expect(line.value == item.value, "\(item.line)")
      #expect(line.parameters.map(\.name) == item.params.map(\.name), "\(item.line)")
      #expect(line.parameters.map(\.values) == item.params.map(\.values), "\(item.line)")
    }
  }

  @Test func durationsAreReadAsTheVectorsSay() throws {
    for item in Self.vectors?.duration ?? [] {
      let read = try CalendarDuration(text: item.raw)
      #expect(read.days == item.days && read.seconds == item.seconds, "\(item.raw)")
      #expect(try CalendarDuration(text: read.text) == read, "\(read.text)")
    }
    for text in Self.vectors?.invalidDuration ?? [] {
      #expect(throws: ICalendarError.unreadableDuration(text: text)) {
        try CalendarDuration(text: text)
      }
    }
  }

  @Test func linesAreFoldedAsTheVectorsSay() {
    for item in Self.vectors?.fold ?? [] {
      #expect(CalendarWriter.fold(item.logical) == item.physical)
    }
  }

  @Test func noPhysicalLineIsLongerThan75OctetsWhateverTheText() {
    let accents = "a" + String(repeating: "\u{301}", count: 200)
    for text in [accents, String(repeating: "🏴󠁧󠁢󠁥󠁮󠁧󠁿", count: 20), String(repeating: "x", count: 500)] {
      let folded = CalendarWriter.fold("SUMMARY:\(text)")
      #expect(folded.allSatisfy { $0.utf8.count <= 75 })
      let joined = Array(folded[0].utf8) + folded.dropFirst().flatMap { $0.utf8.dropFirst() }
      #expect(joined == Array("SUMMARY:\(text)".utf8))
    }
  }
}
