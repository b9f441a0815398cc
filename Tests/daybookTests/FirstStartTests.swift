import DaybookTestSupport
import Dispatch
import Foundation
import Synchronization
import Testing

/// Nobody has been here before.
struct FirstStartTests {
  @Test func severalProcessesMayBeginAtOnce() throws {
    for _ in 0..<5 {
      let daybook = try Program()
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { number in
        do {
          let result = try daybook("new", "Call \(number) today 15:00")
          if result.status != 0 { failures.withLock { $0.append(result.errors) } }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      #expect(try AgendaTests.events(try daybook("agenda", "--json")).count == 4)
      let calendars = try daybook("calendars", "list", "--json").json()["calendars"] as? [Any]
      #expect(calendars?.count == 1)
    }
  }
}
