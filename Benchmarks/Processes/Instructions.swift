/// Counts the instructions a program takes: the same on every machine of one kind, whatever else
/// runs there.
enum Instructions {
  /// Millions of instructions in user mode, by the processor's counter or, where it has none for
  /// us, by callgrind; nil where neither is there.
  static func count(_ command: [String], environment: [String], folder: String)
    throws(BenchError) -> Double?
  {
    let report = "\(folder)/instructions.txt"
    if let perf = Environment.program("perf") {
      let asked = [perf, "stat", "-x,", "-e", "instructions:u", "-o", report, "--"]
      let run = try ProcessRun(asked + command, environment: environment)
      if run.status == 0, let count = counted(TextFile.read(report), before: ",") { return count }
    }
    if let valgrind = Environment.program("valgrind") {
      let asked = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null"]
      let bare = try stripped(command[0], folder: folder)
      let run = try ProcessRun(
        asked + [bare] + command.dropFirst(), environment: environment, errors: report)
      let collected = TextFile.read(report).split(separator: "\n")
        .last { $0.contains("Collected : ") }?.split(separator: " ").last
      if run.status == 0, let count = collected.flatMap({ Double($0) }) { return count / 1e6 }
    }
    return nil
  }

  /// The program without its debugging information, of which valgrind reads only older kinds.
  private static func stripped(_ program: String, folder: String) throws(BenchError) -> String {
    guard let strip = Environment.program("strip") else { return program }
    let bare = "\(folder)/stripped"
    let run = try ProcessRun(
      [strip, "--strip-debug", "-o", bare, program],
      environment: ["PATH=\(Environment.path)"])
    return run.status == 0 ? bare : program
  }

  private static func counted(_ report: String, before separator: Character) -> Double? {
    for line in report.split(separator: "\n") where line.contains("instructions") {
      if let number = line.split(separator: separator).first.flatMap({ Double($0) }) {
        return number / 1e6
      }
    }
    return nil
  }
}
