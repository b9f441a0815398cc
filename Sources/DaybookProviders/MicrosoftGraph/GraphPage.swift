/// A page of a collection.
struct GraphPage<Element: JSONReadable>: JSONReadable {
  var value: [Element] = []
  /// How many there were that are none.
  var unreadable = 0
  var nextLink: String?
  var deltaLink: String?

  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    var hasValue = false
    _ = try reading.object { reading, name throws(JSONReading.Malformed) in
      switch name {
      case "value":
        hasValue = try reading.list { reading throws(JSONReading.Malformed) in
          if let element = try Element(&reading) { value.append(element) } else { unreadable += 1 }
        }
      case "@odata.nextLink": nextLink = try reading.text()
      case "@odata.deltaLink": deltaLink = try reading.text()
      default: try reading.skip()
      }
    }
    guard hasValue else { return nil }
  }
}
