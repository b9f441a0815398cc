/// One question to the other side and its answer, fit for a log: no secrets, titles or people.
package struct RemoteExchange: Hashable, Sendable {
  /// `GET https://example.com/…`
  package var request: String
  /// nil where no answer came.
  package var status: Int?
  package var milliseconds: Int
  /// Of the answer, unpacked.
  package var bytes: Int
  /// Why no answer came.
  package var note: String?

  package init(
    request: String, status: Int? = nil, milliseconds: Int = 0, bytes: Int = 0,
    note: String? = nil
  ) {
    self.request = request
    self.status = status
    self.milliseconds = milliseconds
    self.bytes = bytes
    self.note = note
  }
}
