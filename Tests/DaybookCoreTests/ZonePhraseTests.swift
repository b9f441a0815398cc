import ICalendar
import Testing

@testable import DaybookCore

struct ZonePhraseTests {
  @Test(arguments: [
    ("ET", "America/New_York"), ("et", "America/New_York"), ("EST", "America/New_York"),
    ("Eastern", "America/New_York"), ("Pacific time", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"), ("CT", "America/Chicago"), ("CET", "Europe/Berlin"),
    ("London", "Europe/London"), ("uk", "Europe/London"), ("New York", "America/New_York"),
    ("new_york", "America/New_York"), ("Tokyo time", "Asia/Tokyo"), ("tok", "Asia/Tokyo"),
    ("San Francisco", "America/Los_Angeles"), ("Germany", "Europe/Berlin"),
    ("europe/berlin", "Europe/Berlin"), ("UTC", "UTC"), ("GMT", "UTC"), ("UTC+2", "Etc/GMT-2"),
    ("+2", "Etc/GMT-2"), ("+5:30", "UTC+05:30"),
  ])
  func aZoneIsReadAsPeopleSayIt(_ text: String, _ expected: String) throws {
    #expect(try ZonePhrase.zone(reading: text, in: PhraseWorld.zones).identifier == expected)
  }

  @Test(arguments: [
    ("Londn", "Europe/London"), ("Europe/Berln", "Europe/Berlin"), ("New Yrok", "America/New_York"),
    ("Bernin", "Europe/Berlin"),
  ])
  func theNearestIsNamed(_ text: String, _ nearest: String) {
    #expect(
      throws: PhraseError.notUnderstood(part: text, expected: .zone, nearest: nearest)
    ) {
      try ZonePhrase.zone(reading: text, in: PhraseWorld.zones)
    }
  }

  @Test(arguments: ["Mars", "", "x", "ET or PT", "15:00"])
  func whatIsNoZoneIsRefused(_ text: String) {
    #expect(throws: PhraseError.self) { try ZonePhrase.zone(reading: text, in: PhraseWorld.zones) }
  }

  @Test func aBeginningThatTwoCitiesShareIsRefused() {
    let zones = ZoneDatabase(identifiers: ["America/Santiago", "America/Santo_Domingo"]) {
      $0.contains("/") ? .utc : nil
    }
    #expect(
      throws: PhraseError.ambiguous(
        part: "Sant", choices: ["America/Santiago", "America/Santo_Domingo"])
    ) { try ZonePhrase.zone(reading: "Sant", in: zones) }
  }

  @Test func anIdentifierComesFirstWhereIdentifiersAreMeant() throws {
    let zones = ZoneDatabase(identifiers: ["America/New_York", "EST"]) { name in
      ["America/New_York", "EST"].contains(name) ? Zone(fixed: -18_000, identifier: name) : nil
    }
    #expect(try ZonePhrase.zone(identifiedBy: "est", in: zones).identifier == "EST")
    #expect(try ZonePhrase.zone(reading: "est", in: zones).identifier == "America/New_York")
    #expect(try ZonePhrase.zone(identifiedBy: "ET", in: zones).identifier == "America/New_York")
  }
}
