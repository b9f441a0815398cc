import DaybookTUI
import Testing

@Suite struct ThemeTests {
  @Test(arguments: ThemeFiles.names) func aShippedThemeHasNoMistakes(_ name: String) {
    let (theme, problems) = ThemeFiles.resolved(name)
    #expect(problems.isEmpty)
    #expect(theme.name == name)
    #expect(Set(theme.hues).count == Hue.count)
  }

  @Test func theOldestThemeGivesEveryRoleALookInEveryDepth() throws {
    let ink = try #require(ThemeFiles.source("ink"))
    for role in Role.allCases {
      #expect(ink.roles[role.name] != nil, "\(role.name) has no look in full colour")
      #expect(ink.sixteen[role.name] != nil, "\(role.name) has no look in sixteen colours")
      #expect(ink.mono[role.name] != nil, "\(role.name) has no look without colour")
    }
  }

  /// Every text that the screens combine: a role alone, on the grounds it is put on, and on the
  /// blocks of all hues.
  private static var texts: [Style] {
    var styles: [Style] = []
    let grounds: [Role] = [
      .workHours, .today, .weekend, .selection, .cursor, .range, .overlay, .panel,
    ]
    let events: [Role] = [.eventText, .eventTime, .allDay, .tentative, .hold, .busyOnly, .past]
    for role in Role.allCases where role.isText {
      if events.contains(role) {
        for hue in Hue.all {
          styles.append(role.hued(hue))
          styles.append(Style(role, hue: hue, over: .selection))
        }
      } else {
        styles.append(role.style)
        styles += grounds.map { role.over($0) }
      }
    }
    return styles
  }

