internal import DaybookCore

/// What is remembered of a feed or file between two passes, as one opaque token.
struct FeedToken {
  var etag = ""
  var modified = ""
  /// Of the body, so that a server without entity tags costs no more than the transfer.
  var hash = ""
  /// The https address that it has moved to for good.
  var movedTo = ""
  var refresh: Int?
  /// Of files: when and how long, to spare reading them.
  var fingerprint = ""

  init() {}

  init?(_ token: SyncToken?) {
    guard let fields = token?.raw.split(separator: "\n", omittingEmptySubsequences: false),
      fields.count == 7, fields[0] == "feed 1"
    else { return nil }
    etag = String(fields[1])
    modified = String(fields[2])
    hash = String(fields[3])
    movedTo = String(fields[4])
    refresh = Int(fields[5])
    fingerprint = String(fields[6])
  }

  var token: SyncToken {
    SyncToken(
      ["feed 1", etag, modified, hash, movedTo, refresh.map { String($0) } ?? "", fingerprint]
        .joined(separator: "\n"))
  }
}

/// How often a feed wants to be asked.
enum FeedInterval {
  static let usual = 3600

  /// What it asks for, between a quarter of an hour and a week; an hour where it asks for nothing.
  static func seconds(_ asked: Int?) -> Int {
    min(max(asked ?? usual, 15 * 60), 7 * 86_400)
  }
}
