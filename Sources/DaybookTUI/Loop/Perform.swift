package import DaybookCore
internal import ICalendar

/// What each action does in a view, when no layer has taken it.
extension AppState {
  mutating func perform(_ action: Action) -> [Effect] {
    if view == .hours, let effects = performInHours(action) { return effects }
    switch action {
    case .showDay: show(.day)
    case .showWeek: show(.week)
    case .showMonth: show(.month)
    case .showAgenda: show(.agenda)
    case .showHours: show(.hours)
    case .showYear: show(.year)
    case .nextPanel: show(view.next)
    case .previousPanel: show(view.previous)

    case .nextDay: move(days: 1)
    case .previousDay: move(days: -1)
    case .nextSlot: view.isGrid ? move(slots: 1) : move(days: 7)
    case .previousSlot: view.isGrid ? move(slots: -1) : move(days: -7)
    case .nextWeek: move(days: pageOfDays)
    case .previousWeek: move(days: -pageOfDays)
    case .nextMonth: move(months: 1)
    case .previousMonth: move(months: -1)
    case .nextYear: move(to: focus.day.adding(months: 12))
    case .previousYear: move(to: focus.day.adding(months: -12))
    case .weekStart: move(to: focus.day.weekStart(settings.weekStarts))
    case .weekEnd: move(to: focus.day.weekStart(settings.weekStarts) + 6)
    case .nextEvent, .nextRow: return step(forward: true)
    case .previousEvent, .previousRow: return step(forward: false)
    case .top: goToEnd(isTop: true)
    case .bottom: goToEnd(isTop: false)
    case .pageDown: movePage(1)
    case .pageUp: movePage(-1)
    case .today: goToNow()
    case .nextMatch: jump(forward: true)
    case .previousMatch: jump(forward: false)

    case .toggleSideBar: toggleSideBar()
    case .toggleSecondZone: showsSecondZone.toggle()
    case .toggleMask: isMasked.toggle()
    case .zoomIn: setZoom(zoom == .hour ? .half : .quarter)
    case .zoomOut: setZoom(zoom == .quarter ? .half : .hour)
    case .close: selection = Selection()
    case .select: toggleSelection()
    case .selectRange: toggleRange()
    case .swapEnds: swapEnds()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .back where selection.anchor != nil: selection.anchor = nil
    case .back, .quit: return [.quit]
    case .syncNow: return [.syncNow(isFull: false)]
    case .syncAll: return [.syncNow(isFull: true)]
    case .undo: return [.undo]
    case .redo: return [.redo]
    default: return open(action)
    }
    return []
  }

  /// What keys mean where no day is chosen, but a stretch of them; nil: what they mean everywhere.
  private mutating func performInHours(_ action: Action) -> [Effect]? {
    if let rows = action.rows {
      hours.list.move(by: rows, of: hours.report?.rows.count ?? 0)
      return []
    }
    switch action {
    case .previousPeriod: move(periods: -1)
    case .nextPeriod: move(periods: 1)
    case .longerPeriod: setPeriod(longer: true)
    case .shorterPeriod: setPeriod(longer: false)
    case .groupHours: turnGrouping()
    case .copyCSV:
      return [
        .copyReport(hours.query(around: focus.day, weekStarts: settings.weekStarts))
      ]
    case .bill: askToBill()
    case .open: show(.agenda)
    case .close:
      guard let whence else { return nil }
      self.whence = nil
      stepBack(to: whence)
    default: return nil
    }
    return []
  }

  /// The actions that open a layer or work on events.
  private mutating func open(_ action: Action) -> [Effect] {
    switch action {
    case .goToDate: layers.append(.date(GoToDateState(self)))
    case .palette: layers.append(.palette(PaletteState(self)))
    case .help: layers.append(.help(HelpState(self)))
    case .search: layers.append(.search(SearchState()))
    case .chooseSet: layers.append(.sets(SetPickerState(self)))
    case .chooseSetting: layers.append(.settings(SettingPickerState(nil, self)))
    case .chooseTheme: layers.append(.themes(ThemePickerState(themes, current: themeName)))
    case .showConflicts: return openConflicts()
    case .findSlots: return openFinder()
    case .showAccounts: return openAccounts()
    case .showOutbox: return openOutbox()
    case .showLog: return openLog()
    case .showRules: return openRules()
    case .assign: layers.append(.clients(ClientPickerState(chosenEvents, snapshot.clients)))
    case .open: return openFocused()
    case .add: layers.append(.quickAdd(QuickAddState(self)))
    case .addInForm: layers.append(.form(EventFormState(newAt: focusedSpan, self)))
    default: return changeEvent(action)
    }
    return []
  }

