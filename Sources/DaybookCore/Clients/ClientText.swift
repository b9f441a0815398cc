/// What is known of a client, as people and programs write it.
package enum ClientText {
  /// A name that others can be told by.
  ///
  /// - Parameter what: whose name it is, in words.
  package static func name(_ text: String, of what: String) throws(ClientTextError) -> String {
    let name = text.trimmed()
    guard !name.isEmpty else { throw .noName(of: what) }
    guard name.utf8.count <= longestName else { throw .longName(of: what) }
    return name
  }

  /// In bytes of UTF-8: what a line can show many times over.
  private static let longestName = 400

  /// A client's name; `none` stands for nobody.
  package static func client(_ text: String) throws(ClientTextError) -> String {
    let name = try name(text, of: "client")
    guard name.lowercased() != "none" else { throw .nobody(name) }
    return name
  }

  /// An ISO 4217 code.
  package static func currency(_ text: String) throws(ClientTextError) -> String {
    let code = text.uppercased()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
      throw .noCurrency(text)
    }
    return code
  }

  /// `acme.com`, also from `@acme.com`.
  package static func domain(_ text: String) throws(ClientTextError) -> String {
    let domain = (text.hasPrefix("@") ? String(text.dropFirst()) : text).lowercased()
    guard domain.contains("."), !domain.hasPrefix("."), !domain.hasSuffix("."),
      !domain.contains(where: { $0.isWhitespace || "@/,:".contains($0) })
    else { throw .noDomain(text) }
    return domain
  }
}

/// Why a text says nothing of a client: ask again.
package enum ClientTextError: Explained {
  case noName(of: String)
  /// It is more than 400 bytes of UTF-8.
  case longName(of: String)
  /// The word means that there is no client.
  case nobody(String)
  case noCurrency(String)
  case noDomain(String)

  package var code: String { "usage" }

  package var message: String {
    switch self {
    case .noName(let what): "A \(what) needs a name."
    case .longName(let what): "The name of the \(what) is too long."
    case .nobody(let name): "“\(name)” means nobody and cannot be a client's name."
    case .noCurrency(let text): "“\(text)” is no currency."
    case .noDomain(let text): "“\(text)” is no mail domain."
    }
  }

  package var hint: String? {
    switch self {
    case .noName: nil
    case .longName: "Choose a shorter one."
    case .nobody: "Choose another name."
    case .noCurrency: "Use its code: EUR, USD, GBP."
    case .noDomain: "Write it as acme.com."
    }
  }
}
