import DaybookCore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookProviders

/// What only a real server can show. Runs where Radicale and Xandikos are: see docs/CONTRIBUTING.md.
@Suite(.enabled(if: CalDAVServer.isWanted)) struct CalDAVServerTests {
  // MARK: - Finding

  @Test(arguments: CalDAVServer.wanted)
  func aHostAloneLeadsToItsCalendars(_ kind: CalDAVServer.Kind) async throws {
    let server = try CalDAVServer.shared(kind)
    let home = try server.home()
    let found = try await discovery(home).find(server.root)
    if kind == .radicale {
      #expect(found.address == home.address)
      #expect(found.calendars.map(\.id) == [home.id("jobs")])
      #expect(found.calendars.first?.color == "#ff8800")
    } else {
      #expect(found.address == server.root + "/ana/calendars/")
      #expect(found.calendars.map(\.name) == ["calendar"])
    }
  }

  @Test(arguments: CalDAVServer.wanted)
  func theAddressOfACalendarLeadsToItOrToAllOfItsHome(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home(calendars: ["jobs", "rest"])
    let found = try await discovery(home).find(home.address + "jobs/")
    let expected: [RemoteID] =
      kind == .radicale ? [home.id("jobs"), home.id("rest")] : ["/ana/calendars/calendar/"]
    #expect(Set(found.calendars.map(\.id)) == Set(expected))
  }

  @Test func aWrongPasswordAsksForAnother() async throws {
    guard CalDAVServer.isWanted else { return }
    let server = try CalDAVServer.shared(.radicale)
    let transport = SignedTransport(
      CurlTransport(version: "0"), as: PasswordCredentials(user: "u0", password: "wrong"))
    do throws(ProviderError) {
      _ = try await DAVDiscovery(transport: transport, zones: TestZones.database)
        .find(server.root)
      Issue.record("a wrong password was taken")
    } catch {
      #expect(error.code == "sign_in_needed")
      #expect(!error.message.contains("wrong"))
    }
  }

  // MARK: - Asking

  @Test(arguments: CalDAVServer.wanted)
  func whereNothingChangedOneQuestionIsEnough(_ kind: CalDAVServer.Kind) async throws {
    let names = ["a", "b", "c", "d", "e"]
    let home = try CalDAVServer.shared(kind).home(calendars: names)
    for name in names { try home.put(name, "x.ics", Feed.text([Feed.event("x")], properties: id)) }
    let provider = home.provider()
    var kept = Dictionary(uniqueKeysWithValues: names.map { (home.id($0), Kept()) })
    _ = try await provider.calendars()
    for name in names {
      _ = try await kept[home.id(name), default: Kept()].pass(provider, home.id(name))
    }
    let before = provider.requestsMade
    _ = provider.takeExchanges()
    #expect(Set(try await provider.calendars().map(\.id)) == Set(kept.keys))
    for name in names {
      let news = try await kept[home.id(name), default: Kept()].pass(provider, home.id(name))
      #expect(news.changed.isEmpty && news.removed.isEmpty)
    }
    #expect(provider.requestsMade == before + 1)
    #expect(provider.takeExchanges().map(\.bytes).reduce(0, +) < 10_000)
  }

  @Test(arguments: CalDAVServer.wanted)
  func onlyWhatMovedIsAskedFor(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home(calendars: ["a", "b"])
    for name in ["x", "y"] {
      try home.put("a", name + ".ics", Feed.text([Feed.event(name)], properties: id))
    }
    let provider = home.provider()
    var (a, b) = (Kept(), Kept())
    _ = try await provider.calendars()
    _ = try await a.pass(provider, home.id("a"))
    _ = try await b.pass(provider, home.id("b"))
    try home.put("a", "x.ics", Feed.text([Feed.event("x", title: "New")], properties: id))
    try home.delete("a", "y.ics")
    _ = try await provider.calendars()
    let before = provider.requestsMade
    let news = try await a.pass(provider, home.id("a"))
    #expect(news.changed == [RemoteID(home.path + "a/x.ics")])
    #expect(news.removed == [RemoteID(home.path + "a/y.ics")])
    _ = try await b.pass(provider, home.id("b"))
    // What changed, and the one event.
    #expect(provider.requestsMade == before + 2)
  }

  @Test(arguments: CalDAVServer.wanted)
  func anEarlierTokenThatComesBackIsNoSurprise(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    try home.put("jobs", "a.ics", Feed.text([Feed.event("a")], properties: id))
    let provider = home.provider()
    var kept = Kept()
    for (deed, count) in [("", 1), ("+", 2), ("-", 1), ("+-", 1), ("+", 2)] {
      if deed.contains("+") {
        try home.put("jobs", "b.ics", Feed.text([Feed.event("b")], properties: id))
      }
      if deed.contains("-") { try home.delete("jobs", "b.ics") }
      _ = try await provider.calendars()
      _ = try await kept.pass(provider, home.id("jobs"))
      #expect(kept.events.count == count, "after \(deed)")
    }
  }

  @Test(arguments: CalDAVServer.wanted)
  func aTokenThatNobodyKnowsStartsOver(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    let kept = KeptCopy(token: CalDAVToken(sync: "http://example.org/bogus", ctag: "x").token)
    await #expect(throws: ProviderError.tokenExpired) {
      try await home.provider().changes(in: home.id("jobs"), since: kept)
    }
  }

  @Test(arguments: CalDAVServer.wanted)
  func aCalendarThatIsGoneIsNotAnEmptyOne(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    let provider = home.provider()
    var kept = Kept()
    _ = try await provider.calendars()
    _ = try await kept.pass(provider, home.id("jobs"))
    try home.delete("jobs")
    do throws(ProviderError) {
      _ = try await provider.changes(in: home.id("jobs"), since: kept.copy)
      Issue.record("a calendar that is gone was read")
    } catch {
      #expect(error.code == "not_found")
    }
    #expect(try await provider.calendars().isEmpty)
  }

  @Test(arguments: CalDAVServer.wanted)
  func tokensOutliveTheServersRestart(_ kind: CalDAVServer.Kind) async throws {
    let first = try CalDAVServer(kind)
    let home = try first.home()
    try home.put("jobs", "a.ics", Feed.text([Feed.event("a")], properties: id))
    var kept = Kept()
    _ = try await kept.pass(home.provider(), home.id("jobs"))
    first.stop()
    let second = try CalDAVServer(kind, folder: first.folder)
    let again = CalDAVHome(server: second, user: home.user, path: home.path)
    try again.put("jobs", "b.ics", Feed.text([Feed.event("b")], properties: id))
    let news = try await kept.pass(again.provider(), home.id("jobs"))
    #expect(news.changed == [RemoteID(home.path + "jobs/b.ics")])
    second.stop()
    try FileManager.default.removeItem(atPath: first.folder)
  }

  // MARK: - Writing

  @Test(arguments: CalDAVServer.wanted)
  func whatIsNotUnderstoodSurvivesAnEdit(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    let own = [
      "X-OWN;X-P=\"a;b\":Kept, too", "ATTACH;FMTTYPE=image/png:https://example.com/a.png",
      "ATTENDEE;X-NUM-GUESTS=2;CN=Bo:mailto:bo@example.com", "BEGIN:VALARM", "ACTION:DISPLAY",
      "TRIGGER:-PT10M", "DESCRIPTION:Now", "X-MARK:1", "END:VALARM",
    ]
    try home.put(
      "jobs", "a.ics",
      Feed.text([Feed.event("a", more: own)], properties: id + ["X-AROUND:Kept"]))
    let provider = home.provider()
    var kept = Kept()
    _ = try await kept.pass(provider, home.id("jobs"))
    let base = try #require(kept.events.values.first)
    var event = base
    event.components[0].setText("SUMMARY", "Edited")
    let saved = try await provider.save(event, over: base, telling: .none, in: home.id("jobs"))
    #expect(CalDAVObject.areSame(saved.components, event.components))
    let text = try #require(try home.text("jobs", "a.ics"))
    for line in ["SUMMARY:Edited", "X-MARK:1", "X-NUM-GUESTS=2", "X-AROUND:Kept", "a.png"] {
      #expect(text.contains(line), "\(line) is missing in \(text)")
    }
    // Our own change is no news.
    _ = try await provider.calendars()
    kept.events[saved.id] = saved
    let news = try await kept.pass(provider, home.id("jobs"))
    #expect(news.changed.isEmpty && news.removed.isEmpty)
  }

  @Test(arguments: CalDAVServer.wanted)
  func aZoneIsDescribedWhereItIsNamed(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    let component = try Component(
      text: "BEGIN:VEVENT\nUID:z\nDTSTAMP:20260101T000000Z\n"
        + "DTSTART;TZID=Europe/Berlin:20260323T090000\nRRULE:FREQ=WEEKLY;COUNT=3\n"
        + "SUMMARY:Weekly\nEND:VEVENT")
    let saved = try await home.provider().save(
      RemoteEvent(id: "z", components: [component]), in: home.id("jobs"))
    let text = try #require(try home.text("jobs", "z.ics"))
    #expect(text.contains("BEGIN:VTIMEZONE") && text.contains("TZID:Europe/Berlin"))
    // 09:00 in Berlin is 08:00Z on 23 March and 07:00Z on the 30th.
    let zones = ZoneResolver(database: ZoneDatabase { _ in nil }, definitions: saved.zones)
    let zone = try #require(zones.find("Europe/Berlin").zone)
    let days = [Day(2026, 3, 23), Day(2026, 3, 30)]
    #expect(
      days.map { zone.offset(at: Instant(seconds: $0.number * 86_400 + 9 * 3600)) } == [3600, 7200])
  }

  @Test(arguments: CalDAVServer.wanted)
  func whatIsSentTwiceIsThereOnce(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    let event = RemoteEvent(
      id: "twice@x", components: [try Component(text: Feed.event("twice@example.com"))])
    let first = try await home.provider().save(event, in: home.id("jobs"))
    let second = try await home.provider().save(event, in: home.id("jobs"))
    #expect(first.id == second.id && first.version == second.version)
    #expect(try home.names("jobs").count == 1)
  }

  @Test(arguments: CalDAVServer.wanted)
  func anEventThatIsThereUnderAnotherNameIsAdopted(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    try home.put("jobs", "other-name.ics", Feed.text([Feed.event("a")], properties: id))
    let event = RemoteEvent(id: "a", components: [try Component(text: Feed.event("a"))])
    let saved = try await home.provider().save(event, in: home.id("jobs"))
    #expect(saved.id == RemoteID(home.path + "jobs/other-name.ics"))
    var changed = event
    changed.components[0].setText("SUMMARY", "Another")
    let different = changed
    await #expect(throws: ProviderError.changedElsewhere) {
      try await home.provider().save(different, in: home.id("jobs"))
    }
    #expect(try home.names("jobs") == ["other-name.ics"])
  }

  @Test(arguments: CalDAVServer.wanted)
  func anEditOfWhatIsGoneIsPlannedAgain(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    try home.put("jobs", "a.ics", Feed.text([Feed.event("a")], properties: id))
    let provider = home.provider()
    var kept = Kept()
    _ = try await kept.pass(provider, home.id("jobs"))
    var event = try #require(kept.events.values.first)
    event.components[0].setText("SUMMARY", "Edited")
    try home.delete("jobs", "a.ics")
    let edited = event
    await #expect(throws: ProviderError.changedElsewhere) {
      try await provider.save(edited, in: home.id("jobs"))
    }
    #expect(try home.names("jobs").isEmpty)
  }

  @Test(arguments: CalDAVServer.wanted)
  func namesThatNeedEncodingAreOneAndTheSame(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    try home.put(
      "jobs", "two%20words%40x%2By.ics", Feed.text([Feed.event("a")], properties: id))
    let provider = home.provider()
    var kept = Kept()
    _ = try await kept.pass(provider, home.id("jobs"))
    var event = try #require(kept.events.values.first)
    event.components[0].setText("SUMMARY", "Edited")
    let saved = try await provider.save(event, in: home.id("jobs"))
    #expect(saved.id == event.id)
    kept.events[saved.id] = saved
    kept.token = nil
    _ = try await provider.calendars()
    #expect(try await kept.pass(provider, home.id("jobs")).changed.isEmpty)
    try await provider.delete(saved.id, version: saved.version, in: home.id("jobs"))
    #expect(try home.names("jobs").isEmpty)
  }

  private let id = ["PRODID:-//Test//Test//EN"]

  private func discovery(_ home: CalDAVHome) -> DAVDiscovery {
    DAVDiscovery(transport: home.transport, zones: TestZones.database)
  }
}
