/// calcurse with a corpus imported, where it is installed.
final class Calcurse {
  static let name = "calcurse"
  let program: String?
  private let folder: String
  private var importCosts: [Int: Double] = [:]

  init(folder: String) {
    program = Environment.program(Calcurse.name)
    self.folder = folder
  }

  /// Milliseconds of processor time it takes to import the corpus; nil where it is not installed.
  func importing(_ corpus: Corpus, environment: [String]) throws(BenchError) -> Double? {
    guard let program else { return nil }
    if let known = importCosts[corpus.size] { return known }
    let data = data(corpus)
    TextFile.makeFolder(data)
    for name in ["apts", "todo", "conf", "keys"] { TextFile.remove("\(data)/\(name)") }
    var cost = 0.0
    for file in corpus.files {
      let run = try ProcessRun([program, "-D", data, "-q", "-i", file], environment: environment)
      // 1 says that it left some events out.
      guard run.status <= 1 else { throw BenchError("calcurse -i ended with \(run.status).") }
      cost += run.cpu
    }
    importCosts[corpus.size] = cost
    return cost
  }

  /// What lists the week; nil where it is not installed.
  func agenda(_ corpus: Corpus, environment: [String]) throws(BenchError) -> [String]? {
    guard let program, try importing(corpus, environment: environment) != nil else { return nil }
    return [program, "-D", data(corpus), "-q", "-Q", "--from", "11/16/2026", "--days", "7"]
  }

  /// Its interface; nil where it is not installed.
  func interface(_ corpus: Corpus, environment: [String]) throws(BenchError) -> TerminalProgram? {
    guard let program, try importing(corpus, environment: environment) != nil else { return nil }
    return TerminalProgram(
      command: [program, "-D", data(corpus), "-q"], environment: environment, ready: "TODO",
      keys: [.cursor("l"), .day("l"), .week("j"), .month("m")], quit: "qy")
  }

  private func data(_ corpus: Corpus) -> String { "\(folder)/calcurse-\(corpus.size)" }
}
