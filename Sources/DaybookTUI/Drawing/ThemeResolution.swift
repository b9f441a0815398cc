internal import DaybookCore

/// From what theme files say to a theme.
extension Theme {
  /// A source and the themes it inherits from, made into one. What cannot be understood is reported
  /// by its key, and the rest applies.
  package static func resolve(
    _ source: ThemeSource, parents: (String) -> ThemeSource?
  ) -> (theme: Theme, problems: [ThemeProblem]) {
    var resolution = Resolution()
    var chain = [source]
    while let name = chain.last?.inherits {
      guard let parent = parents(name) else {
        resolution.problems.append(ThemeProblem("inherits", "\(name) is no theme."))
        break
      }
      guard !chain.contains(where: { $0.name == parent.name }) else {
        resolution.problems.append(ThemeProblem("inherits", "\(name) inherits from itself."))
        break
      }
      chain.append(parent)
    }
    return (resolution.theme(chain), resolution.problems)
  }
}

/// The state of one resolution: the names known so far, and what went wrong.
private struct Resolution {
  var problems: [ThemeProblem] = []
  private var palette: [String: Color] = [:]
  private var ground = RGB.black
  private var softShare = 0.2

  init() {}

  /// `chain` runs from the theme to its oldest ancestor.
  mutating func theme(_ chain: [ThemeSource]) -> Theme {
    let isDark = chain.lazy.compactMap(\.isDark).first ?? true
    for source in chain.reversed() {
      for (name, text) in source.palette.sorted(by: { $0.key < $1.key }) {
        if let color = color(text) {
          palette[name] = color
        } else {
          problems.append(
            ThemeProblem(
              "palette.\(name)", "\"\(text)\" is no colour.",
              nearest: NearestWord.toName(text, among: Resolution.terminalNames.keys.sorted())))
        }
      }
    }
    ground = palette["background"]?.rgb ?? palette["ground"]?.rgb ?? (isDark ? .black : .white)
    softShare = Theme.softShare(isDark: isDark)
    let hues = (0..<Hue.count).map { index in
      palette["hue\(index)"]?.rgb ?? Resolution.spareHue(index, isDark: isDark)
    }
    return Theme(
      name: chain[0].name, isDark: isDark, hues: hues,
      followsTerminal: chain.lazy.compactMap(\.followsTerminal).first ?? false,
      leastContrast: chain.lazy.compactMap(\.leastContrast).first ?? Theme.usualContrast,
      ground: ground,
      full: sketches("roles", chain.map(\.roles)),
      sixteen: sketches("sixteen", chain.map(\.sixteen)),
      mono: sketches("mono", chain.map(\.mono)), terminalHues: Resolution.terminalHues(for: hues))
  }

  private mutating func sketches(
    _ section: String, _ chain: [[String: ThemeSource.RoleSource]]
  ) -> [Role: Theme.Sketch] {
    var sketches: [Role: Theme.Sketch] = [:]
    for table in chain.reversed() {
      for (name, source) in table.sorted(by: { $0.key < $1.key }) {
        let key = "\(section).\(name)"
        guard let role = Role.named[name] else {
          problems.append(
            ThemeProblem(
              key, "\(name) is no role.",
              nearest: NearestWord.toName(name, among: Role.named.keys.sorted())))
          continue
        }
        var sketch = sketches[role] ?? Theme.Sketch()
        // With few colours only the terminal's own have names.
        let names = section == "roles" ? palette : [:]
        if let text = source.fg {
          sketch.foreground = ink(text, names, "\(key).fg") ?? sketch.foreground
        }
        if let text = source.bg {
          sketch.background = ink(text, names, "\(key).bg") ?? sketch.background
        }
        for (name, isOn) in source.attributes.sorted(by: { $0.key < $1.key }) {
          guard let attribute = ThemeSource.RoleSource.attributeNames[name] else {
            let names = ["fg", "bg"] + ThemeSource.RoleSource.attributeNames.keys.sorted()
            problems.append(
              ThemeProblem(
                "\(key).\(name)", "\(name) is nothing that a look has.",
                nearest: NearestWord.toName(name, among: names)))
            continue
          }
          if isOn {
            sketch.attributes.insert(attribute)
          } else {
            sketch.attributes.remove(attribute)
          }
        }
        sketches[role] = sketch
      }
    }
    return sketches
  }

  private mutating func ink(
    _ text: String, _ palette: [String: Color], _ key: String
  ) -> Theme.Ink? {
    switch text {
    case "hue": return .hue(share: 1)
    case "hue.soft": return .hue(share: softShare)
    default: break
    }
    let parts = text.split(separator: "/", maxSplits: 1)
    let name = parts.first.map(String.init) ?? ""
    let share = parts.count == 2 ? Int(parts[1]).flatMap { (0...100).contains($0) ? $0 : nil } : 100
    if let share {
      if name == "hue" { return .hue(share: Double(share) / 100) }
      if let color = palette[name] ?? color(name) {
        guard share < 100, let rgb = color.rgb else { return .color(color) }
        return .color(.rgb(ground.mixed(with: rgb, Double(share) / 100)))
      }
    }
    let names =
      palette.keys.sorted() + Resolution.terminalNames.keys.sorted() + ["hue", "hue.soft"]
    problems.append(
      ThemeProblem(
        key, "\"\(text)\" is no colour of the palette.",
        nearest: NearestWord.toName(name, among: names)))
    return nil
  }

  private func color(_ text: String) -> Color? {
    if let rgb = RGB(hex: text) { return .rgb(rgb) }
    if text == "default" { return .standard }
    return Resolution.terminalNames[text].map { .indexed($0) }
  }

  private static let terminalNames: [String: UInt8] = {
    let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    var numbers: [String: UInt8] = [:]
    for (index, name) in names.enumerated() {
      numbers[name] = UInt8(index)
      numbers["bright-\(name)"] = UInt8(index + 8)
    }
    return numbers
  }()

  /// A theme whose file has no hues still tells calendars apart: twelve steps around the circle.
  private static func spareHue(_ index: Int, isDark: Bool) -> RGB {
    let circle: [(Double, Double)] = [
      (1, 0), (0.866, 0.5), (0.5, 0.866), (0, 1), (-0.5, 0.866), (-0.866, 0.5), (-1, 0),
      (-0.866, -0.5), (-0.5, -0.866), (0, -1), (0.5, -0.866), (0.866, -0.5),
    ]
    let (a, b) = circle[index * 5 % 12]
    return Oklab(lightness: isDark ? 0.74 : 0.52, a: a * 0.11, b: b * 0.11).rgb
  }

  /// The terminal's six tints by likeness; a tint that two hues want is bright for the second.
  private static func terminalHues(for hues: [RGB]) -> [UInt8] {
    let tints: [(UInt8, RGB)] = [
      (1, RGB(205, 50, 50)), (2, RGB(60, 170, 60)), (3, RGB(200, 160, 30)),
      (4, RGB(60, 110, 220)), (5, RGB(180, 70, 190)), (6, RGB(40, 170, 180)),
    ]
    var uses: [UInt8: Int] = [:]
    return hues.map { hue in
      let wanted = Oklab(hue)
      let nearest = tints.min {
        Oklab($0.1).squaredDistanceOfTint(to: wanted)
          < Oklab($1.1).squaredDistanceOfTint(to: wanted)
      }
      let number = nearest?.0 ?? 4
      uses[number, default: 0] += 1
      return uses[number, default: 0] % 2 == 1 ? number : number + 8
    }
  }
}
