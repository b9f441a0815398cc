import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// How occurrences are laid out on days, before anything is drawn.
struct LoadedDaysTests {
  private let days = Samples.monday..<Samples.monday + 7

  private func load(_ occurrences: [Occurrence]) -> LoadedDays {
    LoadedDays(
      days: days, occurrences: occurrences.sorted { $0.span.start < $1.span.start },
      zone: Samples.berlin)
  }

  @Test func touchingEventsShareALane() {
    let page = load([
      Samples.timed("a", 0, "09:00", 60, in: Samples.work),
      Samples.timed("b", 0, "10:00", 60, in: Samples.work),
    ])[Samples.monday]
    #expect(page.timed.map(\.lane) == [0, 0])
    #expect(page.timed.map(\.lanes) == [1, 1])
  }

  @Test func overlappingEventsStandSideBySide() {
    let page = load([
      Samples.timed("long", 0, "09:00", 180, in: Samples.work),
      Samples.timed("first", 0, "09:30", 30, in: Samples.work),
      Samples.timed("second", 0, "10:30", 30, in: Samples.work),
      Samples.timed("later", 0, "13:00", 30, in: Samples.work),
    ])[Samples.monday]
    #expect(page.timed.map(\.lane) == [0, 1, 1, 0])
    #expect(page.timed.map(\.lanes) == [2, 2, 2, 1])
  }

  @Test func aPageOutOfSightIsReadBeforeTheDaysAroundIt() throws {
    var app = AppUnderTest()
    try app.press(">")
    let loads = app.effects.compactMap { effect -> Range<Day>? in
      switch effect {
      case .load(let days), .loadPage(let days): days
      default: nil
      }
    }
    let week = app.state.focus.day.weekStart(.monday)
    #expect(app.effects.contains(.loadPage(week..<week + 7)))
    let page = try #require(loads.firstIndex(of: week..<week + 7))
    #expect(loads[(page + 1)...].contains { $0.contains(week - 1) && $0.contains(week + 8) })
  }

  @Test func aPageThatIsLoadedIsNotReadAgain() throws {
    var app = AppUnderTest()
    try app.press("]")
    #expect(
      !app.effects.contains {
        if case .loadPage = $0 { true } else { false }
      })
  }

  /// Walked through day by day or week by week, the page in sight is always there.
  @Test(arguments: ["l", "h", "]", "["]) func whoGoesOnFindsThePageLoaded(_ key: Character) {
    func snapshot(_ days: Range<Day>) -> Snapshot {
      Snapshot(
        days: LoadedDays(days: days, occurrences: [], zone: Samples.berlin),
        calendars: Samples.calendars)
    }
    var state = AppUnderTest(snapshot: snapshot(Samples.monday - 35..<Samples.monday + 42)).state
    var loads: [Range<Day>] = []
    for _ in 0..<60 {
      for effect in update(&state, .key(KeyPress(key))) {
        switch effect {
        case .loadPage: Issue.record("a page was out of sight")
        case .load(let days):
          loads.append(days)
          // What is asked for is enough: nothing more is asked when it comes.
          #expect(update(&state, .snapshot(snapshot(days))).isEmpty)
        default: break
        }
      }
    }
    #expect(!loads.isEmpty && loads.allSatisfy { $0.count == 77 })
  }

  @Test func whatGoesOverMidnightLiesOnBothDays() {
    let loaded = load([Samples.timed("party", 0, "22:00", 240, in: Samples.personal)])
    #expect(loaded[Samples.monday].timed.map(\.start) == [22 * 60])
    #expect(loaded[Samples.monday].timed.map(\.end) == [1440])
    #expect(loaded[Samples.monday + 1].timed.map(\.start) == [0])
    #expect(loaded[Samples.monday + 1].timed.map(\.end) == [120])
  }

  @Test func whatEndsAtMidnightDoesNotTouchTheNextDay() {
    let loaded = load([Samples.timed("late", 0, "22:00", 120, in: Samples.personal)])
    #expect(loaded[Samples.monday + 1].timed.isEmpty)
  }

  @Test func aWholeDayOrMoreBecomesABanner() {
    let loaded = load([Samples.timed("hackathon", 1, "09:00", 24 * 60, in: Samples.work)])
    #expect(loaded[Samples.monday + 1].timed.isEmpty)
    let lanes = BannerLanes(loaded, days: days)
    #expect(lanes.banners.map(\.days) == [Samples.monday + 1..<Samples.monday + 3])
  }

  @Test func bannersThatDoNotMeetShareARow() {
    let loaded = load([
      Samples.allDay("a", 0, days: 2, in: Samples.work),
      Samples.allDay("b", 1, days: 2, in: Samples.work),
      Samples.allDay("c", 3, days: 9, in: Samples.work),
    ])
    let lanes = BannerLanes(loaded, days: days)
    #expect(lanes.banners.map(\.lane) == [0, 1, 0])
    #expect(lanes.count == 2)
  }

  @Test func daysThatAreNotLoadedAreEmpty() {
    #expect(load([])[Samples.monday - 1].timed.isEmpty)
  }
}

struct FuzzyMatchTests {
  @Test func lettersInOrderMatchAndOthersDoNot() {
    #expect(FuzzyMatch("gnd", in: "Go to the next day") != nil)
    #expect(FuzzyMatch("dng", in: "Go to the next day") == nil)
  }

  @Test func beginningsOfWordsCountForMore() throws {
    let words = try #require(FuzzyMatch("nd", in: "next day"))
    let inside = try #require(FuzzyMatch("nd", in: "kindred"))
    #expect(words.score > inside.score)
    #expect(words.hits == [0, 5])
  }

  @Test func anEmptyPatternMatchesAll() {
    #expect(FuzzyMatch("", in: "anything")?.hits == [])
  }
}
