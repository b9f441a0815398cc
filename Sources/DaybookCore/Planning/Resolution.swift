package import ICalendar

/// One computed way out of a conflict.
package struct Resolution: Identifiable, Hashable, Sendable {
  /// A short word that stays the same while the conflict does: `move-second-1`, `keep`.
  package var id: String
  /// What it does, for people.
  package var label: String
  /// How many people have to be told.
  package var disturbs: Int
  package var change: Change
  /// The copies of the occurrence in other calendars: it is done to them too, or they would collide
  /// in its place.
  package var copies: [OccurrenceID] = []

  package enum Change: Hashable, Sendable {
    case move(OccurrenceID, to: TimeSpan)
    case shorten(OccurrenceID, to: TimeSpan)
    /// Answers the invitation with no.
    case decline(OccurrenceID)
    /// Lets it show as free.
    case free(OccurrenceID)
    /// Removes one of my own holds.
    case release(OccurrenceID)
    /// Calls off what somebody booked; whoever booked it is told.
    case cancel(OccurrenceID)
    /// Lets both stand, this time.
    case keep
    /// Lets these two events stand beside each other, always.
    case keepPair
  }

  /// What is done, whatever it is done to: the beginning of a way's id.
  package enum Deed: String, CaseIterable, Sendable {
    case move, shorten, decline, free, release, cancel, keep
    case keepPair = "keep-pair"
  }

  package var deed: Deed {
    switch change {
    case .move: .move
    case .shorten: .shorten
    case .decline: .decline
    case .free: .free
    case .release: .release
    case .cancel: .cancel
    case .keep: .keep
    case .keepPair: .keepPair
    }
  }

  /// What it does, for the journal: with the event's title in quotes, as in all sentences there.
  package func sentence(on conflict: Conflict) -> String {
    guard let event = [conflict.first, conflict.second].first(where: { $0.id == occurrence })
    else { return label }
    return label.replacing(event.name, with: "“\(event.name)”", maxReplacements: 1)
  }

  /// The state that the conflict is in once this was done.
  package var outcome: Conflict.State {
    switch change {
    case .keep, .keepPair: .ignored
    default: .resolved
    }
  }

  /// The occurrence it changes; nil where both stay as they are.
  package var occurrence: OccurrenceID? {
    switch change {
    case .move(let id, _), .shorten(let id, _), .decline(let id), .free(let id), .release(let id),
      .cancel(let id):
      id
    case .keep, .keepPair: nil
    }
  }

  /// What `occurrences` would be with it, for a preview.
  package func applied(to occurrences: [Occurrence], zone: Zone) -> [Occurrence] {
    occurrences.compactMap { occurrence in
      guard occurrence.id == self.occurrence || copies.contains(occurrence.id) else {
        return occurrence
      }
      var changed = occurrence
      switch change {
      case .move(_, let span), .shorten(_, let span):
        changed.span = span
        changed.time = occurrence.time.moved(to: span, in: zone)
      case .decline:
        if changed.response != nil { changed.response = .declined }
        changed.showsAs = .free
      case .free: changed.showsAs = .free
      case .release, .cancel: return nil
      case .keep, .keepPair: break
      }
      return changed
    }
  }
}

extension EventTime {
  /// The same kind of time at another span, for a viewer in `zone`.
  package func moved(to span: TimeSpan, in zone: Zone) -> EventTime {
    switch self {
    case .timed(_, let name): .timed(span, zone: name)
    case .floating: .floating(from: zone.local(at: span.start), to: zone.local(at: span.end))
    case .allDay:
      .allDay(
        zone.day(at: span.start)..<max(zone.day(at: span.start), zone.day(at: span.end - 1)) + 1)
    }
  }
}

extension Resolution {
  /// The way out of this id; else the best one whose deed has this word.
  package static func named(_ word: String, among offered: [Resolution]) -> Resolution? {
    offered.first { $0.id == word } ?? offered.first { $0.deed.rawValue == word }
  }
}
