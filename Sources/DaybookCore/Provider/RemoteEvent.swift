package import ICalendar

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
  /// Empty where only its changes tell, or nothing does.
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

/// One thing as its provider keeps it, with all that belongs to it: a single event, or a series with
/// the instances that differ from it.
package struct RemoteEvent: Hashable, Sendable {
  package var id: RemoteID
  /// nil for what was not yet saved there.
  package var version: Version?
  /// VEVENTs, all of one UID: the master first, then what differs.
  package var components: [Component]
  /// The VTIMEZONEs that the components refer to.
  package var zones: [Component]
  /// Tells events apart that a careless feed gave one UID; 0 for the first.
  package var duplicate: Int
  /// Whether `components` is all there is of the UID, or one entry of it beside which others stay.
  package var isWhole: Bool
  /// Of a whole series whose provider keeps instances apart: what it calls each of them. Without it
  /// the one id and version stand for everything.
  package var parts: [RemotePart]

  package init(
    id: RemoteID, version: Version? = nil, components: [Component], zones: [Component] = [],
    duplicate: Int = 0, isWhole: Bool = true, parts: [RemotePart] = []
  ) {
    self.id = id
    self.version = version
    self.components = components
    self.zones = zones
    self.duplicate = duplicate
    self.isWhole = isWhole
    self.parts = parts
  }

  package var uid: String { components.first?.first("UID")?.text ?? "" }
}

/// One entry of a series as a provider keeps it that keeps instances apart.
package struct RemotePart: Hashable, Sendable {
  /// The value of its RECURRENCE-ID, empty for the master.
  package var recurrence: String
  package var id: RemoteID
  package var version: Version?

  package init(recurrence: String, id: RemoteID, version: Version?) {
    self.recurrence = recurrence
    self.id = id
    self.version = version
  }
}
