package import DaybookCore
package import ICalendar

/// Moving the focus through days, times and events. None of it needs the store: what lies near is
/// loaded, and more is asked for before an edge comes into sight.
extension AppState {
  /// How far around the focus a snapshot reaches, and how near its edge may come.
  static let loadedDays = 35
  static let nearEdge = 16

  /// The days a snapshot around `day` should cover: whole weeks.
  package func daysAround(_ day: Day) -> Range<Day> {
    let start = day.weekStart(settings.weekStarts)
    return start - Self.loadedDays..<start + 7 + Self.loadedDays
  }

  /// Asks for the days in sight where they are not loaded, and for those around the focus when the
  /// loaded ones end soon.
  mutating func loadAhead() -> [Effect] {
    var effects: [Effect] = []
    let page = pageDays
    if !snapshot.days.covers(page), askedPage != page {
      askedPage = page
      effects.append(.loadPage(page))
    }
    let wanted = focus.day - Self.nearEdge..<focus.day + Self.nearEdge
    func covers(_ days: Range<Day>) -> Bool {
      days.lowerBound <= wanted.lowerBound && wanted.upperBound <= days.upperBound
    }
    if !covers(snapshot.days.days), !(asked.map(covers) ?? false) {
      // A tall agenda shows more days than lie around its focus.
      let around = daysAround(focus.day)
      let days =
        min(around.lowerBound, page.lowerBound)..<max(around.upperBound, page.upperBound)
      asked = days
      effects.append(.load(days))
    }
    return effects + reportAhead()
  }

  /// The days in sight: the week of the focus, or what an agenda from its first day on can show.
  package var pageDays: Range<Day> {
    if view == .month {
      return MonthLayout.days(of: shownMonth, weekStarts: settings.weekStarts)
    }
    if view == .agenda { return agendaTop..<agendaTop + max(7, size.rows / 2) }
    let week = focus.day.weekStart(settings.weekStarts)
    let count = GridLayout.dayCount(view, width: size.columns)
    let first = GridLayout.firstDay(count, around: focus.day, weekStarts: settings.weekStarts)
    return min(week, first)..<max(week + 7, first + count)
  }

  /// A day of the month that the month view shows.
  package var shownMonth: Day { heldMonth ?? focus.day }

  /// Whether days in sight are not read yet, so that nothing on them means nothing.
  package var isReading: Bool {
    switch view {
    case .year: year?.year != focus.day.civil.year
    case .hours: false
    case .day, .week, .month, .agenda: isLoaded && !snapshot.days.covers(pageDays)
    }
  }

  /// Whether the events of a day are not read yet, so that none on it means nothing.
  func isUnread(_ day: Day) -> Bool { isLoaded && !snapshot.days.days.contains(day) }

  /// The event that keys are about: the chosen one, else what lies at the focused minute.
  package var focusedEvent: Occurrence? {
    if let place = focusedPlace { return snapshot.days.occurrences[place] }
    guard view.showsEvents, let id = focus.event else { return nil }
    return found.first { $0.id == id }
  }

  /// Where among the loaded occurrences the focused one is, if it is one of them.
  package var focusedPlace: Int? {
    guard view.showsEvents else { return nil }
    if let id = focus.event { return snapshot.days.place(of: id) }
    guard view.isGrid else { return nil }
    let slot = focus.minute..<focus.minute + zoom.minutes
    return snapshot.days[focus.day].timed.first { $0.overlaps(slot) }?.index
  }

  /// The events that an action on "these" means: the selected ones, else the focused one.
  package var chosenEvents: [Occurrence] {
    let chosen = selectedEvents
    return chosen.isEmpty ? focusedEvent.map { [$0] } ?? [] : chosen
  }

  /// The selected events that are loaded, by start, those of an open range included.
  package var selectedEvents: [Occurrence] {
    guard !selection.isEmpty else { return [] }
    return snapshot.days.occurrences.filter(isSelected)
  }

  package func isSelected(_ event: Occurrence) -> Bool {
    selection.events.contains(event.id) || isInRange(event)
  }

  /// Whether an event lies in an open range: in a grid by its time, so that what fills whole days, in
  /// the lane above, is left out; in a list between the two ends.
  private func isInRange(_ event: Occurrence) -> Bool {
    guard let anchor = selection.anchor, let range = rangeSpan else { return false }
    if view.isGrid { return !LoadedDays.isBanner(event) && event.span.touches(range) }
    if view == .agenda, let one = anchor.event, let other = focus.event,
      let from = snapshot.days.place(of: one), let to = snapshot.days.place(of: other),
      let place = snapshot.days.place(of: event.id)
    {
      return min(from, to) <= place && place <= max(from, to)
    }
    return event.span.touches(range)
  }

  /// The time from where `v` was pressed to the focus, both slots included; whole days where no
  /// times are seen.
  package var rangeSpan: TimeSpan? {
    guard let anchor = selection.anchor else { return nil }
    if view == .month {
      let days = [anchor.day, focus.day].sorted()
      return TimeSpan(zone.start(of: days[0]), zone.start(of: days[1] + 1))
    }
    let ends = [anchor, focus].map { instant($0.day, $0.minute) }.sorted()
    return TimeSpan(ends[0], ends[1] + zoom.minutes * 60)
  }

