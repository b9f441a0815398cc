internal import DaybookCore
internal import ICalendar
import Synchronization

/// How far a calendar was read: Google's own two tokens in one of ours.
struct GooglePosition: Equatable {
  /// What the run started from; empty for a listing of everything.
  var sync: String
  /// The page to ask for next; empty between two runs.
  var page: String

  init(sync: String = "", page: String = "") {
    self.sync = sync
    self.page = page
  }

  init(_ token: SyncToken?) {
    let parts = (token?.raw ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    sync = parts.first.map(String.init) ?? ""
    page = parts.count > 1 ? String(parts[1]) : ""
  }

  var token: SyncToken { SyncToken(page.isEmpty ? sync : sync + "\n" + page) }

  /// Whether its pages, together, name everything there is.
  var isListing: Bool { sync.isEmpty }
}

/// What a provider remembers between two questions; nothing that it could not find out again.
final class GoogleMemory: Sendable {
  private let state = Mutex(State())
  /// A run of more pages than this never ends.
  private static let mostPages = 4000
  private static let mostSeries = 20_000

  private struct State {
    var timeZones: [RemoteID: String] = [:]
    var roles: [RemoteID: GoogleRole] = [:]
    var runs: [RemoteID: Run] = [:]
    /// UIDs of series, by calendar and id.
    var uids: [String: String] = [:]
  }

  /// The pages of one listing, or of one set of changes.
  private struct Run {
    var followed: Set<String> = []
    var asked: Set<String> = []
    /// When what was read last changed, by id: pages may come twice, the older one last.
    var updated: [String: String] = [:]
  }

  func learn(_ calendar: RemoteID, timeZone: String?, role: String?) {
    state.withLock { state in
      if let timeZone { state.timeZones[calendar] = timeZone }
      if let role { state.roles[calendar] = GoogleRole(role) }
    }
  }

  func scope(_ calendar: RemoteID, zones: ZoneResolver) -> GoogleScope {
    state.withLock { state in
      GoogleScope(
        calendar: calendar, timeZone: state.timeZones[calendar], role: state.roles[calendar],
        zones: zones)
    }
  }

  /// Notes that a page is asked for, the first being ""; false where there are too many.
  func asks(for page: String, in calendar: RemoteID) -> Bool {
    state.withLock { state in
      guard !page.isEmpty, var run = state.runs[calendar] else {
        state.runs[calendar] = Run(followed: [page], asked: [page])
        return true
      }
      if !run.asked.insert(page).inserted {
        // Somebody goes back to where they had stored everything.
        run.followed = [page]
        run.asked = [page]
      }
      state.runs[calendar] = run
      return run.asked.count <= Self.mostPages
    }
  }

  /// Notes where a page leads; false where another one led there before.
  func follows(_ next: String, in calendar: RemoteID) -> Bool {
    state.withLock { state in
      state.runs[calendar, default: Run()].followed.insert(next).inserted
    }
  }

  func endRun(in calendar: RemoteID) {
    state.withLock { $0.runs[calendar] = nil }
  }

  /// Leaves out what was read in a newer state before, on this page or on one before it.
  func newest(_ events: [GoogleEvent], in calendar: RemoteID, isWhole: Bool) -> [GoogleEvent] {
    state.withLock { state in
      var run = state.runs[calendar] ?? Run()
      var kept: [String: Int] = [:]
      var order: [GoogleEvent?] = []
      order.reserveCapacity(events.count)
      for event in events {
        if let updated = event.updated {
          if let known = run.updated[event.id], known > updated { continue }
          run.updated[event.id] = updated
        }
        if let old = kept[event.id] { order[old] = nil }
        kept[event.id] = order.count
        order.append(event)
      }
      if !isWhole { state.runs[calendar] = run }
      return order.compactMap { $0 }
    }
  }

  func uid(of series: String, in calendar: RemoteID) -> String? {
    state.withLock { $0.uids[calendar.raw + "\n" + series] }
  }

  func remember(uid: String, of series: String, in calendar: RemoteID) {
    state.withLock { state in
      if state.uids.count >= Self.mostSeries { state.uids = [:] }
      state.uids[calendar.raw + "\n" + series] = uid
    }
  }
}
