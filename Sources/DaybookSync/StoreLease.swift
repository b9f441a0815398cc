internal import DaybookStore
internal import ICalendar

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A turn that of all processes one has. It is held in the store, is prolonged as long as its holder
/// works, and is anybody's when its holder has died.
struct StoreLease: Sendable {
  private let name: String
  private let holder: String
  private let store: Store
  private let seconds: Int

  /// - Parameter seconds: after which it lapses, unless taken again.
  init(_ name: String, store: Store, seconds: Int) {
    self.name = name
    holder = Self.holder(process: getpid())
    self.store = store
    self.seconds = seconds
  }

  /// Takes or prolongs it; false while another process has it.
  func take() throws -> Bool {
    if try store.acquireLease(name, holder: holder, now: now, seconds: seconds) { return true }
    guard let other = try store.leaseHolder(name), Self.isDead(other) else { return false }
    try store.releaseLease(name, holder: other)
    return try store.acquireLease(name, holder: holder, now: now, seconds: seconds)
  }

  func release() {
    // One that cannot be given back lapses.
    try? store.releaseLease(name, holder: holder)
  }

  /// How a process of this machine signs.
  static func holder(process: Int32) -> String {
    "\(host) \(process) \(UInt32.random(in: 0...(.max)))"
  }

  /// Whether a holder was a process of this machine that is no more; of other machines' nobody knows.
  private static func isDead(_ holder: String) -> Bool {
    let words = holder.split(separator: " ")
    guard words.count == 3, words[0] == host, let process = Int32(words[1]), process > 0 else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// The real time, even where the display's clock is frozen: another process must see it pass.
  private var now: Instant { Instant(seconds: Int(time(nil))) }
}
