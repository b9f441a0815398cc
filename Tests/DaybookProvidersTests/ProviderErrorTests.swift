import DaybookCore
import Testing

@Suite struct ProviderErrorTests {
  @Test(arguments: [
    ("https://calendar.example.com/private-abc/basic.ics?key=1", "https://calendar.example.com/…"),
    ("https://ana:secret@Example.com:8443/x", "https://example.com:8443/…"),
    ("webcal://example.com", "webcal://example.com/…"),
    ("http://[::1]:8080/x#top", "http://[::1]:8080/…"),
    ("https://a@b@example.com/x", "https://example.com/…"),
    ("/home/ana/calendar.ics", "/home/ana/calendar.ics"),
  ])
  func ofAFeedOnlySchemeAndHostAreShown(_ address: String, _ shown: String) {
    #expect(RemotePlace(address).description == shown)
  }

  @Test func aRepeatedPageDoesNoHarm() {
    let event = RemoteEvent(id: "a", version: "2", components: [])
    var difference = ListingDifference(known: ["a": "1", "b": "1", "c": "1"])
    difference.add(ChangePage(changed: [event], removed: ["b"]))
    difference.add(ChangePage(changed: [event], removed: ["b", "never"]))
    #expect(difference.changes == [event])
    #expect(difference.removals(isSnapshot: false) == ["b"])
    #expect(difference.removals(isSnapshot: true) == ["b", "c"])
  }

  @Test func anEventThatCameBackIsNotRemoved() {
    let event = RemoteEvent(id: "a", version: "1", components: [])
    var difference = ListingDifference(known: ["a": "1"])
    difference.add(ChangePage(removed: ["a"]))
    difference.add(ChangePage(changed: [event]))
    #expect(difference.changes.isEmpty)
    #expect(difference.removals(isSnapshot: false).isEmpty)
  }
}
