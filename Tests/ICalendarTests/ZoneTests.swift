import DaybookTestSupport
import Foundation
import ICalendar
import Testing

struct ZoneTests {
  struct Vectors: Decodable {
    var localToUtc: [Vector]
    var dayBounds: [Bounds]
  }
  struct Vector: Decodable {
    var zone, local, utc: String
    var secondUtc: String?
  }
  struct Bounds: Decodable {
    var zone, date, startUtc, endUtc: String
  }

  @Test func localTimesBecomeTheInstantsTheStandardSays() throws {
    guard let data = Shared.data("contracts/icalendar/dst-vectors.json") else { return }
    let vectors = try JSONDecoder().decode(Vectors.self, from: data)
    #expect(vectors.localToUtc.count > 300)
    for vector in vectors.localToUtc {
      let zone = try SystemZones.zone(vector.zone)
      let local = LocalDateTime(wallSeconds: try Shared.seconds(vector.local))
      let expected = Instant(seconds: try Shared.seconds(vector.utc))
      #expect(zone.instant(of: local) == expected, "\(vector.zone) \(vector.local)")
      if let second = vector.secondUtc {
        #expect(zone.lastInstant(of: local) == Instant(seconds: try Shared.seconds(second)))
      }
    }
    for bounds in vectors.dayBounds {
      let zone = try SystemZones.zone(bounds.zone)
      let day = try #require(Day(iso: bounds.date))
      let start = Instant(seconds: try Shared.seconds(bounds.startUtc))
      let end = Instant(seconds: try Shared.seconds(bounds.endUtc))
      #expect(zone.span(of: day) == TimeSpan(start, end), "\(bounds.zone) \(bounds.date)")
    }
  }

  @Test func theFooterOfBerlinGivesSummerTimeForEver() throws {
    let zone = try SystemZones.zone("Europe/Berlin")
    let june = zone.instant(of: LocalDateTime(Day(2150, 6, 1), hour: 12, minute: 0))
    #expect(zone.offset(at: june) == 7200)
    #expect(zone.abbreviation(at: june) == "CEST")
    let january = zone.instant(of: LocalDateTime(Day(9998, 1, 1), hour: 12, minute: 0))
    #expect(zone.offset(at: january) == 3600)
  }

  @Test func everyZoneOfTheSystemIsRead() {
    for identifier in SystemZones.identifiers {
      var isDirectory: ObjCBool = false
      let path = "\(SystemZones.directory)/\(identifier)"
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        !isDirectory.boolValue, let data = FileManager.default.contents(atPath: path),
        data.starts(with: Array("TZif".utf8))
      else { continue }
      #expect(Zone(tzif: Array(data), identifier: identifier) != nil, "\(identifier)")
    }
  }

  @Test func cutOrChangedZoneFilesNeverTrap() throws {
    guard
      let data = FileManager.default.contents(
        atPath: "\(SystemZones.directory)/America/New_York")
    else { return }
    let bytes = Array(data)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      _ = Zone(tzif: Array(bytes.prefix(length)), identifier: "x")
    }
    var random = Seeded(seed: 7)
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<4 {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      if let zone = Zone(tzif: changed, identifier: "x") {
        _ = zone.offset(at: Instant(seconds: 4_000_000_000))
        _ = zone.offset(at: Instant(seconds: Int.max))
        _ = zone.offset(at: Instant(seconds: Int.min))
      }
    }
  }

  @Test func cursorAndZoneAgree() throws {
    var random = Seeded(seed: 11)
    for identifier in [
      "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo",
    ] {
      let zone = try SystemZones.zone(identifier)
      var cursor = ZoneCursor(zone)
      var second = 1_500_000_000
      for _ in 0..<5000 {
        second += Int.random(in: -50_000...400_000, using: &random)
        let local = LocalDateTime(wallSeconds: second)
        #expect(cursor.instant(of: local) == zone.instant(of: local))
      }
    }
  }
}
