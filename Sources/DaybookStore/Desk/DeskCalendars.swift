internal import DaybookCore

extension Desk {
  /// Changes how a calendar is shown and counted.
  ///
  /// - Throws: `taken` where another one of its account has the new name.
  package func change(_ listing: CalendarListing, _ change: CalendarChange) throws {
    if let name = change.name {
      let isTaken = try store.calendars().contains {
        $0.calendar.account == listing.calendar.account && $0.id != listing.id
          && $0.name.lowercased() == name.lowercased()
      }
      if isTaken { throw StoreError.taken(.calendar, name: name) }
    }
    try store.editCalendar(listing.id, change, now: now)
  }
}
