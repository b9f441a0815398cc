/// Which number of `3/4` is the day, for those dates that could be read either way.
package enum DateOrder: String, Sendable, CaseIterable {
  case dayFirst = "day"
  case monthFirst = "month"

  /// The order of a POSIX locale such as `de_DE.UTF-8`; nil where it names no territory.
  package init?(locale: some StringProtocol) {
    let name = locale.prefix { $0 != "." && $0 != "@" }
    let parts = name.split(separator: "_")
    guard parts.count == 2 else { return nil }
    self = Self.monthBeforeDay.contains(String(parts[1]).uppercased()) ? .monthFirst : .dayFirst
  }

  /// The order that the first of `LC_ALL`, `LC_TIME` and `LANG` says which is set.
  package init?(environment: [String: String]) {
    let locale = ["LC_ALL", "LC_TIME", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    guard let locale else { return nil }
    self.init(locale: locale)
  }

  /// Territories that write the month before the day, with the year before both or behind (CLDR,
  /// short dates).
  private static let monthBeforeDay: Set<String> = [
    "US", "AS", "GU", "MP", "PR", "UM", "VI", "PH", "PW", "FM", "MH", "BZ", "CN", "JP", "KR", "TW",
    "HU", "LT", "MN", "CA",
  ]
}
