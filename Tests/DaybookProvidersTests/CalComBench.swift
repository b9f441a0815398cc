import DaybookCore
import DaybookTestSupport
import ICalendar

@testable import DaybookProviders

extension Bench {
  static func calCom(pageSize: Int = 250) throws -> Bench {
    let fake = try FakeCalCom()
    fake.behave { $0.pageSize = pageSize }
    return Bench(
      provider: CalComProvider(fake), calendar: "bookings",
      publish: { events in
        for booking in fake.bookings where events[booking.uid] == nil {
          if booking.status == "accepted" { fake.edit(booking.uid) { $0.status = "cancelled" } }
        }
        for (uid, text) in events.sorted(by: { $0.key < $1.key }) {
          let title = try Component(text: text).first("SUMMARY")?.text ?? ""
          if fake.booking(uid)?.title != title { fake.put(FakeBooking(uid, title: title)) }
        }
      }, stop: { fake.stop() },
      edit: { event in event.moved(by: 3600) })
  }
}

extension CalComProvider {
  convenience init(_ fake: FakeCalCom, key: String = FakeCalCom.key) {
    self.init(
      base: fake.base,
      transport: SignedTransport(CurlTransport(version: "0"), as: KeyCredentials(key: key)))
  }
}

extension RemoteEvent {
  /// The same event, so many seconds later.
  func moved(by seconds: Int) -> RemoteEvent {
    changed { component in
      for name in ["DTSTART", "DTEND"] {
        guard let day = component.first(name)?.value, day.count == 16,
          let read = try? EventComponent(
            component, zones: ZoneResolver(database: ZoneDatabase { _ in nil }))
        else { continue }
        let moment = (name == "DTSTART" ? read.start : read.end).instant(viewer: .utc)
        // The end is written after the start, which must not move what it is reckoned from.
        component.set(name == "DTSTART" ? "X-START" : "X-END", time: .utc(moment + seconds))
      }
      for (name, new) in [("DTSTART", "X-START"), ("DTEND", "X-END")] {
        if let value = component.first(new)?.value { component.set(name, rawValue: value) }
        component.remove(new)
      }
    }
  }

  func changed(_ change: (inout Component) -> Void) -> RemoteEvent {
    var event = self
    for index in event.components.indices { change(&event.components[index]) }
    return event
  }

  /// With this answer of whoever has the address.
  func answered(_ answer: String, by address: String, note: String? = nil) -> RemoteEvent {
    changed { component in
      let lines = component.all("ATTENDEE")
      component.remove("ATTENDEE")
      for line in lines {
        guard line.value == "mailto:" + address else {
          component.append(line)
          continue
        }
        var parameters = line.parameters.filter { $0.name != "PARTSTAT" && $0.name != "RSVP" }
        parameters.append(.init("PARTSTAT", answer))
        if let note { parameters.append(.init("X-RESPONSE-COMMENT", note)) }
        component.append("ATTENDEE", parameters: parameters, rawValue: line.value)
      }
    }
  }
}
