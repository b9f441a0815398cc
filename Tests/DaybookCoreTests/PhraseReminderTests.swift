import ICalendar
import Testing

@testable import DaybookCore

/// When an event reminds, in words.
struct PhraseReminderTests {
  @Test(arguments: [
    ("30m", [30]), ("1h", [60]), ("1d", [1440]), ("2w", [20_160]), ("10m before", [10]),
    ("30m, 1d", [30, 1440]), ("1d and 30m", [30, 1440]), ("1h30m", [90]), ("0m", [0]),
    ("none", []), ("", []), ("an hour", [60]), ("15 minutes before and 1h before", [15, 60]),
  ])
  func isRead(_ text: String, _ minutes: [Int]) throws {
    #expect(try ReminderPhrase.minutes(reading: text) == minutes)
  }

  @Test(arguments: ["30", "soon", "30m,", "30m and", "-5m", "none, 30m"])
  func isRefused(_ text: String) {
    #expect(throws: PhraseError.self) { try ReminderPhrase.minutes(reading: text) }
  }

  @Test func isWrittenSoThatItIsReadBack() throws {
    for minutes in [[0], [5, 90], [30, 1440, 10_080]] {
      #expect(try ReminderPhrase.minutes(reading: ReminderPhrase.text(minutes)) == minutes)
    }
  }

  @Test(arguments: [
    (0, "at the start"), (10, "10 min before"), (90, "1 h 30 before"), (1_440, "1 day before"),
    (2_880, "2 days before"), (-5, "5 min after the start"),
  ])
  func isPrinted(_ minutes: Int, _ words: String) {
    #expect(ReminderPhrase.words(minutes) == words)
  }

  @Test(arguments: [
    ("Dentist fri 9:00 remind 30m", "Dentist", [30]),
    ("Dentist fri 9:00 remind me 1d and 30m before @ Praxis", "Dentist", [30, 1440]),
    ("Dentist fri reminder 2h 9:00 #Acme", "Dentist", [120]),
    ("Remind Ana of the invoice fri 9:00", "Remind Ana of the invoice", []),
    ("Send reminder fri 9:00", "Send reminder", []),
    ("\"Remind 30m\" fri 9:00", "Remind 30m", []),
  ])
  func quickAddTakesWhatIsSurelyOne(_ text: String, _ title: String, _ minutes: [Int]) throws {
    let phrase = try EventPhrase(reading: text, in: try PhraseWorld.context())
    #expect(phrase.title == title)
    #expect(phrase.reminders == minutes)
    #expect(phrase.time.span(in: .utc).seconds == 3_600)
  }
}
