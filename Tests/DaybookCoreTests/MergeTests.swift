import ICalendar
import Testing

@testable import DaybookCore

@Suite struct MergeTests {
  let base = ["SUMMARY:Review", "DTSTART:20261119T083000Z", "LOCATION:Room"]

  @Test func editsOfDifferentPropertiesArePutTogether() throws {
    let local = ["SUMMARY:Acme review", "DTSTART:20261119T083000Z", "LOCATION:Room"]
    let remote = ["SUMMARY:Review", "DTSTART:20261119T093000Z", "LOCATION:Room", "DESCRIPTION:New"]
    let merged = try #require(try merge(base, local, remote).first)
    #expect(merged.first("SUMMARY")?.text == "Acme review")
    #expect(merged.first("DTSTART")?.value == "20261119T093000Z")
    #expect(merged.first("DESCRIPTION")?.text == "New")
  }

  @Test func theSameEditOnBothSidesIsNoQuarrel() throws {
    let both = ["SUMMARY:Renamed", "DTSTART:20261119T083000Z"]
    #expect(try merge(base, both, both).first?.first("SUMMARY")?.text == "Renamed")
  }

  @Test func theHigherSequenceStays() throws {
    let local = ["SUMMARY:Mine", "DTSTART:20261119T083000Z", "LOCATION:Room", "SEQUENCE:1"]
    let remote = base + ["SEQUENCE:4"]
    #expect(try merge(base, local, remote).first?.first("SEQUENCE")?.value == "4")
    #expect(try merge(base, local, base).first?.first("SEQUENCE")?.value == "1")
  }

