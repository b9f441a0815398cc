import DaybookCore
import ICalendar

/// What the jobs share: where things are, the corpora, and the stores made from them.
///
/// Corpora stay from run to run, as they are always the same; stores are made anew in each, as the
/// program under test makes them. Only the main thread uses it.
final class Workbench {
  let options: Options
  private var corpora: [Int: Corpus] = [:]
  private var stores: [Int: String] = [:]
  private(set) lazy var calcurse = Calcurse(folder: options.folder)

  /// The week that everything is shown in, in the middle of the corpus.
  static let moment = "2026-11-18T14:12:00+01:00"
  static let monday = "2026-11-16"
  static let zoneName = "Europe/Berlin"

  init(_ options: Options) {
    self.options = options
  }

  func daybook() throws(BenchError) -> String {
    guard let path = options.daybook else { throw BenchError("No release of daybook was given.") }
    return path
  }

  /// The corpus of this many events, written where it is not yet there.
  func corpus(_ size: Int) throws(BenchError) -> Corpus {
    if let made = corpora[size] { return made }
    let corpus = Corpus(size: size, folder: "\(options.folder)/corpus-\(size)")
    if !corpus.isWritten { try corpus.write(with: options.generator) }
    corpora[size] = corpus
    return corpus
  }

  /// The path of a store into which the corpus of this many events was imported.
  func store(_ size: Int) throws(BenchError) -> String {
    if let made = stores[size] { return made }
    let path = "\(options.folder)/store-\(size).sqlite"
    _ = try importing(size, into: path)
    stores[size] = path
    return path
  }

  /// Imports a corpus into a new store.
  func importing(_ size: Int, into store: String) throws(BenchError) -> ProcessRun {
    for suffix in ["", "-wal", "-shm"] { TextFile.remove(store + suffix) }
    let run = try ProcessRun(
      [try daybook(), "--store", store, "import"] + (try corpus(size).files),
      environment: environment())
    guard run.status == 0 else { throw BenchError("daybook import ended with \(run.status).") }
    return run
  }

  /// A home of the bench's own, so that nobody's settings change the figures.
  func environment(isFrozen: Bool = true) -> [String] {
    let home = "\(options.folder)/home"
    TextFile.makeFolder(home)
    var variables = [
      "HOME=\(home)", "TMPDIR=\(home)", "PATH=\(Environment.path)", "TZ=\(Workbench.zoneName)",
      "LANG=C.UTF-8",
      "LC_ALL=C.UTF-8", "TERM=xterm-256color", "COLORTERM=truecolor",
    ]
    if isFrozen { variables.append("DAYBOOK_NOW=\(Workbench.moment)") }
    return variables
  }

  /// The display zone, read from the system's zone files.
  func zone() throws(BenchError) -> Zone {
    guard let zone = SystemZones.database.zone(Workbench.zoneName) else {
      throw BenchError("The system has no zone \(Workbench.zoneName).")
    }
    return zone
  }

  /// What the C program over libical prints for these arguments: a number; nil where it is missing.
  func libical(_ arguments: [String]) throws(BenchError) -> Double? {
    guard let program = options.libical else { return nil }
    let output = "\(options.folder)/libical.out"
    let run = try ProcessRun([program] + arguments, environment: environment(), output: output)
    let words = TextFile.read(output).split(whereSeparator: \.isWhitespace)
    guard run.status == 0, let number = words.first.flatMap({ Double($0) }) else {
      throw BenchError("The program over libical ended with \(run.status).")
    }
    return number
  }
}
