/// A colour by its light, and the questions a theme asks of it. Distances and mixtures are taken in
/// Oklab, where equal steps look equal.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// `#rrggbb` or `#rgb`; an alpha behind it is ignored.
  package init?(hex text: some StringProtocol) {
    guard text.first == "#" else { return nil }
    let digits = text.dropFirst().map { $0.isASCII ? $0.hexDigitValue : nil }
    let values = digits.compactMap { $0 }
    guard values.count == digits.count else { return nil }
    switch values.count {
    case 3, 4: self.init(UInt8(values[0] * 17), UInt8(values[1] * 17), UInt8(values[2] * 17))
    case 6, 8:
      self.init(
        UInt8(values[0] * 16 + values[1]), UInt8(values[2] * 16 + values[3]),
        UInt8(values[4] * 16 + values[5]))
    default: return nil
    }
  }

  package static let black = RGB(0, 0, 0)
  package static let white = RGB(255, 255, 255)

  package var hex: String {
    "#"
      + [red, green, blue].map { byte in
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
      }.joined()
  }

  /// How bright it is, 0...1, as WCAG 2 counts.
  package var luminance: Double {
    0.2126 * Light.linear(red) + 0.7152 * Light.linear(green) + 0.0722 * Light.linear(blue)
  }

  /// How well one can be read on the other, 1...21, as WCAG 2 counts.
  package func contrast(with other: RGB) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// This colour with a share, 0...1, of another.
  package func mixed(with other: RGB, _ share: Double) -> RGB {
    let (a, b) = (Oklab(self), Oklab(other))
    return Oklab(
      lightness: a.lightness + (b.lightness - a.lightness) * share,
      a: a.a + (b.a - a.a) * share, b: a.b + (b.b - a.b) * share
    ).rgb
  }
}

/// A colour as the eye orders it.
struct Oklab {
  var lightness: Double
  var a: Double
  var b: Double

  init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// Björn Ottosson, "A perceptual color space for image processing".
  init(_ color: RGB) {
    let (red, green, blue) = (
      Light.linear(color.red), Light.linear(color.green), Light.linear(color.blue)
    )
    let l = Light.cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = Light.cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = Light.cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  var rgb: RGB {
    let l = lightness + 0.3963377774 * a + 0.2158037573 * b
    let m = lightness - 0.1055613458 * a - 0.0638541728 * b
    let s = lightness - 0.0894841775 * a - 1.2914855480 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    return RGB(
      Light.byte(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
      Light.byte(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
      Light.byte(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3))
  }

  var chroma: Double { (a * a + b * b).squareRoot() }

  func squaredDistance(to other: Oklab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return dl * dl + da * da + db * db
  }

  /// The same, when it is the tint that matters and not how light it is.
  func squaredDistanceOfTint(to other: Oklab) -> Double {
    let (c, d) = (max(chroma, 1e-6), max(other.chroma, 1e-6))
    let (da, db) = (a / c - other.a / d, b / c - other.b / d)
    let (dl, dc) = (lightness - other.lightness, chroma - other.chroma)
    // Of a grey the tint says nothing.
    let weight = min(1, min(c, d) / 0.04)
    return weight * (da * da + db * db) + 0.3 * dl * dl + 2 * dc * dc
  }
}

/// The light that a byte of a colour stands for, without the mathematics library.
enum Light {
  private static let linearOfByte: [Double] = (0..<256).map { index in
    let value = Double(index) / 255
    if value <= 0.04045 { return value / 12.92 }
    // x^2.4 = x² · x^0.4, and x^0.4 is the fifth root of x².
    let base = (value + 0.055) / 1.055
    return base * base * root(5, of: base * base)
  }

  static func linear(_ byte: UInt8) -> Double { linearOfByte[Int(byte)] }

  /// The byte whose light is nearest.
  static func byte(_ light: Double) -> UInt8 {
    var (low, high) = (0, 255)
    while low < high {
      let middle = (low + high) / 2
      if (linearOfByte[middle] + linearOfByte[middle + 1]) / 2 < light {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return UInt8(low)
  }

  static func cubeRoot(_ value: Double) -> Double { root(3, of: value) }

  /// By Newton's method, from a first guess that divides the exponent.
  private static func root(_ degree: Int, of value: Double) -> Double {
    guard value > 0 else { return 0 }
    let one = (1.0).bitPattern
    let parts = UInt64(degree)
    var guess = Double(bitPattern: value.bitPattern / parts + one / parts * (parts - 1))
    for _ in 0..<5 {
      var power = guess
      for _ in 2..<degree { power *= guess }
      guess += (value / power - guess) / Double(degree)
    }
    return guess
  }
}
