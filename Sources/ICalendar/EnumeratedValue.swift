/// Words of a fixed list, in upper case, of which a property or a parameter holds one in any case.
protocol EnumeratedValue: CaseIterable, RawRepresentable where RawValue == String {}

extension EnumeratedValue {
  /// The word that the bytes are, blanks around them left out; nil where the list does not have it.
  init?(reading bytes: UnsafeBufferPointer<UInt8>) {
    let bytes = bytes.trimmed
    guard let word = Self.allCases.first(where: { bytes.isKeyword($0.rawValue) }) else {
      return nil
    }
    self = word
  }

  /// The word in the value of the first property with this name.
  init?(_ name: String, of component: Component) {
    guard let line = component.first(name), let word = line.withValue({ Self(reading: $0) }) else {
      return nil
    }
    self = word
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether they are this word, which is in upper case.
  func isKeyword(_ word: String) -> Bool {
    guard count == word.utf8.count else { return false }
    var word = word
    return word.withUTF8 { word in
      indices.allSatisfy { Byte.uppercased(self[$0]) == word[$0] }
    }
  }
}
