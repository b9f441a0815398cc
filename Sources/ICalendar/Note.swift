/// Something in a file that was skipped, repaired or guessed at, for a person to read.
///
/// Readers of this library keep going: one bad property never costs its event, one bad event never
/// costs the file, and every loss is written down as one of these.
public struct Note: Hashable, Sendable {
  /// The line in the file, from 1; 0 where it is not known.
  public var line: Int
  /// What was done and why, as half a sentence: `DTEND lies before DTSTART and is ignored`.
  public var reason: String
  /// The beginning of the text in question.
  public var text: String
  /// Whether a component, or a property of the calendar, was left out for it.
  public var isLoss: Bool

  /// - Parameter text: cut where it is longer than 200 bytes.
  public init(line: Int, reason: String, text: String = "", isLoss: Bool = false) {
    self.line = line
    self.reason = reason
    self.isLoss = isLoss
    self.text = text.utf8.count <= 200 ? text : String(text.prefix(100)) + "…"
  }
}

/// What cannot be read at all; lesser trouble is a `Note`.
public enum ICalendarError: Error, Hashable, Sendable {
  /// The text holds no component: no `BEGIN:` line.
  case notAComponent
  /// A VEVENT says nowhere when it starts.
  case noStart(line: Int)
  /// A date or time that no calendar has.
  case unreadableTime(line: Int, text: String)
  /// A duration outside RFC 5545 §3.3.6.
  case unreadableDuration(text: String)
  /// A recurrence rule that says nothing usable (RFC 5545 §3.3.10).
  case unreadableRule(text: String, reason: String)
}

extension ICalendarError: CustomStringConvertible {
  /// `line 12: …`, or the reason alone where no line is known.
  public var description: String { line.map { "line \($0): \(reason)" } ?? reason }

  /// The line in question, where one is known.
  public var line: Int? {
    switch self {
    case .noStart(let line), .unreadableTime(let line, _): line
    case .notAComponent, .unreadableDuration, .unreadableRule: nil
    }
  }

  /// What is wrong, without where.
  public var reason: String {
    switch self {
    case .notAComponent: "no BEGIN line was found"
    case .noStart: "the event has no DTSTART"
    case .unreadableTime(_, let text): "\(text) is not a date or time"
    case .unreadableDuration(let text): "\(text) is not a duration"
    case .unreadableRule(let text, let reason): "\(text) is not a recurrence rule: \(reason)"
    }
  }
}
