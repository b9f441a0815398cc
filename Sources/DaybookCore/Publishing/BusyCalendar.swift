package import ICalendar

/// A calendar for others that says when one is busy and nothing else: no titles, no places, nobody's
/// names, and no telling how many meetings a stretch is made of.
package struct BusyCalendar: Hashable, Sendable {
  /// By start, apart from each other.
  package let spans: [TimeSpan]

  /// - Parameter busy: by start; what overlaps or touches becomes one.
  package init(_ busy: [TimeSpan]) {
    spans = busy.reduce(into: []) { merged, span in
      if span.isEmpty { return }
      if let last = merged.last, span.start <= last.end {
        merged[merged.count - 1].end = max(last.end, span.end)
      } else {
        merged.append(span)
      }
    }
  }

  /// As RFC 5545 has it.
  ///
  /// - Parameter stamp: when it was made.
  package func text(stamp: Instant, product: String) -> String {
    CalendarWriter.calendar(
      product: product,
      properties: [
        ContentLine("METHOD", rawValue: "PUBLISH"), ContentLine("NAME", text: "Busy"),
        ContentLine("X-WR-CALNAME", text: "Busy"),
      ],
      components: spans.map { Self.event($0, stamp: stamp) })
  }

  /// Called after its beginning, which no two of them share: it stays the same event for those who
  /// subscribe when its end moves.
  private static func event(_ span: TimeSpan, stamp: Instant) -> Component {
    var component = Component(named: "VEVENT")
    component.set(
      "UID", rawValue: StableID.make("busy", String(span.start.seconds)) + "@busy.daybook")
    component.set("DTSTAMP", time: .utc(stamp))
    component.set("DTSTART", time: .utc(span.start))
    component.set("DTEND", time: .utc(span.end))
    component.setText("SUMMARY", "Busy")
    component.set("TRANSP", rawValue: "OPAQUE")
    component.set("CLASS", rawValue: "PUBLIC")
    return component
  }
}
