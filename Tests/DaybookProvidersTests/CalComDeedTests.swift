import DaybookCore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookProviders

/// What can be done about bookings, and what is refused before it is sent.
@Suite struct CalComDeedTests {
  let fake: FakeCalCom
  let provider: CalComProvider

  init() throws {
    fake = try FakeCalCom()
    provider = CalComProvider(fake)
  }

  /// The booking `a` as it is kept.
  private func kept(_ booking: FakeBooking) async throws -> RemoteEvent {
    fake.put(booking)
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    return try #require(kept.events["a"])
  }

  private func save(_ event: RemoteEvent, over base: RemoteEvent, note: String? = nil)
    async throws(ProviderError) -> RemoteEvent
  {
    try await provider.save(
      event, over: base, telling: Notice(tellsPeople: true, note: note), in: "bookings")
  }

  /// What was sent to change something: path and body.
  private var sent: [String] {
    fake.server.questions.filter { $0.method == "POST" }.map {
      $0.path + " " + String(decoding: $0.body, as: UTF8.self)
    }
  }

  @Test func yesConfirmsAPendingBooking() async throws {
    let event = try await kept(FakeBooking("a", status: "pending"))
    let saved = try await save(
      event.answered("ACCEPTED", by: "ana@example.com"), over: event)
    #expect(saved.components.first?.first("STATUS")?.value == "CONFIRMED")
    #expect(fake.booking("a")?.status == "accepted")
    #expect(sent == ["/v2/bookings/a/confirm {}"])
    #expect(fake.complaints.isEmpty)
  }

  @Test func noDeclinesAPendingBookingWithTheReason() async throws {
    let event = try await kept(FakeBooking("a", status: "pending"))
    _ = try await save(
      event.answered("DECLINED", by: "ana@example.com", note: "On holiday"), over: event)
    #expect(fake.booking("a")?.status == "rejected")
    #expect(sent == ["/v2/bookings/a/decline {\"reason\":\"On holiday\"}"])
    #expect(fake.complaints.isEmpty)
  }

  @Test func noCancelsABookingThatStood() async throws {
    let event = try await kept(FakeBooking("a"))
    _ = try await save(
      event.answered("DECLINED", by: "ana@example.com"), over: event, note: "Ill")
    #expect(fake.booking("a")?.status == "cancelled")
    #expect(sent == ["/v2/bookings/a/cancel {\"cancellationReason\":\"Ill\"}"])
  }

  @Test func toDeleteIsToCancelWithTheNote() async throws {
    let event = try await kept(FakeBooking("a"))
    try await provider.delete(
      event.id, version: event.version, telling: Notice(tellsPeople: true, note: "Ill"),
      in: "bookings")
    #expect(fake.booking("a")?.reason == "Ill")
    #expect(sent == ["/v2/bookings/a/cancel {\"cancellationReason\":\"Ill\"}"])
    #expect(fake.complaints.isEmpty)
  }

