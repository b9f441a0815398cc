import DaybookCore
import DaybookTestSupport
import Testing

@testable import DaybookProviders

/// XML as servers write it, and as nobody should.
@Suite struct DAVReadingTests {
  @Test(arguments: [
    """
    <multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><sync-token>t&amp;1</sync-token>
    <response><href>/a.ics</href><propstat><prop><getetag>"1"</getetag></prop>
    <status>HTTP/1.1 200 OK</status></propstat></response></multistatus>
    """,
    """
    <?xml version='1.0' encoding="UTF-8"?><!-- a comment --><!DOCTYPE x [<!ENTITY y "z">]>
    <ns0:multistatus xmlns:ns0="DAV:" ><ns0:response ><ns0:href>&y;/a.i&#x63;s</ns0:href>
    <ns0:propstat><ns0:status>HTTP/1.1 404 Not Found</ns0:status><ns0:prop><ns0:displayname/>
    </ns0:prop></ns0:propstat><ns0:propstat><ns0:status>HTTP/1.1 200 OK</ns0:status><ns0:prop>
    <ns0:getetag>&quot;1&quot;</ns0:getetag></ns0:prop></ns0:propstat></ns0:response>
    <ns0:sync-token><![CDATA[t&1]]></ns0:sync-token></ns0:multistatus>
    """,
  ])
  func prefixesAndOrderMeanNothing(_ text: String) throws {
    guard case .multistatus(let found) = try DAVBody(Array(text.utf8)) else {
      Issue.record("no multistatus was found")
      return
    }
    #expect(found.syncToken == "t&1")
    #expect(found.responses.map(\.href) == ["/a.ics"])
    #expect(found.responses.first?.found.etag == "\"1\"")
    #expect(found.responses.first?.found.displayName == nil)
  }

  @Test func charactersThatXMLForbidsAreLeftOut() throws {
    let text =
      "<multistatus xmlns=\"DAV:\"><sync-token>a\u{0b}b\u{1}&#11;c</sync-token></multistatus>"
    guard case .multistatus(let found) = try DAVBody(Array(text.utf8)) else { return }
    #expect(found.syncToken == "abc")
  }

  /// Whatever stands where, also at places that are read eight at a time.
  @Test func textArrivesAsItIsButForItsLineEnds() throws {
    let letters = [
      "a", "BC", " ", "é", "会", "\u{1f600}", "<", "&", ">", "]", "\r", "\n", "\r\n", "\t", "\u{1}",
      "\u{1f}", "\u{7f}", "\u{80}", "ABCDEFGHIJKLMNOP",
    ]
    var random = Seeded(seed: 5)
    for _ in 0..<3_000 {
      let isCDATA = random.roll(2) == 0
      let text = (0..<random.roll(24)).map { _ in letters[random.roll(letters.count)] }.joined()
      let escaped = text.map { ["<": "&lt;", "&": "&amp;"][$0] ?? String($0) }.joined()
      let written = isCDATA && !text.contains("]]>") ? "<![CDATA[\(text)]]>" : escaped
      let body = """
        <multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/a</href>
        <propstat><prop><C:calendar-timezone>\(written)</C:calendar-timezone></prop></propstat>
        </response></multistatus>
        """
      guard case .multistatus(let found) = try DAVBody(Array(body.utf8)) else { return }
      var expected: [Unicode.Scalar] = []
      for (index, scalar) in text.unicodeScalars.enumerated() {
        let isLineEnd = scalar == "\r"
        let next = text.unicodeScalars.dropFirst(index + 1).first
        if isLineEnd, next != "\n" { expected.append("\n") }
        if scalar.value >= 0x20 || scalar == "\n" || scalar == "\t" { expected.append(scalar) }
      }
      let read = found.responses.first?.found.timezone ?? ""
      #expect(Array(read.unicodeScalars) == expected, "\(written.debugDescription)")
    }
  }

  @Test(arguments: [
    "", "<", "<a", "<a>", "<a><b></b>", "<a b='1", "<a>&am", "<a><![CDATA[x", "<!-- x",
  ])
  func whatEndsBeforeItsEndIsTruncated(_ text: String) {
    #expect(throws: XMLFault.truncated) { try DAVBody(Array(text.utf8)) }
  }

  @Test(arguments: [
    "hello", "<a></b>", "<a/><b/>", "<a>x</a>y", "<a b></a>", "<a b=1/>", "<html><body/></html>",
    "<multistatus/>", String(repeating: "<a>", count: 1000),
  ])
  func whatIsNoAnswerIsMalformed(_ text: String) {
    #expect(throws: XMLFault.self) { try DAVBody(Array(text.utf8)) }
  }

  /// Every beginning of an answer is either refused or all of it.
  @Test func noBeginningOfAnAnswerIsTakenForOne() {
    let whole = DAVStub.multistatus(
      DAVStub.tag("/cal/a.ics", "\"1\"") + DAVStub.data("/cal/b.ics", "\"2\"", "b", isCDATA: true),
      token: "t"
    ).body
    for count in 0..<whole.count {
      #expect(throws: XMLFault.self, "\(count) bytes") { try DAVBody(Array(whole[..<count])) }
    }
  }

  @Test(arguments: [
    ("/a/b%40c.ics", "/a/b@c.ics"), ("https://x.example/a/b@c.ics", "/a/b@c.ics"),
    ("b%40c.ics", "/a/b@c.ics"), ("/a/x+y%2Bz%20.ics", "/a/x+y+z .ics"), ("/a/%zz", "/a/%zz"),
    ("//evil.example/a/", "/a/"),
  ])
  func hrefsAreComparedDecoded(_ text: String, _ key: String) throws {
    let base = try #require(WebAddress("https://dav.example.com/a/"))
    #expect(DAVHref(text, from: base)?.key == key)
  }

  @Test func anHrefThatWouldBreakARequestIsNone() throws {
    let base = try #require(WebAddress("https://dav.example.com/a/"))
    #expect(DAVHref("/a\r\nX: y", from: base) == nil)
  }

  @Test(arguments: [
    CalDAVToken(), CalDAVToken(sync: "", ctag: "\"c\"", day: "25 Nov 2026"),
    CalDAVToken(sync: "a\nb%0A%25", ctag: nil, retry: ["/a.ics", "/b.ics"]),
  ])
  func aTokenComesBackAsItWas(_ token: CalDAVToken) {
    #expect(CalDAVToken(token.token) == token)
  }

  @Test(arguments: [
    ("ana@example.com", ["https://example.com/", "https://example.com/.well-known/caldav"]),
    (
      "dav.example.com/x",
      [
        "https://dav.example.com/x", "https://dav.example.com/.well-known/caldav",
        "https://dav.example.com/",
      ]
    ),
    ("ana@icloud.com", ["https://caldav.icloud.com/"]),
    ("https://p1-caldav.icloud.com/1/", ["https://p1-caldav.icloud.com/1/"]),
    ("localhost:5232", ["http://localhost:5232/", "http://localhost:5232/.well-known/caldav"]),
  ])
  func anAddressSaysWhereToAsk(_ text: String, _ places: [String]) throws {
    #expect(try DAVDiscovery.starts(text).map(\.text).prefix(places.count).elementsEqual(places))
  }
}
