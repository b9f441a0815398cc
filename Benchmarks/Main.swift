#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the jobs that were asked for and prints what they cost beside what they may cost.
@main
enum Main {
  static func main() {
    let options: Options
    do {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      complain(error.sentence)
      exit(64)
    }
    let bench = Workbench(options)
    var rows: [Row] = []
    for job in Job.all
    where options.only.isEmpty ? !job.isLong : options.only.contains(job.name) {
      complain("\(job.name) …")
      do {
        rows += try job.run(bench)
      } catch {
        let sentence = (error as? BenchError)?.sentence ?? "\(error)"
        rows.append(Row(job: job.name, title: job.name, figure: nil, note: sentence))
      }
    }
    print(Table(rows).text)
    if let path = options.json, !TextFile.write(RowJSON.document(rows), to: path) {
      complain("\(path) could not be written.")
      exit(1)
    }
    exit(0)
  }

  private static func complain(_ sentence: String) {
    let line = Array("bench: \(sentence)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
