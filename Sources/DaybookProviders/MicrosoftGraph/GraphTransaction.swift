internal import DaybookCore
import Synchronization

/// The id by which a repeated request to make an event is known; made of its UID, so that the event
/// is found by it again however its first answer was lost.
enum GraphTransaction {
  private static let prefix = "daybook:"
  /// Of an event that was made once before and is no more, with what keeps the two apart.
  private static let further = "daybook2:"

  /// - Parameter former: what the event was called there before it was deleted, where its first id is
  ///   refused.
  static func id(of uid: String, after former: String? = nil) -> String {
    let isPlain = uid.utf8.count <= 180 && uid.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    let name = isPlain && !uid.isEmpty ? uid : nil
    guard let former else { return name.map { prefix + $0 } ?? StableID.make("transaction", uid) }
    let mark = StableID.make("transaction", uid, former)
    return name.map { further + mark + ":" + $0 } ?? mark
  }

  /// The UID of an event that was made here.
  static func uid(in transaction: String) -> String? {
    let uid: Substring
    if transaction.hasPrefix(prefix) {
      uid = transaction.dropFirst(prefix.count)
    } else if transaction.hasPrefix(further) {
      uid = transaction.dropFirst(further.count + StableID.length + 1)
    } else {
      return nil
    }
    return uid.isEmpty ? nil : String(uid)
  }

  /// Ids that were refused as used before. The first time the event may be there, and is looked for;
  /// the second time it is not.
  final class Refused: Sendable {
    private let ids = Mutex<Set<String>>([])

    /// Whether it was refused before.
    func insert(_ id: String) -> Bool { ids.withLock { !$0.insert(id).inserted } }
  }
}
