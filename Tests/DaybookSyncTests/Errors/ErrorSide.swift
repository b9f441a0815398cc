import DaybookCore
import DaybookStore
import DaybookTestSupport

@testable import DaybookSync

/// The other side of an account that refuses to order.
///
/// It has the events `a` and `b`, of which `a` is going to be edited here.
protocol ErrorSide: Sendable {
  /// Where it is, as people read it.
  var place: String { get }
  /// Does the edit here.
  func edit(_ bench: SyncBench) throws
  /// Somebody changes `b` there.
  func changeThere() throws
  /// Answers everything of a kind so until it is forgiven.
  func refuse(_ reply: WebReply, _ moment: ErrorRow.Moment)
  func forgive()
  /// What is here, and what is there, in the same words.
  func here(_ bench: SyncBench) throws -> [String: String]
  func there() throws -> [String: String]
  /// What is on both sides in the end: the edit, and what was changed there before a reading.
  func wanted(_ moment: ErrorRow.Moment) throws -> [String: String]
  /// Writes that it took.
  var taken: Int { get }
  /// What was asked that must not be.
  var complaints: [String] { get }
}

extension ErrorSide {
  func wanted(_ moment: ErrorRow.Moment) -> [String: String] {
    ["a": "Here @ ", "b": moment == .reading ? "Review @ There" : "Review @ "]
  }
}
