import ICalendar
import Testing

@testable import DaybookCore

struct PhraseLengthTests {
  @Test(arguments: [
    ("45m", 45), ("1h30m", 90), ("1.5h", 90), ("1,5h", 90), ("1h", 60), ("90min", 90),
    ("90 minutes", 90), ("1h 30m", 90), ("1h30", 90), ("2 hours", 120), ("an hour", 60),
    ("half an hour", 30), ("1 hour and 30 minutes", 90), ("0.25h", 15), ("2d", 2880),
    ("1w", 10_080),
    ("2H", 120), ("1d2h", 1560), ("1hr", 60), ("0.5d", 720),
  ])
  func aLengthIsRead(_ phrase: String, _ minutes: Int) throws {
    #expect(try DurationPhrase.minutes(reading: phrase) == minutes)
  }

  @Test(arguments: ["45", "1.5", "90"])
  func aLengthWithoutAUnitIsRefused(_ phrase: String) {
    #expect(throws: PhraseError.missingUnit(phrase)) {
      try DurationPhrase.minutes(reading: phrase)
    }
  }

  @Test(arguments: [
    "", "0m", "-5m", "m", "1h30m20", "foo", "45 x", "1m1h", "1.5.5h", "h1", "45m foo", "+5m",
    "9999999999m",
  ])
  func whatIsNoLengthIsRefused(_ phrase: String) {
    #expect(throws: PhraseError.self) { try DurationPhrase.minutes(reading: phrase) }
  }

  @Test func noneIsALengthForBuffers() throws {
    #expect(try DurationPhrase.minutes(reading: "0m", allowsZero: true) == 0)
    #expect(throws: PhraseError.self) {
      try DurationPhrase.minutes(reading: "0", allowsZero: true)
    }
  }

  @Test func aPrintedLengthReadsBack() throws {
    for minutes in 1...3000 {
      let text = DurationPhrase.text(minutes: minutes)
      #expect(try DurationPhrase.minutes(reading: text) == minutes)
    }
  }

  @Test(arguments: [
    ("09:00-17:00", 540, 1020), ("9-17", 540, 1020), ("9:30–18", 570, 1080),
    ("00:00-24:00", 0, 1440), ("9am-5pm", 540, 1020), ("22:00 - 24:00", 1320, 1440),
    ("1-5pm", 780, 1020), ("3-6", 180, 360),
  ])
  func hoursAreRead(_ phrase: String, _ start: Int, _ end: Int) throws {
    #expect(try HoursPhrase.minutes(reading: phrase) == start..<end)
  }

  @Test(arguments: [
    "", "09:00", "17:00-09:00", "09:00-09:00", "25:00-26:00", "09:60-10:00", "24:00-24:00",
    "09:00-17:00 x", "09:00-24:30", "a-b",
  ])
  func hoursThatAreNoneAreRefused(_ phrase: String) {
    #expect(throws: PhraseError.self) { try HoursPhrase.minutes(reading: phrase) }
  }

  @Test(arguments: [
    ("mon-fri", "MTWtF"), ("mon,wed", "MW"), ("fri-mon", "MFSs"), ("mon, wed and fri", "MWF"),
    ("weekdays", "MTWtF"), ("weekend", "Ss"), ("all", "MTWtFSs"), ("Tue", "T"),
    ("mon-wed,fri", "MTWF"), ("sun-sat", "MTWtFSs"),
  ])
  func weekdaysAreRead(_ phrase: String, _ letters: String) throws {
    let found = try WeekdaysPhrase.weekdays(reading: phrase)
    let text = Weekday.allCases.filter(found.contains).map { Array("MTWtFSs")[$0.index] }
    #expect(String(text) == letters)
  }

  @Test(arguments: ["", "foo", "mon-", "mon,,tue", "mon-foo", "1-5"])
  func weekdaysThatAreNoneAreRefused(_ phrase: String) {
    #expect(throws: PhraseError.self) { try WeekdaysPhrase.weekdays(reading: phrase) }
  }
}
