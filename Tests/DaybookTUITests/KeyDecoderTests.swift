import DaybookTUI
import DaybookTestSupport
import Testing

@Suite struct KeyDecoderTests {
  private static let presses: [(String, KeyPress)] = [
    ("j", KeyPress("j")), ("é", KeyPress("é")), ("日", KeyPress("日")), ("👩‍👩‍👧", KeyPress("👩‍👩‍👧")),
    ("\r", KeyPress(.enter)), ("\t", KeyPress(.tab)), ("\u{7F}", KeyPress(.backspace)),
    ("\u{8}", KeyPress("h", .control)), ("\u{4}", KeyPress("d", .control)),
    ("\u{0}", KeyPress(" ", .control)), ("\u{1F}", KeyPress("_", .control)),
    ("\u{1B}[A", KeyPress(.up)), ("\u{1B}OB", KeyPress(.down)), ("\u{1B}[H", KeyPress(.home)),
    ("\u{1B}[1~", KeyPress(.home)), ("\u{1B}[4~", KeyPress(.end)), ("\u{1B}OF", KeyPress(.end)),
    ("\u{1B}[5~", KeyPress(.pageUp)), ("\u{1B}[6;5~", KeyPress(.pageDown, .control)),
    ("\u{1B}[1;5D", KeyPress(.left, .control)), ("\u{1B}[1;2C", KeyPress(.right, .shift)),
    ("\u{1B}[1;4A", KeyPress(.up, [.shift, .alt])), ("\u{1B}[Z", KeyPress(.tab, .shift)),
    ("\u{1B}[3~", KeyPress(.delete)), ("\u{1B}OP", KeyPress(.function(1))),
    ("\u{1B}[[B", KeyPress(.function(2))), ("\u{1B}[15~", KeyPress(.function(5))),
    ("\u{1B}[24~", KeyPress(.function(12))), ("\u{1B}[1;2P", KeyPress(.function(1), .shift)),
    ("\u{1B}x", KeyPress("x", .alt)), ("\u{1B}é", KeyPress("é", .alt)),
    ("\u{1B}\r", KeyPress(.enter, .alt)), ("\u{1B}\u{1B}[A", KeyPress(.up, .alt)),
    ("\u{1B}[27;5;105~", KeyPress("i", .control)), ("\u{1B}[106;6u", KeyPress("j", .control)),
    ("\u{1B}[97;2u", KeyPress("A")), ("\u{1B}[I", .focus(true)), ("\u{1B}[O", .focus(false)),
    ("\u{1B}[<0;3;5M", .mouse(MousePress(.press, row: 4, column: 2))),
    ("\u{1B}[<0;300;5m", .mouse(MousePress(.release, row: 4, column: 299))),
    ("\u{1B}[<34;1;1M", .mouse(MousePress(.drag, .right, row: 0, column: 0))),
    ("\u{1B}[<35;1;1M", .mouse(MousePress(.move, .none, row: 0, column: 0))),
    ("\u{1B}[<64;2;2M", .mouse(MousePress(.wheelUp, .none, row: 1, column: 1))),
    (
      "\u{1B}[<81;2;2M",
      .mouse(
        MousePress(.wheelDown, .none, row: 1, column: 1, modifiers: .control))
    ),
    ("\u{1B}[200~a\rb\u{1B}[Ac\u{1B}[201~", .paste("a\nb\u{1B}[Ac")),
    ("\u{1B}[200~\u{1B}[201~", .paste("")),
  ]

  private func decode(_ bytes: [[UInt8]]) -> [KeyDecoder.Output] {
    var decoder = KeyDecoder()
    var outputs: [KeyDecoder.Output] = []
    for piece in bytes { outputs += decoder.feed(piece) }
    return outputs + decoder.giveUp()
  }

  @Test(arguments: presses.indices) func aSequenceIsOneKey(_ index: Int) {
    let (text, press) = KeyDecoderTests.presses[index]
    #expect(decode([Array(text.utf8)]) == [.press(press)])
  }

  @Test(arguments: presses.indices) func itDoesNotMatterHowBytesAreCut(_ index: Int) {
    let (text, press) = KeyDecoderTests.presses[index]
    // An emoji of several parts is a letter after the other when its parts come apart.
    guard !text.unicodeScalars.contains("\u{200D}") else { return }
    #expect(decode(text.utf8.map { byte in [byte] }) == [.press(press)])
    let bytes = Array(text.utf8)
    for cut in bytes.indices {
      #expect(decode([Array(bytes[..<cut]), Array(bytes[cut...])]) == [.press(press)])
    }
  }

