import Synchronization

/// Zones by IANA id, each read once.
///
/// The library reads no file: whoever makes the database says how a zone's data is found (usually
/// `Zone(tzif:identifier:)` over the system's zone files).
public final class ZoneDatabase: Sendable {
  private let load: @Sendable (String) -> Zone?
  private let known: Mutex<[String: Zone?]> = Mutex([:])
  private let index: Mutex<Index?> = Mutex(nil)
  private let list: @Sendable () -> [String]

  /// Ids by what people make of them, in lower case.
  private struct Index {
    var exact: [String: String] = [:]
    /// By the last part: `sydney`.
    var cities: [String: String] = [:]
  }

  /// - Parameters:
  ///   - identifiers: all ids `load` knows, asked for once and only when a look-up ignores case or
  ///     goes by city; without them, those find nothing.
  ///   - load: the zone with an id, or nil. Called once for each id, perhaps on several threads,
  ///     and with ids from files that nobody vouches for: mind `../`.
  public init(
    identifiers: @escaping @autoclosure @Sendable () -> [String] = [],
    load: @escaping @Sendable (String) -> Zone?
  ) {
    self.load = load
    list = identifiers
  }

  /// Every id that `load` may know, in the order it was given; may be empty.
  public var identifiers: [String] { list() }

  /// The zone with this exact IANA id, or nil.
  public func zone(_ identifier: String) -> Zone? {
    if identifier == "UTC" { return .utc }
    if let found = known.withLock({ $0[identifier] }) { return found }
    let loaded = load(identifier)
    known.withLock { $0[identifier] = .some(loaded) }
    return loaded
  }

  /// The zone with this IANA id: exactly, then in any case, then by what a former id is called now.
  public func zone(lenient identifier: String) -> Zone? {
    guard !identifier.isEmpty, identifier.utf8.count < 64 else { return nil }
    if let zone = zone(identifier) { return zone }
    if let exact = lookUp({ $0.exact[identifier.lowercased()] }), let zone = zone(exact) {
      return zone
    }
    return FormerZoneNames.current(identifier).flatMap { zone($0) }
  }

  /// The zone whose id ends in this city, blanks standing for underscores, or nil.
  public func zone(ofCity city: String) -> Zone? {
    let name = city.trimmed.lowercased().replacing(" ", with: "_")
    guard !name.isEmpty else { return nil }
    return lookUp { $0.cities[name] }.flatMap { zone($0) }
  }

  private func lookUp(_ find: (Index) -> String?) -> String? {
    index.withLock { index in
      if let index { return find(index) }
      var made = Index()
      for identifier in identifiers {
        let lower = identifier.lowercased()
        made.exact[lower] = identifier
        let parts = lower.split(separator: "/")
        if parts.count > 1, let last = parts.last, made.cities[String(last)] == nil {
          made.cities[String(last)] = identifier
        }
      }
      index = made
      return find(made)
    }
  }
}
