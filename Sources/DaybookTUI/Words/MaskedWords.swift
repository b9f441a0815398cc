package import DaybookCore

/// Names as they may be shown now: while the screen is shared, nothing that tells who or what.
extension AppState {
  package func title(of occurrence: Occurrence) -> String {
    if isMasked { return "Busy" }
    return occurrence.title.isEmpty ? "(no title)" : occurrence.title
  }

  /// nil for nobody, and for a client that is not known. Masked clients can still be told apart.
  package func name(ofClient id: ClientID?) -> String? {
    guard let client = snapshot.client(id) else { return nil }
    return isMasked ? "Client \(snapshot.place(of: client.id) + 1)" : client.name
  }

  /// nil for one that is not known. Calendars are named after whoever they are shared with.
  func name(ofCalendar id: CalendarID) -> String? {
    guard let calendar = snapshot.calendar(id) else { return nil }
    return isMasked ? "Calendar \(snapshot.place(of: id) + 1)" : calendar.name
  }

  /// Accounts are named after addresses.
  func name(of account: Account) -> String {
    guard isMasked else { return account.name }
    return snapshot.accounts.firstIndex { $0.id == account.id }.map { "Account \($0 + 1)" }
      ?? "An account"
  }

  /// A sentence about a conflict, without its titles where these are not to be seen.
  func masked(_ sentence: String, _ conflict: Conflict) -> String {
    guard isMasked else { return sentence }
    return [conflict.first.title, conflict.second.title].reduce(sentence) { text, title in
      title.isEmpty ? text : text.replacing(title, with: "the event")
    }
  }

  /// A sentence about what was done or what is in the way, without what it quotes, the titles in
  /// conflicts, and the clients, calendars and accounts it names.
  func masked(_ sentence: String) -> String {
    guard isMasked else { return sentence }
    let titles = (snapshot.conflicts + snapshot.settled)
      .flatMap { [$0.first.title, $0.second.title] }.filter { !$0.isEmpty }
      .sorted { $0.count > $1.count }
    let unquoted = titles.reduce(sentence.replacing(/“[^”]*”/, with: "“Busy”")) {
      $0.replacing($1, with: "the event")
    }
    let names =
      snapshot.clients.map { ($0.name, name(ofClient: $0.id) ?? "") }
      + snapshot.calendars.map { ($0.name, name(ofCalendar: $0.id) ?? "") }
      + snapshot.accounts.map { ($0.name, name(of: $0)) }
    return names.filter { !$0.0.isEmpty }.sorted { $0.0.count > $1.0.count }
      .reduce(unquoted) { $0.replacing($1.0, with: $1.1) }
  }
}
