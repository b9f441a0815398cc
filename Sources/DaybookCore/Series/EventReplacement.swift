internal import ICalendar

extension EventEditor {
  /// Replaces the text of the entry that shows an instance: of its own entry where it has one, else
  /// of the master. What identifies the entry, UID and RECURRENCE-ID, is put back if it was changed.
  ///
  /// - Parameter text: a VEVENT; folded lines and CRLF are welcome.
  package func replace(_ instance: OriginalStart?, source text: String) throws(EditError)
    -> EventEdit
  {
    let own = bundle.entries.first { $0.recurrence == instance && instance != nil }
    guard let entry = own ?? bundle.entries.first else { throw .noSuchInstance }
    let document = CalendarDocument.read(text)
    let found = document.calendars.flatMap(\.components).filter { $0.name == "VEVENT" }
    guard found.count == 1, var component = found.first else {
      throw .unreadable("one VEVENT is wanted, and \(found.count) were found")
    }
    for name in ["UID", "RECURRENCE-ID"] {
      component.remove(name)
      if let line = entry.read.component.first(name) { component.append(line) }
    }
    do {
      _ = try EventComponent(component, zones: zones)
    } catch {
      throw .unreadable("\(error)")
    }
    component.stamp(now, raisingSequence: true)
    var after = before
    after[key(entry.recurrence)] = component.text
    return EventEdit(from: before, to: after, event: bundle.event, instance: instance)
  }
}
