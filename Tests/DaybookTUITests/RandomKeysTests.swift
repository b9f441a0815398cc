import DaybookTUI
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

/// Whatever is pressed, at whatever size, over whatever is stored: there is a picture, and it fits.
struct RandomKeysTests {
  /// Keys of a run; `DAYBOOK_STEPS` asks for a longer one, `DAYBOOK_SEED` for others than the usual.
  private static let steps = number("DAYBOOK_STEPS") ?? 600
  private static let seeds = (0..<4).map { UInt64((number("DAYBOOK_SEED") ?? 1) + $0) }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: seeds) func anyKeysAtAnySizeMakeAPicture(_ seed: UInt64) throws {
    var random = Seeded(seed: seed)
    var app = AppUnderTest(size: size(&random))
    let keys = try Self.keys.map { try KeyText.parse($0) }
    var pressed: [String] = []
    for step in 0..<Self.steps {
      if step % 40 == 0 { app.send(.resized(size(&random))) }
      if step % 150 == 149 {
        let days = app.state.snapshot.days.days
        app.send(.snapshot(RandomSnapshot.make(days: days, &random)))
        pressed.append("snapshot")
      }
      if step % 97 == 0 { app.send(.timer(app.state.timer)) }
      let next = random.roll(12)
      if next == 0 {
        app.send(
          .key(
            .mouse(
              MousePress(
                [.press, .press, .drag, .release, .wheelUp, .wheelDown][random.roll(6)],
                row: random.roll(40), column: random.roll(130)))))
        pressed.append("click")
      } else {
        let index = random.roll(keys.count)
        pressed.append(Self.keys[index])
        for key in keys[index] { app.send(.key(key)) }
      }
      let grid = app.picture.grid
      #expect(
        grid.columns == max(0, app.state.size.columns) && grid.rows == max(0, app.state.size.rows),
        "seed \(seed), after \(pressed.suffix(20).joined(separator: " "))")
      #expect(
        Self.isWhole(grid), "seed \(seed), after \(pressed.suffix(20).joined(separator: " "))")
      #expect(app.state.focus.minute >= 0 && app.state.focus.minute < 1440)
      if step % 25 == 0 {
        expectAWayOut(of: app, "seed \(seed), after \(pressed.suffix(20).joined(separator: " "))")
      }
      // A deep pile of layers is a way of being lost.
      #expect(app.state.layers.count < 40, "seed \(seed)")
      if app.state.layers.count > 20 { app.state.layers = [] }
    }
  }

  /// Whether nothing reaches beyond the edges: no half of a wide letter, and no cursor.
  private static func isWhole(_ grid: Grid) -> Bool {
    let edges = (0..<grid.rows).allSatisfy { row in
      !grid[row: row, column: 0].isContinuation
        && TextWidth.of(grid[row: row, column: grid.columns - 1].text) < 2
    }
    let cursor = grid.cursor.map {
      (0..<grid.rows).contains($0.row) && (0..<grid.columns).contains($0.column)
    }
    return (grid.columns == 0 || edges) && cursor ?? true
  }

  /// Esc leads back to the view, however deep, and the keys of the view work there.
  private func expectAWayOut(of app: AppUnderTest, _ place: String) {
    var app = app
    let escapes = app.state.layers.count * 2 + 4
    for _ in 0..<escapes { app.send(.key(KeyPress(.escape))) }
    #expect(app.state.layers.isEmpty && app.state.pending.isEmpty, "\(place)")
    for key in "1t" { app.send(.key(KeyPress(key))) }
    #expect(app.state.view == .day && app.state.focus.day == app.state.today, "\(place)")
  }

  /// Every kind of layer, opened where there is room, and then hardly any is left.
  @Test(arguments: [
    ("card", "lJ<Enter>"), ("conflicts", "c"), ("slots", "f"), ("offers", "fp"), ("clients", "lJC"),
    ("quickAdd", "aBo"), ("form", "lJe"), ("question", "l0Jd"), ("date", "gd"),
    ("note", "rM"),
    ("help", "?"), ("palette", ":"), ("search", "/glo"), ("themes", "gt"), ("moving", "$hhJm"),
    ("sideBar", "b"), ("accounts", "ga"), ("accountForm", "gaa<Down><Down><Down><Enter>"),
    ("outbox", "go"), ("log", "@"), ("rules", "gr"), ("ruleLine", "gra"),
  ])
  func everyLayerIsDrawnInASingleCell(_ name: String, _ keys: String) throws {
    var app = AppUnderTest(size: Size(columns: 80, rows: 24))
    app.send(.themes(["auto", "ink", "paper"], current: "auto"))
    // “Roadmap” waits for an answer.
    if name == "note" { app.state.focus = Focus(day: Samples.monday + 4, minute: 570) }
    try app.press(keys)
    let layer = try #require(app.state.layers.last)
    #expect(String(describing: layer).prefix { $0 != "(" } == name)
    for (columns, rows) in [(1, 1), (0, 0), (1, 24), (80, 1), (2, 2), (3, 3)] {
      app.send(.resized(Size(columns: columns, rows: rows)))
      let grid = app.picture.grid
      #expect(grid.columns == columns && grid.rows == rows)
      // What is typed blindly is no reason to fall over either.
      for key in ["<Down>", "<Up>", "<Tab>", "<PageDown>"] { try app.press(key) }
      #expect(app.picture.grid.rows == rows)
    }
  }

  private func size(_ random: inout Seeded) -> Size {
    Size(columns: random.roll(200), rows: random.roll(60))
  }

  private static let keys: [String] =
    StandardKeymap.keymap.bindings.flatMap { $0.keys.map(KeyText.write) }
    .filter { $0 != "q" } + ["x", "é", "7", "<F1>", "gx", "漢", "<Backspace>"]
}
