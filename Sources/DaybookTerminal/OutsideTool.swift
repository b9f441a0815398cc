import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that takes a text from its standard input. Its output goes nowhere, and it has a few
/// seconds; some stay on in the background to serve the clipboard, which is as it should be.
struct OutsideTool: Sendable {
  let path: String
  let arguments: [String]
  let environment: [String: String]

  private static let patience: UInt64 = 3_000_000_000

  /// Where a program lies.
  static func path(of name: String, in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs it to its end, beside the caller.
  func result(input: String) async -> Bool {
    await withCheckedContinuation { continuation in
      // A queue of its own: it waits for the program, and a serial one gets a thread at once.
      DispatchQueue(label: "daybook.tool").async {
        continuation.resume(returning: run(input: input))
      }
    }
  }

  /// Runs it to its end. Blocks, so never on the main queue.
  func run(input: String) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = spawn(reading: ends[0])
    close(ends[0])
    guard let child else {
      close(ends[1])
      return false
    }
    let deadline = DispatchTime.now().uptimeNanoseconds + OutsideTool.patience
    let isRead = feed(Array(input.utf8), to: ends[1], until: deadline)
    close(ends[1])
    return end(of: child, until: deadline) && isRead
  }

  private func spawn(reading end: Int32) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t? = nil
      var attributes: posix_spawnattr_t? = nil
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, end, 0)
    for descriptor: Int32 in [1, 2] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    // A group of its own: Ctrl-Z at our terminal is not meant for it.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for word in words + settings { free(word) }
    }
    var child = pid_t()
    guard posix_spawn(&child, path, &actions, &attributes, &words, &settings) == 0 else {
      return nil
    }
    return child
  }

  /// False when the program stopped reading. The signal that this raises is held off meanwhile.
  private func feed(_ bytes: [UInt8], to end: Int32, until deadline: UInt64) -> Bool {
    _ = fcntl(end, F_SETFL, O_NONBLOCK)
    var brokenPipe = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, nil)
    defer { OutsideTool.dropBrokenPipe(&brokenPipe) }
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
      if count > 0 {
        done += count
      } else if errno == EAGAIN, DispatchTime.now().uptimeNanoseconds < deadline {
        var ready = pollfd(fd: end, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, 100)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func dropBrokenPipe(_ signals: inout sigset_t) {
    var pending = sigset_t()
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 {
      var number: Int32 = 0
      sigwait(&signals, &number)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether it ended well, in time.
  private func end(of child: pid_t, until deadline: UInt64) -> Bool {
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return status == 0 }
      if ended < 0, errno != EINTR { return false }
      if DispatchTime.now().uptimeNanoseconds > deadline {
        kill(child, SIGKILL)
        _ = waitpid(child, &status, 0)
        return false
      }
      usleep(3000)
    }
  }
}
