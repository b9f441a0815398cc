package import DaybookCore

extension Names {
  /// What everything in the store is called.
  package init(_ store: Store) throws {
    self.init(
      calendars: try store.calendars().map(\.calendar), accounts: try store.accounts(),
      clients: try store.clients(includingArchived: true))
  }
}
