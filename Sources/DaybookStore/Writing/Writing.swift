internal import DaybookCore
import GRDB
internal import ICalendar

/// One write under way: its connection, and what it has touched so far.
final class Writing {
  let db: Database
  let store: Store
  var changes: StoreChange = []

  init(_ db: Database, _ store: Store) {
    self.db = db
    self.store = store
  }
}
