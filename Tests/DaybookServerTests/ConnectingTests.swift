import DaybookCore
import DaybookSync
import Testing

@testable import DaybookServer

/// What a server keeps of sign-ins that wait, and where they come back to.
struct ConnectingTests {
  @Test func whatWaitsIsBounded() throws {
    let clock = HandClock()
    let pending = PendingConnections(clock: { clock.now })
    func start(_ state: String) -> ConnectingStart {
      ConnectingStart(kind: .google, address: "", state: state, verifier: "", redirect: "")
    }
    for number in 0..<100 { pending.add(start("ana \(number)"), of: "ana") }
    #expect(pending.count == 10)
    #expect(pending.take("ana 89", .google) == nil)
    #expect(pending.take("ana 99", .google)?.user == "ana")
    for number in 0..<1_200 { pending.add(start("\(number)"), of: "person \(number)") }
    #expect(pending.count == 1_000)
    clock.pass(600)
    pending.add(start("last"), of: "ana")
    #expect(pending.count == 1)
  }

  @Test func theServerKnowsWhereItIsFound() throws {
    var place = ServerPlace()
    #expect(
      try OwnAddress(of: place).redirect(for: .google)
        == "http://127.0.0.1:8765/api/auth/callback/google")
    #expect(
      try OwnAddress(of: place).redirect(for: .microsoft)
        == "http://localhost:8765/api/auth/callback/microsoft")
    (place.host, place.isBehindProxy) = ("127.0.0.1", true)
    #expect(throws: Problem.self) { try OwnAddress(of: place).redirect(for: .google) }
    place.address = "https://calendar.example/"
    #expect(
      try OwnAddress(of: place).redirect(for: .google)
        == "https://calendar.example/api/auth/callback/google")
    #expect(place.allNames.contains("calendar.example"))
    (place.address, place.isBehindProxy, place.host) = (nil, false, "0.0.0.0")
    place.certificate = ServerPlace.Certificate(chain: "c", key: "k")
    #expect(throws: Problem.self) { try OwnAddress(of: place).redirect(for: .google) }
    (place.names, place.port) = (["calendar.example"], 443)
    #expect(
      try OwnAddress(of: place).redirect(for: .google)
        == "https://calendar.example/api/auth/callback/google")
  }
}
