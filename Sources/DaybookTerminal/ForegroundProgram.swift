import CNcurses

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that has the terminal to itself while we wait for it, as an editor.
package enum ForegroundProgram {
  /// Runs it to its end. Where it is stopped, as by Ctrl-Z, we stop with it
  /// and go on with it.
  ///
  /// It stays in our process group: the terminal lets no other set it up or read from it. (Foundation's
  /// `Process` makes a group of its own, in which an editor is stopped before it has begun.)
  ///
  /// - Returns: its exit status, 128 and the signal's number where one ended it; nil where it cannot be
  ///   started.
  package static func run(_ path: String, _ arguments: [String], environment: [String: String])
    -> Int32?
  {
    #if canImport(Glibc)
      var attributes = posix_spawnattr_t()
    #else
      var attributes: posix_spawnattr_t? = nil
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals mean to it what they mean to any program.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    terminal_lend(1)
    defer { terminal_lend(0) }
    var child = pid_t()
    guard posix_spawn(&child, path, nil, &attributes, &words, &settings) == 0 else { return nil }
    return end(of: child)
  }

  private static func end(of child: pid_t) -> Int32? {
    var status: Int32 = 0
    while true {
      guard waitpid(child, &status, WUNTRACED) == child else {
        if errno == EINTR { continue }
        return nil
      }
      let low = status & 0xff
      // As WIFSTOPPED and its like read it.
      guard low == 0x7f else { return low == 0 ? (status >> 8) & 0xff : 128 + (low & 0x7f) }
      terminal_stop()
      kill(0, SIGCONT)
    }
  }
}