  @Test func toMoveIsToReschedule() async throws {
    fake.behave { $0.wantsConfirmation = true }
    let event = try await kept(FakeBooking("a"))
    let saved = try await save(event.moved(by: 5400), over: event, note: "Train strike")
    #expect(saved.id == "moved1")
    #expect(saved.uid == event.uid)
    #expect(saved.components.first?.first("DTSTART")?.value == "20261119T100000Z")
    #expect(fake.booking("moved1")?.status == "accepted")
    #expect(fake.booking("a")?.rescheduledTo == "moved1")
    #expect(
      sent == [
        "/v2/bookings/a/reschedule {\"rescheduledBy\":\"ana@example.com\","
          + "\"reschedulingReason\":\"Train strike\",\"start\":\"2026-11-19T10:00:00Z\"}"
      ])
    #expect(fake.complaints.isEmpty)
  }

  @Test func aTimeThatIsTakenIsToldSo() async throws {
    fake.put(FakeBooking("b", start: FakeBooking.start + 3600))
    let event = try await kept(FakeBooking("a"))
    do throws(ProviderError) {
      _ = try await save(event.moved(by: 3600), over: event)
      Issue.record("two bookings at one time")
    } catch {
      #expect(error.code == "time_taken")
      #expect(!error.isPassing)
    }
    #expect(fake.bookings.count == 2)
  }

  struct Refusal: Sendable {
    var code: String
    var status = "accepted"
    var change: @Sendable (RemoteEvent) -> RemoteEvent
  }

  @Test(arguments: [
    Refusal(code: "booking_fixed") { $0.changed { $0.setText("SUMMARY", "Mine") } },
    Refusal(code: "booking_fixed") { $0.changed { $0.set("TRANSP", rawValue: "TRANSPARENT") } },
    Refusal(code: "booking_fixed") { $0.changed { $0.remove("ATTENDEE") } },
    Refusal(code: "booking_fixed") { $0.changed { $0.set("RRULE", rawValue: "FREQ=DAILY") } },
    Refusal(code: "booking_fixed") {
      $0.changed { $0.set("DTSTART", time: .date(Day(2026, 11, 19))) }
    },
    Refusal(code: "booking_length_fixed") {
      $0.changed { $0.set("DTEND", rawValue: "20261119T093000Z") }
    },
    Refusal(code: "booking_no_maybe", status: "pending") {
      $0.answered("TENTATIVE", by: "ana@example.com")
    },
    Refusal(code: "booking_over", status: "rejected") {
      $0.answered("ACCEPTED", by: "ana@example.com")
    },
    Refusal(code: "booking_over", status: "cancelled") { $0.moved(by: 3600) },
    Refusal(code: "booking_made_elsewhere") { event in
      var new = event
      new.version = nil
      return new
    },
  ])
  func whatABookingCannotTakeIsNotSent(_ refusal: Refusal) async throws {
    let event = try await kept(FakeBooking("a", status: refusal.status))
    let changed = refusal.change(event)
    let before = fake.server.questions.count
    do throws(ProviderError) {
      _ = try await save(changed, over: event)
      Issue.record("it was sent")
    } catch {
      #expect(error.code == refusal.code)
      #expect(error.hint != nil)
      #expect(!error.isPassing)
    }
    #expect(fake.server.questions.count == before)
  }

  @Test func onlyWhoeverWasBookedCanConfirm() async throws {
    let event = try await kept(
      FakeBooking("a", status: "pending", host: "bo@example.com", attendees: ["ana@example.com"]))
    let unsure = event.answered("TENTATIVE", by: "ana@example.com")
    #expect(throws: BookingError.notMineToConfirm) {
      try BookingEdit(from: unsure.components, to: event.components)
    }
    // Whoever booked takes it back by cancelling.
    _ = try await save(event.answered("DECLINED", by: "ana@example.com"), over: event)
    #expect(fake.booking("a")?.status == "cancelled")
  }

  // MARK: - Answers that are lost

  enum Loss: CaseIterable, Sendable { case noAnswer, halfAnAnswer }
  enum Deed: CaseIterable, Sendable { case confirm, decline, cancel, move }

  @Test(arguments: Deed.allCases, Loss.allCases)
  func aDeedWhoseAnswerWasLostIsNotDoneTwice(_ deed: Deed, _ loss: Loss) async throws {
    let isPending = deed == .confirm || deed == .decline
    let event = try await kept(FakeBooking("a", status: isPending ? "pending" : "accepted"))
    let changed =
      switch deed {
      case .confirm: event.answered("ACCEPTED", by: "ana@example.com")
      case .decline, .cancel: event.answered("DECLINED", by: "ana@example.com")
      case .move: event.moved(by: 3600)
      }
    for path in ["/confirm", "/decline", "/cancel", "/reschedule"] {
      fake.misbehave(loss == .noAnswer ? .losesAnswer : .cutsAnswer, on: "POST", path)
    }
    await #expect(throws: ProviderError.self) { try await save(changed, over: event) }
    let saved = try await save(changed, over: event)
    #expect(sent.count == 1)
    #expect(fake.bookings.count == (deed == .move ? 2 : 1))
    #expect(saved.id == (deed == .move ? "moved1" : "a"))
  }

  @Test func whatChangedThereMeanwhileIsPlannedAgain() async throws {
    let event = try await kept(FakeBooking("a", status: "pending"))
    fake.edit("a") { $0.start = $0.start + 3600 }
    await #expect(throws: ProviderError.changedElsewhere) {
      try await save(event.answered("ACCEPTED", by: "ana@example.com"), over: event)
    }
    fake.erase("a")
    await #expect(throws: ProviderError.changedElsewhere) {
      try await save(event.answered("ACCEPTED", by: "ana@example.com"), over: event)
    }
    #expect(sent.isEmpty)
  }

  // MARK: - What only looks as if it were done

  private func delete(_ event: RemoteEvent) async throws(ProviderError) {
    try await provider.delete(
      event.id, version: event.version, telling: Notice(tellsPeople: true, note: "Ill"),
      in: "bookings")
  }

  @Test(arguments: Loss.allCases)
  func aDeletionWhoseAnswerWasLostCancelsOnce(_ loss: Loss) async throws {
    let event = try await kept(FakeBooking("a"))
    fake.misbehave(loss == .noAnswer ? .losesAnswer : .cutsAnswer, on: "POST", "/cancel")
    await #expect(throws: ProviderError.self) { try await delete(event) }
    try await delete(event)
    #expect(sent == ["/v2/bookings/a/cancel {\"cancellationReason\":\"Ill\"}"])
    fake.erase("a")
    try await delete(event)
    #expect(sent.count == 1)
  }

  /// Moves the booking `a` as somebody else would, to so many seconds later.
  private func rescheduleThere(by seconds: Int, status: String = "accepted") {
    var moved = FakeBooking("b", status: status, start: FakeBooking.start + seconds)
    moved.rescheduledFrom = "a"
    fake.put(moved)
    fake.edit("a") { booking in
      booking.status = "cancelled"
      booking.rescheduledTo = "b"
    }
  }

  /// A booking that was moved is over under its old name; that is no deletion, and no answer of ours.
  @Test func whatWasMovedThereIsNotTakenForCalledOff() async throws {
    let event = try await kept(FakeBooking("a"))
    rescheduleThere(by: 7200)
    await #expect(throws: ProviderError.changedElsewhere) { try await delete(event) }
    await #expect(throws: ProviderError.changedElsewhere) {
      try await save(event.answered("DECLINED", by: "ana@example.com"), over: event)
    }
    #expect(sent.isEmpty)
    #expect(fake.booking("b")?.status == "accepted")
  }

  /// Only a booking that stands at the time that was wanted shows that a move has arrived.
  @Test(arguments: [(7200, "accepted"), (3600, "cancelled")])
  func whatWasMovedThereIsNotTakenForOurMove(_ seconds: Int, _ status: String) async throws {
    let event = try await kept(FakeBooking("a"))
    rescheduleThere(by: seconds, status: status)
    await #expect(throws: ProviderError.changedElsewhere) {
      try await save(event.moved(by: 3600), over: event)
    }
    #expect(sent.isEmpty)
    #expect(fake.bookings.count == 2)
  }

  @Test func aMoveThatSomebodyElseMadeTheSameIsDone() async throws {
    let event = try await kept(FakeBooking("a"))
    rescheduleThere(by: 3600)
    #expect(try await save(event.moved(by: 3600), over: event).id == "b")
    #expect(sent.isEmpty)
  }
}
