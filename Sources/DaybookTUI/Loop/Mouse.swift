internal import DaybookCore
internal import ICalendar

/// What the mouse does. The picture says what lies under it.
extension AppState {
  mutating func point(_ mouse: MousePress) -> [Effect] {
    switch mouse.deed {
    case .wheelDown: return wheel(1)
    case .wheelUp: return wheel(-1)
    case .press where mouse.button == .left:
      grabbed = nil
      opensWhenLetGo = false
      return click(row: mouse.row, column: mouse.column)
    case .drag where mouse.button == .left: return drag(row: mouse.row, column: mouse.column)
    case .release: return drop()
    default: return []
    }
  }

  private mutating func wheel(_ direction: Int) -> [Effect] {
    if !layers.isEmpty { return run(direction > 0 ? .nextRow : .previousRow) }
    switch view {
    case .agenda: move(days: direction)
    case .month, .year: move(days: 7 * direction)
    case .hours: hours.list.move(by: direction, of: hours.report?.rows.count ?? 0)
    case .day, .week:
      // The page moves and takes the focus along only where it would leave the screen.
      let layout = GridLayout(self)
      topMinute = min(max(0, topMinute + direction * 2 * zoom.minutes), layout.lastTop)
      let last = topMinute + max(0, layout.hours.count - 2) * zoom.minutes
      if focus.minute < topMinute || focus.minute > last {
        move(minute: min(max(focus.minute, topMinute), last))
      }
    }
    keepFocusVisible()
    return loadAhead()
  }

  private mutating func click(row: Int, column: Int) -> [Effect] {
    notice = nil
    guard
      let target = clickedAgain(row: row, column: column)
        ?? render(self).target(row: row, column: column)
    else { return [] }
    let month = view == .month ? MonthLayout(self) : nil
    let effects = press(target, row: row, column: column)
    // A page does not turn under the pointer.
    if view == .month, let month, month.isOutside(focus.day), month.days.contains(focus.day) {
      heldMonth = month.month
    }
    clicked = Click(target, row: row, column: column, self)
    if let effects { return effects }
    keepFocusVisible()
    return loadAhead()
  }

  /// nil where it did nothing but choose.
  private mutating func press(_ target: ClickTarget, row: Int, column: Int) -> [Effect]? {
    switch target {
    case .nothing: return []
    case .action(let action): return run(action)
    case .calendar(let id):
      let isHidden = snapshot.calendar(id)?.isHidden ?? false
      return [.setHidden(id, !isHidden)]
    case .row(let index) where layers.isEmpty: hours.list.index = index
    case .row(let index): return choose(row: index)
    case .day(let day):
      let isSecond =
        layers.isEmpty && (view == .month || view == .year) && focus.day == day
        && focus.event == nil
      leaveLayers()
      move(to: day)
      if isSecond { return run(view == .year ? .showDay : .open) }
    case .slot(let day, let minute):
      guard layers.isEmpty else {
        leaveLayers()
        return []
      }
      let isSecond = focus.day == day && focus.minute == minute && focus.event == nil
      move(to: day)
      move(minute: minute)
      if isSecond { return run(.open) }
    case .occurrence(let id, let day):
      guard layers.isEmpty, let occurrence = snapshot.days.occurrence(id) else {
        leaveLayers()
        return []
      }
      // The second click on the same event opens it, however long after the first, unless it is the
      // beginning of a drag.
      opensWhenLetGo = focus.event == id
      focus(on: occurrence, day: day)
      if !occurrence.isAllDay, let slot = slot(row: row, column: column) {
        grabbed = slot - occurrence.span.start
      }
    }
    return nil
  }

  /// What the same place was when it was clicked before, where nothing but that click has changed
  /// anything since: the first click may have moved what lies under the pointer.
  private func clickedAgain(row: Int, column: Int) -> ClickTarget? {
    guard let clicked, clicked.isAt(row: row, column: column, self) else { return nil }
    return clicked.target
  }

  /// The moment that a cell of the grid stands for.
  private func slot(row: Int, column: Int) -> Instant? {
    let layout = GridLayout(self)
    guard view.isGrid, layout.hours.contains(row),
      let index = layout.columns.firstIndex(where: { $0.contains(column) })
    else { return nil }
    let minute = topMinute + (row - layout.hours.lowerBound) * layout.minutesPerRow
    return minute < 1440 ? instant(layout.days.lowerBound + index, minute) : nil
  }

  /// Takes the event that was pressed along; where it would lie is shown until it is let go.
  private mutating func drag(row: Int, column: Int) -> [Effect] {
    guard let grabbed, let slot = slot(row: row, column: column) else { return [] }
    opensWhenLetGo = false
    if layers.isEmpty {
      guard let event = focusedEvent else { return [] }
      if let reason = reasonAgainst(.move) {
        notice = Notice(.plain, reason)
        self.grabbed = nil
        return []
      }
      layers.append(.moving(MoveState(event)))
    }
    guard case .moving(var move)? = layers.last else { return [] }
    let start = slot - grabbed
    let settled = start - zone.local(at: start).second % 900
    move.span = TimeSpan(settled, settled + move.event.span.seconds)
    layers[layers.count - 1] = .moving(move)
    return []
  }

  private mutating func drop() -> [Effect] {
    if opensWhenLetGo {
      opensWhenLetGo = false
      grabbed = nil
      return layers.isEmpty ? run(.open) : []
    }
    guard grabbed != nil else { return [] }
    grabbed = nil
    guard case .moving? = layers.last else { return [] }
    return run(.accept)
  }

  private mutating func leaveLayers() {
    if !layers.isEmpty { layers.removeLast() }
  }

  /// A click on a line of the list on top: the first chooses, the second accepts.
  private mutating func choose(row: Int) -> [Effect] {
    guard let index = layers.indices.last else { return [] }
    var isSecond = false
    switch layers[index] {
    case .help(var help):
      isSecond = help.list.choose(row)
      layers[index] = .help(help)
    case .palette(var palette):
      isSecond = palette.list.choose(row)
      layers[index] = .palette(palette)
    case .search(var search):
      isSecond = search.list.choose(row)
      layers[index] = .search(search)
    case .offers(var offers):
      isSecond = offers.list.choose(row)
      layers[index] = .offers(offers)
    case .clients(var picker):
      isSecond = picker.list.choose(row)
      layers[index] = .clients(picker)
    case .themes(var picker):
      isSecond = picker.list.choose(row)
      layers[index] = .themes(picker)
    case .settings(var picker):
      picker.list.index = row
      layers[index] = .settings(picker)
    case .sets(var picker):
      isSecond = picker.list.choose(row)
      layers[index] = .sets(picker)
    case .accounts(var panel):
      isSecond = panel.choose(row: row)
      layers[index] = .accounts(panel)
    case .accountForm(var form):
      isSecond = form.list.choose(row)
      layers[index] = .accountForm(form)
    case .outbox(var panel):
      isSecond = panel.list.choose(row)
      layers[index] = .outbox(panel)
    case .rules(var panel):
      isSecond = panel.list.choose(row)
      layers[index] = .rules(panel)
    case .log(var panel):
      isSecond = panel.list.choose(row)
      layers[index] = .log(panel)
    case .conflicts(var panel):
      isSecond = panel.list.choose(row)
      panel.changed(&self)
      layers[index] = .conflicts(panel)
    case .slots(var finder):
      isSecond = finder.choose(row: row)
      layers[index] = .slots(finder)
    default: return []
    }
    return isSecond ? run(.accept) : []
  }
}
