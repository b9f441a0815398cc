import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What an event has to be for something to be done to it.
struct EditConditionTests {
  private let kept: TemporaryStore
  private let occurrence: Occurrence

  init() throws {
    kept = try TemporaryStore()
    try kept.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261120T090000Z", "DTEND:20261120T100000Z", "SUMMARY:A")))
    occurrence = try #require(try kept.occurrences("2026-11-20", "2026-11-21").first)
  }

  private func desk(_ store: Store, _ condition: EditCondition? = nil) throws -> Desk {
    var desk = Desk(
      store: store, settings: Settings(), zone: try TestZones.zone("Europe/Berlin"),
      now: TemporaryStore.now)
    desk.condition = condition
    return desk
  }

  private func titled(_ title: String, at desk: Desk) throws {
    _ = try desk.edit(occurrence.event, nil, EventChange(title: title), .all)
  }

  private func title() throws -> String? {
    try kept.occurrences("2026-11-20", "2026-11-21").first?.title
  }

  @Test func whatWasChangedMeanwhileIsLeftAsItIs() throws {
    defer { kept.remove() }
    let seen = try kept.store.state(of: occurrence.event)
    let condition = EditCondition(of: occurrence.event) { $0 == seen }
    let desk = try desk(kept.store, condition)
    // Another process, after it was looked at.
    try titled("Theirs", at: try self.desk(try kept.reopened()))
    #expect(try kept.store.state(of: occurrence.event) != seen)
    func isStale(_ error: any Error) -> Bool {
      if case .changedSince? = error as? StoreError { true } else { false }
    }
    #expect { try titled("Mine", at: desk) } throws: { isStale($0) }
    #expect { try desk.delete(occurrence.event, nil, .all) } throws: { isStale($0) }
    #expect { try desk.assign([occurrence], to: .nobody, isSeries: true) } throws: { isStale($0) }
    #expect(try title() == "Theirs")
  }

  @Test func nobodyComesBetweenTheLookAndTheDeed() throws {
    defer { kept.remove() }
    let other = try self.desk(try kept.reopened(patience: 0.05))
    let event = occurrence.event
    let condition = EditCondition(of: event) { _ in
      #expect {
        _ = try other.edit(event, nil, EventChange(title: "Theirs"), .all)
      } throws: { error in
        if case .busy? = error as? StoreError { true } else { false }
      }
      return true
    }
    try titled("Mine", at: try desk(kept.store, condition))
    #expect(try title() == "Mine")
  }

  @Test func whatIsGoneCannotBeAsItWas() throws {
    defer { kept.remove() }
    _ = try desk(kept.store).delete(occurrence.event, nil, .all)
    #expect(throws: StoreError.self) { try kept.store.state(of: occurrence.event) }
  }
}