  func instant(_ day: Day, _ minute: Int) -> Instant {
    zone.instant(of: LocalDateTime(wallSeconds: day.number * 86_400 + minute * 60))
  }

  /// Moves by days, keeping the time.
  mutating func move(days: Int) {
    move(to: focus.day + days)
  }

  /// Moves to a day, keeping the time.
  mutating func move(to day: Day) {
    let reached = min(max(day, Self.shownDays.lowerBound), Self.shownDays.upperBound)
    if reached != day { notice = Notice(.plain, Self.beyondDays) }
    focus.day = reached
    focus.event = nil
    heldMonth = nil
  }

  /// Moves by months from the one that is shown, keeping the day where the other has it.
  mutating func move(months: Int) {
    guard let held = heldMonth else { return move(to: focus.day.adding(months: months)) }
    let first = (held - (held.day - 1)).adding(months: months)
    move(to: first + (min(focus.day.day, (first.adding(months: 1) - first)) - 1))
  }

  /// The days that the views reach: some days short of what a date can say, for whole weeks.
  static let shownDays = Day(1, 1, 8)...Day(9999, 12, 24)
  static let beyondDays = "The days shown run from 8 Jan 0001 to 24 Dec 9999"

  /// Moves by rows of the grid; from one day's end to the next day's beginning.
  mutating func move(slots: Int) {
    let minutes = zoom.minutes
    var minute = focus.minute - focus.minute % minutes + slots * minutes
    if let event = focus.event, slots > 0, let occurrence = snapshot.days.occurrence(event),
      occurrence.isAllDay
    {
      minute = topMinute
    }
    focus.event = nil
    focus.minute = min(max(minute, 0), 1440 - minutes)
  }

  mutating func move(minute: Int) {
    focus.minute = min(max(minute - minute % zoom.minutes, 0), 1440 - zoom.minutes)
    focus.event = nil
  }

  mutating func goToNow() {
    let local = zone.local(at: now)
    focus = Focus(day: local.day, minute: 0)
    move(minute: local.second / 60)
    agendaTop = local.day
  }

  /// Puts the focus on an event, wherever it is.
  mutating func focus(on occurrence: Occurrence, day: Day? = nil) {
    bringInSight(occurrence)
    let local = zone.local(at: occurrence.span.start)
    let shownDay = day ?? local.day
    if !view.showsEvents { view = .week }
    focus = Focus(
      day: shownDay, minute: occurrence.isAllDay ? focus.minute : local.second / 60,
      event: occurrence.id)
    if shownDay != local.day { focus.minute = 0 }
    focus.minute = min(focus.minute - focus.minute % zoom.minutes, 1440 - zoom.minutes)
  }

  /// The next or previous event in reading order, over as many loaded days as it takes.
  mutating func moveEvent(forward: Bool) -> Bool {
    let loaded = snapshot.days
    var day = focus.day
    let current = focusedEvent
    var candidates = loaded.inOrder(on: day)
    if !forward { candidates.reverse() }
    if let current, let place = candidates.firstIndex(where: { $0.id == current.id }) {
      candidates = Array(candidates[(place + 1)...])
    } else {
      candidates = candidates.filter { isAhead($0, forward: forward) }
    }
    while loaded.days.contains(day) {
      // What began on an earlier day was visited there; from behind, it is met there too.
      if let next = candidates.first(where: { isFirstDay(day, of: $0) }) {
        focus(on: next, day: day)
        return true
      }
      day = forward ? day + 1 : day - 1
      candidates = loaded.inOrder(on: day)
      if !forward { candidates.reverse() }
    }
    return false
  }

  /// Whether an event of the focused day lies that way, where none is chosen. A month shows days and
  /// not times: there all of them lie ahead.
  private func isAhead(_ event: Occurrence, forward: Bool) -> Bool {
    if view == .month { return forward }
    let isBehind = event.isAllDay || event.span.start < instant(focus.day, focus.minute)
    return forward ? !isBehind : isBehind
  }

  private func isFirstDay(_ day: Day, of occurrence: Occurrence) -> Bool {
    zone.day(at: occurrence.span.start) == day
  }

  /// Scrolls so that the focus can be seen.
  mutating func keepFocusVisible() {
    if agendaTop > focus.day { agendaTop = focus.day }
    if !view.isGrid, view != .agenda { return }
    if view == .agenda {
      AgendaLines.keepFocusVisible(&self)
      return
    }
    let layout = GridLayout(self)
    let rows = layout.hours.count
    guard rows > 0 else { return }
    let step = zoom.minutes
    topMinute -= topMinute % step
    if focus.minute < topMinute { topMinute = focus.minute }
    // A row of context stays below, where there is room for it.
    let margin = rows > 6 && focus.minute + 2 * step <= 1440 ? 1 : 0
    let lastVisible = topMinute + (rows - 1 - margin) * step
    if focus.minute > lastVisible {
      topMinute = focus.minute - (rows - 1 - margin) * step
    }
    topMinute = min(max(0, topMinute - topMinute % step), layout.lastTop)
  }
}