  private mutating func changeEvent(_ action: Action) -> [Effect] {
    switch action {
    case .edit:
      guard let event = actedOn.first else { return [] }
      return openForm(for: event)
    case .editInEditor: return actedOn.first.map { [.editInEditor($0.id)] } ?? []
    case .delete: return askToDelete()
    case .move:
      let events = actedOn
      guard let event = events.first(where: { $0.id == focusedEvent?.id }) ?? events.first
      else {
        return []
      }
      if case .card? = topLayer { layers.removeLast() }
      if !view.isGrid {
        // Where it would lie by the clock is seen in the week alone.
        show(.week)
        focus(on: event)
      }
      layers.append(.moving(MoveState(event, with: events.filter { $0.id != event.id })))
    case .copyEvent:
      yanked = actedOn
      let what = yanked.count == 1 ? title(of: yanked[0]) : count(yanked, "event")
      notice = Notice(.good, "Copied for p: \(what)")
    case .paste:
      guard !yanked.isEmpty else { return [] }
      return [.duplicate(yanked.map(\.id), to: instant(focus.day, focus.minute))]
    case .openLink:
      guard let url = actedOn.first?.joinURL else { return [] }
      notice = Notice(.plain, isMasked ? "Opening the link" : "Opening \(url)")
      return [.openURL(url)]
    case .answerYes, .answerMaybe, .answerNo, .answerYesWithNote, .answerMaybeWithNote,
      .answerNoWithNote:
      return answer(action)
    case .copySlots: return openFinder(thenCopy: true)
    case .copyTitle:
      return actedOn.first.map { [.copy(title(of: $0), what: "Title")] } ?? []
    case .copyLink:
      return actedOn.first?.joinURL.map { [.copy($0, what: "Link")] } ?? []
    case .copyMarkdown:
      return [.copy(MarkdownText.list(actedOn, in: self), what: count(actedOn, "event"))]
    case .copyJSON: return [.copyJSON(actedOn.map(\.id))]
    case .releaseHolds:
      guard let group = snapshot.holds.first else { return [] }
      layers.append(.question(.release(group)))
    default: break
    }
    return []
  }

  /// The events an action is about: those of the card on top, else the chosen ones.
  package var actedOn: [Occurrence] {
    if case .card(let card)? = layers.last { return [card.occurrence] }
    return chosenEvents
  }

  // MARK: Views

  private mutating func show(_ kind: ViewKind) {
    if kind == .hours, view != .hours { whence = Whence(self) }
    heldMonth = nil
    if kind == .agenda, view != .agenda {
      // The list begins where the grid was looked at, not with the day's first line.
      let here = instant(focus.day, focus.minute)
      focus.event =
        focusedEvent?.id
        ?? snapshot.days.inOrder(on: focus.day).first { !$0.isAllDay && $0.span.end > here }?.id
    }
    view = kind
    layers = []
    // What cannot be seen must not be meant by a key.
    if !kind.showsEvents {
      focus.event = nil
      selection = Selection()
    }
    agendaTop = focus.day
  }

  /// Days that `[` and `]` turn over.
  private var pageOfDays: Int { view == .day ? 1 : 7 }

  private mutating func setZoom(_ new: Zoom) {
    // The focused time keeps its place on the screen.
    let offset = (focus.minute - topMinute) / zoom.minutes
    zoom = new
    focus.minute -= focus.minute % new.minutes
    topMinute = max(0, focus.minute - offset * new.minutes)
  }

  private mutating func toggleSideBar() {
    if size.columns >= GridLayout.wideFrom {
      isSideBarFolded.toggle()
    } else {
      layers.append(.sideBar)
    }
  }

