internal import DaybookCore
internal import ICalendar

/// How an event looks: its hue, its bar and its marks, the same in every view.
struct EventLook {
  let hue: Hue
  let barLetter: String
  /// `!`, `⚑` and `✎`, as they apply, and `⟳` where it repeats.
  let marks: String
  /// Those of them that tell more than that it repeats.
  let gravestMarks: String
  private let attributes: Attributes
  private let role: Role
  private let markRole: Role

  init(_ occurrence: Occurrence, _ state: borrowing AppState) {
    hue = state.hue(of: occurrence.calendar)
    let isDeclined = occurrence.response == .declined || occurrence.status == .cancelled
    let isSoft = occurrence.isTentative && occurrence.response != .needsAction
    barLetter = isSoft ? "░" : "▌"
    role =
      isDeclined
      ? .declined
      : occurrence.holdExpires != nil ? .hold : occurrence.isTentative ? .tentative : .eventText
    var attributes: Attributes = []
    if isDeclined { attributes.insert(.strike) }
    if isDeclined || occurrence.span.end <= state.now { attributes.insert(.dim) }
    if occurrence.showsAs == .free, !occurrence.isAllDay { attributes.insert(.dim) }
    self.attributes = attributes
    var marks = ""
    let gravity = state.snapshot.gravity[occurrence.id]
    if gravity != nil { marks += "!" }
    if occurrence.response == .needsAction { marks += "⚑" }
    if occurrence.isUnsent { marks += "✎" }
    gravestMarks = marks
    self.marks = occurrence.isRecurring ? marks + "⟳" : marks
    markRole =
      switch gravity {
      case .severe: .conflictSevere
      case .medium: .conflictMedium
      case .minor: .conflictMinor
      case nil: occurrence.response == .needsAction ? .needsAnswer : .eventMark
      }
  }

  var bar: Style { Style(.eventBar, hue: hue, attributes: attributes.subtracting(.strike)) }
  var text: Style { Style(role, hue: hue, attributes: attributes) }
  var detail: Style {
    Style(
      role == .eventText ? .eventTime : role, hue: hue,
      attributes: attributes.subtracting(.strike))
  }
  var mark: Style {
    Style(markRole, hue: hue, over: role, attributes: attributes.intersection(.dim))
  }

  /// The block's ground and text, with another role than `eventText` for what is not special.
  func block(_ plain: Role) -> Style {
    Style(role == .eventText ? plain : role, hue: hue, attributes: attributes)
  }
}

/// One event in the grid of hours.
struct EventBlock {
  let occurrence: Occurrence
  let area: Rect
  let rows: HalfRows
  let columns: Range<Int>
  let isFocused: Bool
  let day: Day

  func draw(_ state: AppState, on picture: inout Picture) {
    let look = EventLook(occurrence, state)
    picture.grid.fill(area, as: look.text)
    for row in area.rows {
      picture.grid.write(
        look.barLetter, row: row, column: area.column, width: area.width, as: look.bar)
    }
    drawEdges(look, on: &picture)
    drawWords(look, state, on: &picture)
    if state.isSelected(occurrence) {
      picture.grid.restyle(area) { $0.attributes.formUnion([.bold, .underline]) }
    }
    if isFocused { emphasize(on: &picture) }
    picture.mark(area, as: .occurrence(occurrence.id, day))
  }

  private func drawEdges(_ look: EventLook, on picture: inout Picture) {
    for (row, letter) in [(rows.upperEdge, "▄" as Unicode.Scalar), (rows.lowerEdge, "▀")] {
      guard let row else { continue }
      let edge = Rect(row: row, column: columns.lowerBound, width: columns.count, height: 1)
      // Where a neighbour already has its words, half a block would cost more than it says.
      let there = picture.grid[row: row, column: columns.lowerBound].style
      guard there.hue == nil else { continue }
      let ground = there.ground ?? (there.role == .cursor ? .cursor : .workHours)
      picture.grid.fill(
        edge, with: letter, as: Style(.eventEdge, hue: look.hue, over: ground))
      picture.mark(edge, as: .occurrence(occurrence.id, day))
    }
  }

