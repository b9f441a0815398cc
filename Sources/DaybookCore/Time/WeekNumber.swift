package import ICalendar

extension Day {
  /// The number of the week around this day, by ISO 8601. A week that starts on another day than
  /// Monday has the number of the ISO week that it shares the most days with.
  package func week(startingOn first: Weekday) -> (year: Int, week: Int) {
    (weekStart(first) + 3).week
  }
}
