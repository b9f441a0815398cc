/// Calendars by id, for engines that ask an occurrence where it comes from.
package struct CalendarTable: Sendable {
  private let calendars: [CalendarID: EventCalendar]

  package init(_ calendars: some Sequence<EventCalendar> = []) {
    self.calendars = Dictionary(
      calendars.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
  }

  package subscript(id: CalendarID) -> EventCalendar? { calendars[id] }

  /// The calendar's name; its id where it is unknown.
  package func name(_ id: CalendarID) -> String { calendars[id]?.name ?? id.raw }

  package func priority(_ id: CalendarID) -> Int { calendars[id]?.priority ?? 0 }

  package func isHidden(_ id: CalendarID) -> Bool { calendars[id]?.isHidden ?? false }

  /// Whether its events can be changed here; an unknown calendar's cannot.
  package func isWritable(_ id: CalendarID) -> Bool {
    calendars[id].map { !$0.isReadOnly } ?? false
  }
}
