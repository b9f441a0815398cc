#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts processes without copying this one, so that they do not pay for its memory.
enum Spawn {
  /// Where a new process reads and writes.
  enum Streams {
    /// Nothing to read, and files to write to.
    case files(output: String, errors: String)
    /// A terminal, which becomes its controlling one.
    case terminal(String)
  }

  #if canImport(Glibc)
    private typealias FileActions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
    private static let ownSession = Int16(0x80)  // POSIX_SPAWN_SETSID, a GNU extension
  #else
    private typealias FileActions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
    private static let ownSession = Int16(POSIX_SPAWN_SETSID)
  #endif

  static func start(_ command: [String], environment: [String], streams: Streams)
    throws(BenchError) -> pid_t
  {
    #if canImport(Glibc)
      var actions = FileActions()
      var attributes = Attributes()
    #else
      var actions: FileActions = nil
      var attributes: Attributes = nil
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    switch streams {
    case .files(let output, let errors):
      let creating = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, output, creating, 0o644)
      posix_spawn_file_actions_addopen(&actions, 2, errors, creating, 0o644)
    case .terminal(let name):
      posix_spawnattr_setflags(&attributes, ownSession)
      // The first terminal that the leader of a session opens becomes its controlling one.
      posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    guard let program = words[0],
      posix_spawnp(&process, program, &actions, &attributes, words, variables) == 0
    else { throw BenchError("\(command[0]) could not be started.") }
    return process
  }
}
