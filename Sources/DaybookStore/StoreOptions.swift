package import ICalendar

/// What a store needs to be told when it is opened.
package struct StoreOptions: Sendable {
  /// Who I am in files and feeds, lower-case; accounts add their own.
  package var addresses: [String]
  /// How many days of series are kept ready before and after now.
  package var pastDays: Int
  package var futureDays: Int
  package var now: Instant
  /// The display zone: of the clock readings in files that name no zone.
  package var viewer: Zone
  package var connections: Connections
  /// Seconds to wait for another process.
  package var patience: Double

  package init(
    addresses: [String] = [], pastDays: Int = 365, futureDays: Int = 730, now: Instant,
    viewer: Zone = .utc, connections: Connections = .one, patience: Double = 5
  ) {
    self.addresses = addresses.map { $0.lowercased() }
    self.pastDays = pastDays
    self.futureDays = futureDays
    self.now = now
    self.viewer = viewer
    self.connections = connections
    self.patience = patience
  }

  package enum Connections: Sendable {
    /// Reads and writes take turns; opens fastest. For commands.
    case one
    /// Reads do not wait for writes. For the interface and the server.
    case two
  }
}
