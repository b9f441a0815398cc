/// What the command line asks for. `scripts/bench` fills in the paths.
struct Options {
  /// The release to measure; without it only what runs in this process is.
  var daybook: String?
  /// The small C program over libical, where it could be built.
  var libical: String?
  /// A Python that has Radicale.
  var caldav: String?
  /// Reads a CalDAV home and keeps nothing.
  var caldavReader: String?
  /// Where the scripts are that stand in for vendors.
  var peers: String?
  /// A program that writes the corpora; without it they are written here, byte for byte the same.
  var generator: String?
  /// Where corpora and stores are kept.
  var folder = ".build/bench"
  /// Names of jobs; empty for all but the long ones.
  var only: [String] = []
  /// How many events the long jobs have; empty for each number that they know.
  var events: [Int] = []
  var json: String?

  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw BenchError(Options.usage) }
      switch option {
      case "--daybook": daybook = value
      case "--libical": libical = value
      case "--caldav": caldav = value
      case "--caldav-reader": caldavReader = value
      case "--peers": peers = value
      case "--generator": generator = value
      case "--folder": folder = value
      case "--json": json = value
      case "--events":
        guard let count = Int(value), count > 0 else { throw BenchError(Options.usage) }
        events.append(count)
      case "--only":
        guard Job.all.contains(where: { $0.name == value }) else {
          throw BenchError("There is no job \(value). \(Options.usage)")
        }
        only.append(value)
      default: throw BenchError(Options.usage)
      }
    }
  }

  private static var usage: String {
    "Use --only NAME, --events NUMBER and --json FILE; NAME is one of "
      + Job.all.map(\.name).joined(separator: ", ") + "; of these "
      + Job.all.filter(\.isLong).map(\.name).joined(separator: ", ")
      + " takes long and runs only where it is named."
  }
}
