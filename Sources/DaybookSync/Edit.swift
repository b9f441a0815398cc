/// What one side did to an event since both sides last agreed.
package enum Edit: CaseIterable, Hashable, Sendable {
  /// Nothing; of an event that neither knew then: it is not there.
  case untouched
  /// It is there and was not.
  case created
  case changed
  case deleted

  /// - Parameters:
  ///   - base: a sign of what both sides agreed on, nil where they knew no such event.
  ///   - now: the same sign of what is there now.
  package init<Sign: Equatable>(from base: Sign?, to now: Sign?) {
    switch (base, now) {
    case (nil, nil): self = .untouched
    case (nil, _?): self = .created
    case (_?, nil): self = .deleted
    case (let base?, let now?): self = base == now ? .untouched : .changed
    }
  }
}
