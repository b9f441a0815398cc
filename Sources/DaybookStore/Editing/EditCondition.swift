package import DaybookCore
import GRDB

/// What has to be so of an event for something to be done to it: judged in the transaction that does
/// it, so that nobody, of whatever process, comes in between.
package struct EditCondition: Sendable {
  private let event: EventID
  private let isMet: @Sendable (_ state: String) -> Bool

  /// - Parameter isMet: told the event's state as `Store.state(of:)` has it.
  package init(of event: EventID, isMet: @escaping @Sendable (_ state: String) -> Bool) {
    self.event = event
    self.isMet = isMet
  }

  /// - Throws: `changedSince` where it is not met, `gone` where there is no such event any more.
  func check(_ db: Database, saying sentence: String) throws {
    guard let state = try EditCondition.state(of: event, db) else { throw StoreError.gone(.event) }
    guard isMet(state) else { throw StoreError.changedSince(sentence: sentence) }
  }

  /// nil where there is no such event.
  fileprivate static func state(of event: EventID, _ db: Database) throws -> String? {
    let sources = try db.all(
      "SELECT source FROM event WHERE sid = ? ORDER BY recurrence", event.raw
    ) { $0.text(0) }
    return sources.isEmpty ? nil : StableID.make(sources.joined(separator: "\u{0}"))
  }
}

extension Store {
  /// Changes whenever anything of an event or its series does.
  package func state(of event: EventID) throws -> String {
    guard let state = try read({ try EditCondition.state(of: event, $0) }) else {
      throw StoreError.gone(.event)
    }
    return state
  }
}
