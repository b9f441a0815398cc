import DaybookTUI
import DaybookTestSupport
import Testing

/// Whatever is pressed, at whatever size: there is a picture, and it fits.
struct RandomKeysTests {
  @Test(arguments: 1...4) func anyKeysAtAnySizeMakeAPicture(_ seed: UInt64) throws {
    var random = RepeatableRandom(state: seed)
    var app = AppUnderTest(size: size(&random))
    let keys = try Self.keys.map { try KeyText.parse($0) }
    var pressed: [String] = []
    for step in 0..<600 {
      if step % 40 == 0 { app.send(.resized(size(&random))) }
      if step % 97 == 0 { app.send(.timer(app.state.timer)) }
      let next = random.next(below: 12)
      if next == 0 {
        app.send(
          .key(
            .mouse(
              MousePress(
                [.press, .press, .drag, .release, .wheelUp, .wheelDown][random.next(below: 6)],
                row: random.next(below: 40), column: random.next(below: 130)))))
        pressed.append("click")
      } else {
        let index = random.next(below: keys.count)
        pressed.append(Self.keys[index])
        for key in keys[index] { app.send(.key(key)) }
      }
      let grid = app.picture.grid
      #expect(
        grid.columns == max(0, app.state.size.columns) && grid.rows == max(0, app.state.size.rows),
        "seed \(seed), after \(pressed.suffix(20).joined(separator: " "))")
      #expect(app.state.focus.minute >= 0 && app.state.focus.minute < 1440)
      // A deep pile of layers is a way of being lost.
      #expect(app.state.layers.count < 40, "seed \(seed)")
      if app.state.layers.count > 20 { app.state.layers = [] }
    }
  }

  private func size(_ random: inout RepeatableRandom) -> Size {
    Size(columns: random.next(below: 200), rows: random.next(below: 60))
  }

  private static let keys: [String] =
    StandardKeymap.keymap.bindings.flatMap { $0.keys.map(KeyText.write) }
    .filter { $0 != "q" } + ["x", "é", "7", "<F1>", "gx", "漢", "<Backspace>"]
}

/// A small generator whose runs can be repeated.
struct RepeatableRandom {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }
}
