internal import DaybookCore
internal import ICalendar

/// A calendar as its home lists it.
struct CalDAVPlace: Sendable {
  var address: WebAddress
  var calendar: RemoteCalendar
  /// Where its changes may be asked for by token: the one of now.
  var sync: String?
  var ctag: String?
  /// Whether its changes can be asked for by token, and the answer be relied on.
  var syncs: Bool
  /// The server's day.
  var day: String?

  var href: DAVHref { DAVHref(address) }

  /// Whether nothing has changed since `last`, as far as the list of calendars tells.
  func isUnmoved(since last: CalDAVToken) -> Bool {
    guard last.retry.isEmpty, isCompared(since: last) else { return false }
    let now = syncs ? sync : nil
    guard now != nil || ctag != nil else { return false }
    return now == last.sync && ctag == last.ctag
  }

  /// Whether everything was compared today. Tokens are trusted for a day: a listing then finds what
  /// they may have missed.
  func isCompared(since last: CalDAVToken) -> Bool {
    day == nil || last.day == nil || day == last.day
  }
}

/// The calendars that a home, a principal or a single calendar's address leads to.
struct CalDAVCalendars: Sendable {
  let client: DAVClient
  let zones: ZoneDatabase
  private static let mostHomes = 10

  /// - Parameter isOne: whether the address is that of one calendar, whose events are not to be
  ///   listed along with it.
  func list(at address: WebAddress, isOne: Bool) async throws(ProviderError) -> [CalDAVPlace] {
    let (found, response) = try await client.properties(
      of: address, depth: isOne ? 0 : 1, DAVQuestion.calendars)
    var places = read(found, response)
    let own = DAVHref(response.address).collection.key
    // A principal leads to its homes, unless it is one.
    let homes =
      found.responses
      .first { DAVHref($0.href, from: response.address)?.collection.key == own }?.found.homes ?? []
    if places.isEmpty, !homes.isEmpty {
      var asked: Set<String> = [own]
      for home in homes.prefix(Self.mostHomes) {
        guard let home = WebAddress(home, relativeTo: response.address) else { continue }
        guard asked.insert(home.origin + DAVHref(home).collection.key).inserted,
          home.origin != response.address.origin || DAVHref(home).collection.key != own
        else { continue }
        let (found, response) = try await client.properties(
          of: home.asCollection, depth: 1, DAVQuestion.calendars)
        places += read(found, response)
      }
    }
    var seen: Set<RemoteID> = []
    return places.filter { seen.insert($0.calendar.id).inserted }
  }

  private func read(_ found: DAVMultistatus, _ response: WebResponse) -> [CalDAVPlace] {
    let day = response.headers["date"].flatMap(Self.day)
    return found.responses.compactMap { item in
      let properties = item.found
      guard item.status == nil || item.status == 200,
        properties.types?.contains(.calendar) == true,
        properties.components.map({ $0.contains("VEVENT") }) ?? true,
        let href = DAVHref(item.href, from: response.address)?.collection,
        let address = href.address(like: response.address)
      else { return nil }
      let reports = properties.reports?.contains("sync-collection")
      let token = Self.opaque(properties.syncToken)
      return CalDAVPlace(
        address: address, calendar: calendar(href, properties), sync: token,
        ctag: Self.opaque(properties.ctag),
        syncs: (reports ?? (token != nil)) && !FragileServer.isOne(response, href), day: day)
    }
  }

  private func calendar(_ href: DAVHref, _ properties: DAVProperties) -> RemoteCalendar {
    let name = properties.displayName ?? ""
    let writes: Set<String> = ["write", "write-content", "bind", "all"]
    return RemoteCalendar(
      id: RemoteID(href.key), name: name.isEmpty ? href.name : name,
      color: properties.color.flatMap(CalendarColor.hex),
      timezone: properties.timezone.flatMap(timezone),
      isReadOnly: properties.privileges.map { $0.isDisjoint(with: writes) } ?? false)
  }

  /// The IANA id of the VTIMEZONE in a `calendar-timezone`.
  private func timezone(_ text: String) -> String? {
    let definitions = CalendarDocument.read(text).calendars.flatMap(\.timeZones)
    guard let name = definitions.first?.first("TZID")?.text,
      let zone = ZoneResolver(database: zones, definitions: definitions).find(name).zone,
      zones.zone(zone.identifier) != nil
    else { return nil }
    return zone.identifier
  }

  private static func opaque(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `25 Nov 2026` of `Wed, 25 Nov 2026 05:06:32 GMT`.
  private static func day(_ date: String) -> String? {
    let words = date.split(separator: " ")
    return words.count == 6 ? words[1...3].joined(separator: " ") : nil
  }
}

/// Servers whose tokens miss changes, or that hand out tokens which mean nothing: they are listed
/// whenever their ctag moves.
enum FragileServer {
  static func isOne(_ response: WebResponse, _ href: DAVHref) -> Bool {
    let host = "." + response.address.host
    return response.headers["x-davical-version"] != nil
      || ["/SOGo/dav/", "/caldav.php/", "/begenda/dav/", "/ucaldav/"].contains {
        href.path.contains($0)
      }
      || [".posteo.de", ".gmx.net", ".gmx.com", ".robur.coop"].contains { host.hasSuffix($0) }
  }
}

extension WebAddress {
  /// The same with a slash at its end, as collections want it.
  var asCollection: WebAddress {
    DAVHref(self).collection.address(like: self) ?? self
  }
}
