import ICalendar

/// An event of the corpus, and its VEVENT.
struct CorpusEvent {
  var uid: String
  var title: String
  var stamp: String
  var zone: String?
  var isAllDay: Bool
  var day = Day(number: 0)
  /// Its start on the wall, in minutes.
  var minute = 0
  /// Its length, in quarter hours or, all day, in days.
  var quarters = 0
  var days = 0
  var sequence = 0

  /// The VEVENT on a day, with these lines behind its times.
  func text(day: Day, extra: [String] = [], random: inout SplitMix) -> String {
    var end = minute + quarters * 15
    if end >= 1440 { end = 1439 }
    let last = isAllDay ? day + days : day
    var lines = ["BEGIN:VEVENT", stamp("DTSTART", day, minute), stamp("DTEND", last, end)]
    lines += extra
    lines += body(&random)
    lines.append("END:VEVENT")
    return lines.map(CorpusEvent.folded).joined()
  }

  /// A property whose value is a time.
  func stamp(_ name: String, _ day: Day, _ minute: Int) -> String {
    if isAllDay { return "\(name);VALUE=DATE:\(day.basic)" }
    let clock = "\(day.basic)T\(two(minute / 60))\(two(minute % 60))00"
    switch zone {
    case "UTC": return "\(name):\(clock)Z"
    case let zone?: return "\(name);TZID=\(zone):\(clock)"
    case nil: return "\(name):\(clock)"
    }
  }

  private func body(_ random: inout SplitMix) -> [String] {
    var lines = [
      "UID:" + uid, "DTSTAMP:" + stamp, "CREATED:20191201T080000Z", "LAST-MODIFIED:" + stamp,
      "SEQUENCE:\(sequence)", "SUMMARY:" + CorpusEvent.escaped(title),
    ]
    let place = random.pick(CorpusWords.places)
    if !place.isEmpty { lines.append("LOCATION:" + CorpusEvent.escaped(place)) }
    if random.chance(0.5) {
      let start = random.below(CorpusWords.prose.count - 60)
      let end = min(start + 60 + random.below(240), CorpusWords.prose.count)
      var text = ""
      text.unicodeScalars.append(contentsOf: CorpusWords.prose[start..<end])
      text += "\nhttps://meet.example.org/\(hex(random.below(1 << 40)))"
      lines.append("DESCRIPTION:" + CorpusEvent.escaped(text))
    }
    lines.append("STATUS:" + (random.chance(0.08) ? "TENTATIVE" : "CONFIRMED"))
    lines.append("TRANSP:" + (random.chance(0.1) ? "TRANSPARENT" : "OPAQUE"))
    if random.chance(0.2) {
      lines.append("CATEGORIES:" + random.pick(["Focus", "Meeting", "Private", "Trip"]))
    }
    if random.chance(0.4) { lines += CorpusEvent.people(&random) }
    if random.chance(0.15) {
      lines.append("X-GOOGLE-CONFERENCE:https://meet.example.org/\(hex(random.below(1 << 40)))")
    }
    if random.chance(0.3) {
      lines += [
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder",
        "TRIGGER:-PT\(random.pick([5, 10, 15, 30]))M", "END:VALARM",
      ]
    }
    return lines
  }

  private static func people(_ random: inout SplitMix) -> [String] {
    let organizer = random.pick(CorpusWords.people)
    var lines = ["ORGANIZER;CN=\"\(organizer)\":mailto:\(address(organizer))"]
    for _ in 0..<(2 + random.below(8)) {
      let name = random.pick(CorpusWords.people)
      let answer = random.pick(["ACCEPTED", "NEEDS-ACTION", "TENTATIVE", "DECLINED"])
      let initial = Character(Unicode.Scalar(UInt8(65 + random.below(26))))
      lines.append(
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=\(answer);RSVP=TRUE;"
          + "CN=\"\(name) \(initial)\":mailto:\(address(name))")
    }
    return lines
  }

  private static func address(_ name: String) -> String {
    var local = ""
    for scalar in name.unicodeScalars {
      local.unicodeScalars.append(scalar.isASCII ? scalar : "x")
    }
    return local + "@example.org"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Lines of at most 75 bytes, never broken inside a character.
  private static func folded(_ line: String) -> String {
    let bytes = Array(line.utf8)
    if bytes.count <= 75 { return line + "\r\n" }
    var parts: [String] = []
    var start = 0
    while start < bytes.count {
      var end = min(start + (parts.isEmpty ? 75 : 74), bytes.count)
      while end < bytes.count, bytes[end] & 0xc0 == 0x80 { end -= 1 }
      parts.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return parts.joined(separator: "\r\n ") + "\r\n"
  }
}
