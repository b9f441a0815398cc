/// What a cell is, never what it looks like. A theme gives every role a look.
package enum Role: UInt8, CaseIterable, Sendable {
  // Text and structure.
  case text, muted, faint, strong, title, header, headerDetail
  case border, borderFocus, panel, overlay, overlayBorder, gutter, gridLine, hourLine, scrollbar
  // The calendar's own surfaces. Most are used as a background: `Role.text.over(.workHours)`.
  case today, todayHeader, weekend, workHours, offHours, nowLine, outside
  case selection, cursor, range
  // Events. With a hue: `Role.eventText.hued(hue)`.
  case eventText, eventTime, eventBar, eventMark, eventEdge, allDay, tentative, hold, busyOnly,
    past, declined
  case swatch, hueText
  // Meaning.
  case busy, free, conflictSevere, conflictMedium, conflictMinor, resolved
  case suggestion, preview, pending, needsAnswer, billable, unassigned, link
  // Asking and answering.
  case input, inputLabel, inputCursor, placeholder, match, button, buttonFocus
  case tab, tabActive, keyHint, keyHintLabel, statusLine, statusDetail
  case error, warning, ok, info
  // The year as a heat map, from nothing to full.
  case heat0, heat1, heat2, heat3, heat4

  /// As theme files spell it: `conflict_severe`.
  package var name: String {
    var name = ""
    for letter in "\(self)" {
      name += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
    return name
  }

  /// Whether letters are written in it that must be read; else it is lines, bars and shades.
  package var isText: Bool {
    switch self {
    case .border, .borderFocus, .overlayBorder, .gridLine, .hourLine, .scrollbar, .nowLine,
      .eventBar, .eventEdge, .swatch, .hueText, .faint, .outside, .declined, .heat0:
      false
    default: true
    }
  }

  package static let named: [String: Role] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

/// One of the twelve colours that tell calendars and clients apart.
package struct Hue: Hashable, Sendable {
  package static let count = 12
  package let index: UInt8

  /// Any number finds a hue, so the thirteenth calendar shares the first one's.
  package init(_ index: Int) {
    self.index = UInt8(((index % Hue.count) + Hue.count) % Hue.count)
  }

  package static let all = (0..<count).map { Hue($0) }
}
