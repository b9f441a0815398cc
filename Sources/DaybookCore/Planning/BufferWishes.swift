/// What rules ask for around meetings, beside what calendars and events ask for themselves.
package struct BufferWishes: Sendable, Equatable {
  /// Minutes before and after.
  package struct Wish: Hashable, Sendable {
    package var before: Int
    package var after: Int

    package init(before: Int, after: Int) {
      self.before = before
      self.after = after
    }
  }

  /// For the events of one calendar.
  package var calendars: [CalendarID: Wish] = [:]

  package init() {}

  /// The longer of what the occurrence asks for and what the rules do.
  package func wish(of occurrence: Occurrence) -> Wish {
    let own = Wish(before: occurrence.bufferBefore, after: occurrence.bufferAfter)
    guard !calendars.isEmpty, let rule = calendars[occurrence.calendar] else { return own }
    return Wish(before: max(own.before, rule.before), after: max(own.after, rule.after))
  }
}
