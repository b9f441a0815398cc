/// What a provider calls a calendar or an event: opaque, its own spelling, never shown.
package typealias RemoteID = Identifier<RemoteName>
/// Which state of an event was seen: an entity tag, a change key, a hash of the content.
package typealias Version = Identifier<RemoteEvent>
/// Where a provider's changes were last read up to: opaque, and not to be ordered.
package typealias SyncToken = Identifier<ChangePage>

/// Gives remote ids a type of their own.
package enum RemoteName {}

/// A calendar as its provider describes it.
package struct RemoteCalendar: Hashable, Sendable {
  package var id: RemoteID
  /// Empty where the provider has no name for it.
  package var name: String
  /// `#rrggbb`.
  package var color: String?
  /// IANA id for its floating times.
  package var timezone: String?
  package var isReadOnly: Bool
  /// Whether its owner keeps it out of sight.
  package var isHidden: Bool
  /// Who I am in it, lower-case; nil where the provider does not say.
  package var address: String?

  package init(
    id: RemoteID, name: String = "", color: String? = nil, timezone: String? = nil,
    isReadOnly: Bool = false, isHidden: Bool = false, address: String? = nil
  ) {
    self.id = id
    self.name = name
    self.color = color
    self.timezone = timezone
    self.isReadOnly = isReadOnly
    self.isHidden = isHidden
    self.address = address
  }
}

/// Everything that one UID means in one calendar: a single event, or a series with all instances
/// that differ from it. It always travels whole.
package struct RemoteEvent: Hashable, Sendable {
  package var id: RemoteID
  /// nil for what was not yet saved there.
  package var version: Version?
  /// As the components have it, or made where they have none.
  package var uid: String
  /// Tells events apart that a careless feed gave one UID; 0 for the first.
  package var duplicate: Int
  /// VEVENT texts, unfolded, lines ended by a line feed: the master first, then what differs.
  package var components: [String]
  /// The VTIMEZONE texts that the components refer to.
  package var zones: [String]

  package init(
    id: RemoteID, version: Version? = nil, uid: String, duplicate: Int = 0,
    components: [String], zones: [String] = []
  ) {
    self.id = id
    self.version = version
    self.uid = uid
    self.duplicate = duplicate
    self.components = components
    self.zones = zones
  }
}
