internal import DaybookCore
internal import ICalendar

/// The fields of an event, for a new one or one that is to be changed, with what they were read as.
package struct EventFormState: Sendable {
  var fields: [TextField]
  var current = Field.title
  /// The event that is edited; nil for a new one.
  let event: Occurrence?
  /// The rule that the form was opened with.
  private let rule: String?
  /// The calendar that the form was opened for, and that an event which is edited lies in.
  let home: EventCalendar?
  private var original: [String]
  /// Of an event that is edited: whether it is known how it repeats and what its notes are.
  private var isKnown = false
  /// Notes of several lines are not for one.
  private var hasLongNotes = false
  /// Who is asked to the event already, in small letters.
  private var asked: Set<String> = []
  /// Fields in which nothing stands but what was typed by whoever looks at them.
  private(set) var own: Set<Field> = []
  private(set) var time: EventTime?
  private(set) var repetition: RepetitionPhrase?
  private(set) var reminders: [Int] = []
  private(set) var problem: String?

  init(newAt span: TimeSpan, _ state: AppState) {
    self.init(
      drafted: NewEvent(title: "", time: .timed(span, zone: state.zone.identifier)), in: nil,
      client: nil, state)
  }

  init(
    drafted draft: NewEvent?, in calendar: EventCalendar?, client: String?, _ state: AppState
  ) {
    let draft =
      draft
      ?? NewEvent(title: "", time: .timed(state.focusedSpan, zone: state.zone.identifier))
    event = nil
    rule = draft.rule
    home = calendar
    let times = EventFormTimes.texts(draft.time, state.zone)
    fields = Field.allCases.map { field in
      switch field {
      case .title: TextField(draft.title)
      case .start: TextField(times.start)
      case .end: TextField(times.end)
      case .location: TextField(draft.location)
      case .calendar: TextField(calendar.map { FormNames(state).text($0) } ?? "")
      case .repeats: TextField(Self.words(of: draft.rule, state))
      case .client: TextField(client ?? "")
      case .people: TextField(draft.attendees.joined(separator: ", "))
      case .showsAs: TextField(draft.showsAs.word)
      case .reminder: TextField(ReminderPhrase.text(draft.reminders))
      case .notes: TextField(draft.notes)
      }
    }
    original = fields.map(\.text.trimmingBlanks)
    own = Set(Field.allCases)
    read(state)
  }

  init(editing event: Occurrence, _ state: AppState) {
    self.event = event
    rule = nil
    let calendar = state.snapshot.calendar(event.calendar)
    home = calendar
    let times = EventFormTimes.texts(event.time, state.zone)
    fields = Field.allCases.map { field in
      switch field {
      case .title: TextField(event.title)
      case .start: TextField(times.start)
      case .end: TextField(times.end)
      case .location: TextField(event.location)
      case .calendar: TextField(calendar.map { FormNames(state).text($0) } ?? "")
      case .client: TextField(state.snapshot.client(event.client)?.name ?? "")
      case .showsAs: TextField(event.showsAs.word)
      case .repeats, .people, .reminder, .notes: TextField()
      }
    }
    original = fields.map(\.text.trimmingBlanks)
    if let details = state.details { take(details) }
    read(state)
  }

  private static func words(of rule: String?, _ state: AppState) -> String {
    guard let rule, let read = try? RecurrenceRule(text: rule) else { return "" }
    return RuleInWords.text(read, zone: state.zone)
  }

  /// Takes what the occurrence itself does not say, once that was read.
  mutating func take(_ details: EventDetails) {
    guard let event, details.occurrence.id == event.id, !isKnown else { return }
    isKnown = true
    asked = Set(
      (details.attendees + [details.organizer].compactMap(\.self)).map {
        $0.email.lowercased()
      })
    hasLongNotes = details.notes.contains(where: \.isNewline) || details.notes.count > 4_000
    let texts = [
      (Field.repeats, details.recurrence ?? ""), (.notes, details.notes),
      (.reminder, ReminderPhrase.text(details.reminders)),
    ]
    for (field, text) in texts {
      fields[field.rawValue] = TextField(text)
      original[field.rawValue] = fields[field.rawValue].text.trimmingBlanks
      own.remove(field)
    }
  }

  /// Fields that can be changed: what was not read yet is not overwritten, and a booking stays with whom
  /// it was made.
  var editable: [Field] {
    guard event != nil else { return Field.allCases }
    let isBooking = home?.holdsBookings ?? false
    return Field.allCases.filter { field in
      switch field {
      case .title, .start, .end, .location, .client, .showsAs: true
      case .calendar: !isBooking
      case .people: isKnown && !isBooking
      case .repeats, .reminder: isKnown
      case .notes: isKnown && !hasLongNotes
      }
    }
  }

  /// Reads what the fields say; what is wrong is said below them.
  mutating func read(_ state: AppState) {
    for field in Field.allCases where fields[field.rawValue].isEmpty { own.insert(field) }
    time = nil
    repetition = nil
    problem = nil
    do throws(PhraseError) {
      time = try EventFormTimes(event: event, state).time(
        from: fields[Field.start.rawValue].text, to: text(.end))
      if time == nil { problem = "The end lies before the start" }
      try readRepetition(state)
      reminders = try ReminderPhrase.minutes(reading: text(.reminder))
    } catch {
      problem = error.message
    }
    if problem == nil { problem = remark }
  }

  private mutating func readRepetition(_ state: AppState) throws(PhraseError) {
    guard isChanged(.repeats), !text(.repeats).isEmpty, let time else { return }
    let read = try RepetitionPhrase(
      reading: text(.repeats), from: time, in: state.phraseContext)
    repetition = read
    // A new event begins on the first day that the rule fits.
    if event == nil { self.time = time.beginning(on: read.first, in: state.zone) }
  }

  /// What is wrong with the smaller fields.
  private var remark: String? {
    if ShowsAs(beginning: text(.showsAs)) == nil { return "Shown as busy or free" }
    if let wrong = people.first(where: { !$0.dropFirst().dropLast().contains("@") }) {
      return "\(wrong) is no mail address"
    }
    return people.first { asked.contains($0.lowercased()) }.map { "\($0) is in it already" }
  }

  func text(_ field: Field) -> String { fields[field.rawValue].text.trimmingBlanks }
  func isChanged(_ field: Field) -> Bool { text(field) != original[field.rawValue] }

  /// Whom to invite; of an event that is edited, besides those who are in it.
  var people: [String] {
    text(.people).split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
  }

  /// The event as the fields tell it; nil while a title or a time is missing.
  var newEvent: NewEvent? {
    guard fault == nil, let time else { return nil }
    var event = NewEvent(title: text(.title), time: time)
    event.location = text(.location)
    event.notes = text(.notes)
    event.rule = isChanged(.repeats) ? repetition?.rule : rule
    event.attendees = people
    event.showsAs = ShowsAs(beginning: text(.showsAs)) ?? .busy
    event.reminders = reminders
    return event
  }

  /// What is wrong with the fields, before anything is stored. An event that never had a title need
  /// not get one.
  var fault: String? {
    if let problem { return problem }
    if text(.title).isEmpty, event == nil || isChanged(.title) { return "A title is missing" }
    return nil
  }

  /// What the fields change of the event's own text; nil while something is wrong with them.
  var change: EventChange? {
    guard fault == nil, let time else { return nil }
    var change = EventChange(
      title: isChanged(.title) ? text(.title) : nil,
      time: isChanged(.start) || isChanged(.end) ? time : nil,
      location: isChanged(.location) ? text(.location) : nil,
      notes: isChanged(.notes) ? text(.notes) : nil,
      showsAs: isChanged(.showsAs) ? ShowsAs(beginning: text(.showsAs)) : nil,
      rule: isChanged(.repeats) ? repetition?.rule ?? "" : nil)
    if isChanged(.reminder) { change.reminders = reminders }
    change.invites = people
    return change
  }

  /// All that the fields change; nil while something is wrong with them.
  func revision(_ state: AppState) -> EventRevision? {
    guard let change else { return nil }
    let calendar = calendar(state)
    return EventRevision(
      change, movingTo: calendar == home?.id ? nil : calendar, client: choice(state))
  }
}