  @Test(arguments: ThemeFiles.names) func everyTextIsReadable(_ name: String) {
    let theme = ThemeFiles.resolved(name).theme
    for depth in [ColorDepth.full, .indexed] {
      for style in ThemeTests.texts where style.role != .heat0 {
        let look = theme.look(style, at: depth)
        guard let ink = seen(look.foreground), let paper = seen(look.background) else { continue }
        let contrast = ink.contrast(with: paper)
        // Fixed colours come only so near.
        #expect(
          contrast >= (name == "contrast" && depth == .full ? 7 : 4.5),
          "\(name), \(depth): \(style.role) on \(style.ground.map { "\($0)" } ?? "itself") hue \(style.hue?.index ?? 99): \(ink.hex) on \(paper.hex) is \(contrast)"
        )
      }
    }
  }

  @Test func whatIsOverCanBeReadInHighContrast() {
    let theme = ThemeFiles.resolved("contrast").theme
    for role in [Role.eventText, .eventTime, .muted, .text, .allDay] {
      for hue in Hue.all {
        let look = theme.look(Style(role, hue: hue, attributes: .dim), at: .full)
        guard let ink = seen(look.foreground), let paper = seen(look.background) else { continue }
        #expect(ink.contrast(with: paper) >= 4.5, "\(role) of hue \(hue.index)")
      }
    }
  }

  @Test(arguments: ThemeFiles.names) func whatStepsBackCanStillBeSeen(_ name: String) {
    let theme = ThemeFiles.resolved(name).theme
    for role in [Role.faint, .outside, .declined, .eventBar, .swatch, .hueText, .nowLine] {
      for hue in Hue.all {
        let look = theme.look(role.hued(hue), at: .full)
        guard let ink = seen(look.foreground), let paper = seen(look.background) else { continue }
        // A bar stands on a block of its own hue, whose edge it marks.
        let least = role == .eventBar ? 2.5 : 3
        #expect(ink.contrast(with: paper) >= least, "\(name): \(role) of hue \(hue.index)")
      }
    }
  }

  private func seen(_ color: Color) -> RGB? {
    switch color {
    case .standard: nil
    case .indexed(let index): FixedColors.rgb(index)
    case .rgb(let rgb): rgb
    }
  }

  @Test(arguments: ThemeFiles.names, [ColorDepth.mono, .eight, .sixteen, .indexed, .full])
  func whatMattersLooksUnlikePlainText(_ name: String, _ depth: ColorDepth) {
    let theme = ThemeFiles.resolved(name).theme
    let plain = theme.look(Role.text.style, at: depth)
    for role in [
      Role.selection, .cursor, .todayHeader, .conflictSevere, .conflictMedium, .declined, .past,
      .error, .match, .keyHint, .nowLine, .buttonFocus, .tabActive,
    ] {
      #expect(theme.look(role.style, at: depth) != plain, "\(role)")
    }
    let severe = theme.look(Role.conflictSevere.style, at: depth)
    #expect(theme.look(Role.conflictMinor.style, at: depth) != severe)
  }

  @Test(arguments: ThemeFiles.names) func withoutColourThereIsNoColour(_ name: String) {
    let theme = ThemeFiles.resolved(name).theme
    for role in Role.allCases {
      let look = theme.look(Style(role, hue: Hue(2), over: .selection), at: .mono)
      #expect(look.foreground == .standard && look.background == .standard)
    }
  }

  @Test(arguments: ThemeFiles.names) func fewColoursAreTheTerminalsOwn(_ name: String) {
    let theme = ThemeFiles.resolved(name).theme
    for role in Role.allCases {
      for (depth, most) in [(ColorDepth.eight, 7), (.sixteen, 15)] {
        let look = theme.look(Style(role, hue: Hue(9)), at: depth)
        for color in [look.foreground, look.background] {
          if case .indexed(let index) = color { #expect(Int(index) <= most) }
          #expect(color.rgb == nil)
        }
      }
    }
  }

  /// Black letters are meant for a coloured ground: without one they would not be seen.
  @Test(arguments: ThemeFiles.names, [ColorDepth.eight, .sixteen])
  func noLetterIsLeftWithoutItsGround(_ name: String, _ depth: ColorDepth) {
    let theme = ThemeFiles.resolved(name).theme
    for role in Role.allCases {
      guard theme.look(role.style, at: depth).background != .standard else { continue }
      for ground in Role.allCases {
        let look = theme.look(Style(role, over: ground), at: depth)
        #expect(look.background != .standard, "\(role) over \(ground)")
      }
    }
  }

  @Test func theTerminalThemeNeverLeavesTheTerminalsColours() {
    let theme = ThemeFiles.resolved("terminal").theme
    for role in Role.allCases {
      #expect(theme.look(role.style, at: .full) == theme.look(role.style, at: .sixteen))
    }
  }

  @Test func aMistakeIsNamedWithTheNearestAnswer() {
    var source = ThemeSource(name: "mine", inherits: "ink")
    source.palette["accent"] = "bleu"
    source.roles["selektion"] = .init(fg: "text")
    source.roles["error"] = .init(fg: "redd", attributes: ["blod": true])
    let problems = Theme.resolve(source) { ThemeFiles.source($0) }.problems
    let sentences = Dictionary(uniqueKeysWithValues: problems.map { ($0.key, $0.sentence) })
    #expect(sentences["palette.accent"] == "\"bleu\" is no colour. The nearest is blue.")
    #expect(sentences["roles.selektion"] == "selektion is no role. The nearest is selection.")
    #expect(
      sentences["roles.error.fg"] == "\"redd\" is no colour of the palette. The nearest is red.")
    #expect(
      sentences["roles.error.blod"] == "blod is nothing that a look has. The nearest is bold.")
  }

  @Test func themesThatInheritInACircleAreReportedAndUsed() {
    let a = ThemeSource(name: "a", inherits: "b")
    let b = ThemeSource(name: "b", inherits: "a", palette: ["hue0": "#123456"])
    let (theme, problems) = Theme.resolve(a) { $0 == "a" ? a : b }
    #expect(problems.map(\.key) == ["inherits"])
    #expect(theme.hues[0] == RGB(0x12, 0x34, 0x56))
  }

  @Test func aForeignColourFindsTheLikestHue() {
    let theme = ThemeFiles.resolved("ink").theme
    for hue in Hue.all {
      #expect(theme.hue(nearest: theme.hues[Int(hue.index)]) == hue)
    }
    #expect(theme.hue(named: "#0000ff") == theme.hue(named: "royalblue"))
    #expect(theme.hue(named: "Green") == Hue(1))
    #expect(theme.hue(named: "no such colour") == nil)
  }

  @Test func oklabGoesThereAndBack() {
    for red in stride(from: 0, through: 255, by: 51) {
      for blue in stride(from: 0, through: 255, by: 17) {
        let color = RGB(UInt8(red), 77, UInt8(blue))
        #expect(color.mixed(with: .white, 0) == color)
      }
    }
    #expect(RGB.white.contrast(with: .black) > 20.9)
    #expect(RGB(hex: "#abc") == RGB(0xAA, 0xBB, 0xCC))
    #expect(RGB(hex: "#12345g") == nil)
  }

  @Test func aStyleSurvivesBeingPacked() {
    for role in Role.allCases {
      for style in [
        role.style, role.hued(Hue(11)), role.over(.heat4),
        Style(role, hue: Hue(0), over: .text, attributes: [.bold, .strike]),
      ] {
        #expect(Style(packed: style.packed) == style)
      }
    }
  }
}
