package import DaybookCore
internal import ICalendar

/// The free-slot finder: what is looked for, what was found, and which of it will be copied.
package struct FreeSlotsState: Sendable {
  /// The lines above the list, in order.
  enum Field: Int, CaseIterable, Sendable {
    case length, until, hours, buffer, most, zone, format, calendar

    var label: String {
      switch self {
      case .length: "Length"
      case .until: "Between"
      case .hours: "Hours"
      case .buffer: "Buffer"
      case .most: "At most"
      case .zone: "Their zone"
      case .format: "Format"
      case .calendar: "Hold in"
      }
    }
  }

  package private(set) var query: SlotQuery
  /// Rounded to quarter hours, as they can be offered.
  private(set) var slots: [TimeSpan] = []
  var picks: Set<Int> = []
  var format = SlotFormat.text
  private(set) var theirZone: Zone?
  /// Why the text in `zoneField` names no zone; nothing is copied while it does not.
  private(set) var zoneProblem: String?
  package var zoneField = TextField()
  package var isTyping = false
  /// The finder was opened to copy at once, and waits for the slots.
  var copiesWhenFound = false
  private(set) var isAnswered = false
  /// The chosen line: the fields first, then the slots.
  package var list = ListPosition()
  private var most = Most.usual
  private var hoursIndex = 0
  private(set) var holdCalendar: CalendarID?

  /// How many are picked by themselves.
  enum Most: Int, CaseIterable, Sendable {
    case few, usual, many, all

    var perDay: Int { [1, SlotText.perDay, 4, .max][rawValue] }
    var limit: Int { [4, SlotText.limit, 16, .max][rawValue] }

    var words: String {
      self == .all ? "all of them" : "\(perDay) a day, \(limit) in all"
    }
  }

  static let daysAhead = 14

  init(_ state: AppState) {
    query = SlotQuery(
      days: state.today..<state.today + Self.daysAhead, policy: state.policy, now: state.now)
    list.index = Field.allCases.count
    holdCalendar =
      state.snapshot.calendars.first {
        $0.name == state.settings.defaultCalendar && !$0.isReadOnly
      }?.id
  }

  /// The slot on the chosen line.
  var chosenSlot: TimeSpan? {
    let index = list.index - Field.allCases.count
    return slots.indices.contains(index) ? slots[index] : nil
  }

  var field: Field? { Field(rawValue: list.index) }

  /// In the order in which they are read.
  var picked: [TimeSpan] { picks.sorted().map { slots[$0] } }

  func text(_ state: AppState) -> String {
    if let zoneProblem { return zoneProblem }
    guard !picks.isEmpty else {
      return SlotText.nothing(duration: query.duration, days: query.days)
    }
    return SlotText(zone: theirZone ?? state.zone).text(picked, as: format, now: state.now)
  }

  mutating func take(_ found: [TimeSpan], zone: Zone) {
    isAnswered = true
    slots = Availability.rounded(found, duration: query.duration, zone: zone)
    let chosen = Set(
      Availability.select(slots, perDay: most.perDay, limit: most.limit, zone: zone))
    picks = Set(slots.indices.filter { chosen.contains(slots[$0]) })
    list.clamp(to: Field.allCases.count + slots.count)
  }

  mutating func toggle() {
    let index = list.index - Field.allCases.count
    guard slots.indices.contains(index) else { return }
    if picks.remove(index) == nil { picks.insert(index) }
  }

  mutating func choose(row: Int) -> Bool {
    guard list.choose(row), row >= Field.allCases.count else { return false }
    toggle()
    return false
  }

  // MARK: Fields

  private static let lengths = [15, 20, 30, 45, 60, 90, 120, 180, 240]
  private static let buffers = [0, 5, 10, 15, 30, 45, 60]
  private static let hours: [Range<Int>?] = [
    nil, 480..<1080, 420..<1200, 540..<720, 780..<1080, 0..<1440,
  ]

  /// Changes the chosen field by one step; true when the slots must be looked for again.
  mutating func change(by step: Int, _ state: AppState) -> Bool {
    switch field {
    case .length: query.duration = Self.step(query.duration, by: step, in: Self.lengths)
    case .buffer: query.policy.buffer = Self.step(query.policy.buffer, by: step, in: Self.buffers)
    case .until:
      let last = min(max(query.days.upperBound + step, query.days.lowerBound + 1), state.today + 90)
      query.days = query.days.lowerBound..<last
    case .hours:
      hoursIndex = (hoursIndex + step + Self.hours.count) % Self.hours.count
      let now = query
      query = SlotQuery(
        days: now.days, duration: now.duration, policy: state.policy, now: now.now)
      query.policy.buffer = now.policy.buffer
      if let range = Self.hours[hoursIndex] { query.replaceHours([range], weekdays: nil) }
    case .most:
      most = Most(rawValue: min(max(0, most.rawValue + step), Most.allCases.count - 1)) ?? .usual
    case .format:
      let all = SlotFormat.allCases
      let index = all.firstIndex(of: format) ?? 0
      format = all[(index + step + all.count) % all.count]
      return false
    case .calendar:
      let ids = state.snapshot.calendars.filter { !$0.isReadOnly }.map(\.id)
      guard !ids.isEmpty else { return false }
      let index = holdCalendar.flatMap(ids.firstIndex) ?? 0
      holdCalendar = ids[(index + step + ids.count) % ids.count]
      return false
    case .zone:
      isTyping = true
      return false
    case nil: return false
    }
    return true
  }

  private static func step(_ value: Int, by step: Int, in steps: [Int]) -> Int {
    step > 0
      ? steps.first { $0 > value } ?? value : steps.last { $0 < value } ?? value
  }

  /// The zone that the typed text names; without any text it is the same as mine.
  mutating func zoneChanged(_ state: AppState) {
    (theirZone, zoneProblem) = (nil, nil)
    guard !zoneField.text.trimmingBlanks.isEmpty else { return }
    do throws(PhraseError) {
      theirZone = try ZonePhrase.zone(reading: zoneField.text, in: state.zones)
    } catch {
      zoneProblem =
        "There is no time zone “\(zoneField.text.trimmingBlanks)”"
        + (error.nearest.map { "; did you mean \($0)?" } ?? "")
    }
  }

  func value(of field: Field, _ state: AppState) -> String {
    switch field {
    case .length: return DayText.length(minutes: query.duration)
    case .until:
      let first = query.days.lowerBound
      let from = first == state.today ? "today" : DayText.medium(first)
      return "\(from)  …  \(DayText.medium(query.days.upperBound - 1))"
    case .hours: return HoursWords.text(query.policy.hours)
    case .buffer:
      return query.policy.buffer == 0
        ? "none" : "\(DayText.length(minutes: query.policy.buffer)) before and after"
    case .most: return most.words
    case .zone: return theirZone?.identifier ?? "the same as mine"
    case .format: return format.rawValue
    case .calendar:
      return holdCalendar.flatMap { state.name(ofCalendar: $0) } ?? state.defaultCalendarName
    }
  }
}

/// Working hours in words: `09:00–17:00 Mon–Fri`.
enum HoursWords {
  static func text(_ hours: WorkingHours) -> String {
    let days = hours.minutes.indices.filter { !hours.minutes[$0].isEmpty }
    guard let first = days.first, let last = days.last else { return "none" }
    let ranges = hours.minutes[first]
    let times = ranges.map {
      "\(DayText.clock(minutes: $0.lowerBound))–\(DayText.clock(minutes: $0.upperBound))"
    }.joined(separator: ", ")
    let isRun = days.count == last - first + 1
    let isSame = days.allSatisfy { hours.minutes[$0] == ranges }
    let names =
      first == last
      ? name(first)
      : isRun ? "\(name(first))–\(name(last))" : days.map(name).joined(separator: ", ")
    return isSame ? "\(times) \(names)" : "as configured, \(names)"
  }

  private static func name(_ index: Int) -> String { DayText.weekday(Weekday(index: index)) }
}
