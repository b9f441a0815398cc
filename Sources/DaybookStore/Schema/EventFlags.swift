internal import DaybookCore

/// The small facts of an event, in one integer.
struct EventFlags: Equatable {
  var bits: Int

  enum Form: Int {
    case timed, floating, allDay
  }

  init(bits: Int) {
    self.bits = bits
  }

  init(
    form: Form, status: EventStatus, showsAs: ShowsAs, isSeries: Bool, isThisAndFuture: Bool
  ) {
    bits = form.rawValue
    bits |= EventFlags.code(status) << 2
    bits |= showsAs.rawValue << 4
    if isSeries { bits |= EventFlags.series }
    if isThisAndFuture { bits |= EventFlags.future }
  }

  static let series = 64
  static let future = 128
  /// Assigned by hand: there is a row in `assignment`.
  static let assigned = 256
  /// A series with too many instances to keep: expanded when asked. The index `event_dense`
  /// spells this number out.
  static let dense = 512
  /// Something reminds of it more than a week before, or at a moment of its own: looked for apart from
  /// what is near. The index `event_early` spells this number out.
  static let early = 1024

  var form: Form { Form(rawValue: bits & 3) ?? .timed }
  var showsAs: ShowsAs { ShowsAs(rawValue: (bits >> 4) & 3) ?? .busy }
  var isSeries: Bool { bits & EventFlags.series != 0 }
  var isThisAndFuture: Bool { bits & EventFlags.future != 0 }
  var isAssigned: Bool { bits & EventFlags.assigned != 0 }
  var isDense: Bool { bits & EventFlags.dense != 0 }

  var status: EventStatus {
    switch (bits >> 2) & 3 {
    case 1: .tentative
    case 2: .cancelled
    default: .confirmed
    }
  }

  private static func code(_ status: EventStatus) -> Int {
    switch status {
    case .confirmed: 0
    case .tentative: 1
    case .cancelled: 2
    }
  }
}
