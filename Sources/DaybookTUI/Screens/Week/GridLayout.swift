package import DaybookCore
package import ICalendar

/// Where everything of the week and the day lies: the one place that both keys and drawing ask.
package struct GridLayout: Sendable, Equatable {
  package var size: Size
  /// The days shown, as columns.
  package var days: Range<Day>
  /// 0 where the side bar is folded away.
  package var sideBarWidth: Int
  /// The column and width of each day.
  package var columns: [Range<Int>]
  package var gutter: Range<Int>
  package var secondGutter: Range<Int>?
  /// Rows, from the top: header, capacity, day names, banners, rule, hours, hints.
  package var headerRow: Int?
  package var capacityRow: Int?
  package var dayNamesRow: Int?
  package var banners: Range<Int>
  package var ruleRow: Int?
  package var hours: Range<Int>
  package var hintRow: Int?
  /// Beside a single wide day: the focused event, and what is free.
  package var detail: Rect?
  package var minutesPerRow: Int

  package static let sideBarColumns = 23
  /// Widths from which there is room for more.
  package static let wideFrom = 100
  package static let weekFrom = 60
  package static let threeDaysFrom = 40

  /// How many days fit: a week, three days, or one.
  package static func dayCount(_ view: ViewKind, width: Int) -> Int {
    guard view == .week else { return 1 }
    if width >= weekFrom { return 7 }
    return width >= threeDaysFrom ? 3 : 1
  }

  /// The first day shown with `focus` among them.
  package static func firstDay(_ count: Int, around focus: Day, weekStarts: Weekday) -> Day {
    count == 7 ? focus.weekStart(weekStarts) : count == 3 ? focus - 1 : focus
  }

  package init(_ state: AppState) {
    let size = state.size
    self.size = size
    minutesPerRow = state.zoom.minutes
    let count = Self.dayCount(state.view, width: size.columns)
    let first = Self.firstDay(
      count, around: state.focus.day, weekStarts: state.settings.weekStarts)
    days = first..<first + count
    let hasSideBar = size.columns >= Self.wideFrom && !state.isSideBarFolded
    sideBarWidth = hasSideBar ? Self.sideBarColumns : 0

    var left = sideBarWidth
    if state.showsSecondZone, state.secondZone != nil, size.columns >= Self.threeDaysFrom {
      secondGutter = left..<left + 7
      left += 7
    }
    gutter = left..<min(left + (size.columns >= 20 ? 6 : 3), max(size.columns, left))
    left = gutter.upperBound
    let hasDetail = state.view == .day && size.columns - left >= 80
    let detailWidth = hasDetail ? 38 : 0
    let room = max(0, size.columns - left - detailWidth)
    columns = (0..<count).map { index in
      left + room * index / count..<left + room * (index + 1) / count
    }

    var row = 0
    func take(_ isThere: Bool) -> Int? {
      guard isThere else { return nil }
      row += 1
      return row - 1
    }
    headerRow = take(size.rows >= 3)
    capacityRow = take(size.rows >= 20 && size.columns >= Self.weekFrom)
    dayNamesRow = take(size.rows >= 6)
    let lanes = BannerLanes(state.snapshot.days, days: days).count
    let most = max(0, min(size.rows / 6, 4))
    banners = row..<row + min(max(lanes, size.rows >= 20 ? 1 : 0), most)
    row = banners.upperBound
    ruleRow = take(size.rows >= 12)
    let isHinted = size.rows >= 2
    hours = row..<max(row, size.rows - (isHinted ? 1 : 0))
    hintRow = isHinted ? size.rows - 1 : nil
    if hasDetail {
      detail = Rect(
        row: hours.lowerBound, column: size.columns - detailWidth, width: detailWidth,
        height: hours.count)
    }
  }

  /// The last minute that may stand at the top.
  package var lastTop: Int { max(0, 1440 - hours.count * minutesPerRow) }

  /// The column of a day, if it is shown.
  package func column(of day: Day) -> Range<Int>? {
    days.contains(day) ? columns[day - days.lowerBound] : nil
  }

  /// The top of the grid that shows working hours well.
  package static func openingMinute(in settings: Settings, around minute: Int) -> Int {
    let starts = settings.availability.hours.minutes.flatMap { $0 }.map(\.lowerBound)
    let opening = max(0, (starts.min() ?? 540) - 60)
    return min(opening, minute) / 60 * 60
  }
}

/// Which banner lies in which row of the lane above the hours.
package struct BannerLanes: Sendable {
  package struct Banner: Sendable {
    /// Into the loaded occurrences.
    package var index: Int
    package var days: Range<Day>
    package var lane: Int
    /// Whether it goes on beyond what is shown.
    package var comesFromBefore: Bool
    package var goesOn: Bool
  }

  package private(set) var banners: [Banner] = []
  package private(set) var count = 0

  package init(_ loaded: LoadedDays, days: Range<Day>) {
    var laneEnds: [Day] = []
    for day in days {
      for index in loaded[day].banners {
        // A banner lies on one day after the other: each is met on its first.
        if day > days.lowerBound, loaded[day - 1].banners.contains(index) { continue }
        var end = day + 1
        while end < days.upperBound, loaded[end].banners.contains(index) { end = end + 1 }
        let lane = laneEnds.firstIndex { $0 <= day } ?? laneEnds.count
        if lane == laneEnds.count { laneEnds.append(end) } else { laneEnds[lane] = end }
        banners.append(
          Banner(
            index: index, days: day..<end, lane: lane,
            comesFromBefore: day == days.lowerBound && loaded.reaches(index, day - 1),
            goesOn: end == days.upperBound && loaded.reaches(index, end)))
      }
    }
    count = laneEnds.count
  }
}
