internal import DaybookCore

extension EventFormState {
  /// The fields in their order.
  enum Field: Int, CaseIterable, Sendable {
    case title, start, end, location, calendar, repeats, client, people, showsAs, reminder, notes

    var label: String {
      switch self {
      case .title: "Title"
      case .start: "Start"
      case .end: "End"
      case .location: "Where"
      case .calendar: "Calendar"
      case .repeats: "Repeats"
      case .client: "Client"
      case .people: "People"
      case .showsAs: "Shown as"
      case .reminder: "Reminder"
      case .notes: "Notes"
      }
    }

    var placeholder: String {
      switch self {
      case .title: "What it is"
      case .start: "thu 15:00, or only a day"
      case .end: "16:00, or how long: 45m"
      case .location: "A place or a link"
      case .calendar: "The default calendar"
      case .repeats: "every mon until 24 dec"
      case .client: "By the rules; a name, known or new"
      case .people: "Mail addresses of whom to invite"
      case .showsAs: "busy or free"
      case .reminder: "30m, or 1h and 1d"
      case .notes: ""
      }
    }

    /// Whether what stands there tells who or what.
    var isPrivate: Bool {
      switch self {
      case .title, .location, .calendar, .client, .people, .notes: true
      case .start, .end, .repeats, .showsAs, .reminder: false
      }
    }
  }
}

extension ShowsAs {
  /// As the form has it.
  var word: String {
    switch self {
    case .free: "free"
    case .tentative: "tentative"
    case .busy: "busy"
    }
  }

  /// The one whose word begins so; nil where none does.
  init?(beginning text: String) {
    let text = text.lowercased()
    guard !text.isEmpty,
      let found = [ShowsAs.free, .tentative, .busy].first(where: { $0.word.hasPrefix(text) })
    else { return nil }
    self = found
  }
}
