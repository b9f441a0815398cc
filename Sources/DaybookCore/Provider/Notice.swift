/// What those who take part are to hear of a change.
package struct Notice: Hashable, Sendable {
  /// Whether they are told at all; only when the person said so.
  package var tellsPeople: Bool
  /// Words that go with an answer or a cancellation.
  package var note: String?

  /// Nobody hears of it.
  package static let none = Notice()

  package init(tellsPeople: Bool = false, note: String? = nil) {
    self.tellsPeople = tellsPeople
    self.note = note
  }
}
