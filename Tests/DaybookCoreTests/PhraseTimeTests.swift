import ICalendar
import Testing

@testable import DaybookCore

struct PhraseTimeTests {
  static let times: [(String, String)] = [
    ("2026-11-19T09:30:00+01:00", "2026-11-19T09:30"), ("2026-11-19T09:30:00Z", "2026-11-19T10:30"),
    ("2026-11-19T09:30", "2026-11-19T09:30"), ("2026-11-19 09:30", "2026-11-19T09:30"),
    ("2026-11-19t09:30:00.5z", "2026-11-19T10:30"), ("fri 15:00", "2026-11-20T15:00"),
    ("tomorrow 3pm", "2026-11-19T15:00"), ("3pm tomorrow", "2026-11-19T15:00"),
    ("15:30", "2026-11-18T15:30"), ("noon", "2026-11-18T12:00"), ("09:00", "2026-11-18T09:00"),
    ("fri at 9", "2026-11-20T09:00"), ("fri at 3", "2026-11-20T15:00"),
    ("fri 3", "2026-11-20T15:00"),
    ("12 dec 10:15", "2026-12-12T10:15"), ("dec 12 at 10:15", "2026-12-12T10:15"),
    ("12 dec 2027 8am", "2027-12-12T08:00"), ("tomorrow noon", "2026-11-19T12:00"),
    ("midnight", "2026-11-18T00:00"), ("fri 12am", "2026-11-20T00:00"),
    ("fri 12pm", "2026-11-20T12:00"), ("fri 3 p.m.", "2026-11-20T15:00"),
    ("fri 15.30", "2026-11-20T15:30"), ("tomorrow morning", "2026-11-19T09:00"),
    ("fri 3pm ET", "2026-11-20T21:00"), ("fri 15:00 America/New_York", "2026-11-20T21:00"),
    ("fri 15:00 (UTC)", "2026-11-20T16:00"), ("fri 15:00 UTC+2", "2026-11-20T14:00"),
    ("fri 15:00 Tokyo time", "2026-11-20T07:00"), ("now", "2026-11-18T14:12"),
    ("in 2 hours", "2026-11-18T16:12"), ("in 45 min", "2026-11-18T14:57"),
    ("half past 3 tomorrow", "2026-11-19T15:30"), ("next tue 9:00", "2026-11-24T09:00"),
    ("2026-11-26 at 14:00", "2026-11-26T14:00"), ("fri, 15:00", "2026-11-20T15:00"),
  ]

  @Test(arguments: times)
  func aMomentIsRead(_ phrase: String, _ expected: String) throws {
    let context = try PhraseWorld.context()
    guard case .at(let instant, _) = try TimePhrase(reading: phrase, in: context) else {
      Issue.record("“\(phrase)” was read as a day")
      return
    }
    #expect(RFC3339.text(instant, in: context.zone).hasPrefix(expected))
  }

  @Test(arguments: ["fri", "2026-11-19", "+10d"])
  func aDayAloneStaysADay(_ phrase: String) throws {
    guard case .day = try TimePhrase(reading: phrase, in: PhraseWorld.context()) else {
      Issue.record("“\(phrase)” was read as a moment")
      return
    }
  }

  @Test(arguments: [
    "", "foo", "25:00", "fri 25:00", "fri 15:00 nowhere", "15", "fri at", "next week 15:00",
    "13pm", "fri 15:60", "2026-11-19T25:00", "2026-02-30T10:00",
  ])
  func whatIsNoMomentIsRefused(_ phrase: String) throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.self) { try TimePhrase(reading: phrase, in: context) }
  }

  @Test func aTimeAloneMayMeanAnotherDay() throws {
    let context = try PhraseWorld.context()
    let found = try TimePhrase(reading: "16:00", in: context, on: Day(2026, 12, 1))
    guard case .at(let instant, _) = found else { return #expect(Bool(false)) }
    #expect(RFC3339.text(instant, in: context.zone) == "2026-12-01T16:00:00+01:00")
  }

  @Test func timesInsideClockChangesFollowTheStandard() throws {
    let context = try PhraseWorld.context("2026-03-20T12:00")
    guard case .at(let gap, _) = try TimePhrase(reading: "29 mar 02:30", in: context),
      case .at(let twice, _) = try TimePhrase(reading: "25 oct 2026 02:30", in: context)
    else { return #expect(Bool(false)) }
    #expect(RFC3339.text(gap, in: context.zone) == "2026-03-29T03:30:00+02:00")
    #expect(RFC3339.text(twice, in: context.zone) == "2026-10-25T02:30:00+02:00")
  }

  @Test func aPrintedInstantReadsBack() throws {
    for (index, name) in ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"].enumerated() {
      let zone = try PhraseWorld.zone(name)
      for step in 0..<500 {
        let instant = Instant(seconds: 1_700_000_000 + step * 86_399 + index * 1234)
        #expect(RFC3339.instant(reading: RFC3339.text(instant, in: zone), zone: nil) == instant)
      }
    }
  }

  @Test func anOffsetMayBeRequired() {
    #expect(RFC3339.instant(reading: "2026-11-19T09:30:00", zone: nil) == nil)
    #expect(RFC3339.instant(reading: "2026-11-19T09:30:00-00:00", zone: nil) != nil)
    #expect(RFC3339.instant(reading: "2026-11-19T09:30:00+1:00", zone: nil) == nil)
  }
}
