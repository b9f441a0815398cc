import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

extension EventDetails {
  /// A card of the store, in the words of the screen.
  init(_ card: EventCard) {
    self.init(
      occurrence: card.occurrence, notes: card.notes, organizer: card.organizer,
      attendees: card.attendees, recurrence: card.recurrence, url: card.url,
      categories: card.categories,
      reminders: card.reminders,
      isBillable: card.occurrence.isBillable, ownZone: card.ownZone)
  }
}
