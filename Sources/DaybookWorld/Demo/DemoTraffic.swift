import DaybookCore
import DaybookStore
import ICalendar

/// What the sample accounts have been through: passes that went well and one that did not, changes
/// that wait to be sent, and what was asked of whom.
package struct DemoTraffic {
  package let desk: Desk

  package func fill() throws {
    try editEvents()
    try failOne()
    try finishPasses()
    try desk.store.record(exchanges)
  }

  private func editEvents() throws {
    try edit("Customer demo", EventChange(location: "Room 3, Acme HQ"), ago: 240)
    try edit("Lisbon", EventChange(title: "Lisbon with Tina"), ago: 2_900)
    try edit("Globex data model", EventChange(location: "Globex, room Ada"), ago: 9_000)
  }

  private func edit(_ title: String, _ change: EventChange, ago seconds: Int) throws {
    var then = desk
    then.now = desk.now - seconds
    let found = try desk.store.search(title, near: desk.now, limit: 1, viewer: desk.zone)
    guard let event = found.first else { return }
    _ = try then.edit(event.event, event.originalStart, change, .this)
  }

  /// One change was refused for now.
  private func failOne() throws {
    guard let entry = try desk.store.outbox().last else { return }
    var pass = SyncPass(
      calendar: entry.calendar, position: SyncPosition(), startedAt: desk.now - 660)
    let wait = ProviderError.rateLimited(
      RemotePlace("https://graph.microsoft.com"), retryAfter: 300)
    pass.unsent = [UnsentEdit(entry, failure: wait.failure, retryAt: desk.now + 240)]
    pass.requests = 2
    pass.milliseconds = 240
    _ = try desk.store.commit(pass)
  }

  private func finishPasses() throws {
    for account in try desk.store.accounts() {
      switch account.kind {
      case .microsoft:
        let wait = ProviderError.rateLimited(
          RemotePlace("https://graph.microsoft.com"), retryAfter: 300)
        try desk.store.finishPass(
          of: account.id, state: .partial, failure: wait.failure, at: desk.now - 660)
      case .calcom:
        try desk.store.finishPass(of: account.id, state: .ok, failure: nil, at: desk.now - 90_000)
        let refused = ProviderError.signInNeeded(RemotePlace("https://api.cal.com"), by: .key)
        try desk.store.finishPass(
          of: account.id, state: .loginRequired, failure: refused.failure, at: desk.now - 500)
      case .google, .caldav, .ics, .local:
        try desk.store.finishPass(of: account.id, state: .ok, failure: nil, at: desk.now - 600)
      }
    }
  }

  private var exchanges: [Exchange] {
    let google = "GET https://www.googleapis.com/calendar/v3/…"
    let microsoft = "https://graph.microsoft.com/v1.0/…"
    func asked(
      _ ago: Int, _ account: String, _ request: String, _ status: Int?, _ milliseconds: Int,
      _ bytes: Int, _ note: String? = nil
    ) -> Exchange {
      Exchange(
        at: desk.now - ago, account: account, request: request, status: status,
        milliseconds: milliseconds, bytes: bytes, note: note)
    }
    return [
      asked(1_500, "Google", google, 200, 184, 2_310),
      asked(1_500, "Google", google, 200, 143, 412),
      asked(1_490, "Microsoft", "GET " + microsoft, 200, 231, 1_904),
      asked(1_480, "Cal.com", "GET https://api.cal.com/v2/…", 200, 312, 18_420),
      asked(1_470, "Holidays DE", "GET https://example.com/…", 304, 62, 0),
      asked(660, "Microsoft", "GET " + microsoft, 200, 198, 744),
      asked(660, "Microsoft", "PATCH " + microsoft, 429, 41, 96, "to be asked again in 300 s"),
      asked(600, "Google", google, 200, 176, 2_310),
      asked(600, "Google", google, nil, 30_004, 0, "nothing came for 30 s"),
      asked(598, "Google", google, 200, 139, 412),
      asked(500, "Cal.com", "GET https://api.cal.com/v2/…", 401, 88, 61),
      asked(480, "Holidays DE", "GET https://example.com/…", 304, 58, 0),
    ]
  }
}
