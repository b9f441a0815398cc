internal import DaybookCore
internal import ICalendar

/// What a server that mails by itself is to do about an event's attendees (RFC 6638 §7.1).
///
/// Only those it has not written to yet can be kept from hearing: marked as the client's, they are
/// left alone. Marking others would send them a cancellation.
enum CalDAVScheduling {
  /// Whether it matters for this event if the server mails.
  static func matters(
    _ entries: [Component], over base: [Component], _ notice: Notice
  ) -> Bool {
    entries != prepared(entries, over: base, notice)
  }

  static func prepared(
    _ entries: [Component], over base: [Component], _ notice: Notice
  ) -> [Component] {
    let known = Set(base.flatMap { $0.all("ATTENDEE") }.map { $0.value.lowercased() })
    return entries.map { entry in
      var entry = entry
      for line in entry.all("ATTENDEE") {
        let agent = line.parameter("SCHEDULE-AGENT")?.uppercased()
        let isNew = !known.contains(line.value.lowercased())
        if notice.tellsPeople, agent == "CLIENT" {
          replace(line, in: &entry, agent: nil)
        } else if !notice.tellsPeople, agent == nil, isNew {
          replace(line, in: &entry, agent: "CLIENT")
        }
      }
      return entry
    }
  }

  private static func replace(_ line: ContentLine, in entry: inout Component, agent: String?) {
    var parameters = line.parameters.filter { $0.name != "SCHEDULE-AGENT" }
    if let agent { parameters.append(ContentLine.Parameter("SCHEDULE-AGENT", agent)) }
    entry.remove { $0 == line }
    entry.append(ContentLine("ATTENDEE", parameters, rawValue: line.value))
  }
}