  @Test func allTogetherInPiecesOfAnySize() {
    var bytes: [UInt8] = []
    var expected: [KeyPress] = []
    for (text, press) in KeyDecoderTests.presses {
      bytes += Array(text.utf8) + [0x71]
      expected += [press, KeyPress("q")]
    }
    // The family of three is the only key that cutting takes apart.
    for size in 1...40 {
      let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
      }
      let pressed = decode(pieces)
      #expect((expected.count...(expected.count + 4)).contains(pressed.count))
      #expect(pressed.suffix(60) == expected.suffix(60).map { .press($0) })
    }
    #expect(decode([bytes]) == expected.map { .press($0) })
  }

  @Test func aLoneEscWaitsAMomentOnly() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.giveUp() == [.press(KeyPress(.escape))])
    #expect(!decoder.isWaiting)
    #expect(decoder.feed([0x1B, 0x5B]).isEmpty)
    #expect(decoder.giveUp() == [.press(KeyPress("[", .alt))])
    #expect(decoder.feed([0x1B, 0x1B]).isEmpty)
    #expect(decoder.giveUp() == [.press(KeyPress(.escape)), .press(KeyPress(.escape))])
  }

  @Test func answersOfTheTerminalAreNoKeys() {
    #expect(
      decode([Array("\u{1B}]11;rgb:1c1c/ffff/0000\u{1B}\\j".utf8)]) == [
        .background(RGB(0x1C, 0xFF, 0)), .press(KeyPress("j")),
      ])
    #expect(decode([Array("\u{1B}]11;rgb:f/0/8\u{7}".utf8)]) == [.background(RGB(255, 0, 136))])
    #expect(decode([Array("\u{1B}[?2026;2$y".utf8)]) == [.mode(2026, isKnown: true)])
    #expect(decode([Array("\u{1B}[?2026;0$y".utf8)]) == [.mode(2026, isKnown: false)])
    #expect(decode([Array("\u{1B}[?64;1;2c\u{1B}P>|xterm\u{1B}\\\u{1B}[0n".utf8)]).isEmpty)
  }

  @Test func anAnswerMayComeSlowly() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}]11;rgb:00".utf8)).isEmpty)
    #expect(!decoder.isWaiting)
    #expect(decoder.giveUp().isEmpty)
    #expect(decoder.feed(Array("00/0000/0000\u{7}".utf8)) == [.background(.black)])
  }

  @Test func garbageIsDropped() {
    #expect(decode([[0xFF, 0xC0, 0x80, 0x6A]]) == [.press(KeyPress("j"))])
    #expect(decode([Array("\u{1B}[999zj".utf8)]) == [.press(KeyPress("j"))])
    #expect(decode([Array("\u{1B}[M   j".utf8)]) == [.press(KeyPress("j"))])
    #expect(decode([Array("\u{1B}[<0;0;0Mj".utf8)]) == [.press(KeyPress("j"))])
    #expect(
      decode([Array("\u{1B}[99999999999999999999999999Aj".utf8)]).last == .press(KeyPress("j")))
  }

  @Test func randomBytesNeverStopTheKeyboard() {
    var generator = Seeded(seed: 0x5EED)
    for round in 0..<2000 {
      var decoder = KeyDecoder()
      for _ in 0..<8 {
        let piece = (0..<Int(generator.next() % 12)).map { _ in
          let value = generator.next()
          return value % 3 == 0
            ? [0x1B, 0x5B, 0x5D, 0x3B, 0x4F, 0x3C][Int(value / 3 % 6)] : UInt8(value >> 8 & 0xFF)
        }
        _ = decoder.feed(piece)
      }
      _ = decoder.giveUp()
      // The end of whatever string or paste is still open, and then a key.
      _ = decoder.feed(Array("\u{7}\u{1B}\\\u{1B}[201~".utf8))
      _ = decoder.giveUp()
      let outputs = decoder.feed([0x6A]) + decoder.giveUp()
      #expect(outputs.last == .press(KeyPress("j")), "seed 0x5EED, round \(round)")
    }
  }

  @Test func aPasteIsBounded() {
    var decoder = KeyDecoder()
    _ = decoder.feed(Array("\u{1B}[200~".utf8))
    for _ in 0..<40 { _ = decoder.feed([UInt8](repeating: 0x61, count: 1 << 16)) }
    guard case .press(.paste(let text))? = decoder.feed(Array("\u{1B}[201~".utf8)).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == KeyDecoder.mostPasted)
  }
}
