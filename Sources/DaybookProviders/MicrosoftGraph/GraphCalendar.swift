internal import DaybookCore

/// A `calendar` of Graph v1.0.
struct GraphCalendar: Decodable, Sendable {
  var id: String
  var name: String?
  var color: String?
  var hexColor: String?
  var isDefaultCalendar: Bool
  var canEdit: Bool
  var owner: GraphAddress?

  private enum Field: String, CodingKey {
    case id, name, color, hexColor, isDefaultCalendar, canEdit, owner
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    id = try fields.decode(String.self, forKey: .id)
    guard !id.isEmpty else {
      throw DecodingError.dataCorruptedError(forKey: .id, in: fields, debugDescription: "empty")
    }
    name = fields.read(.name)
    color = fields.read(.color)
    hexColor = fields.read(.hexColor)
    isDefaultCalendar = fields.read(.isDefaultCalendar) ?? false
    canEdit = fields.read(.canEdit) ?? false
    owner = fields.read(.owner)
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
struct GraphAddress: Decodable, Hashable, Sendable {
  var name: String?
  var address: String?

  private enum Field: String, CodingKey { case name, address }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    name = fields.read(.name)
    address = fields.read(.address)
  }
}
