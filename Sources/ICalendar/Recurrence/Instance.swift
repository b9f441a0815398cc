extension RecurrenceSet {
  /// What the bounds of an instance mean.
  public enum Form: UInt8, Sendable {
    /// Seconds since 1970 in UTC.
    case timed
    /// Seconds on the wall (`LocalDateTime.wallSeconds`), wherever the viewer is.
    case floating
    /// As floating, and whole days.
    case allDay
  }

  /// One happening of an event.
  public struct Instance: Sendable {
    let series: Series
    let key: Int
    /// How `startValue` and `endValue` are to be read: the same for every viewer.
    public let form: Form
    /// UTC or wall seconds, by `form`.
    public let startValue: Int
    /// Like `startValue`; not part of the instance.
    public let endValue: Int
    /// From start to end for the viewer who was named. All-day instances cover the viewer's local
    /// days.
    public let span: TimeSpan
    /// Which override's properties it shows; nil for the master's.
    public let override: Int?
    /// Whether it is an instance that an override with THISANDFUTURE moves along, rather than the
    /// override itself.
    public let followsOverride: Bool

    /// Where it began before any override moved it: its RECURRENCE-ID.
    public var originalStart: CalendarTime { series.time(ofKey: key) }

    /// Where it begins for that viewer.
    public var start: Instant { span.start }
    /// Where it is over for that viewer.
    public var end: Instant { span.end }

    /// The days of an all-day instance, or nil.
    public var days: Range<Day>? {
      guard form == .allDay else { return nil }
      return LocalDateTime(wallSeconds: startValue).day..<LocalDateTime(wallSeconds: endValue).day
    }
  }
}
