package import DaybookCore
internal import ICalendar

/// What is done about bookings. Each is asked for before anything is done to it: there are no
/// versions to send along, and a deed whose answer was lost is not done twice.
extension CalComProvider {
  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    let deed: BookingEdit?
    do throws(BookingError) {
      // What was never there, or is there no more, cannot be booked from here.
      guard event.version != nil else { throw .madeElsewhere }
      deed = try BookingEdit(from: base?.components ?? [], to: event.components)
    } catch {
      throw .notTaken(.told(error.failure))
    }
    guard let deed else { return event }
    guard let current = try await booking(event.id) else { throw .changedElsewhere }
    if let done = try await outcome(of: deed, on: current) {
      return try await self.event(of: done, named: event.uid)
    }
    guard try await isCurrent(event.version, current) else { throw .changedElsewhere }
    return try await self.event(of: try await carryOut(deed, on: current, notice), named: event.uid)
  }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    guard let current = try await booking(event) else { return }
    if current.isOver {
      guard current.rescheduledTo == nil else { throw .changedElsewhere }
      return
    }
    if version != nil, try await !isCurrent(version, current) { throw .changedElsewhere }
    _ = try await carryOut(.cancel(note: nil), on: current, notice)
  }

  // MARK: - Whether it is to be done

  /// The booking that shows a deed to be done already.
  private func outcome(of deed: BookingEdit, on current: CalComBooking)
    async throws(ProviderError) -> CalComBooking?
  {
    switch deed {
    case .confirm: return current.isAccepted ? current : nil
    case .decline: return current.isRejected ? current : nil
    case .cancel: return current.isOver && current.rescheduledTo == nil ? current : nil
    case .move(let span):
      if !current.isOver, current.span == span { return current }
      guard let next = current.rescheduledTo, let moved = try await booking(RemoteID(next)),
        moved.span == span, !moved.isOver
      else { return nil }
      return moved
    }
  }

  /// Whether a booking is as it was when it was last read.
  private func isCurrent(_ version: Version?, _ booking: CalComBooking)
    async throws(ProviderError) -> Bool
  {
    guard let known = BookingVersion(version) else { return false }
    let now = try await event(of: booking, named: known.name)
    return BookingVersion(now.version)?.content == known.content
  }

  private func event(of booking: CalComBooking, named name: String) async throws(ProviderError)
    -> RemoteEvent
  {
    CalComEvents(me: try await currentMe()).event(of: booking, named: name)
  }

  // MARK: - Doing it

  private struct Decline: Encodable {
    var reason: String?
  }

  private struct Cancellation: Encodable {
    var cancellationReason: String?
  }

  private struct Rescheduling: Encodable {
    var start: String
    var reschedulingReason: String?
    /// With my own address a booking that I would have to confirm is confirmed at once.
    var rescheduledBy: String
  }

  private func carryOut(_ deed: BookingEdit, on booking: CalComBooking, _ notice: Notice)
    async throws(ProviderError) -> CalComBooking
  {
    switch deed {
    case .confirm: return try await post("confirm", Decline(), booking)
    case .decline(let note):
      return try await post("decline", Decline(reason: words(note, notice)), booking)
    case .cancel(let note):
      return try await post(
        "cancel", Cancellation(cancellationReason: words(note, notice)), booking)
    case .move(let span):
      return try await post(
        "reschedule",
        Rescheduling(
          start: CalComAPI.time(span.start), reschedulingReason: words(nil, notice),
          rescheduledBy: try await currentMe().email), booking)
    }
  }

  private func words(_ note: String?, _ notice: Notice) -> String? {
    [note, notice.note].compactMap { $0?[...].trimmed }.first { !$0.isEmpty }
  }

  /// The booking that a deed leaves behind: a new one where it was moved.
  private func post(_ deed: String, _ body: any Encodable & Sendable, _ booking: CalComBooking)
    async throws(ProviderError) -> CalComBooking
  {
    let left = try await api.send(
      "POST", ["bookings", booking.uid, deed], of: .bookings, body: body,
      as: CalComEnvelope<OneOrMany<CalComBooking>>.self
    ).value.data.values
    if deed != "reschedule", let same = left.first(where: { $0.uid == booking.uid }) { return same }
    guard let first = left.first else {
      throw .malformedResponse(api.place, detail: "it does not say what became of the booking")
    }
    return first
  }
}
