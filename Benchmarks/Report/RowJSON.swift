/// The rows as one JSON document.
enum RowJSON {
  static func document(_ rows: [Row]) -> String {
    "{\"rows\": [\n" + rows.map(object).joined(separator: ",\n") + "\n]}\n"
  }

  private static func object(_ row: Row) -> String {
    var fields = [("job", quoted(row.job)), ("title", quoted(row.title))]
    fields.append(("figure", number(row.figure?.value)))
    fields.append(("unit", quoted(row.figure?.unit.rawValue ?? "")))
    switch row.bar {
    case .atMost(let most): fields.append(("at_most", number(most)))
    case .atLeast(let least): fields.append(("at_least", number(least)))
    case nil: break
    }
    if case .measured(let name, let value) = row.peer {
      fields += [("peer", quoted(name)), ("peer_figure", number(value))]
    }
    fields += [("ratio", number(row.ratio)), ("ok", row.isMet.map { "\($0)" } ?? "null")]
    if !row.note.isEmpty { fields.append(("note", quoted(row.note))) }
    return "  {" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    return Decimal.fixed(value, places: 4)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
    }
    return quoted + "\""
  }
}
