/// What calendars, accounts and clients are called, for printing their occurrences.
package struct Names: Sendable {
  private let calendars: [CalendarID: EventCalendar]
  private let accounts: [AccountID: String]
  private let clients: [ClientID: String]

  package init(calendars: [EventCalendar], accounts: [Account], clients: [Client]) {
    self.calendars = Dictionary(calendars.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    self.accounts = Dictionary(accounts.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    self.clients = Dictionary(clients.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
  }

  package func calendar(_ id: CalendarID) -> String { calendars[id]?.name ?? id.raw }

  package func account(of id: CalendarID) -> String {
    calendars[id].flatMap { accounts[$0.account] } ?? ""
  }

  package func client(_ id: ClientID?) -> String? {
    id.map { clients[$0] ?? $0.raw }
  }
}