  private mutating func step(forward: Bool) -> [Effect] {
    if !moveEvent(forward: forward) {
      notice = Notice(.plain, forward ? "No later event is near" : "No earlier event is near")
    }
    return []
  }

  private mutating func movePage(_ direction: Int) {
    if view == .agenda {
      move(days: 7 * direction)
      agendaTop = focus.day
      return
    }
    if view == .month || view == .year {
      return move(months: direction * (view == .year ? 3 : 1))
    }
    let rows = max(1, GridLayout(self).hours.count / 2)
    topMinute = max(0, topMinute + direction * rows * zoom.minutes)
    move(slots: direction * rows)
  }

  private mutating func goToEnd(isTop: Bool) {
    if view == .agenda {
      let days = snapshot.days.days
      guard !days.isEmpty else { return }
      move(to: isTop ? days.lowerBound : days.upperBound - 1)
      return
    }
    if view == .month {
      let first = shownMonth - (shownMonth.day - 1)
      return move(to: isTop ? first : first.adding(months: 1) - 1)
    }
    if view == .year {
      let year = focus.day.civil.year
      return move(to: isTop ? Day(year, 1, 1) : Day(year, 12, 31))
    }
    move(minute: isTop ? 0 : 1440 - zoom.minutes)
  }

  private mutating func jump(forward: Bool) {
    let here = focus.event.flatMap { id in found.first { $0.id == id } }
    let point = here?.span.start ?? instant(focus.day, focus.minute)
    let sorted = found.sorted {
      ($0.span.start, $0.id.raw) < ($1.span.start, $1.id.raw)
    }
    let next =
      forward
      ? sorted.first { $0.span.start > point } ?? sorted.first
      : sorted.last { $0.span.start < point } ?? sorted.last
    if let next { focus(on: next) }
  }

  // MARK: Selecting

  private mutating func toggleSelection() {
    guard let event = focusedEvent else { return }
    if selection.events.remove(event.id) == nil { selection.events.insert(event.id) }
  }

  private mutating func toggleRange() {
    if selection.anchor == nil {
      selection.anchor = focus
    } else {
      selection.events.formUnion(selectedEvents.map(\.id))
      selection.anchor = nil
    }
  }

  private mutating func swapEnds() {
    guard let anchor = selection.anchor else { return }
    selection.anchor = focus
    focus = anchor
  }

  // MARK: Opening

  private mutating func openFocused() -> [Effect] {
    guard let event = focusedEvent else {
      if view == .month { show(.day) } else { layers.append(.quickAdd(QuickAddState(self))) }
      return []
    }
    return openCard(event)
  }

  mutating func openCard(_ event: Occurrence) -> [Effect] {
    layers.append(.card(EventCardState(occurrence: event)))
    return [.openDetails(event.id)]
  }

  /// The slot under the focus, an hour long.
  var focusedSpan: TimeSpan {
    let start = instant(focus.day, focus.minute)
    return TimeSpan(start, start + 3600)
  }

  private mutating func askToDelete() -> [Effect] {
    let events = actedOn
    guard !events.isEmpty else { return [] }
    if events.count == 1, events[0].isRecurring {
      layers.append(.question(.deleteSeries(events[0])))
      return []
    }
    // What others see goes only after a yes; the rest goes at once, for `u` brings it back.
    if let warning = DeletionWarning(events, self) {
      layers.append(.question(.delete(events.map(\.id), warning: warning.text)))
      return []
    }
    if case .card? = topLayer { layers.removeLast() }
    selection = Selection()
    return [.delete(events.map(\.id), .this)]
  }

  func count(_ events: [Occurrence], _ noun: String) -> String {
    events.count == 1 ? "1 \(noun)" : "\(events.count) \(noun)s"
  }
}

extension ViewKind {
  /// The views as tabs, in order.
  static let tabs: [ViewKind] = [.day, .week, .month, .agenda, .hours, .year]

  var next: ViewKind { turned(by: 1) }
  var previous: ViewKind { turned(by: ViewKind.tabs.count - 1) }

  private func turned(by steps: Int) -> ViewKind {
    let place = ViewKind.tabs.firstIndex(of: self) ?? 0
    return ViewKind.tabs[(place + steps) % ViewKind.tabs.count]
  }
}
