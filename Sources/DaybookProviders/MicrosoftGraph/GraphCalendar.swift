internal import DaybookCore

/// A `calendar` of Graph v1.0.
struct GraphCalendar: JSONReadable, Sendable {
  var id: String
  var name: String?
  var color: String?
  var hexColor: String?
  var isDefaultCalendar = false
  var canEdit = false
  var owner: GraphAddress?

  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    id = ""
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      switch name {
      case "id": id = try reading.text() ?? ""
      case "name": self.name = try reading.text()
      case "color": color = try reading.text()
      case "hexColor": hexColor = try reading.text()
      case "isDefaultCalendar": isDefaultCalendar = try reading.bool() ?? false
      case "canEdit": canEdit = try reading.bool() ?? false
      case "owner": owner = try GraphAddress(&reading)
      default: try reading.skip()
      }
    }
    if id.isEmpty { return nil }
  }

  /// As the engine knows it.
  var remote: RemoteCalendar {
    RemoteCalendar(
      id: RemoteID(id), name: name ?? "", color: shownColor, isReadOnly: !canEdit,
      address: owner?.address?.lowercased())
  }

  /// The colour its owner chose; a preset by a swatch of ours, and none for `auto`, where the theme
  /// decides.
  private var shownColor: String? {
    if let hexColor, let color = Self.hex(hexColor) { return color }
    return color.flatMap { Self.swatches[$0] }
  }

  private static func hex(_ text: String) -> String? {
    let digits = text.drop { $0 == "#" }
    guard digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    return "#" + digits.lowercased()
  }

  private static let swatches = [
    "lightBlue": "#4f9be8", "lightGreen": "#5fb36a", "lightOrange": "#e8964f",
    "lightGray": "#9aa0a6", "lightYellow": "#d9b83c", "lightTeal": "#3fb5b5",
    "lightPink": "#e67fb1", "lightBrown": "#a9825a", "lightRed": "#e0645c", "maxColor": "#9b7fd4",
  ]
}

/// An `emailAddress`.
struct GraphAddress: JSONObject, Hashable, Sendable {
  var name: String?
  var address: String?

  mutating func take(_ field: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch field {
    case "name": name = try reading.text()
    case "address": address = try reading.text()
    default: try reading.skip()
    }
  }
}
