import DaybookCore
import Foundation
import ICalendar
import Testing

/// What is copied, letter by letter. `DAYBOOK_RECORD=1` writes the files anew, for review.
struct SlotTextTests {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  func expect(_ text: String, _ name: String) throws {
    let file = Self.golden.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["DAYBOOK_RECORD"] != nil {
      try Data((text + "\n").utf8).write(to: file)
    }
    let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text + "\n" == wanted, "\(name)")
  }

  /// The slots of the mock-up.
  func offered() throws -> [TimeSpan] {
    let zone = try Sample.berlin()
    return try [
      "2026-11-23 10:00–12:30", "2026-11-23 16:00–17:00", "2026-11-24 09:00–11:15",
      "2026-11-25 14:15–17:00", "2026-12-01 17:45–18:30",
    ].map { try Sample.span($0, zone) }
  }

  func text(_ zone: String, beside: String? = nil, page: String? = nil) throws -> SlotText {
    SlotText(
      zone: zone == "UTC" ? .utc : try Sample.zone(zone), beside: try beside.map(Sample.zone),
      bookingPage: page)
  }

  let now = Instant(seconds: 1_763_557_920)

  @Test func slotsReadWellInTheReadersZone() throws {
    try expect(
      text("America/New_York").text(offered(), as: .text, now: now), "slots-new-york")
    try expect(text("Europe/Berlin").text(offered(), as: .text, now: now), "slots-berlin")
    try expect(text("UTC").text(offered(), as: .text, now: now), "slots-utc")
    try expect(text("Asia/Kathmandu").text(offered(), as: .text, now: now), "slots-kathmandu")
  }

  @Test func slotsReadWellInTwoZones() throws {
    try expect(
      text("America/New_York", beside: "Europe/Berlin").text(offered(), as: .text, now: now),
      "slots-two-zones")
    try expect(
      text("Asia/Tokyo", beside: "Europe/Berlin").text(offered(), as: .markdown, now: now),
      "slots-two-zones-markdown")
  }

  @Test func aZoneBesideItselfIsShownOnce() throws {
    let one = try text("Europe/Berlin").text(offered(), as: .text, now: now)
    let two = try text("Europe/Berlin", beside: "Europe/Berlin")
    #expect(two.text(try offered(), as: .text, now: now) == one)
  }

  @Test func slotsReadWellAsMarkupAndAsCalendar() throws {
    let page = "https://cal.com/me/30min"
    try expect(
      text("America/New_York").text(offered(), as: .markdown, now: now), "slots-markdown")
    try expect(text("America/New_York").text(offered(), as: .html, now: now), "slots-html")
    try expect(
      text("America/New_York", page: page).text(offered(), as: .html, now: now), "slots-links-html")
    try expect(
      text("Europe/Berlin", page: page).text(offered(), as: .text, now: now), "slots-links")
    let calendar = try text("Europe/Berlin").text(offered(), as: .ics, now: now)
    #expect(calendar.contains("\r\n"))
    try expect(calendar.replacing("\r\n", with: "\n"), "slots-ics")
  }

  @Test func eachDayNamesItsOffsetWhenTheClockChangesInside() throws {
    let zone = try Sample.berlin()
    let slots = try [
      "2026-10-23 09:00–10:00", "2026-10-24 22:00–24:00", "2026-10-26 09:00–10:00",
    ].map { try Sample.span($0, zone) }
    let night = TimeSpan(
      try Sample.at("2026-10-25 01:00", zone), try Sample.at("2026-10-25 04:00", zone))
    let all = slots[..<2] + [night] + slots[2...]
    try expect(text("Europe/Berlin").text(Array(all), as: .text, now: now), "slots-clock-change")
    try expect(
      text("America/New_York", beside: "Europe/Berlin").text(Array(all), as: .text, now: now),
      "slots-clock-change-two-zones")
  }

  @Test func theChoiceIsRoundedLimitedAndSpread() throws {
    let zone = try Sample.berlin()
    var slots: [TimeSpan] = []
    for day in 23...27 {
      for hour in 9...13 {
        slots.append(try Sample.span("2026-11-\(day) \(hour):07–\(hour):55", zone))
      }
    }
    let chosen = SlotText.chosen(slots, duration: 30, zone: zone)
    #expect(chosen.count == 8)
    #expect(Set(chosen.map { zone.day(at: $0.start) }).count == 5)
    #expect(chosen.allSatisfy { $0.seconds == 1800 })
    #expect(chosen == chosen.sorted { $0.start < $1.start })
    #expect(SlotText.chosen(slots, duration: 31, zone: zone).isEmpty)
    #expect(SlotText.chosen(slots, duration: 30, perDay: 5, limit: 20, zone: zone).count == 20)
  }

  @Test func nothingToOfferIsASentence() {
    let days = Day(2026, 11, 23)..<Day(2026, 12, 5)
    #expect(
      SlotText.nothing(duration: 45, days: days)
        == "No free time of 45 min or more from Mon 23 Nov to Fri 4 Dec.")
  }
}
