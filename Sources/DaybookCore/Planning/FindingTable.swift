/// Findings by the two meetings they are about.
struct FindingTable {
  private var byPair: [UInt64: Finding] = [:]
  private var partners: [Int32: [Int32]] = [:]

  var count: Int { byPair.count }
  var all: Dictionary<UInt64, Finding>.Values { byPair.values }

  func of(_ slot: Int32) -> [Finding] {
    (partners[slot] ?? []).compactMap { byPair[Self.key(slot, $0)] }
  }

  /// Says whether it was not there before.
  @discardableResult
  mutating func insert(_ finding: Finding) -> Bool {
    let old = byPair.updateValue(finding, forKey: Self.key(finding.first, finding.second))
    if old == nil {
      partners[finding.first, default: []].append(finding.second)
      partners[finding.second, default: []].append(finding.first)
    }
    return old != finding
  }

  mutating func remove(_ finding: Finding) {
    guard byPair.removeValue(forKey: Self.key(finding.first, finding.second)) != nil else { return }
    forget(finding.second, of: finding.first)
    forget(finding.first, of: finding.second)
  }

  /// Takes away all that one meeting is part of.
  mutating func removeAll(of slot: Int32) -> [Finding] {
    let gone = of(slot)
    for finding in gone { remove(finding) }
    return gone
  }

  private mutating func forget(_ partner: Int32, of slot: Int32) {
    partners[slot]?.removeAll { $0 == partner }
    if partners[slot]?.isEmpty == true { partners[slot] = nil }
  }

  private static func key(_ one: Int32, _ other: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: min(one, other))) << 32 | UInt64(UInt32(bitPattern: max(one, other)))
  }
}
