import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

/// Which addresses are near, which are nowhere, and what hooks may do with them.
struct NetworkAddressTests {
  private func address(_ text: String) throws -> NetworkAddress {
    if text.contains(".") {
      return try #require(NetworkAddress(text.split(separator: ".").compactMap { UInt8($0) }))
    }
    // Eight groups, `x` for as many zeros as are missing.
    let groups = text.split(separator: ":").map(String.init)
    let missing = 9 - groups.count
    let all = groups.flatMap { $0 == "x" ? [String](repeating: "0", count: missing) : [$0] }
    return try #require(
      NetworkAddress(
        all.compactMap { UInt16($0, radix: 16) }.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }))
  }

  @Test(arguments: [
    "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
    "192.167.1.1", "11.0.0.1", "198.20.0.0", "223.255.255.255", "2606:4700:x:1111",
    "2001:4860:x:8888", "64:ff9b:x:808:808", "x:ffff:808:808", "2002:808:808:x",
  ])
  func theInternetIsEverywhere(_ text: String) throws {
    #expect(try address(text).reach == .everywhere)
  }

  @Test(arguments: [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "100.64.0.1", "100.127.255.255", "x:1", "fc00:x:1", "fdff:x:1", "fd00:ec2:x:254",
    "x:ffff:7f00:1", "x:ffff:a00:1", "64:ff9b:x:c0a8:1", "2002:7f00:1:x",
  ])
  func privateNetworksAreNear(_ text: String) throws {
    #expect(try address(text).reach == .near)
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.1.1.1",
    "255.255.255.255", "240.0.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "x:0", "fe80:x:1", "febf:x:1", "fec0:x:1", "ff02:x:1", "2001:db8:x:1",
    "2001:0:x:1", "3fff:0:x:1", "100:x:1", "64:ff9b:1:x:1", "x:ffff:a9fe:a9fe",
    "64:ff9b:x:a9fe:a9fe", "x:808:808", "4000:x:1",
  ])
  func whatIsReservedIsNowhere(_ text: String) throws {
    #expect(try address(text).reach == .nowhere)
  }

  @Test func onlyWhatIsNamedMayBeNear() throws {
    let rule = OutwardRule(nearHosts: ["NAS.local", "[::1]"])
    let (near, far) = (try address("192.168.0.2"), try address("8.8.8.8"))
    #expect(rule.allows(far, scheme: "https", host: "example.com"))
    #expect(!rule.allows(near, scheme: "https", host: "example.com"))
    #expect(rule.allows(near, scheme: "http", host: "nas.LOCAL"))
    // Without a certificate nobody knows whether it is that host.
    #expect(!rule.allows(far, scheme: "http", host: "nas.local"))
    #expect(rule.allows(try address("x:1"), scheme: "http", host: "::1"))
    #expect(!rule.allows(try address("169.254.169.254"), scheme: "http", host: "nas.local"))
    #expect(rule.fault(scheme: "http", host: "example.com", hasCredentials: false) == .plainHTTP)
    #expect(rule.fault(scheme: "http", host: "nas.local", hasCredentials: false) == nil)
    #expect(
      rule.fault(scheme: "https", host: "example.com", hasCredentials: true) == .credentials)
  }

  /// A vector that Python's hmac module gave for the same bytes.
  @Test func aMessageIsSignedWithItsTime() {
    let call = HookCall(
      id: "msg_a", kind: .events, ids: ["e1"], isMore: false, at: Instant(seconds: 1_795_007_520))
    #expect(
      call.body
        == #"{"id":"msg_a","kind":"events","time":"2026-11-18T13:12:00+00:00","ids":["e1"],"more":false}"#
    )
    let value = HookSignature.value(
      of: call.body, at: Instant(seconds: 1_795_007_522), secret: "s3cret", by: TestDigests())
    #expect(
      value
        == "t=1795007522,v1=52109f581b7b7c501ff6b94ecd1722a4959074b347f6926ec1af36050e906131"
    )
  }

  @Test func secretsAreComparedWhole() {
    #expect(ConstantTime.areSame("abc", "abc"))
    for (shown, known) in [("", ""), ("abc", ""), ("", "abc"), ("abcabc", "abc"), ("abd", "abc")] {
      #expect(!ConstantTime.areSame(shown, known))
    }
  }
}
