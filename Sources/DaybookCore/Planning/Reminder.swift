package import ICalendar

/// That an event begins soon, to be told at a moment.
package struct Reminder: Hashable, Sendable {
  package let occurrence: Occurrence
  package let at: Instant

  package init(_ occurrence: Occurrence, at: Instant) {
    self.occurrence = occurrence
    self.at = at
  }

  /// How far before an event an alarm of its own is nothing unusual, in seconds: a week. All that begins
  /// within it is looked at; of what lies beyond only what reminds so early.
  package static let near = 7 * 86_400
  /// How far before an event its own alarms are heeded, in seconds: a year.
  package static let farthest = 366 * 86_400
  /// How long after its beginning an event is still worth a word, in seconds: a machine may have
  /// slept.
  package static let grace = 15 * 60
  /// How long before the program was started what fell due is still told, in seconds.
  package static let missed = 3_600

  /// When an event is to be told of: at its own alarms; without any, `before` minutes ahead of what
  /// is busy and has a time of day. Nothing that was declined or cancelled reminds.
  ///
  /// - Parameters:
  ///   - alarms: the event's own, mails left out.
  ///   - before: nil where only alarms remind.
  package static func all(
    of occurrence: Occurrence, alarms: [EventComponent.Alarm.Trigger], before: Int?
  ) -> [Reminder] {
    guard occurrence.status != .cancelled, occurrence.response != .declined else { return [] }
    if alarms.isEmpty {
      guard let before, !occurrence.isAllDay, occurrence.showsAs != .free else { return [] }
      return [Reminder(occurrence, at: occurrence.span.start - before * 60)]
    }
    let moments = alarms.map { alarm in
      switch alarm {
      case .absolute(let instant): instant
      case .relative(let offset, let toEnd):
        (toEnd ? occurrence.span.end : occurrence.span.start) + offset.days * 86_400
          + offset.seconds
      }
    }
    return Set(moments).sorted().map { Reminder(occurrence, at: $0) }
  }

  /// Whether it falls due after `last`, at `now` at the latest, and its event did not begin long ago.
  package func isDue(after last: Instant, at now: Instant) -> Bool {
    at > last && at <= now && occurrence.span.start + Reminder.grace > now
  }
}
