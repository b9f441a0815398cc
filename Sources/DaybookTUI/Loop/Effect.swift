package import DaybookCore
package import ICalendar

/// What the shell is asked to do, as a value. Its result comes back as a message.
package enum Effect: Sendable, Equatable {
  /// Read these days (and what belongs to a snapshot) from the store → `.snapshot`.
  case load(Range<Day>)
  /// The same for the days in sight alone, at once: a `load` of those around them follows.
  case loadPage(Range<Day>)
  /// What fell due since then → `.reminders`
  case readReminders(since: Instant)
  /// Says a text outside the screen too, as the settings wish it.
  case notify(String)
  /// → `.details`
  case openDetails(OccurrenceID)
  /// → `.found`
  case search(String, near: Instant)
  /// → `.slots`
  case findSlots(SlotQuery)
  /// Which of the times can be had that a text proposes → `.judged`
  case judge(String, for: SlotQuery)

  /// The calendar is the default one when nil; the client is a name, known or new.
  case create(NewEvent, in: CalendarID?, client: String?)
  case edit(OccurrenceID, EventChange, EditScope)
  /// The same with its calendar and client: one step for undo.
  case revise(OccurrenceID, EventRevision, EditScope)
  /// Moves events, of series these dates alone: one step for undo.
  case move([EventMove])
  case delete([OccurrenceID], EditScope)
  /// Answers an invitation.
  case respond(OccurrenceID, InvitationAnswer, EditScope)
  /// The same events again: the earliest at this time, the others as far behind it as they were.
  case duplicate([OccurrenceID], to: Instant)
  case resolve(ConflictID, action: String)
  /// The best way of this kind out of each of several conflicts.
  case settleConflicts([ConflictID], by: Resolution.Deed)
  /// What was done about a conflict is taken back.
  case takeBack(ConflictID)
  /// nil: nobody's, expressly.
  case assign([OccurrenceID], ClientChoice, isSeries: Bool)
  /// Adds a rule that assigns events by itself.
  case addRule(AssignmentRule)
  /// Lets a rule be another one, in its place.
  case changeRule(AssignmentRule)
  case removeRule(Int)
  /// → `.rules`
  case readRules
  /// What a rule of this kind would match → `.tried`
  case tryRule(AssignmentRule.Test)
  case setHidden(CalendarID, Bool)
  case undo
  case redo

  /// → `.copied`; `what` says it in words.
  case copy(String, what: String)
  /// Copies the text, and places a tentative event in each span.
  case copyAndHold(String, slots: [TimeSpan], into: CalendarID?)
  case releaseHolds(String)
  /// → `.hours`
  case loadHours(HoursQuery)
  /// Holds what is still to be billed of a client's days.
  case bill(ClientID, days: Range<Day>)
  /// Lets what was billed be changed again.
  case unlockBilling(Int)
  /// → `.year`
  case loadYear(Int)
  /// Hours as comma-separated values → `.copied`
  case copyReport(HoursQuery)
  /// → `.copied`
  case copyJSON([OccurrenceID])
  case openURL(String)
  /// Suspend the screen, edit the event's text in `$EDITOR`, save it.
  case editInEditor(OccurrenceID)
  case syncNow(isFull: Bool)
  /// One account; from scratch, what is missing there is taken for gone however much it is.
  case sync(AccountID, isFull: Bool)
  /// → `.accounts`
  case readAccounts
  /// → `.outbox`
  case readOutbox
  /// → `.log`
  case readLog
  case setBusy(CalendarID, Bool)
  /// `#rrggbb`
  case setColor(CalendarID, String)
  /// Adds an account, or signs in to one again → `.connecting`.
  case connect(AccountDraft)
  /// Where the browser ended that is waited for.
  case pasteAnswer(HiddenText)
  case stopConnecting
  case removeAccount(AccountID)
  /// Sends a waiting change at once, however long it was to wait.
  case sendEdit(Int)
  /// Gives up a waiting change.
  case dropEdit(Int)
  /// Of a change that both sides made differently, which is to stand.
  case settle(Int, keepsMine: Bool)
  /// → `.event`
  case showEvent(EventID)
  /// Puts a theme on, to look at it.
  case showTheme(String)
  /// Puts a theme on, and keeps it in the configuration.
  case setTheme(String)
  /// Lets a setting be so at once, and keeps it in the configuration → `.settings`
  case set(SettingChoice)
  /// → `.timer` with this number.
  case timer(Int, milliseconds: Int)
  case redraw
  case suspend
  case quit
}

/// Whom hours are given to.
package enum ClientChoice: Sendable, Equatable {
  case existing(ClientID)
  /// One that does not exist yet.
  case new(String)
  case nobody
}