  private func drawWords(_ look: EventLook, _ state: AppState, on picture: inout Picture) {
    let left = area.column + 1
    let width = area.width - 1
    guard width > 0 else { return }
    let title = state.title(of: occurrence)
    let needed = TextWidth.of(title)
    // That it repeats is said only where the title leaves room for it.
    let isTight = needed + TextWidth.of(look.marks) > width
    let marks = isTight ? look.gravestMarks : look.marks
    let marksWidth = TextWidth.of(marks)
    // A narrow block keeps its first row for the title and has its marks at the bottom.
    let isNarrow = width < 9 && area.height > 1
    let showsMarks = marksWidth > 0 && width >= marksWidth + (isNarrow ? 0 : 3)
    let titleWidth = width - (showsMarks && !isNarrow ? marksWidth : 0)
    if area.height == 1 {
      let used = picture.grid.write(
        title, row: area.row, column: left, width: titleWidth, as: look.text, ellipsis: true)
      // One row: the time too, where the column is wide.
      let room = titleWidth - needed - 3
      if room >= Self.shortestClock {
        let clock = self.clock(state.zone, width: width)
        if TextWidth.of(clock) <= room {
          picture.grid.write(
            clock, row: area.row, column: left + used + 2, width: titleWidth - used - 2,
            as: look.detail)
        }
      }
    } else {
      let lines =
        needed > titleWidth
        ? titleLines(title, first: titleWidth) : (first: title, rest: nil)
      let bold = look.text.with(.bold)
      picture.grid.write(
        lines.first, row: area.row, column: left, width: titleWidth, as: bold, ellipsis: true)
      var row = area.row + 1
      if let rest = lines.rest {
        picture.grid.write(rest, row: row, column: left, width: width, as: bold, ellipsis: true)
        row += 1
      }
      let end = area.rows.upperBound - (isNarrow && showsMarks ? 1 : 0)
      if row < end {
        picture.grid.write(
          clock(state.zone, width: width), row: row, column: left, width: width, as: look.detail,
          ellipsis: true)
      }
      if row + 1 < end, !state.isMasked {
        picture.grid.write(
          place, row: row + 1, column: left, width: width, as: look.detail, ellipsis: true)
      }
    }
    if showsMarks {
      picture.grid.write(
        marks, row: isNarrow ? area.rows.upperBound - 1 : area.row,
        column: area.columns.upperBound - marksWidth, as: look.mark)
    }
  }

  /// A title over two lines where one would cut it and there is height for the time as well.
  private func titleLines(_ title: String, first: Int)
    -> (first: String, rest: String?)
  {
    guard area.height >= 3, first > 3 else { return (title, nil) }
    let lines = TextWidth.wrapped(title, to: first)
    guard let line = lines.first, lines.count > 1 else { return (title, nil) }
    return (line, lines[1...].joined(separator: " "))
  }

  /// The cells of `09:30`, and of `09:30–10:30`.
  private static let shortestClock = 5
  private static let shortestSpan = 11

  /// From when to when, or only from when where that is all that fits.
  private func clock(_ zone: Zone, width: Int) -> String {
    guard width >= Self.shortestSpan else {
      return DayText.clock(occurrence.span.start, in: zone)
    }
    let whole = DayText.span(occurrence.span, in: zone)
    return TextWidth.of(whole) <= width ? whole : DayText.clock(occurrence.span.start, in: zone)
  }

  /// The place, or the service that a link belongs to.
  private var place: String {
    if !occurrence.location.isEmpty { return occurrence.location }
    return occurrence.joinURL.map(JoinLink.name) ?? ""
  }

  private func emphasize(on picture: inout Picture) {
    picture.grid.restyle(
      Rect(row: area.row, column: area.column + 1, width: area.width - 1, height: area.height)
    ) {
      $0.role = .selection
      $0.attributes.remove(.dim)
    }
  }
}

/// The service behind a meeting's link.
enum JoinLink {
  static func name(_ url: String) -> String {
    let known = [
      ("zoom.", "Zoom"), ("meet.google", "Meet"), ("teams.", "Teams"), ("webex", "Webex"),
      ("whereby", "Whereby"), ("cal.com", "Cal Video"), ("jit.si", "Jitsi"),
    ]
    return known.first { url.contains($0.0) }?.1 ?? "Link"
  }
}
