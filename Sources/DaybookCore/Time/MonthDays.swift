package import ICalendar

extension Day {
  /// The first day of its month.
  package var monthStart: Day { self - (civil.day - 1) }

  /// The first day of the month after it.
  package var nextMonth: Day { (monthStart + 31).monthStart }
}
