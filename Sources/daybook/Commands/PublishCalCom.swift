import ArgumentParser
import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook publish calcom`: working hours, days off and busy time as a schedule at Cal.com, so that
/// nobody books over what is planned here.
struct PublishCalCom: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "calcom",
    abstract: "Write working hours, days off and busy time to a Cal.com schedule.",
    discussion: """
      Working hours become the schedule's weekly hours; days off, and days with busy time, get hours \
      of their own. Dates that you set yourself at Cal.com keep their hours and only lose busy time \
      and days off. Nothing is sent where nothing differs. The next \(PublishCommand.usualDays) \
      days, unless told.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var days: DaysOptions
  @Option(help: ArgumentHelp("The Cal.com account, where there are several.", valueName: "name"))
  var account: String?
  @Option(
    help: ArgumentHelp("This schedule instead of the default one.", valueName: "name"))
  var schedule: String?
  @Flag(help: "Make the schedule if there is none of this name.") var create = false
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar's busy time; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Flag(help: "Say what would be sent, and send nothing.") var dryRun = false

  func validate() throws {
    if create, schedule == nil {
      throw ValidationError("--create makes the schedule that --schedule names.")
    }
  }

  func run(in world: World) async throws -> ExitStatus {
    guard !world.isDemo || dryRun else {
      throw CommandError.usage(
        "Sample data is not published.", hint: "Leave --demo out, or add --dry-run.")
    }
    let range = try days.range(in: world, usual: PublishCommand.usualDays)
    let desk = try world.desk()
    let owner = try owner(in: desk.store, world)
    let chosen = calendars.isEmpty ? nil : try calendars.map { try desk.calendar(named: $0).id }
    let known = try desk.store.calendars().map(\.calendar).filter { $0.account == owner.id }
    // What is booked there is known there, and free again there as soon as it is moved.
    let busy = try desk.busy(
      in: range, calendars: chosen, besides: Set(known.map(\.id)))
    let policy = try desk.policy()
    let schedules = try SyncWiring(world: world, store: desk.store).factory.schedules(of: owner)
    let log = ExchangeKeeping(store: desk.store, account: owner.name, now: world.now)
    do {
      let target = try await target(in: schedules)
      let place = PublishedPlace(store: desk.store, base: schedules.base, schedule: target?.id)
      let plan = PublishingPlan(
        current: target?.hours ?? BookingSchedule(timezone: world.zone.identifier),
        record: try place.record(), busy: busy.spans, policy: policy, days: range,
        today: world.today, zone: world.zone, zones: world.zones)
      let change = change(of: target, to: plan.wanted)
      var left = target
      if let change, !dryRun {
        // Whatever becomes of the answer: what was sent is known for ours.
        if target != nil { try place.keep(place.record().joined(with: plan.record)) }
        let sent = try await schedules.send(change)
        left = sent
        try PublishedPlace(store: desk.store, base: schedules.base, schedule: sent.id)
          .keep(plan.record)
      }
      try log.keep(schedules.takeExchanges())
      try tell(
        PublishingOutcome(
          schedule: left, name: schedule ?? Self.newName, change: change, plan: plan, days: range,
          isDryRun: dryRun), in: world)
    } catch {
      try? log.keep(schedules.takeExchanges())
      throw error
    }
    return .done
  }

  /// What a schedule is called that nobody named.
  private static let newName = "Daybook"

  // MARK: - Where to

  private func owner(in store: Store, _ world: World) throws -> Account {
    if let account {
      let found = try store.account(named: account)
      guard found.kind == .calcom else {
        throw CommandError.usage("\(found.name) is no Cal.com account.")
      }
      return found
    }
    let all = try store.accounts().filter { $0.kind == .calcom }
    if all.count > 1 {
      throw CommandError.usage(
        "There are several Cal.com accounts: \(all.map(\.name).joined(separator: ", ")).",
        hint: "Say which with --account.")
    }
    if let only = all.first { return only }
    let key = CalComKey(world: world)
    guard key.key != nil else {
      throw CommandError.failed(
        "no_account", "There is no Cal.com account.",
        hint: "Add one with 'daybook accounts add calcom', or set \(CalComKey.variable).")
    }
    return key.account
  }

  /// The schedule to write to; nil where it is still to be made.
  private func target(in schedules: CalComSchedules) async throws -> RemoteSchedule? {
    guard let schedule else { return try await schedules.standard() }
    let all = try await schedules.all()
    switch NameMatch.of(schedule, among: all.map { (name: $0.name, item: $0) }) {
    case .found(let found): return found
    case .several(let names):
      throw CommandError.failed(
        "ambiguous_schedule",
        "“\(schedule)” could be \(names.joined(separator: ", ")) (schedule).",
        hint: "Name it in full.")
    case .none(let nearest):
      if create { return nil }
      throw CommandError.failed(
        "unknown_schedule", "There is no schedule “\(schedule)” at Cal.com.",
        hint: nearest.map { "Did you mean “\($0)”? Or make it with --create." }
          ?? "Make it with --create.")
    }
  }

  private func change(of target: RemoteSchedule?, to wanted: BookingSchedule)
    -> CalComScheduleChange?
  {
    guard let target else {
      return CalComScheduleChange(
        name: schedule ?? Self.newName, isDefault: schedule == nil, wanted)
    }
    return CalComScheduleChange(of: target, to: wanted)
  }

  // MARK: - What came of it

  private func tell(_ outcome: PublishingOutcome, in world: World) throws {
    if global.json {
      try world.output.print(outcome.json)
    } else {
      try world.output.print(world.output.table(outcome.lines.map { [$0] }))
    }
  }
}

/// Where the list of written dates of one schedule is kept.
struct PublishedPlace {
  let store: Store
  private let name: String?

  init(store: Store, base: String, schedule: String?) {
    self.store = store
    name = schedule.map { base + "/schedules/" + $0 }
  }

  func record() throws -> PublishedDates {
    try name.map { try store.publishedDates(in: $0) } ?? PublishedDates()
  }

  func keep(_ record: PublishedDates) throws {
    if let name { try store.setPublishedDates(record, in: name) }
  }
}

/// Writes down what was asked and answered, as a pass does.
struct ExchangeKeeping {
  let store: Store
  let account: String
  let now: Instant

  func keep(_ exchanges: [RemoteExchange]) throws {
    try store.record(
      exchanges.map {
        Exchange(
          at: now, account: account, request: $0.request, status: $0.status,
          milliseconds: $0.milliseconds, bytes: $0.bytes, note: $0.note)
      })
  }
}
