package import ICalendar

/// What a list of slots is written as.
package enum SlotFormat: String, CaseIterable, Sendable {
  case text, markdown, html, ics
}

/// Writes slots for the person who is to choose one: their zone named once, grouped by day, and
/// never a title or a calendar's name.
///
/// What is copied and what is printed is this same text.
package struct SlotText: Sendable {
  /// The reader's zone.
  package var zone: Zone
  /// Another to show beside it, usually the sender's; nil for one zone only.
  package var beside: Zone?
  /// nil: as is usual in each zone.
  package var clock: ClockStyle?
  /// Of a booking page; each slot then gets a line with a link to it.
  package var bookingPage: String?

  package init(
    zone: Zone, beside: Zone? = nil, clock: ClockStyle? = nil, bookingPage: String? = nil
  ) {
    self.zone = zone
    self.beside = beside?.identifier == zone.identifier ? nil : beside
    self.clock = clock
    self.bookingPage = bookingPage
  }

  package static let perDay = 3
  package static let limit = 8

  /// What of exact slots goes into a text: rounded to quarter hours in the display zone, at most
  /// three a day and eight in all, spread, unless told otherwise.
  package static func chosen(
    _ slots: [TimeSpan], duration: Int, perDay: Int? = nil, limit: Int? = nil, zone: Zone
  ) -> [TimeSpan] {
    Availability.select(
      Availability.rounded(slots, duration: duration, zone: zone), perDay: perDay ?? Self.perDay,
      limit: limit ?? Self.limit, zone: zone)
  }

  /// What is said where there is nothing to offer.
  package static func nothing(duration: Int, days: Range<Day>) -> String {
    let length = DateText.minutes(duration)
    let last = max(days.lowerBound, days.upperBound - 1)
    return last == days.lowerBound
      ? "No free time of \(length) or more on \(DateText.day(last))."
      : "No free time of \(length) or more from \(DateText.day(days.lowerBound)) to "
        + "\(DateText.day(last))."
  }

  /// The text, without a line break at its end. `now` is only written into iCalendar.
  package func text(_ slots: [TimeSpan], as format: SlotFormat, now: Instant) -> String {
    switch format {
    case .text: plain(slots)
    case .markdown: markdown(slots)
    case .html: html(slots)
    case .ics: SlotCalendar.text(slots, now: now)
    }
  }

  private static let opening = "Here are some times that work for me"

  private func plain(_ slots: [TimeSpan]) -> String {
    let lines = self.lines(slots)
    let labels = lines.map(\.day)
    let width = labels.map(\.count).max() ?? 0
    var text = "\(Self.opening)\n(\(zones(slots))):\n"
    let columns = beside == nil ? 0 : lines.flatMap(\.times).map(\.count).max() ?? 0
    for line in lines {
      let label = padded(line.day, to: width) + "   "
      let note = line.zone.map { "  (\($0))" } ?? ""
      if line.isSplit {
        for (index, time) in line.times.enumerated() {
          let indent = index == 0 ? label : String(repeating: " ", count: width + 3)
          let beside = line.beside.isEmpty ? "" : "  |  \(line.beside[index])"
          let link = line.links.isEmpty ? "" : "   \(line.links[index])"
          let note = index == 0 ? note : ""
          text += "\n\(indent)\(padded(time, to: beside.isEmpty ? 0 : columns))"
          text += "\(beside)\(note)\(link)"
        }
      } else {
        text += "\n\(label)\(line.times.joined(separator: " · "))\(note)"
      }
    }
    return text
  }

  private func markdown(_ slots: [TimeSpan]) -> String {
    var text = "\(Self.opening) (\(zones(slots))):\n"
    for line in lines(slots) {
      let times = self.times(line) { "[\($0)](\($1))" }
      let note = line.zone.map { " (\($0))" } ?? ""
      text += "\n- **\(line.day)**\(note): \(times)"
    }
    return text
  }

  private func html(_ slots: [TimeSpan]) -> String {
    var text = "<p>\(escaped("\(Self.opening) (\(zones(slots))):"))</p>\n<ul>"
    for line in lines(slots) {
      let times = self.times(line) { "<a href=\"\(escaped($1))\">\($0)</a>" }
      let note = line.zone.map { escaped(" (\($0))") } ?? ""
      text += "\n  <li><strong>\(line.day)</strong>\(note): \(times)</li>"
    }
    return text + "\n</ul>"
  }

  /// The times of a line one after the other, `link` making one of each where there are links.
  private func times(_ line: Line, link: (String, String) -> String) -> String {
    line.times.indices.map { index in
      let time = line.times[index] + (line.beside.isEmpty ? "" : " / \(line.beside[index])")
      return line.links.isEmpty ? time : link(time, line.links[index])
    }.joined(separator: line.beside.isEmpty ? ", " : " · ")
  }

  /// One day's slots, as far as they have the same offset.
  private struct Line {
    var day: String
    /// The day's abbreviation and offset, where they change along the list.
    var zone: String?
    var times: [String] = []
    var beside: [String] = []
    var links: [String] = []

    /// Whether each slot needs a line of its own.
    var isSplit: Bool { !beside.isEmpty || !links.isEmpty }
  }

  private func lines(_ slots: [TimeSpan]) -> [Line] {
    let isSteady = self.isSteady(slots)
    var lines: [Line] = []
    var last: (day: Day, offsets: [String])?
    for slot in slots {
      let day = zone.day(at: slot.start)
      let offsets = isSteady ? [] : shown.map { self.offsets($0, slot) }
      if last?.day != day || last?.offsets != offsets {
        lines.append(
          Line(
            day: DateText.day(day),
            zone: isSteady ? nil : offsets.joined(separator: " | ")))
        last = (day, offsets)
      }
      let style = clock ?? ClockStyle.usual(in: zone)
      lines[lines.count - 1].times.append(style.range(slot, in: zone))
      if let beside {
        let its = beside.day(at: slot.start)
        let range = (clock ?? ClockStyle.usual(in: beside)).range(slot, in: beside)
        lines[lines.count - 1].beside.append(its == day ? range : "\(DateText.day(its)) \(range)")
      }
      if let bookingPage { lines[lines.count - 1].links.append(link(bookingPage, slot)) }
    }
    return lines
  }

  /// A Cal.com page opened at this slot.
  private func link(_ page: String, _ slot: TimeSpan) -> String {
    let day = zone.day(at: slot.start)
    let utc = LocalDateTime(wallSeconds: slot.start.seconds)
    let month = String(day.description.prefix(7))
    let joint = page.contains("?") ? "&" : "?"
    return "\(page)\(joint)month=\(month)&date=\(day)&slot=\(utc).000Z"
  }

  /// `America/New_York, EST, UTC−5`, for one zone or two; without the offset where it changes.
  private func zones(_ slots: [TimeSpan]) -> String {
    let isSteady = self.isSteady(slots)
    return shown.map { zone in
      guard isSteady, let first = slots.first, zone.identifier != "UTC" else {
        return zone.identifier
      }
      return "\(zone.identifier), \(offsets(zone, first))"
    }.joined(separator: " | ")
  }

  private var shown: [Zone] { [zone] + (beside.map { [$0] } ?? []) }

  /// Whether no clock is changed from the first slot to the last.
  private func isSteady(_ slots: [TimeSpan]) -> Bool {
    guard let first = slots.first else { return true }
    return shown.allSatisfy { zone in
      let usual = offsets(zone, first)
      return slots.allSatisfy { self.offsets(zone, $0) == usual }
    }
  }

  /// `EST, UTC−5`; of a slot that a clock change divides, both.
  private func offsets(_ zone: Zone, _ slot: TimeSpan) -> String {
    let names = (Self.offset(zone, slot.start), Self.offset(zone, slot.end - 1))
    return names.0 == names.1 ? names.0 : "\(names.0), then \(names.1)"
  }

  private static func offset(_ zone: Zone, _ instant: Instant) -> String {
    let offset = zone.offset(at: instant)
    let size = Int(offset.magnitude)
    let minutes = size % 3600 / 60
    let utc =
      "UTC\(offset < 0 ? "−" : "+")\(size / 3600)"
      + (minutes == 0 ? "" : ":\(DateText.twoDigits(minutes))")
    let name = zone.abbreviation(at: instant)
    // Zones without a name of their own are abbreviated as their offset, which is said already.
    return name.contains(where: \.isNumber) || name.isEmpty ? utc : "\(name), \(utc)"
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

/// Slots as a calendar that a client can open beside their own.
///
/// Each is an event that is tentative and transparent: VFREEBUSY would say the same, but what people
/// open calendars with ignores it, and an event that claims time would block the reader's own.
private enum SlotCalendar {
  static func text(_ slots: [TimeSpan], now: Instant) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Daybook//Daybook//EN", "METHOD:PUBLISH",
    ]
    for slot in slots {
      let (start, end) = (utc(slot.start), utc(slot.end))
      lines += [
        "BEGIN:VEVENT", "UID:\(StableID.make("slot", start, end))@daybook", "DTSTAMP:\(utc(now))",
        "DTSTART:\(start)", "DTEND:\(end)", "SUMMARY:Proposed time", "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT", "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.joined(separator: "\r\n")
  }

  private static func utc(_ instant: Instant) -> String { OriginalStart.instant(instant).compact }
}
