internal import DaybookCore
import GRDB

/// What can go wrong with the store, by what the caller should do next.
package enum StoreError: Error, Hashable, Sendable {
  /// The file was no database any more. It was moved to `aside` and a new, empty one was made.
  case setAside(path: String, aside: String)
  /// A newer Daybook has written it: do not touch.
  case newer(path: String, version: Int, known: Int)
  /// Another program keeps something else in it: do not touch.
  case foreign(path: String)
  /// Another process holds it and did not let go in time.
  case busy(path: String)
  case diskFull(path: String)
  /// The file or its folder may not be written.
  case readOnly(path: String)
  /// The file or its folder cannot be opened or made.
  case cannotOpen(path: String, reason: String)
  /// The disk refused.
  case disk(path: String, reason: String)
  /// Nothing goes by this name; `nearest` comes closest.
  case unknown(Kind, name: String, nearest: String?)
  /// Several things go by this beginning.
  case ambiguous(Kind, name: String, candidates: [String])
  /// Something of this name is there already.
  case taken(Kind, name: String)
  /// The client was put away: take it back first.
  case archived(client: String)
  /// The calendar takes no changes.
  case readOnlyCalendar(name: String)
  /// What was read before is no longer there.
  case gone(Kind)
  /// The configuration names, at this `file:line`, what cannot be found.
  indirect case inConfiguration(place: String, setting: String, StoreError)
  /// What is to be undone or done again has been changed by its provider in between.
  case changedSince(sentence: String)
  /// It was billed, under this number, to this client.
  case billed(id: Int, client: String)
  /// What was done is too long ago for the journal to say how it was before.
  case forgotten
  /// There is nothing to choose between: only one side changed what waits under this number.
  case notDiverged(id: Int)
  /// There are as many as there may be.
  case tooMany(Kind, limit: Int)
  /// A mistake of ours: SQLite refused a statement.
  case unexpected(String)

  package enum Kind: String, Sendable {
    case event, occurrence, calendar, account, client, project, rule, conflict, hold
    case billing, hook, feed
    case outboxEntry = "outbox entry"
    case availabilityRule = "availability rule"
    case assignmentRule = "assignment rule"
  }
}

extension StoreError: Explained {
  package var code: String {
    switch self {
    case .setAside: "store_damaged"
    case .newer: "store_newer"
    case .foreign: "store_foreign"
    case .busy: "store_busy"
    case .diskFull: "disk_full"
    case .readOnly: "store_read_only"
    case .cannotOpen: "store_cannot_open"
    case .disk: "store_disk_error"
    case .unknown(let kind, _, _): "unknown_\(kind.word)"
    case .ambiguous(let kind, _, _): "ambiguous_\(kind.word)"
    case .taken(let kind, _): "\(kind.word)_exists"
    case .archived: "client_archived"
    case .readOnlyCalendar: "calendar_read_only"
    case .gone(let kind): "\(kind.word)_gone"
    case .inConfiguration(_, _, let error): error.code
    case .changedSince: "changed_since"
    case .billed: "billed"
    case .forgotten: "forgotten"
    case .notDiverged: "not_diverged"
    case .tooMany(let kind, _): "too_many_\(kind.word)s"
    case .unexpected: "store_error"
    }
  }

