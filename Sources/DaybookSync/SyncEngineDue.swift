internal import DaybookCore
internal import DaybookStore

extension SyncEngine {
  /// Asks the accounts that are due, or of which something waits to be sent, and waits for their
  /// answers: for whoever does not sync by itself, but now and then.
  @discardableResult
  package func syncDue() async -> SyncReport {
    do {
      let now = world.clock()
      let states = Dictionary(
        try world.store.accountSyncStates().map { ($0.account, $0) },
        uniquingKeysWith: { first, _ in first })
      var ids = try ready(at: now).filter { states[$0]?.isSynced ?? false }
      for account in try world.store.accounts() {
        if let due = firstDue(account, states), due <= now { ids.insert(account.id) }
      }
      return ids.isEmpty ? SyncReport() : await syncNow(accounts: ids)
    } catch {
      return SyncReport(error: Failure(error))
    }
  }
}
