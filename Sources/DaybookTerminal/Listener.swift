import CNcurses
import DaybookTUI
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hears what the terminal sends and what the system says about it, when it is said, and tells it on
/// the main actor. While nothing happens nothing runs.
///
/// It waits on a thread of its own: a dispatch source would cost a write of its own for every key.
@MainActor
package final class Listener {
  private let ears: Ears
  private var isHearing = false

  /// Nil when the system has no pipe left. One listener is enough for a process.
  package init?(screen: Screen, tell: @escaping @MainActor @Sendable (TerminalNews) -> Void) {
    let ears = Ears { ears, heard in
      DispatchQueue.main.async {
        MainActor.assumeIsolated {
          // The end does not wait for what was typed before it and is not answered yet.
          for one in heard where !one.isTyped || !ears.isEnding {
            screen.note(one)
            if let news = one.news { tell(news) }
          }
        }
      }
    }
    guard let ears else { return nil }
    self.ears = ears
    terminal_watch_signals(ears.pipe.write)
    DispatchQueue(label: "daybook.listener", qos: .userInteractive).async { ears.run() }
    resume()
  }

  /// Leaves the keyboard to another program until `resume`. What it types is not heard from the
  /// moment on that this returns.
  package func pause() {
    guard isHearing else { return }
    isHearing = false
    ears.order(.pause)
    // Long enough for any thread to notice; one that has ended is deaf already.
    _ = ears.paused.wait(timeout: .now() + .milliseconds(500))
  }

  package func resume() {
    guard !isHearing else { return }
    isHearing = true
    ears.order(.resume)
  }
}

/// One thing heard.
enum Heard: Sendable {
  case output(KeyDecoder.Output)
  case signal(Int32)
  case hangUp

  var isTyped: Bool {
    if case .output = self { true } else { false }
  }

  var isEnd: Bool {
    switch self {
    case .hangUp, .signal(SIGTERM), .signal(SIGHUP), .signal(SIGINT): true
    case .output, .signal: false
    }
  }

  var news: TerminalNews? {
    switch self {
    case .output(.press(let press)): .press(press)
    case .output(.background(let color)): .background(color)
    case .output(.mode): nil
    case .hangUp: .hungUp
    case .signal(SIGWINCH): .resized
    case .signal(SIGCONT): .resumed
    case .signal(SIGTSTP): .stopWanted
    case .signal(let number): .endWanted(signal: number)
    }
  }
}

/// The thread's side: bytes and signals in, things heard out.
private final class Ears: Sendable {
  /// In the pipe of the signals' numbers, which are small.
  enum Order: UInt8 {
    case pause = 254
    case resume = 255
  }

  let pipe: (read: Int32, write: Int32)
  let paused = DispatchSemaphore(value: 0)
  private let tell: @Sendable (Ears, [Heard]) -> Void
  private let end = Atomic(false)

  /// Whether the end was heard, be its news still on their way or not.
  var isEnding: Bool { end.load(ordering: .relaxed) }

  /// How long after an Esc the rest of a sequence may take, in milliseconds.
  private static let escapeDelay: Int32 = 25

  init?(tell: @escaping @Sendable (Ears, [Heard]) -> Void) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let isMade = Glibc.pipe(&ends) == 0
    #else
      let isMade = Darwin.pipe(&ends) == 0
    #endif
    guard isMade else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    pipe = (ends[0], ends[1])
    self.tell = tell
  }

  func order(_ order: Order) {
    _ = TerminalBytes.write([order.rawValue], to: pipe.write)
  }

  func run() {
    var decoder = KeyDecoder()
    var isHearing = false
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      // A negative descriptor is passed over.
      var ready = [
        pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isHearing ? TerminalDevice.input : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&ready, 2, decoder.isWaiting ? Ears.escapeDelay : -1)
      if count == 0 {
        report(decoder.giveUp().map { .output($0) })
        continue
      }
      guard count > 0 else {
        if errno == EINTR { continue }
        return
      }
      if ready[0].revents != 0 { obey(&buffer, &isHearing, &decoder) }
      if ready[1].revents != 0, isHearing {
        let count = read(TerminalDevice.input, &buffer, buffer.count)
        if count > 0 {
          report(decoder.feed(buffer[..<count]).map { .output($0) })
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
          // A terminal that is gone would have something to read for ever.
          isHearing = false
          report([.hangUp])
        }
      }
    }
  }

  private func obey(_ buffer: inout [UInt8], _ isHearing: inout Bool, _ decoder: inout KeyDecoder) {
    let count = read(pipe.read, &buffer, 256)
    var signals: [Int32] = []
    for byte in buffer.prefix(max(0, count)) {
      switch Order(rawValue: byte) {
      case .pause:
        isHearing = false
        decoder = KeyDecoder()
        paused.signal()
      case .resume: isHearing = true
      case nil:
        // However often the window was pulled, one look at its size is enough.
        if !signals.contains(Int32(byte)) { signals.append(Int32(byte)) }
      }
    }
    report(signals.map { .signal($0) })
  }

  private func report(_ heard: [Heard]) {
    if heard.contains(where: \.isEnd) { end.store(true, ordering: .relaxed) }
    if !heard.isEmpty { tell(self, heard) }
  }
}
