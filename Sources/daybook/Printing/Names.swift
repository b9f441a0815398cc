import DaybookCore
import DaybookStore

/// What calendars, accounts and clients are called, for printing their occurrences.
struct Names {
  private let calendars: [CalendarID: EventCalendar]
  private let accounts: [AccountID: String]
  private let clients: [ClientID: String]

  init(_ store: Store) throws {
    calendars = Dictionary(
      try store.calendars().map { ($0.calendar.id, $0.calendar) }, uniquingKeysWith: { $1 })
    accounts = Dictionary(
      try store.accounts().map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    clients = Dictionary(
      try store.clients(includingArchived: true).map { ($0.id, $0.name) },
      uniquingKeysWith: { $1 })
  }

  func calendar(_ id: CalendarID) -> String { calendars[id]?.name ?? id.raw }

  func account(of id: CalendarID) -> String {
    calendars[id].flatMap { accounts[$0.account] } ?? ""
  }

  func client(_ id: ClientID?) -> String? {
    id.map { clients[$0] ?? $0.raw }
  }
}
