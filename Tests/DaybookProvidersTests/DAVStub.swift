import DaybookCore
import DaybookTestSupport
import ICalendar

@testable import DaybookProviders

/// A CalDAV server with one calendar, scripted question by question, for what real ones do seldom.
struct DAVStub {
  let server: LoopbackServer
  static let calendar = RemoteID("/cal/jobs/")

  /// - Parameter answer: what is asked of the calendar and its members; nil is 404.
  init(
    token: String? = "t1", ctag: String? = "c1", more: String = "",
    _ answer: @escaping @Sendable (WebQuestion) -> WebReply?
  ) throws {
    let listing = Self.home(token: token, ctag: ctag, more: more)
    server = try LoopbackServer { question in
      if question.method == "PROPFIND", question.path == "/cal/" { return listing }
      return answer(question) ?? WebReply(404)
    }
  }

  func provider() -> CalDAVProvider {
    CalDAVProvider(
      address: server.address + "/cal/",
      transport: SignedTransport(
        CurlTransport(version: "0"), as: PasswordCredentials(user: "ana", password: "geheim")),
      zones: TestZones.database)
  }

  static func home(token: String?, ctag: String?, more: String = "") -> WebReply {
    multistatus(
      """
      <d:response><d:href>/cal/jobs/</d:href><d:propstat><d:prop>
      <d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
      <d:displayname>Jobs</d:displayname>\(token.map { "<d:sync-token>\($0)</d:sync-token>" } ?? "")
      \(ctag.map { "<s:getctag>\($0)</s:getctag>" } ?? "")\(more)
      </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
      """)
  }

  static func multistatus(_ content: String, token: String? = nil) -> WebReply {
    WebReply(
      207,
      """
      <?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"
      xmlns:s="http://calendarserver.org/ns/">\(content)\
      \(token.map { "<d:sync-token>\($0)</d:sync-token>" } ?? "")</d:multistatus>
      """, headers: [("Content-Type", "application/xml")])
  }

  static func error(_ status: Int, _ condition: String) -> WebReply {
    WebReply(
      status,
      "<d:error xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\">\(condition)</d:error>")
  }

  static func tag(_ href: String, _ etag: String) -> String {
    "<d:response><d:href>\(href)</d:href><d:propstat><d:prop><d:getetag>\(etag)</d:getetag>"
      + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
  }

  static func status(_ href: String, _ status: Int) -> String {
    "<d:response><d:href>\(href)</d:href><d:status>HTTP/1.1 \(status) No</d:status></d:response>"
  }

  static func data(_ href: String, _ etag: String, _ uid: String, isCDATA: Bool = false) -> String {
    let text = Feed.text([Feed.event(uid)])
    return "<d:response><d:href>\(href)</d:href><d:propstat><d:status>HTTP/1.1 200 OK</d:status>"
      + "<d:prop><d:getetag>\(etag)</d:getetag><c:calendar-data>"
      + (isCDATA ? "<![CDATA[\(text)]]>" : text)
      + "</c:calendar-data></d:prop></d:propstat></d:response>"
  }

  /// What a multiget is asked for, answered.
  static func multiget(_ question: WebQuestion) -> WebReply? {
    let body = String(decoding: question.body, as: UTF8.self)
    guard body.contains("calendar-multiget") else { return nil }
    let hrefs = body.matches(of: /<d:href>([^<]*)</).map { String($0.output.1) }
    return multistatus(
      hrefs.map { data($0, "\"1\"", $0.split(separator: "/").last.map(String.init) ?? "") }
        .joined())
  }

  /// Whether it is a sync-collection, and with which token.
  static func since(_ question: WebQuestion) -> String? {
    let body = String(decoding: question.body, as: UTF8.self)
    return body.contains("sync-collection")
      ? body.firstMatch(of: /<d:sync-token>([^<]*)</).map { String($0.output.1) } ?? "" : nil
  }
}
