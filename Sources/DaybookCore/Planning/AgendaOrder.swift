internal import ICalendar

/// The order of every list: start (all-day events at local midnight, before timed ones), title by
/// Unicode scalars, calendar's name, id.
package struct AgendaOrder: Sendable {
  package let calendars: CalendarTable

  package init(_ calendars: CalendarTable) {
    self.calendars = calendars
  }

  package func precedes(_ left: Occurrence, _ right: Occurrence) -> Bool {
    if left.span.start != right.span.start { return left.span.start < right.span.start }
    return precedesAtSameStart(left, right)
  }

  package func sorted(_ occurrences: [Occurrence]) -> [Occurrence] {
    if isSorted(occurrences) { return occurrences }
    return indices(of: occurrences).map { occurrences[Int($0)] }
  }

  /// The positions of `occurrences` in order. Occurrences are large, so positions are sorted and
  /// texts are looked at only where starts are the same.
  func indices(of occurrences: [Occurrence]) -> [Int32] {
    var keys = occurrences.indices.map { Key(start: occurrences[$0].span.start.seconds, index: $0) }
    keys.sort { left, right in
      if left.start != right.start { return left.start < right.start }
      return precedesAtSameStart(occurrences[left.index], occurrences[right.index])
    }
    return keys.map { Int32($0.index) }
  }

  private struct Key {
    var start: Int
    var index: Int
  }

  private func isSorted(_ occurrences: [Occurrence]) -> Bool {
    for index in occurrences.indices.dropFirst() {
      // Starts alone, first: to hand over a whole occurrence is to copy it.
      let (before, start) = (occurrences[index - 1].span.start, occurrences[index].span.start)
      if start < before { return false }
      if start == before, precedesAtSameStart(occurrences[index], occurrences[index - 1]) {
        return false
      }
    }
    return true
  }

  private func precedesAtSameStart(_ left: Occurrence, _ right: Occurrence) -> Bool {
    if left.isAllDay != right.isAllDay { return left.isAllDay }
    // Bytes of UTF-8 are in the order of scalars; Swift's own order is of what they look like.
    if !left.title.utf8.elementsEqual(right.title.utf8) {
      return left.title.utf8.lexicographicallyPrecedes(right.title.utf8)
    }
    if left.calendar != right.calendar {
      let names = (calendars.name(left.calendar), calendars.name(right.calendar))
      if !names.0.utf8.elementsEqual(names.1.utf8) {
        return names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
      }
    }
    return left.id < right.id
  }
}
