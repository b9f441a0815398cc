import Synchronization

/// One square of the screen: what stands in it and how it is meant, in eight bytes. The right half
/// of a wide glyph is a cell of its own that shows nothing.
package struct Cell: Hashable, Sendable {
  /// A scalar, or beyond `clusterBase` an index into the table of clusters.
  var content: UInt32
  var packedStyle: UInt32

  static let clusterBase: UInt32 = 0x8000_0000
  static let continuationContent: UInt32 = 0xFFFF_FFFF

  package static let blank = Cell(content: 0x20, packedStyle: Style(.text).packed)

  /// Like no cell that is drawn: where it stands, whatever belongs there must be painted.
  package static let unknown = Cell(content: 0, packedStyle: .max)

  init(content: UInt32, packedStyle: UInt32) {
    self.content = content
    self.packedStyle = packedStyle
  }

  package var style: Style { Style(packed: packedStyle) }
  /// The style as a key for tables of looks.
  package var styleKey: UInt32 { packedStyle }

  package var isContinuation: Bool { content == Cell.continuationContent }

  /// The grapheme; empty for the right half of a wide one.
  package var text: String {
    if isContinuation { return "" }
    if content >= Cell.clusterBase { return Clusters.text(content - Cell.clusterBase) }
    return Unicode.Scalar(content).map(String.init) ?? "\u{FFFD}"
  }

  /// The byte when the glyph is ASCII, as most are.
  package var ascii: UInt8? { content < 0x80 ? UInt8(truncatingIfNeeded: content) : nil }

  /// The scalar when the glyph is just one; nil for clusters and right halves.
  package var scalar: Unicode.Scalar? {
    content < Cell.clusterBase ? Unicode.Scalar(content) : nil
  }
}

/// The letters that take more than one scalar, each kept once. They are rare, and there is one
/// table because grids are compared cell by cell.
enum Clusters {
  private struct Table {
    var texts: [String] = []
    var indexes: [String: UInt32] = [:]
  }

  /// Beyond this, foreign text would be filling memory: the base letter alone is shown then.
  private static let limit = 1 << 15
  private static let table = Mutex(Table())

  /// The content for a cell that shows this grapheme.
  static func content(for cluster: String, base: Unicode.Scalar) -> UInt32 {
    table.withLock { table in
      if let index = table.indexes[cluster] { return Cell.clusterBase + index }
      guard table.texts.count < limit else { return base.value }
      let index = UInt32(table.texts.count)
      table.texts.append(cluster)
      table.indexes[cluster] = index
      return Cell.clusterBase + index
    }
  }

  static func text(_ index: UInt32) -> String {
    table.withLock { $0.texts[Int(index)] }
  }
}
