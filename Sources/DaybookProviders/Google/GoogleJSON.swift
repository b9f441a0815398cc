/// How what Google answers is read: a member of a wrong type is missing, and an entry without its id
/// is none.
extension GoogleEvent: JSONReadable {
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    self.init(id: "")
    var hasID = false
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      switch name {
      case "id":
        if let id = try reading.text() { (self.id, hasID) = (id, true) }
      case "etag": etag = try reading.text()
      case "status": status = try reading.text()
      case "summary": summary = try reading.text()
      case "description": description = try reading.text()
      case "location": location = try reading.text()
      case "iCalUID": iCalUID = try reading.text()
      case "created": created = try reading.text()
      case "updated": updated = try reading.text()
      case "start": start = try GoogleTime(&reading)
      case "end": end = try GoogleTime(&reading)
      case "organizer": organizer = try Person(&reading)
      case "attendees": attendees = try reading.list(of: Attendee.self)
      case "reminders": reminders = try Reminders(&reading)
      case "recurrence": recurrence = try reading.list(of: String.self)
      case "recurringEventId": recurringEventId = try reading.text()
      case "originalStartTime": originalStartTime = try GoogleTime(&reading)
      default: try readMore(name, &reading)
      }
    }
    guard hasID else { return nil }
  }

  /// What few events have.
  private mutating func readMore(_ name: String, _ reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "colorId": colorId = try reading.text()
    case "transparency": transparency = try reading.text()
    case "visibility": visibility = try reading.text()
    case "eventType": eventType = try reading.text()
    case "sequence": sequence = try reading.number()
    case "endTimeUnspecified": endTimeUnspecified = try reading.bool()
    case "attendeesOmitted": attendeesOmitted = try reading.bool()
    case "hangoutLink": hangoutLink = try reading.text()
    case "conferenceData": conferenceData = try Conference(&reading)
    case "attachments": attachments = try reading.list(of: Attachment.self)
    case "extendedProperties": extendedProperties = try Properties(&reading)
    case "locked": locked = try reading.bool()
    case "workingLocationProperties":
      workingLocationProperties = try WorkingLocation(&reading)
    default: try reading.skip()
    }
  }
}

extension GoogleTime: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "date": date = try reading.text()
    case "dateTime": dateTime = try reading.text()
    case "timeZone": timeZone = try reading.text()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Person: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "email": email = try reading.text()
    case "displayName": displayName = try reading.text()
    case "self": isMe = try reading.bool()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Attendee: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "email": email = try reading.text()
    case "displayName": displayName = try reading.text()
    case "responseStatus": responseStatus = try reading.text()
    case "resource": resource = try reading.bool()
    case "optional": optional = try reading.bool()
    case "comment": comment = try reading.text()
    case "additionalGuests": additionalGuests = try reading.number()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Conference: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "entryPoints": entryPoints = try reading.list(of: EntryPoint.self)
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Conference.EntryPoint: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "entryPointType": entryPointType = try reading.text()
    case "uri": uri = try reading.text()
    case "label": label = try reading.text()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Reminders: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "useDefault": useDefault = try reading.bool()
    case "overrides": overrides = try reading.list(of: Override.self)
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Reminders.Override: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "method": method = try reading.text()
    case "minutes": minutes = try reading.number()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Attachment: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "fileUrl": fileUrl = try reading.text()
    case "title": title = try reading.text()
    case "mimeType": mimeType = try reading.text()
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.Properties: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    guard name == "private" else { return try reading.skip() }
    var properties: [String: String] = [:]
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      properties[name] = try reading.text()
    }
    `private` = properties
  }
}

extension GoogleEvent.WorkingLocation: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "type": type = try reading.text()
    case "customLocation": customLocation = try Place(&reading)
    case "officeLocation": officeLocation = try Place(&reading)
    default: try reading.skip()
    }
  }
}

extension GoogleEvent.WorkingLocation.Place: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    if name == "label" { label = try reading.text() } else { try reading.skip() }
  }
}

/// A list of which every entry is read by itself: one of a wrong form costs no other.
struct GoogleList<Element: JSONReadable & Sendable>: Sendable {
  var elements: [Element] = []
  /// How many entries were none.
  var unreadable = 0

  /// nil where there is no list.
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    let isList = try reading.list { reading throws(JSONReading.Malformed) in
      if let element = try Element(&reading) {
        elements.append(element)
      } else {
        unreadable += 1
      }
    }
    guard isList else { return nil }
  }
}

extension GooglePage: JSONObject {
  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "timeZone": timeZone = try reading.text()
    case "accessRole": accessRole = try reading.text()
    case "nextPageToken": nextPageToken = try reading.text()
    case "nextSyncToken": nextSyncToken = try reading.text()
    case "items": items = try GoogleList(&reading)
    default: try reading.skip()
    }
  }
}
