package import DaybookCore
package import ICalendar

/// Tells which instance of a series an entry stands for, however its RECURRENCE-ID is written: in
/// UTC there and in a zone here, it is the same one.
package struct InstanceNames: Sendable {
  private let database: ZoneDatabase
  private let fallback: Zone?

  package init(_ database: ZoneDatabase, timezone: String? = nil) {
    self.database = database
    fallback = timezone.flatMap { database.zone($0) }
  }

  /// The compact form that the store keeps; empty for masters and single events.
  /// - Parameter definitions: the VTIMEZONEs that came with it.
  package func name(of component: Component, zones definitions: [Component] = []) -> String {
    name(
      of: component,
      ZoneResolver(database: database, definitions: definitions, fallback: fallback))
  }

  /// The same of several, by the RECURRENCE-ID that names each.
  package func lines(of event: RemoteEvent?) -> [String: ContentLine] {
    guard let event else { return [:] }
    let resolver = ZoneResolver(
      database: database, definitions: event.zones, fallback: fallback)
    var lines: [String: ContentLine] = [:]
    for component in event.components {
      guard let line = component.first("RECURRENCE-ID") else { continue }
      lines[name(of: component, resolver)] = line
    }
    return lines
  }

  private func name(of component: Component, _ resolver: ZoneResolver) -> String {
    guard let line = component.first("RECURRENCE-ID") else { return "" }
    // Only what names it is read: a cancelled instance may have nothing else.
    var bare = Component(named: "VEVENT")
    bare.append(line)
    bare.append("DTSTART", rawValue: "20000101")
    let time = (try? EventComponent(bare, zones: resolver))?.recurrenceID
    return time.map { OriginalStart($0).compact } ?? line.value
  }
}

extension Store {
  /// How instances of a calendar's series are named.
  package func instanceNames(in calendar: EventCalendar) -> InstanceNames {
    InstanceNames(zones, timezone: calendar.timezone)
  }
}

extension Component {
  /// The same with a beginning: of a cancelled instance some say no more than which one it is.
  package var dated: Component {
    guard !has("DTSTART"), let original = first("RECURRENCE-ID") else { return self }
    var component = self
    component.append(
      "DTSTART", parameters: original.parameters.filter { $0.name != "RANGE" },
      rawValue: original.value)
    return component
  }
}
