/// A part of the calendar that can be looked at alone: what belongs to some clients, and what lies in
/// some calendars.
package struct EventSet: Hashable, Sendable {
  package var name: String
  /// nil among them is nobody.
  package var clients: Set<ClientID?>
  package var calendars: Set<CalendarID>

  package init(name: String, clients: Set<ClientID?> = [], calendars: Set<CalendarID> = []) {
    self.name = name
    self.clients = clients
    self.calendars = calendars
  }

  /// As `[sets]` names it: `#client`, `#none` for nobody's, `/calendar`. Names that mean nothing here
  /// are left out; one account's events may not have come yet.
  package init(
    name: String, members: [String], clients known: [Client], calendars all: [EventCalendar]
  ) {
    self.init(name: name)
    for member in members {
      let word = member.dropFirst().lowercased()
      if member.hasPrefix("/") {
        calendars.formUnion(all.filter { $0.name.lowercased() == word }.map(\.id))
      } else if word == "none" {
        clients.insert(nil)
      } else {
        clients.formUnion(known.filter { $0.name.lowercased() == word }.map(\.id))
      }
    }
  }

  package func contains(_ occurrence: Occurrence) -> Bool {
    clients.contains(occurrence.client) || calendars.contains(occurrence.calendar)
      || !calendars.isDisjoint(with: occurrence.alsoIn)
  }
}
