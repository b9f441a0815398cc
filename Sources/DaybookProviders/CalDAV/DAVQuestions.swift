/// The bodies of the questions that are asked (RFC 4791, 4918, 5397, 6578), all with the same
/// prefixes.
enum DAVQuestion {
  static let principal = propfind("<d:current-user-principal/><d:resourcetype/>")

  static let homes = propfind(
    "<d:resourcetype/><c:calendar-home-set/><c:calendar-user-address-set/>")

  /// Everything that is shown of a calendar, and what tells whether it changed.
  static let calendars = propfind(
    "<d:resourcetype/><d:displayname/><d:sync-token/><cs:getctag/><a:calendar-color/>"
      + "<c:supported-calendar-component-set/><c:calendar-timezone/><c:calendar-home-set/>"
      + "<d:supported-report-set/><d:current-user-privilege-set/>")

  static let listing = propfind("<d:getetag/><d:getcontenttype/><d:resourcetype/>")

  /// - Parameter token: empty for everything there is.
  static func changes(since token: String) -> String {
    document(
      "d:sync-collection",
      "<d:sync-token>\(XMLText.escape(token))</d:sync-token><d:sync-level>1</d:sync-level>"
        + "<d:prop><d:getetag/></d:prop>")
  }

  /// - Parameter hrefs: as their server spells them.
  static func events(_ hrefs: [String]) -> String {
    document(
      "c:calendar-multiget",
      "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
        + hrefs.map { "<d:href>\(XMLText.escape($0))</d:href>" }.joined())
  }

  static func event(uid: String) -> String {
    document(
      "c:calendar-query",
      "<d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter>"
        + "<c:comp-filter name=\"VCALENDAR\"><c:comp-filter name=\"VEVENT\">"
        + "<c:prop-filter name=\"UID\"><c:text-match collation=\"i;octet\">"
        + "\(XMLText.escape(uid))</c:text-match></c:prop-filter>"
        + "</c:comp-filter></c:comp-filter></c:filter>")
  }

  private static func propfind(_ properties: String) -> String {
    document("d:propfind", "<d:prop>\(properties)</d:prop>")
  }

  private static func document(_ root: String, _ content: String) -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<\(root) xmlns:d=\"DAV:\""
      + " xmlns:c=\"urn:ietf:params:xml:ns:caldav\" xmlns:cs=\"http://calendarserver.org/ns/\""
      + " xmlns:a=\"http://apple.com/ns/ical/\">\(content)</\(root)>"
  }
}
