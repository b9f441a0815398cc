/// How many colours a terminal shows.
package enum ColorDepth: Int, Comparable, CaseIterable, Sendable {
  case mono, eight, sixteen, indexed, full

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// A colour as a terminal is asked for it.
package enum Color: Hashable, Sendable {
  /// The terminal's own text or background.
  case standard
  /// 0...7, their bright brothers 8...15, and the fixed ones 16...255.
  case indexed(UInt8)
  case rgb(RGB)

  package var rgb: RGB? {
    if case .rgb(let rgb) = self { rgb } else { nil }
  }
}

/// How a cell appears, ready for a terminal of some depth.
package struct Look: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// The 240 colours that a 256-colour terminal promises: a cube and a ramp of greys. The first sixteen
/// are the user's own and stand for nothing certain.
package enum FixedColors {
  package static func rgb(_ index: UInt8) -> RGB? {
    switch index {
    case 16..<232:
      let cube = Int(index) - 16
      func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
      return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    case 232...255:
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    default: return nil
    }
  }

  private static let all: [(index: UInt8, rgb: RGB, lab: Oklab)] =
    (16...255).compactMap { index in
      rgb(UInt8(index)).map { (UInt8(index), $0, Oklab($0)) }
    }

  /// The one that looks most like this and, when `ground` is given, keeps that much contrast to it.
  package static func nearest(
    to color: RGB, keeping contrast: Double = 0, on ground: RGB? = nil
  ) -> UInt8 {
    let wanted = Oklab(color)
    var best: (index: UInt8, distance: Double) = (15, .infinity)
    for candidate in all {
      let distance = candidate.lab.squaredDistance(to: wanted)
      guard distance < best.distance else { continue }
      if let ground, candidate.rgb.contrast(with: ground) < contrast { continue }
      best = (candidate.index, distance)
    }
    return best.index
  }

  /// The one that looks most like a ground that lies on another. Where both would be the same grey,
  /// this one is a step lighter or darker, as it was meant to be.
  package static func nearest(to color: RGB, besides other: RGB?) -> UInt8 {
    let index = nearest(to: color)
    guard let other, other != color, nearest(to: other) == index, (232...255).contains(index) else {
      return index
    }
    return color.luminance > other.luminance ? min(255, index + 1) : max(232, index - 1)
  }
}
