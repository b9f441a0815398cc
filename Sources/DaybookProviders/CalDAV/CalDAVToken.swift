internal import DaybookCore

/// How far a calendar was read: what the server said of its state then, and what could not be
/// fetched.
struct CalDAVToken: Hashable, Sendable {
  /// For sync-collection. It names a state and no time: an earlier one may come back.
  var sync: String?
  /// Of the calendar before it was read.
  var ctag: String?
  /// The server's day, as its `Date` says it, on which everything was last compared.
  var day: String?
  /// Members whose content the server would not give, to be asked for again.
  var retry: [RemoteID] = []

  private static let mark = "caldav1"

  init(sync: String? = nil, ctag: String? = nil, day: String? = nil, retry: [RemoteID] = []) {
    self.sync = sync
    self.ctag = ctag
    self.day = day
    self.retry = retry
  }

  /// nil for what is no token of ours.
  init?(_ token: SyncToken?) {
    let lines = token?.raw.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    guard lines.count >= 4, lines[0] == Self.mark else { return nil }
    sync = Self.value(lines[1])
    ctag = Self.value(lines[2])
    day = Self.value(lines[3])
    retry = lines[4...].map { RemoteID(String($0)) }
  }

  var token: SyncToken {
    let lines = [Self.mark] + [sync, ctag, day].map(Self.text) + retry.map(\.raw)
    return SyncToken(lines.joined(separator: "\n"))
  }

  /// Servers give any text for a token, an empty one and one of several lines included.
  private static func text(_ value: String?) -> String {
    value.map { "=" + $0.replacing("%", with: "%25").replacing("\n", with: "%0A") } ?? "-"
  }

  private static func value(_ line: Substring) -> String? {
    guard line.first == "=" else { return nil }
    return String(line.dropFirst()).replacing("%0A", with: "\n").replacing("%25", with: "%")
  }
}
