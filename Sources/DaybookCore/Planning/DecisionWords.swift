package import ICalendar

extension Conflict {
  /// What was done about it, as a sentence: `Moved Globex call to Thu 26 Nov 11:00–12:00`; nil where
  /// nothing was.
  package func whatWasDone(in zone: Zone) -> String? {
    guard let action = decision?.action else { return nil }
    let parts = action.split(separator: "-").map(String.init)
    let event = parts.dropFirst().first == "second" ? second : first
    let now =
      DateText.day(zone.day(at: event.span.start)) + " " + DateText.clocks(event.span, in: zone)
    return switch Resolution.Deed(rawValue: action) ?? Resolution.Deed(rawValue: parts[0]) {
    case .keep, nil: "Kept both this time"
    case .keepPair: "Always kept both of this pair"
    case .move: "Moved \(event.name) to \(now)"
    case .shorten: "Shortened \(event.name) to \(now)"
    case .decline: "Declined \(event.name)"
    case .free: "Marked \(event.name) as free"
    case .release: "Released \(event.name)"
    case .cancel: "Cancelled \(event.name)"
    }
  }
}
