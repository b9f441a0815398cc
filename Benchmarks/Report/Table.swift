/// The rows as aligned text.
struct Table {
  private let rows: [Row]

  init(_ rows: [Row]) {
    self.rows = rows
  }

  var text: String {
    let header = ["job", "figure", "bar", "peer, same run", "ratio", ""]
    let cells = [header] + rows.map(cells)
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var lines = cells.enumerated().map { index, cells in
      let line = zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let note = index == 0 ? "" : rows[index - 1].note
      return Table.trimmed(line.joined(separator: "  ") + (note.isEmpty ? "" : "  \(note)"))
    }
    let over = rows.filter { $0.isMet == false }.count
    let met = rows.filter { $0.isMet == true }.count
    lines.append("\(met) within their bars, \(over) over.")
    return lines.joined(separator: "\n")
  }

  private func cells(_ row: Row) -> [String] {
    [
      row.title,
      row.figure?.text ?? "not measured",
      row.bar?.text ?? "–",
      row.peer.text,
      row.ratio.map { Decimal.text($0) + " ×" } ?? "–",
      row.isMet.map { $0 ? "ok" : "over" } ?? "–",
    ]
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
