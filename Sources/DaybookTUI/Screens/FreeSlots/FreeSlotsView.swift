internal import DaybookCore
internal import ICalendar

/// What is looked for on the left, with the slots below it; on the right the text as it will read.
enum FreeSlotsView {
  static func draw(_ finder: FreeSlotsState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let isWide = room.width >= 90
    let width = min(isWide ? 104 : 56, room.width)
    let text = finder.text(state).split(separator: "\n", omittingEmptySubsequences: false)
    let lines = max(
      FreeSlotsState.Field.allCases.count + max(finder.slots.count, 3) + 1, text.count + 2)
    let panel = Panel(
      "Free slots", width: width, height: min(room.height, max(20, lines + 2)), state,
      on: &picture)
    let inside = panel.inside
    let leftWidth = isWide ? 46 : inside.width
    let left = inside.cutLeft(leftWidth).cut
    drawFields(finder, left, state, on: &picture)
    let fields = FreeSlotsState.Field.allCases.count
    let listTop = left.row + min(fields, max(0, left.height / 2)) + 1
    if left.height > 6, !state.settings.isAccessible {
      picture.grid.horizontalLine(
        row: listTop - 1, column: left.column, width: left.width,
        as: Style(.overlayBorder, over: .overlay))
    }
    drawSlots(finder, left.inset(top: listTop - left.row), state, on: &picture)
    guard isWide else { return }
    let divide = left.columns.upperBound + 1
    if !state.settings.isAccessible {
      picture.grid.verticalLine(
        column: divide, row: inside.row, height: inside.height,
        as: Style(.overlayBorder, over: .overlay))
    }
    let right = Rect(
      row: inside.row, column: divide + 2,
      width: max(0, inside.columns.upperBound - divide - 2), height: inside.height)
    picture.line("As they will read", row: right.row, in: right, as: .title)
    let wrapped = text.flatMap {
      $0.isEmpty ? [""] : TextWidth.wrapped(String($0), to: max(1, right.width))
    }
    for (index, line) in wrapped.enumerated() {
      picture.line(line, row: right.row + 2 + index, in: right)
    }
  }

  private static func drawFields(
    _ finder: FreeSlotsState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let fields = FreeSlotsState.Field.allCases
    let height = min(fields.count, max(0, area.height / 2))
    var list = ListPosition()
    list.index = min(finder.list.index, fields.count - 1)
    let window = finder.field == nil ? 0..<height : list.window(of: fields.count, height: height)
    for (offset, index) in window.enumerated() {
      let field = fields[index]
      let row = area.row + offset
      picture.line(field.label, row: row, in: area, as: .inputLabel)
      let isChosen = finder.field == field
      if field == .zone, finder.isTyping {
        finder.zoneField.draw(
          on: &picture.grid, row: row, column: area.column + 12, width: max(0, area.width - 12),
          hasFocus: true, placeholder: "New York, Europe/London")
        continue
      }
      let value = finder.value(of: field, state)
      let used = picture.line(value, row: row, in: area, indent: 12)
      if isChosen {
        picture.choose(row: row, in: area, accessible: state.settings.isAccessible)
        picture.grid.write(
          field == .zone ? " Enter" : " ◂ ▸", row: row, column: area.column + 12 + used,
          width: max(0, area.width - 12 - used), as: Style(.keyHint, over: .selection))
      }
      picture.mark(
        Rect(row: row, column: area.column, width: area.width, height: 1), as: .row(index))
    }
  }

  private static func drawSlots(
    _ finder: FreeSlotsState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let fields = FreeSlotsState.Field.allCases.count
    guard !finder.slots.isEmpty else {
      picture.line(
        finder.isAnswered ? "No time is free · shorten it, or look further" : "Looking …",
        row: area.row, in: area, as: .muted)
      return
    }
    var list = ListPosition()
    list.index = max(0, finder.list.index - fields)
    let window = list.window(of: finder.slots.count, height: area.height)
    var lastDay: Day?
    for (offset, index) in window.enumerated() {
      let slot = finder.slots[index]
      let row = area.row + offset
      let day = state.zone.day(at: slot.start)
      let isPicked = finder.picks.contains(index)
      picture.line(
        isPicked ? "☑" : "☐", row: row, in: area, as: isPicked ? .free : .muted)
      if day != lastDay {
        picture.line(DayText.medium(day), row: row, in: area, indent: 2)
      }
      lastDay = day
      picture.line(
        DayText.span(slot, in: state.zone), row: row, in: area, indent: 14,
        as: isPicked ? .text : .muted)
      let length = DayText.length(minutes: slot.seconds / 60)
      let place = area.width - TextWidth.of(length)
      if place >= 27 { picture.line(length, row: row, in: area, indent: place, as: .muted) }
      if finder.list.index == index + fields {
        picture.choose(row: row, in: area, accessible: state.settings.isAccessible)
      }
      picture.mark(
        Rect(row: row, column: area.column, width: area.width, height: 1),
        as: .row(index + fields))
    }
  }
}
