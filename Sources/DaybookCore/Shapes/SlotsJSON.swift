package import ICalendar

/// Free slots as the command line's manual shapes them.
package struct SlotsJSON {
  private let zone: Zone
  private let reader: Zone?

  /// - Parameter reader: the zone of whoever reads the text, where it is another one.
  package init(zone: Zone, reader: Zone?) {
    self.zone = zone
    self.reader = reader
  }

  /// - Parameter duration: in minutes.
  package func document(_ slots: [TimeSpan], text: String, duration: Int) -> JSON {
    .object([
      ("timezone", .string(zone.identifier)),
      ("their_timezone", .optional(reader?.identifier)),
      ("duration", .int(duration)),
      (
        "slots",
        .array(
          slots.map { slot in
            .object([
              ("start", .string(RFC3339.text(slot.start, in: zone))),
              ("end", .string(RFC3339.text(slot.end, in: zone))),
              ("minutes", .int(slot.seconds / 60)),
            ])
          })
      ),
      ("text", .string(text)),
    ])
  }
}
