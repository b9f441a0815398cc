import Foundation
package import ICalendar
import Synchronization

/// Cal.com's API v2 on loopback: it keeps bookings and schedules, speaks the contract, refuses what
/// the contract forbids, and misbehaves as a test tells it to.
package final class FakeCalCom: Sendable {
  package let server: LoopbackServer
  let state: Mutex<State>
  private let accepts: @Sendable (String) -> Bool
  private let signIn: FakeSignIn?

  /// The key it takes unless told otherwise.
  package static let key = "cal_live_0123456789"

  struct State {
    var now = TemporaryStore.now
    var bookings: [FakeBooking] = []
    var schedules: [FakeSchedule] = []
    var names = 0
    var faults: [Fault] = []
    var complaints: [String] = []
    var taken = 0
    var manner = Manner()
    var webhooks: [FakeWebhook] = []
    var knocks: LoopbackClient?
  }

  /// What it does all the time.
  package struct Manner: Sendable {
    /// Whether its count of rows ignores what was asked for, as one version does.
    package var countsEverything = false
    /// Whether a booking that was moved tells where it went.
    package var tellsWhereItWent = true
    /// Whether every page is the first.
    package var repeatsFirstPage = false
    /// The most rows that it puts on a page, whatever is asked.
    package var pageSize = 250
    /// Whether bookings have to be confirmed, moved ones included.
    package var wantsConfirmation = false
    /// Who owns the key.
    package var email = "ana@example.com"
    /// The most that is known of what was changed when.
    package var hidesUpdates = false

    package init() {}
  }

  /// One thing that goes wrong.
  struct Fault {
    var method: String
    var path: String
    var happening: Happening
    var times: Int
  }

  package enum Happening: Sendable {
    /// It is answered like this, and nothing is done.
    case answers(WebReply)
    /// It is done, and the answer never comes.
    case losesAnswer
    /// It is done, and the answer breaks off.
    case cutsAnswer
    /// What somebody else does just before.
    case isPrecededBy(@Sendable (FakeCalCom) -> Void)
  }

  /// - Parameters:
  ///   - signIn: where people sign in, whose tokens are given out and taken here.
  ///   - accepts: which keys are taken.
  package init(
    signIn: FakeSignIn? = nil,
    accepts: @escaping @Sendable (String) -> Bool = { $0 == FakeCalCom.key }
  ) throws {
    self.signIn = signIn
    self.accepts = { signIn?.accepts($0) ?? accepts($0) }
    state = Mutex(State())
    server = try LoopbackServer(WebReply(500))
    server.answer { [weak self] in self?.reply(to: $0) ?? WebReply(500) }
  }

  /// With its `/v2`.
  package var base: String { server.address + "/v2" }

  /// What was asked that the contract forbids.
  package var complaints: [String] { state.withLock { $0.complaints } }

  /// Writes that it took.
  package var taken: Int { state.withLock { $0.taken } }

  package func stop() { server.stop() }

  package func behave(_ change: (inout Manner) -> Void) {
    state.withLock { change(&$0.manner) }
  }

  /// The next request whose path ends with `path`, and `times` - 1 after it, meets this.
  package func misbehave(
    _ happening: Happening, on method: String, _ path: String, times: Int = 1
  ) {
    state.withLock {
      $0.faults.append(Fault(method: method, path: path, happening: happening, times: times))
    }
  }

  package func forgiveAll() { state.withLock { $0.faults = [] } }

  /// Lets its clock go on.
  package func wait(_ seconds: Int) { state.withLock { $0.now = $0.now + seconds } }

  package var now: Instant { state.withLock { $0.now } }

  // MARK: - What somebody there does

  package var bookings: [FakeBooking] { state.withLock { $0.bookings } }

  package func booking(_ uid: String) -> FakeBooking? { bookings.first { $0.uid == uid } }

  /// Somebody books, or changes what was booked.
  package func put(_ booking: FakeBooking) {
    state.withLock { state in
      state.now = state.now + 1
      var booking = booking
      booking.createdAt = booking.createdAt ?? state.now
      if !state.manner.hidesUpdates { booking.updatedAt = state.now }
      state.bookings.removeAll { $0.uid == booking.uid }
      state.bookings.append(booking)
    }
  }

  package func edit(_ uid: String, _ change: (inout FakeBooking) -> Void) {
    guard var booking = booking(uid) else { return }
    change(&booking)
    put(booking)
  }

  /// It is gone without a trace.
  package func erase(_ uid: String) {
    state.withLock { $0.bookings.removeAll { $0.uid == uid } }
  }

  package var schedules: [FakeSchedule] { state.withLock { $0.schedules } }

  package func put(_ schedule: FakeSchedule) {
    state.withLock { state in
      state.schedules.removeAll { $0.id == schedule.id }
      state.schedules.append(schedule)
    }
  }

  // MARK: - Answering

  private func reply(to question: WebQuestion) -> WebReply {
    let request = FakeCalComRequest(question)
    if let signIn, request.path == "/v2/auth/oauth2/token" { return signIn.answer(question) }
    let fault = state.withLock { state -> Happening? in
      guard
        let index = state.faults.firstIndex(where: {
          $0.method == request.method && request.path.hasSuffix($0.path)
        })
      else { return nil }
      state.faults[index].times -= 1
      defer { if state.faults[index].times == 0 { state.faults.remove(at: index) } }
      return state.faults[index].happening
    }
    switch fault {
    case .answers(let reply)?: return reply
    case .isPrecededBy(let deed)?: deed(self)
    case .losesAnswer?, .cutsAnswer?, nil: break
    }
    var reply = state.withLock { state in
      var desk = FakeCalComDesk(state: state)
      let reply = desk.answer(request, isSignedIn: accepts(request.bearer))
      state = desk.state
      if request.method != "GET", reply.status < 300 { state.taken += 1 }
      return reply
    }
    if case .losesAnswer? = fault { reply.manner = .hangsUp }
    if case .cutsAnswer? = fault { reply.manner = .breaksOff(after: reply.body.count / 2) }
    return reply
  }
}

