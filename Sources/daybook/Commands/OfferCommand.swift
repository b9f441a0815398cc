import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook offer`: which of the times that somebody proposes can be had.
struct OfferCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "offer", abstract: "Read proposed times and say which are free.",
    discussion: """
      For example: daybook offer "Tue 3pm ET or Thu after 2". A - reads the text from standard input.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The times as they were written, or -.") var text: [String]
  @Option(help: ArgumentHelp("How long the meeting is: 45m, 1h30m, 1.5h.", valueName: "duration"))
  var duration = "30m"
  @Option(help: ArgumentHelp("Time kept clear around busy time.", valueName: "duration"))
  var buffer: String?

  func run(in world: World) throws -> ExitStatus {
    let minutes = try DurationPhrase.minutes(reading: duration)
    let clear = try buffer.map { try DurationPhrase.minutes(reading: $0, allowsZero: true) }
    let words =
      text == ["-"]
      ? try StandardInput.text(limit: 100_000) : text.joined(separator: " ")
    let phrase = try ProposalPhrase(reading: words, in: world.phrases)
    if let caution = phrase.caution { world.output.complain(caution) }
    let desk = try world.desk()
    var query = SlotQuery(
      days: world.today..<world.today + 1, duration: minutes, policy: try desk.policy(),
      now: world.now)
    if let clear { query.policy.buffer = clear }
    let offers = try desk.judge(phrase, read: words, for: query)
    if global.json {
      let json = OfferJSON(
        occurrence: OccurrenceJSON(names: try Names(desk.store), zone: world.zone))
      try world.output.print(
        .object([
          ("timezone", .string(world.zone.identifier)), ("duration", .int(minutes)),
          ("offers", .array(offers.map(json.object))),
        ]))
    } else {
      try world.output.print(world.output.table(offers.map { row($0, in: world) }))
    }
    return .done
  }

  private func row(_ offer: JudgedOffer, in world: World) -> [String] {
    let day = world.zone.day(at: offer.span.start)
    let year = day.year == world.today.year ? "" : " \(day.year)"
    let last = world.zone.day(at: offer.span.end - 1)
    return [
      DateText.day(day) + year,
      offer.span.seconds > 90_000
        ? "to \(DateText.day(last))" : DateText.clocks(offer.span, in: world.zone),
      sentence(offer, in: world.zone), offer.words,
    ]
  }

  private func sentence(_ offer: JudgedOffer, in zone: Zone) -> String {
    switch offer.verdict {
    case .free(let spans):
      (spans == [offer.span]
        ? "free" : "free " + DateText.spans(spans, on: zone.day(at: offer.span.start), in: zone))
        + (offer.isOutsideHours ? ", outside your working hours" : "")
    case .taken(let event): "conflicts with \(event.title)"
    case .tooClose(let event): "too close to \(event.title)"
    case .outsideHours: "outside your working hours"
    case .past: "has passed"
    }
  }
}

/// A judged offer for programs.
struct OfferJSON {
  let occurrence: OccurrenceJSON

  func object(_ offer: JudgedOffer) -> JSON {
    var free: [TimeSpan] = []
    var event: Occurrence?
    switch offer.verdict {
    case .free(let spans): free = spans
    case .taken(let other), .tooClose(let other): event = other
    case .outsideHours, .past: break
    }
    return .object([
      ("words", .string(offer.words)), ("start", time(offer.span.start)),
      ("end", time(offer.span.end)), ("verdict", .string(verdict(offer))),
      (
        "outside_hours", .bool(offer.isOutsideHours || offer.verdict == .outsideHours)
      ),
      (
        "free",
        .array(free.map { .object([("start", time($0.start)), ("end", time($0.end))]) })
      ), ("event", event.map { occurrence.object($0) } ?? .null),
    ])
  }

  private func time(_ instant: Instant) -> JSON {
    .string(RFC3339.text(instant, in: occurrence.zone))
  }

  private func verdict(_ offer: JudgedOffer) -> String {
    switch offer.verdict {
    case .free: "free"
    case .taken: "taken"
    case .tooClose: "too_close"
    case .outsideHours: "outside_hours"
    case .past: "past"
    }
  }
}
