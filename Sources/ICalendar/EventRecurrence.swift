extension EventComponent {
  /// What makes an event repeat, read from its text.
  public struct Recurrence: Sendable {
    /// RRULE (RFC 5545 §3.8.5.3): one by the standard, more in real files.
    public var rules: [RecurrenceRule] = []
    /// EXRULE of the old RFC 2445.
    public var exclusionRules: [RecurrenceRule] = []
    /// RDATE (RFC 5545 §3.8.5.2), periods included.
    public var dates: [RecurrenceSet.AddedDate] = []
    /// EXDATE (RFC 5545 §3.8.5.1).
    public var exclusions: [CalendarTime] = []
  }

  /// RRULE, RDATE, EXDATE and EXRULE. A rule that cannot be used is left out.
  public var recurrence: Recurrence {
    var ignored: [Note] = []
    return recurrence(notes: &ignored)
  }

  func recurrence(notes: inout [Note]) -> Recurrence {
    var result = Recurrence()
    for line in component.all("RRULE") {
      if let rule = rule(line, notes: &notes) { result.rules.append(rule) }
    }
    for line in component.all("EXRULE") {
      if let rule = rule(line, notes: &notes) { result.exclusionRules.append(rule) }
    }
    for line in component.all("RDATE") {
      for item in line.value.split(separator: ",") {
        let parts = item.split(separator: "/", maxSplits: 1)
        guard let raw = parts.first.flatMap({ RawTime.read($0) }) else {
          notes.append(Note(line: line.line, reason: "RDATE \(item) is no time, ignored"))
          continue
        }
        let start = CalendarTime.make(raw, of: line, zones: zones, notes: &notes)
        var length: EventLength?
        if parts.count == 2 {
          length = periodLength(parts[1], from: start, of: line, notes: &notes)
        }
        result.dates.append(RecurrenceSet.AddedDate(start: start, length: length))
      }
    }
    for line in component.all("EXDATE") {
      for item in line.value.split(separator: ",") {
        guard let raw = RawTime.read(item) else {
          notes.append(Note(line: line.line, reason: "EXDATE \(item) is no time, ignored"))
          continue
        }
        result.exclusions.append(CalendarTime.make(raw, of: line, zones: zones, notes: &notes))
      }
    }
    return result
  }

  private func rule(_ line: ContentLine, notes: inout [Note]) -> RecurrenceRule? {
    var reasons: [String] = []
    defer {
      for reason in reasons { notes.append(Note(line: line.line, reason: reason, text: line.raw)) }
    }
    do throws(ICalendarError) {
      let rule = try RecurrenceRule(text: line.value, notes: &reasons)
      if !rule.isGregorian {
        reasons.append("rules in the calendar \(rule.scale ?? "") are not expanded")
      }
      return rule
    } catch {
      reasons.append("\(error)")
      return nil
    }
  }

  /// What stands behind the slash of a PERIOD: an end or a duration (RFC 5545 §3.3.9).
  private func periodLength(
    _ text: Substring, from start: CalendarTime, of line: ContentLine, notes: inout [Note]
  ) -> EventLength? {
    if let raw = RawTime.read(text) {
      let end = CalendarTime.make(raw, of: line, zones: zones, notes: &notes)
      return .exact(max(0, end.instant(viewer: .utc) - start.instant(viewer: .utc)))
    }
    guard let duration = CalendarDuration.read(Array(text.utf8)), !duration.isNegative else {
      notes.append(Note(line: line.line, reason: "the period's end \(text) is ignored"))
      return nil
    }
    return duration.hasTimePart
      ? .exact(duration.days * 86_400 + duration.seconds) : .nominal(duration.days)
  }
}