/// A booking as it is kept there.
package struct FakeBooking: Sendable, Hashable {
  package var uid: String
  package var title: String
  package var status: String
  package var start: Instant
  package var minutes: Int
  package var host: String
  package var attendees: [String]
  package var guests: [String] = []
  package var location: String?
  package var notes = ""
  package var icsUID: String?
  package var rescheduledFrom: String?
  package var rescheduledTo: String?
  package var recurringUID: String?
  package var reason: String?
  package var createdAt: Instant?
  package var updatedAt: Instant?
  /// Put over what it would tell: name and JSON.
  package var oddities: [String: String] = [:]

  package init(
    _ uid: String, title: String = "Discovery call between Ana Reis and Tom Okafor",
    status: String = "accepted", start: Instant = FakeBooking.start, minutes: Int = 30,
    host: String = "ana@example.com", attendees: [String] = ["tom@client.example"]
  ) {
    self.uid = uid
    self.title = title
    self.status = status
    self.start = start
    self.minutes = minutes
    self.host = host
    self.attendees = attendees
  }

  /// Thursday, 19 November 2026, 09:30 in Berlin.
  package static let start = Instant(seconds: 1_795_077_000)

  /// So many days and minutes after that.
  package static func start(days: Int, minutes: Int = 0) -> Instant {
    start + days * 86_400 + minutes * 60
  }

  /// As the API tells it.
  var json: [String: Any] {
    func time(_ instant: Instant) -> String {
      LocalDateTime(wallSeconds: instant.seconds).description + ".000Z"
    }
    func person(_ email: String, isHost: Bool) -> [String: Any] {
      let name = email.split(separator: "@").first.map(String.init) ?? ""
      var person: [String: Any] = ["name": name.capitalized, "email": email, "displayEmail": email]
      person["timeZone"] = "Europe/Berlin"
      if isHost {
        person["id"] = email == "ana@example.com" ? 5 : 6
        person["username"] = name
      } else {
        person["absent"] = false
      }
      return person
    }
    var json: [String: Any] = [
      "id": 91, "uid": uid, "title": title, "description": notes, "status": status,
      "start": time(start), "end": time(start + minutes * 60), "duration": minutes,
      "hosts": [person(host, isHost: true)], "eventTypeId": 50,
      "eventType": ["id": 50, "slug": "discovery"], "absentHost": false,
      "metadata": [String: Any](),
      "attendees": attendees.map { person($0, isHost: false) },
      "bookingFieldsResponses": ["notes": notes, "location": ["value": "x", "optionValue": ""]],
      "location": location ?? NSNull(), "meetingUrl": location ?? NSNull(),
      "updatedAt": updatedAt.map(time) ?? NSNull(),
      "createdAt": createdAt.map(time) ?? NSNull(),
    ]
    if !guests.isEmpty { json["guests"] = guests }
    json["icsUid"] = icsUID
    json["rescheduledFromUid"] = rescheduledFrom
    json["rescheduledToUid"] = rescheduledTo
    json["recurringBookingUid"] = recurringUID
    json["cancellationReason"] = reason
    for (name, text) in oddities {
      json[name] = try? JSONSerialization.jsonObject(
        with: Data(text.utf8), options: .fragmentsAllowed)
    }
    return json
  }
}

/// A schedule as it is kept there.
package struct FakeSchedule: Sendable, Hashable {
  package var id: Int
  package var name: String
  package var timezone: String
  package var isDefault: Bool
  /// `Monday,Tuesday 09:00-17:00`.
  package var availability: [String]
  /// `2026-11-19 10:00-13:00`.
  package var overrides: [String]

  package init(
    _ id: Int, name: String = "Working hours", timezone: String = "Europe/Berlin",
    isDefault: Bool = true,
    availability: [String] = ["Monday,Tuesday,Wednesday,Thursday,Friday 09:00-17:00"],
    overrides: [String] = []
  ) {
    self.id = id
    self.name = name
    self.timezone = timezone
    self.isDefault = isDefault
    self.availability = availability
    self.overrides = overrides
  }

  var json: [String: Any] {
    func parts(_ text: String) -> (String, String, String) {
      let words = text.split(separator: " ").map(String.init)
      let ends = words[1].split(separator: "-").map(String.init)
      return (words[0], ends[0], ends[1])
    }
    return [
      "id": id, "ownerId": 5, "name": name, "timeZone": timezone, "isDefault": isDefault,
      "availability": availability.map { text -> [String: Any] in
        let (days, start, end) = parts(text)
        return [
          "days": days.split(separator: ",").map(String.init), "startTime": start, "endTime": end,
        ]
      },
      "overrides": overrides.map { text -> [String: Any] in
        let (date, start, end) = parts(text)
        return ["date": date, "startTime": start, "endTime": end]
      },
    ]
  }
}