  /// What came back of an edit whose answer was lost is no edit of theirs.
  @Test func whatWasSentIsOursWhereItComesBack() throws {
    let sent = try [event(["SUMMARY:One", "DTSTART:20261119T083000Z", "LOCATION:Room"])]
    let theirs = try [event(["SUMMARY:One", "DTSTART:20261119T083000Z", "LOCATION:There"])]
    let local = try [event(["SUMMARY:Two", "DTSTART:20261119T083000Z", "LOCATION:Room"])]
    let agreed = Merge.base(try [event(base)], local: local, sent: [sent], theirs: theirs)
    #expect(agreed.map { $0.first("SUMMARY")?.text } == ["One"])
    #expect(agreed.map { $0.first("LOCATION")?.text } == ["Room"])
    let merge = Merge(base: agreed, local: local, remote: theirs)
    #expect(merge.diverged.isEmpty)
    #expect(merge.components.map { $0.first("SUMMARY")?.text } == ["Two"])
    #expect(merge.components.map { $0.first("LOCATION")?.text } == ["There"])
    // And somebody else's is not.
    let other = try [event(["SUMMARY:Other", "DTSTART:20261119T083000Z", "LOCATION:Room"])]
    #expect(
      Merge.base(try [event(base)], local: local, sent: [sent], theirs: other)
        .map { $0.first("SUMMARY")?.text } == ["Review"])
  }

  @Test func whatWasSentIsOursHoweverItIsWrittenThere() throws {
    let ours = [
      "SUMMARY:Review", "ATTENDEE;CN=Ana;RSVP=TRUE;PARTSTAT=ACCEPTED:mailto:ana@example.com",
    ]
    let before = ["SUMMARY:Review", "ATTENDEE;CN=Ana;PARTSTAT=NEEDS-ACTION:mailto:ana@example.com"]
    let back = ["SUMMARY:Review", "ATTENDEE;PARTSTAT=accepted:MAILTO:ana@example.com"]
    let (local, theirs) = try ([event(ours)], [event(back)])
    let agreed = Merge.base(
      try [event(before)], local: local, sent: [local], theirs: theirs)
    let merge = Merge(base: agreed, local: local, remote: theirs)
    #expect(merge.diverged.isEmpty)
    // Nothing of it is sent again.
    #expect(Merge.areSame(merge.components, theirs))
  }

  /// One date of a series that was no entry of its own until both sides changed it.
  @Test func whatBothChangedOfOneDateIsWeighedAgainstItsSeries() throws {
    let series = try event(base + ["DTEND:20261119T093000Z", "RRULE:FREQ=DAILY"])
    let date = "RECURRENCE-ID:20261120T083000Z"
    let planned = ["DTSTART:20261120T083000Z", "DTEND:20261120T093000Z", date]
    let moved = ["DTSTART:20261120T100000Z", "DTEND:20261120T110000Z", date]
    let local = try event(planned + ["SUMMARY:Mine", "LOCATION:Room"])
    for remote in [planned + ["SUMMARY:Review", "LOCATION:There"], moved + ["SUMMARY:Review"]] {
      let theirs = try event(remote)
      let merge = Merge(base: [series], local: [series, local], remote: [series, theirs])
      #expect(merge.diverged.isEmpty)
      let merged = try #require(merge.components.last)
      #expect(merged.first("SUMMARY")?.text == "Mine")
      #expect(merged.first("LOCATION")?.text == theirs.first("LOCATION")?.text)
      #expect(merged.first("DTSTART")?.value == theirs.first("DTSTART")?.value)
      // The same where ours was sent and refused.
      let agreed = Merge.base(
        [series], local: [series, local], sent: [[series, local]], theirs: [series, theirs])
      let again = Merge(base: agreed, local: [series, local], remote: [series, theirs])
      #expect(again.diverged.isEmpty && again.components == merge.components)
    }
    let longer = ["DTSTART:20261120T083000Z", "DTEND:20261120T103000Z", date]
    let both = try Merge(
      base: [series], local: [series, event(longer + ["SUMMARY:Review"])],
      remote: [series, event(moved + ["SUMMARY:Theirs"])])
    #expect(both.diverged == ["time"])
  }

  @Test func differentEditsOfOnePropertyDiverge() throws {
    let local = ["SUMMARY:Mine", "DTSTART:20261119T083000Z", "LOCATION:Room"]
    let remote = ["SUMMARY:Theirs", "DTSTART:20261119T083000Z", "LOCATION:Room"]
    let merge = try Merge(base: [event(base)], local: [event(local)], remote: [event(remote)])
    #expect(merge.diverged == ["SUMMARY"])
    #expect(merge.components.map { $0.first("SUMMARY")?.text } == ["Mine"])
  }

  @Test func startAndEndAreOneThing() throws {
    let local = ["SUMMARY:Review", "DTSTART:20261120T083000Z", "LOCATION:Room"]
    let remote = base + ["DTEND:20261119T103000Z"]
    let merge = try Merge(base: [event(base)], local: [event(local)], remote: [event(remote)])
    #expect(merge.diverged == ["time"])
    #expect(merge.components.map { $0.first("DTSTART")?.value } == ["20261120T083000Z"])
    #expect(merge.components.map { $0.first("DTEND")?.value } == [nil])
  }

  @Test func guestsAreMergedOneByOne() throws {
    let ana = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@example.com"
    let bea = "ATTENDEE:mailto:bea@example.com"
    let yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.com"
    let merged = try merge(base + [ana], base + [yes], base + [ana, bea])
    #expect(Set(merged.first?.all("ATTENDEE").map(\.raw) ?? []) == [yes, bea])
  }

  @Test func aStampIsNoEdit() throws {
    let local = base + ["DTSTAMP:20261120T000000Z", "SEQUENCE:3"]
    let remote = ["SUMMARY:Theirs", "DTSTART:20261119T083000Z", "LOCATION:Room"]
    #expect(try merge(base, local, remote).first?.first("SUMMARY")?.text == "Theirs")
  }

  @Test func anEditedInstanceBeatsItsDeletion() throws {
    let instance = try event(base + ["RECURRENCE-ID:20261126T083000Z"])
    let edited = try event(["SUMMARY:Edited", "RECURRENCE-ID:20261126T083000Z"])
    let master = try event(base)
    let result = Merge(base: [master, instance], local: [master], remote: [master, edited])
    #expect(result.components == [master, edited])
    #expect(result.diverged == [])
  }

  private func event(_ lines: [String]) throws -> Component {
    try Component(
      text: (["BEGIN:VEVENT", "UID:x"] + lines + ["END:VEVENT"]).joined(separator: "\n"))
  }

  private func merge(_ base: [String], _ local: [String], _ remote: [String]) throws
    -> [Component]
  {
    let merge = try Merge(base: [event(base)], local: [event(local)], remote: [event(remote)])
    #expect(merge.diverged == [])
    return merge.components
  }
}
