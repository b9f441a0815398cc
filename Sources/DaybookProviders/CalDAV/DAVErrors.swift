internal import DaybookCore

/// What an answer that is no success asks for, as far as WebDAV says more than its status.
extension WebResponse {
  /// What was being done when it came.
  enum DAVDeed {
    case reading, writing, deleting
  }

  /// Local names of the conditions in the body (RFC 4918 §16, RFC 4791 §1.3); none where it is no
  /// XML, as with most of the plain lost races.
  var conditions: [String] {
    guard case .error(let conditions, _)? = try? DAVBody(body) else { return [] }
    return conditions
  }

  /// - Parameter deed: 409 and 412 mean one thing to a question and another to a change.
  func failure(_ deed: DAVDeed) -> ProviderError {
    let place = address.place
    if deed == .writing {
      let conditions = conditions
      if conditions.contains(where: Self.schedulingChanges.contains) {
        return .notTaken(.notOrganizer(place))
      }
      if let rejection = Self.rejection(conditions) {
        return .notTaken(.rejected(place, rejection))
      }
    }
    switch (deed, status) {
    case (.reading, 409), (.reading, 412), (.reading, 413): return .refused(place, status: status)
    // The event is gone, or the calendar: reading tells.
    case (.writing, 404), (.writing, 410): return .changedElsewhere
    // The calendar that it would be in is gone.
    case (.writing, 409): return .notFound(place)
    case (.writing, 400), (.writing, 422): return .notTaken(.rejected(place, .invalid))
    case (.writing, 413): return .notTaken(.rejected(place, .tooLarge))
    case (.writing, 415): return .notTaken(.rejected(place, .noEventsHere))
    case (.writing, 507): return .notTaken(.rejected(place, .noRoom))
    // Somebody holds it for a moment.
    case (_, 423), (_, 425):
      return .serverFailed(place, status: status, retryAfter: retryAfter)
    case (_, 418): return .serverFailed(place, status: status, retryAfter: retryAfter)
    default: return failure(signIn: .password)
    }
  }

  /// Who takes part may change only some of an event (RFC 6638 §3.2.4).
  private static let schedulingChanges: Set<String> = [
    "allowed-organizer-scheduling-object-change", "allowed-attendee-scheduling-object-change",
  ]

  private static func rejection(_ conditions: [String]) -> Objection.Rejection? {
    for condition in conditions {
      switch condition {
      case "supported-calendar-data", "valid-calendar-data", "valid-calendar-object-resource",
        "same-organizer-in-all-components":
        return .invalid
      case "supported-calendar-component", "calendar-collection-location-ok": return .noEventsHere
      case "no-uid-conflict", "unique-scheduling-object-resource": return .sameUID
      case "max-resource-size": return .tooLarge
      case "min-date-time", "max-date-time": return .outOfRange
      case "max-instances": return .tooManyInstances
      case "max-attendees-per-instance": return .tooManyAttendees
      case "quota-not-exceeded", "sufficient-disk-space": return .noRoom
      default: continue
      }
    }
    return nil
  }
}

extension WebAddress {
  /// The same words for the status of one resource of several.
  func failure(ofStatus status: Int) -> ProviderError {
    WebResponse(status: status, address: self).failure(.reading)
  }
}
