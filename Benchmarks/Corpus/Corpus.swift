/// A made-up life of so many events over ten years, in five calendars: a fifth recurs, with
/// exceptions and overrides, in several zones and scripts.
struct Corpus {
  let size: Int
  let folder: String

  var files: [String] { CorpusWords.calendars.map { "\(folder)/ics/\($0).ics" } }

  var isWritten: Bool { TextFile.exists("\(folder)/complete") }

  /// Bytes of all files.
  var bytes: Int { files.map(TextFile.size).reduce(0, +) }

  /// Writes the files, with `generator` where one is given.
  func write(with generator: String?) throws(BenchError) {
    TextFile.makeFolder("\(folder)/ics")
    if let generator {
      let run = try ProcessRun(
        [generator, "--n", "\(size)", "--out", folder, "--formats", "ics"],
        environment: ["PATH=\(Environment.path)", "LANG=C.UTF-8"])
      guard run.status == 0 else { throw BenchError("\(generator) ended with \(run.status).") }
    } else {
      var generator = CorpusGenerator(size: size)
      for (name, text) in generator.calendars() {
        guard TextFile.write(text, to: "\(folder)/ics/\(name).ics") else {
          throw BenchError("\(folder) could not be written.")
        }
      }
    }
    guard TextFile.write("", to: "\(folder)/complete") else {
      throw BenchError("\(folder) could not be written.")
    }
  }
}