  package var message: String {
    switch self {
    case .setAside(let path, let aside):
      "the store \(path) was damaged; it was set aside as \(aside) and a new one was made"
    case .newer(let path, let version, let known):
      "the store \(path) was written by a newer Daybook (format \(version), this one knows \(known))"
    case .foreign(let path): "\(path) is another program's database"
    case .busy(let path): "the store \(path) is in use by another process"
    case .diskFull(let path): "the disk is full; nothing was written to \(path)"
    case .readOnly(let path): "the store \(path) cannot be written"
    case .cannotOpen(let path, let reason): "the store \(path) cannot be opened: \(reason)"
    case .disk(let path, let reason): "the disk failed while using \(path): \(reason)"
    case .unknown(let kind, let name, _):
      // Somebody may have named an account by its address, which is a secret.
      "there is no \(kind.rawValue) “\(RemotePlace(name))”"
    case .ambiguous(let kind, let name, let candidates):
      "“\(name)” could be \(candidates.prefix(8).joined(separator: ", "))"
        + (candidates.count > 8 ? " and \(candidates.count - 8) more" : "")
        + " (\(kind.rawValue))"
    case .taken(let kind, let name): "there is already \(kind.article) “\(name)”"
    case .archived(let client): "\(client) is archived, and nothing new is assigned to it"
    case .readOnlyCalendar(let name): "the calendar “\(name)” is read-only"
    case .gone(let kind): "that \(kind.rawValue) is no longer there"
    case .inConfiguration(let place, let setting, let error):
      "\(place): \(setting) in the configuration: \(error.message)"
    case .changedSince(let sentence):
      "“\(sentence)” cannot be reversed: the event has been changed elsewhere since"
    case .billed(_, let client): "that was billed to \(client), and stays as it was billed"
    case .forgotten: "that is too long ago to be taken back"
    case .notDiverged(let id):
      "only one side changed what waits as \(id): there is nothing to choose"
    case .tooMany(let kind, let limit): "there may be \(limit) \(kind.rawValue)s, and there are"
    case .unexpected(let detail): "the store refused: \(detail)"
    }
  }

  package var hint: String? {
    switch self {
    case .setAside: "sync or import again; the old file is kept"
    case .newer: "install the newer Daybook, or name another file with --store"
    case .foreign: "name another file with --store"
    case .busy: "try again in a moment"
    case .diskFull: "free some space and try again"
    case .readOnly: "check who may write the file and its folder"
    case .cannotOpen: "check the path, or name another with --store"
    case .disk: "check the disk, then run daybook doctor"
    case .unknown(let kind, _, let nearest):
      nearest.map { "did you mean “\($0)”?" } ?? kind.listing.map { "\($0) lists what there is" }
    case .ambiguous: "name it in full"
    case .taken: "choose another name"
    case .archived(let client):
      "'daybook clients archive --restore \"\(client)\"' takes it back"
    case .readOnlyCalendar: "choose another calendar"
    case .gone: "look again; it may have been changed elsewhere"
    case .inConfiguration(_, _, let error): error.hint
    case .changedSince, .forgotten: "edit the event as it is now"
    case .billed(let id, _): "'daybook bill unlock \(id)' lets it be changed"
    case .notDiverged: "'daybook outbox send' sends it, 'daybook outbox drop' gives it up"
    case .tooMany: "remove one that is not needed"
    case .unexpected: "please report this"
    }
  }
}

extension StoreError.Kind {
  fileprivate var word: String {
    String(rawValue.map { $0 == " " ? "_" : $0 })
  }

  /// The command that lists what can be named.
  fileprivate var listing: String? {
    switch self {
    case .calendar: "'daybook calendars list'"
    case .account: "'daybook accounts list'"
    case .client: "'daybook clients list'"
    case .outboxEntry: "'daybook outbox list'"
    case .billing: "'daybook bill list'"
    default: nil
    }
  }

  fileprivate var article: String {
    switch self {
    case .event, .occurrence, .account, .outboxEntry, .availabilityRule, .assignmentRule:
      "an \(rawValue)"
    case .calendar, .client, .project, .rule, .conflict, .hold, .billing, .hook, .feed:
      "a \(rawValue)"
    }
  }
}

extension StoreError {
  /// What an error of SQLite means to us; nil for a damaged file, which `Store` deals with.
  init?(_ error: DatabaseError, path: String) {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return nil
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(path: path)
    case .SQLITE_CANTOPEN:
      self = .cannotOpen(path: path, reason: error.message ?? "unable to open the file")
    // SQLite only says “full” of the file itself, not of its companions.
    case .SQLITE_IOERR where StoreFile(path: path).isDiskFull: self = .diskFull(path: path)
    case .SQLITE_IOERR: self = .disk(path: path, reason: error.message ?? "disk I/O error")
    default: self = .unexpected("\(error.resultCode) \(error.message ?? "")")
    }
  }
}
