#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A vendor on loopback that serves pages made of a corpus, and what reads them without keeping them.
final class PageServer {
  enum Vendor: String {
    case google, microsoft

    var name: String { self == .google ? "Google" : "Microsoft" }
    fileprivate var port: Int { self == .google ? 5298 : 5297 }
  }

  private let vendor: Vendor
  private let python: String
  private let peers: String
  private let folder: String
  private var process: pid_t = 0

  /// The file that sends Daybook there.
  var configuration: String { "\(folder)/\(vendor.rawValue).toml" }

  init(_ vendor: Vendor, python: String, peers: String, folder: String) {
    (self.vendor, self.python, self.peers, self.folder) = (vendor, python, peers, folder)
  }

  /// Starts it, and waits until its pages are made.
  func start(_ corpus: Corpus, environment: [String]) throws(BenchError) {
    guard TextFile.write(settings, to: configuration) else {
      throw BenchError("\(configuration) cannot be written.")
    }
    process = try Spawn.start(
      [python, "\(peers)/page-server.py", vendor.rawValue, String(vendor.port)] + corpus.files,
      environment: environment,
      streams: .files(output: "/dev/null", errors: "\(folder)/\(vendor.rawValue).log"))
    for _ in 0..<600 {
      if try reading(environment).status == 0 { return }
      usleep(100_000)
    }
    stop()
    throw BenchError("The page server did not start.")
  }

  func stop() {
    if process > 0 { kill(process, SIGKILL) }
    process = 0
  }

  /// Reads everything with the bare reader.
  func read(_ environment: [String]) throws(BenchError) -> ProcessRun {
    let run = try reading(environment)
    guard run.status == 0 else { throw BenchError("The bare reader ended with \(run.status).") }
    return run
  }

  private func reading(_ environment: [String]) throws(BenchError) -> ProcessRun {
    try ProcessRun(
      [python, "\(peers)/page-reader.py", vendor.rawValue, String(vendor.port)],
      environment: environment)
  }

  /// Adds the account to a store, and goes to the page that asks who it is.
  func signIn(_ daybook: [String], _ environment: [String]) throws(BenchError) {
    let run = try ProcessRun(
      [python, "\(peers)/browser.py"] + daybook + [
        "accounts", "add", vendor.rawValue, "--no-sync", "--no-browser",
      ], environment: environment, errors: "\(folder)/\(vendor.rawValue).log")
    guard run.status == 0 else {
      throw BenchError("daybook accounts add ended with \(run.status).")
    }
  }

  private var settings: String {
    let root = "http://127.0.0.1:\(vendor.port)"
    // Of this vendor alone: the other one's pace would hold for the same address.
    return switch vendor {
    case .google:
      """
      [providers.google]
      client_id = "bench"
      client_secret = "bench"
      authorization_endpoint = "\(root)/authorize"
      token_endpoint = "\(root)/token"
      api_base = "\(root)/calendar/v3"
      """
    case .microsoft:
      """
      [providers.microsoft]
      client_id = "bench"
      authority = "\(root)"
      api_base = "\(root)/v1.0"
      """
    }
  }
}
