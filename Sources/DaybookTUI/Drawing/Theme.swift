/// A look for every role, at every depth of colour.
package struct Theme: Hashable, Sendable {
  package let name: String
  package let isDark: Bool
  /// The strong colours that tell calendars and clients apart.
  package let hues: [RGB]
  let followsTerminal: Bool
  /// Between letters and their ground (WCAG 2.2, 1.4.3); what steps back may have two thirds of it.
  let leastContrast: Double
  let ground: RGB
  let full: [Role: Sketch]
  let sixteen: [Role: Sketch]
  let mono: [Role: Sketch]
  /// The terminal's colour for each hue.
  let terminalHues: [UInt8]

  /// A look whose colours may still depend on the hue.
  struct Sketch: Hashable, Sendable {
    var foreground: Ink?
    var background: Ink?
    var attributes: Attributes = []
  }

  enum Ink: Hashable, Sendable {
    case color(Color)
    /// The hue itself, or a share of it over the background.
    case hue(share: Double)
  }

  static let usualContrast = 4.5

  /// How much of a hue is in the block of its events.
  static func softShare(isDark: Bool) -> Double { isDark ? 0.24 : 0.18 }

  /// The hue that comes nearest to a colour that somebody chose elsewhere.
  package func hue(nearest color: RGB) -> Hue {
    let wanted = Oklab(color)
    let distances = hues.map { Oklab($0).squaredDistanceOfTint(to: wanted) }
    let best = distances.indices.min { distances[$0] < distances[$1] }
    return Hue(best ?? 0)
  }

  /// The same for `#rrggbb` or one of the web's names; nil when it is neither.
  package func hue(named text: String) -> Hue? {
    (RGB(hex: text) ?? RGB(webName: text)).map { hue(nearest: $0) }
  }
}

extension Theme {
  /// How a style appears on a terminal of some depth.
  package func look(_ style: Style, at depth: ColorDepth) -> Look {
    let depth = followsTerminal ? min(depth, .sixteen) : depth
    switch depth {
    case .mono: return plainLook(style, mono)
    case .eight: return plainLook(style, sixteen).inEightColors
    case .sixteen: return plainLook(style, sixteen)
    case .indexed:
      let paper = full[.text]?.background.flatMap { paint($0, nil).rgb }
      return fullLook(style).inIndexedColors(besides: paper)
    case .full: return fullLook(style)
    }
  }

  /// With few colours nothing is mixed; a ground brings its letters' colour along, since the two
  /// were chosen for each other. For the same reason one without a colour leaves a role its own.
  private func plainLook(_ style: Style, _ sketches: [Role: Sketch]) -> Look {
    let base = sketches[.text] ?? Sketch()
    var sketch = sketches[style.role] ?? base
    if let role = style.ground, let ground = sketches[role] {
      if let background = ground.background {
        sketch.background = background
        sketch.foreground = ground.foreground ?? sketch.foreground
      }
      sketch.attributes.formUnion(ground.attributes.intersection([.reverse, .bold, .underline]))
    }
    return Look(
      foreground: plain(sketch.foreground ?? base.foreground, style.hue),
      background: plain(sketch.background ?? base.background, style.hue),
      attributes: sketch.attributes.union(style.attributes))
  }

  private func plain(_ ink: Ink?, _ hue: Hue?) -> Color {
    switch ink {
    case .color(let color): color
    case .hue(share: 1): hue.map { .indexed(terminalHues[Int($0.index)]) } ?? .standard
    case .hue, nil: .standard
    }
  }

  private func fullLook(_ style: Style) -> Look {
    let base = full[.text] ?? Sketch()
    let sketch = full[style.role] ?? base
    var attributes = sketch.attributes.union(style.attributes)
    var front = paint(sketch.foreground ?? base.foreground, style.hue)
    var back = paint(sketch.background ?? base.background, style.hue)
    if let role = style.ground, let under = full[role] {
      back = paint(under.background ?? base.background, style.hue)
      attributes.formUnion(under.attributes.intersection([.reverse, .bold, .underline]))
    }
    if style.role.isText { front = readable(front, on: back) }
    guard attributes.remove(.dim) != nil else {
      return Look(foreground: front, background: back, attributes: attributes)
    }
    guard let ink = front.rgb else {
      attributes.insert(.dim)
      return Look(foreground: front, background: back, attributes: attributes)
    }
    let paper = back.rgb ?? ground
    let paler =
      back.rgb == nil || back == paint(base.background, nil)
      ? paper : paper.mixed(with: ground, 0.5)
    return Look(
      foreground: .rgb(faded(ink, on: paler)), background: back.rgb == nil ? back : .rgb(paler),
      attributes: attributes)
  }

  /// The hue's own colour stands for a missing hue's in neutral grey.
  private func paint(_ ink: Ink?, _ hue: Hue?) -> Color {
    switch ink {
    case nil: return .standard
    case .color(let color): return color
    case .hue(let share):
      let neutral = full[.muted]?.foreground
      let strong = hue.map { Color.rgb(hues[Int($0.index)]) } ?? paint(neutral, nil)
      guard share < 1, let rgb = strong.rgb else { return strong }
      return .rgb(ground.mixed(with: rgb, share))
    }
  }

  /// The colour, lightened or darkened as far as it takes to be read on this ground. Any role may
  /// come to stand on any ground, which no theme can foresee.
  private func readable(_ color: Color, on back: Color) -> Color {
    guard let ink = color.rgb, let paper = back.rgb else { return color }
    let far = paper.contrast(with: .white) > paper.contrast(with: .black) ? RGB.white : .black
    for step in 0...20 {
      let mixed = ink.mixed(with: far, Double(step) / 20)
      if mixed.contrast(with: paper) >= leastContrast { return .rgb(mixed) }
    }
    return .rgb(far)
  }

  /// Half way to the paper, but never so far that it could not be read any more.
  private func faded(_ ink: RGB, on paper: RGB) -> RGB {
    for share in [0.45, 0.35, 0.25, 0.15] {
      let mixed = ink.mixed(with: paper, share)
      if mixed.contrast(with: paper) >= max(3.2, leastContrast * 2 / 3) { return mixed }
    }
    return ink
  }
}

extension Look {
  /// The nearest of the fixed colours. Letters stay as readable as they were, and a ground that
  /// differs from the screen's own still does.
  fileprivate func inIndexedColors(besides paper: RGB?) -> Look {
    var copy = self
    let wanted = foreground.rgb.flatMap { ink in background.rgb?.contrast(with: ink) } ?? 0
    if let rgb = background.rgb {
      copy.background = .indexed(FixedColors.nearest(to: rgb, besides: paper))
    }
    if let rgb = foreground.rgb {
      var paper: RGB?
      if case .indexed(let index) = copy.background { paper = FixedColors.rgb(index) }
      copy.foreground = .indexed(
        FixedColors.nearest(to: rgb, keeping: min(wanted, 4.5), on: paper))
    }
    return copy
  }

  /// Bright letters become bold ones, bright grounds ordinary ones.
  fileprivate var inEightColors: Look {
    var copy = self
    if case .indexed(let index) = foreground, index >= 8 {
      copy.foreground = index == 8 ? .standard : .indexed(index - 8)
      copy.attributes.insert(index == 8 ? .dim : .bold)
    }
    if case .indexed(let index) = background, index >= 8 { copy.background = .indexed(index - 8) }
    return copy
  }
}
