import Dispatch

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A program that is asked something and answers on its standard output.
///
/// What it is to be told stands on its standard input, never among its arguments, which everybody on
/// the machine can read. What it complains of goes nowhere: it may hold what it was told.
package struct ChildProgram: Sendable {
  let path: String
  let arguments: [String]
  let environment: [String: String]
  /// Seconds until it is ended.
  let patience: Int

  private static let longestAnswer = 65_536

  package init(
    path: String, arguments: [String], environment: [String: String], patience: Int = 30
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.patience = patience
  }

  /// How it ended, and what it said.
  package struct Answer: Sendable {
    /// Its exit status; nil where it did not end by itself.
    package var status: Int32?
    package var output: [UInt8]
  }

  /// Where a program lies.
  package static func path(of name: String, in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs it to its end, on a queue of its own; nil where it cannot be started.
  package func answer(to input: [UInt8] = []) async -> Answer? {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "daybook.child").async {
        continuation.resume(returning: run(input))
      }
    }
  }

  /// The same, for whoever may block.
  package func run(_ input: [UInt8] = []) -> Answer? {
    var talk: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    // A pair of sockets and not a pipe: a program that does not listen raises no signal here.
    guard socketpair(AF_UNIX, kind, 0, &talk) == 0 else { return nil }
    var answer: [Int32] = [-1, -1]
    guard pipe(&answer) == 0 else {
      for end in talk { close(end) }
      return nil
    }
    for end in talk + answer { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = spawn(reading: talk[1], writing: answer[1])
    close(talk[1])
    close(answer[1])
    defer { close(answer[0]) }
    guard let child else {
      close(talk[0])
      return nil
    }
    let deadline = DispatchTime.now().uptimeNanoseconds + UInt64(patience) * 1_000_000_000
    send(input, to: talk[0])
    close(talk[0])
    let output = read(answer[0], until: deadline)
    return Answer(status: end(of: child, until: deadline), output: output)
  }

  private func spawn(reading input: Int32, writing output: Int32) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t? = nil
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for word in words + settings { free(word) }
    }
    var child = pid_t()
    guard posix_spawn(&child, path, &actions, nil, &words, &settings) == 0 else { return nil }
    return child
  }

  /// What is sent is shorter than a socket's buffer, so nobody has to be waited for.
  private func send(_ bytes: [UInt8], to end: Int32) {
    guard !bytes.isEmpty else { return }
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      var isOn: Int32 = 1
      setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
      let flags: Int32 = 0
    #endif
    #if canImport(Glibc)
      _ = bytes.withUnsafeBytes { Glibc.send(end, $0.baseAddress, $0.count, flags) }
    #else
      _ = bytes.withUnsafeBytes { Darwin.send(end, $0.baseAddress, $0.count, flags) }
    #endif
  }

  private func read(_ end: Int32, until deadline: UInt64) -> [UInt8] {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while output.count < Self.longestAnswer, DispatchTime.now().uptimeNanoseconds < deadline {
      var ready = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 100) > 0 else { continue }
      #if canImport(Glibc)
        let count = Glibc.read(end, &buffer, buffer.count)
      #else
        let count = Darwin.read(end, &buffer, buffer.count)
      #endif
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      output += buffer[..<count]
    }
    return output
  }

  /// Its exit status, where it ended by itself and in time.
  private func end(of child: pid_t, until deadline: UInt64) -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return status & 0x7f == 0 ? (status >> 8) & 0xff : nil }
      if ended < 0, errno != EINTR { return nil }
      if DispatchTime.now().uptimeNanoseconds > deadline {
        kill(child, SIGKILL)
        _ = waitpid(child, &status, 0)
        return nil
      }
      usleep(1000)
    }
  }
}
