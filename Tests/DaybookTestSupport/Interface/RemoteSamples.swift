package import DaybookCore
package import DaybookTUI
internal import ICalendar

/// What the store would say of the sample accounts.
package enum RemoteSamples {
  /// One that wants a sign-in, at a server of one's own.
  package static let server = Account(
    id: AccountID("server"), name: "cloud.example.org", kind: .caldav,
    address: "https://cloud.example.org/dav/", state: .loginRequired,
    lastSync: Samples.now - 90_000,
    failure: ProviderError.signInNeeded(
      RemotePlace("https://cloud.example.org/dav/"), by: .password
    ).failure, addresses: ["you@example.org"])
  /// One whose calendar lost most of what was in it.
  package static let guarded: Account = {
    var account = Samples.feed
    account.state = .partial
    account.address = "https://example.com/secret-address.ics"
    account.failure = Failure(
      code: "wipe_guard", message: "61 of 64 events are missing there now",
      hint: "look at it there; 'daybook sync --full --account' lets it through")
    return account
  }()

  package static let accounts: [AccountOverview] = [
    AccountOverview(
      Samples.google,
      calendars: [
        CalendarOverview(Samples.work, events: 1_204),
        CalendarOverview(Samples.personal, events: 96),
      ], nextSync: Samples.now + 300, unsent: 2),
    AccountOverview(
      Samples.microsoft, calendars: [CalendarOverview(Samples.globex, events: 311)],
      nextSync: Samples.now + 360, unsent: 1),
    AccountOverview(
      Samples.calcom, calendars: [CalendarOverview(Samples.bookings, events: 12)],
      nextSync: Samples.now + 400),
    AccountOverview(server, nextSync: Samples.now + 20_000),
    AccountOverview(
      guarded, calendars: [CalendarOverview(Samples.holidays, events: 64)],
      nextSync: Samples.now + 500),
  ]

  package static let outbox: [OutboxItem] = [
    OutboxItem(
      id: 4, event: EventID("Acmereview-3-0930"), deed: .update,
      sentence: "Move “Acme review” to Thu 11:00", calendar: Samples.work.id,
      account: Samples.google.id, at: Samples.now - 130, tellsPeople: true,
      differences: [
        OutboxDifference(
          "When", there: "Thu 19 Nov  09:30–11:00", here: "Thu 19 Nov  11:00–12:30")
      ]),
    OutboxItem(
      id: 5, event: EventID("gone"), deed: .delete, sentence: "Delete “Old plan”",
      calendar: Samples.work.id, account: Samples.google.id, at: Samples.now - 7_300,
      differences: [OutboxDifference("Title", there: "Old plan", here: "")]),
    OutboxItem(
      id: 7, event: EventID("Globexretro-1-1430"), deed: .update,
      sentence: "Edit “Globex retro”", calendar: Samples.globex.id,
      account: Samples.microsoft.id, at: Samples.now - 86_400 * 3, attempts: 3,
      retryAt: Samples.now + 600,
      failure: Failure(
        code: "diverged", message: "the event was changed on both sides",
        hint: "choose which version is to stand"),
      differences: [
        OutboxDifference("Title", there: "Globex retro, part 2", here: "Globex retrospective"),
        OutboxDifference("Where", there: "", here: "Room Ada"),
      ], isDiverged: true),
  ]

  package static let log: [LoggedExchange] = [
    exchange(700, "Google", "GET https://www.googleapis.com/calendar/v3/…", 200, 184, 2_310),
    exchange(690, "Microsoft", "GET https://graph.microsoft.com/v1.0/…", 200, 231, 190_400),
    exchange(
      680, "Microsoft", "PATCH https://graph.microsoft.com/v1.0/…", 429, 41, 96,
      "to be asked again in 300 s"),
    exchange(
      600, "cloud.example.org", "PROPFIND https://cloud.example.org/…", nil, 30_004, 0,
      "nothing came for 30 s"),
    exchange(500, "Cal.com", "GET https://api.cal.com/v2/…", 503, 88, 61),
  ]

  package static func exchange(
    _ ago: Int, _ account: String, _ request: String, _ status: Int?, _ milliseconds: Int,
    _ bytes: Int, _ note: String? = nil
  ) -> LoggedExchange {
    LoggedExchange(
      at: Samples.now - ago, account: account,
      exchange: RemoteExchange(
        request: request, status: status, milliseconds: milliseconds, bytes: bytes, note: note))
  }

  package static let wrongPassword = Failure(
    code: "sign_in_needed", message: "fastmail.com does not accept this password",
    hint: "make a password for apps there and use that")

  /// As long as such addresses are.
  package static let longAddress =
    "https://accounts.example.com/o/oauth2/v2/auth?client_id=1234567890-abcdef.apps.example.com"
    + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A41234&response_type=code&scope=calendar%20email"
    + "&code_challenge=4qkfvbYq0nXr3pqQ0fM8tVYt1l0qCq9dXwqf1nqYb0M&code_challenge_method=S256"

  /// The week with these accounts.
  package static func snapshot() -> Snapshot {
    var snapshot = Samples.snapshot()
    snapshot.accounts = accounts.map(\.account)
    snapshot.unsent = outbox.count
    return snapshot
  }
}
