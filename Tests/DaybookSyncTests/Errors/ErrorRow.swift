import DaybookCore
import DaybookTestSupport
import Testing

/// A row of a contract's table of errors: what the other side answers, and what a person sees of it.
struct ErrorRow: Sendable, CustomTestStringConvertible {
  /// What is asked when the other side answers so.
  enum Moment: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case reading, writing

    var testDescription: String { rawValue }
  }

  /// What a person sees.
  enum Seen: Sendable {
    /// Nothing: it is seen to in the same pass.
    case nothing
    /// The account is shown as failed where it could not be read, partly where it could not be
    /// written to: code, message and hint.
    case told(ErrorWords)
    /// It wants a sign-in.
    case signIn(ErrorWords)
  }

  var name: String
  var reply: WebReply
  var reading: Seen
  var writing: Seen

  init(_ name: String, _ reply: WebReply, reading: Seen, writing: Seen) {
    self.name = name
    self.reply = reply
    self.reading = reading
    self.writing = writing
  }

  init(_ name: String, _ reply: WebReply, _ seen: Seen) {
    self.init(name, reply, reading: seen, writing: seen)
  }

  var testDescription: String { name }

  /// How the account is then, and why.
  func seen(_ moment: Moment, at place: String) -> (state: AccountState, failure: Failure?) {
    switch moment == .reading ? reading : writing {
    case .nothing: (.ok, nil)
    case .told(let words): (moment == .reading ? .failed : .partial, words.failure(at: place))
    case .signIn(let words): (.loginRequired, words.failure(at: place))
    }
  }
}
