import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A web server on this machine's loopback that answers as a test tells it to, misbehaviour included.
///
/// It speaks HTTP/1.1 over real sockets and keeps connections open, so that whoever talks to it
/// meets what a network does.
package final class LoopbackServer: Sendable {
  package typealias Handler = @Sendable (WebQuestion) -> WebReply

  package let port: Int
  private let state: Mutex<State>

  private struct State {
    var handler: Handler
    /// Sockets that are open. Only who takes one out of here closes it: a number that is closed may
    /// already be somebody else's socket.
    var listener: Int32?
    var connections: Set<Int32> = []
    var questions: [WebQuestion] = []
    var accepted = 0
    var isStopped = false
    var halt: (left: Int, manner: Halt)?
    var isHalted = false

    /// Whether and how the question that has just come is the last one.
    mutating func halting() -> Halt? {
      guard let halt else { return nil }
      self.halt?.left -= 1
      return halt.left > 0 ? nil : halt.left == 0 ? halt.manner : .before
    }
  }

  /// How far the last question gets.
  package enum Halt: Sendable, CaseIterable {
    /// Nothing is done about it.
    case before
    /// It is done, and nobody hears of it.
    case after
    /// It is done, and half of the answer arrives.
    case midway
  }

  package struct CannotListen: Error {}

  package init(_ handler: @escaping Handler) throws {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let listener = socket(AF_INET, kind, 0)
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var actualSize = size
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, pointer, &actualSize) == 0
      }
    }
    guard listener >= 0, isListening else { throw CannotListen() }
    port = Int(UInt16(bigEndian: address.sin_port))
    state = Mutex(State(handler: handler, listener: listener))
    Self.inBackground { [self] in acceptAll(listener) }
  }

  /// Answers every question with the same reply.
  package convenience init(_ reply: WebReply) throws {
    try self.init { _ in reply }
  }

  /// `http://127.0.0.1:PORT`
  package var address: String { "http://127.0.0.1:\(port)" }

  /// What was asked so far, in order.
  package var questions: [WebQuestion] { state.withLock { $0.questions } }

  package func answer(_ handler: @escaping Handler) {
    state.withLock { $0.handler = handler }
  }

  package func answer(_ reply: WebReply) {
    answer { _ in reply }
  }

  /// Answers so many more questions, and then nobody any more, until `resume`.
  package func halt(after count: Int, _ manner: Halt) {
    state.withLock { $0.halt = (count, manner) }
  }

  /// Whether a question came that is not answered, and all is done that is done about it.
  package var isHalted: Bool { state.withLock { $0.isHalted } }

  package func resume() {
    state.withLock { state in
      state.halt = nil
      state.isHalted = false
    }
  }

  /// Lets go of everybody, those included who are kept waiting.
  package func stop() {
    state.withLock { state in
      state.isStopped = true
      if let listener = state.listener { shutdown(listener, Int32(SHUT_RDWR)) }
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  /// A thread of its own: those of Dispatch are few, and who waits on a socket would hold one.
  private static func inBackground(_ work: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(work)
  }

  private func acceptAll(_ listener: Int32) {
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard connection >= 0 else { break }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      let number = state.withLock { state -> Int? in
        if state.isStopped { return nil }
        state.connections.insert(connection)
        state.accepted += 1
        return state.accepted
      }
      guard let number else {
        close(connection)
        break
      }
      Self.inBackground { [self] in serve(connection, number) }
    }
    state.withLock { $0.listener = nil }
    close(listener)
  }

  private func serve(_ connection: Int32, _ number: Int) {
    var wire = Wire(connection)
    while let question = wire.question(connection: number) {
      let (handler, halt) = state.withLock { state in
        state.questions.append(question)
        return (state.handler, state.halting())
      }
      let reply = halt.map { halted($0, question, handler) } ?? handler(question)
      guard wire.answer(reply, isHead: question.method == "HEAD") else { break }
    }
    _ = state.withLock { $0.connections.remove(connection) }
    close(connection)
  }

  private func halted(_ halt: Halt, _ question: WebQuestion, _ handler: Handler) -> WebReply {
    defer { state.withLock { $0.isHalted = true } }
    guard halt != .before else { return WebReply(200, "", .isSilent) }
    var reply = handler(question)
    reply.manner = halt == .after ? .isSilent : .falls(silentAfter: reply.body.count / 2)
    return reply
  }
}

/// What was asked.
package struct WebQuestion: Sendable {
  package var method: String
  /// With the query.
  package var path: String
  /// By lower-case name.
  package var headers: [String: String]
  package var body: [UInt8]
  /// Which connection it came by, counted from 1.
  package var connection: Int
}
