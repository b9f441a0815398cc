import DaybookCore
import ICalendar

/// All pairs among 100,000 spans that share time.
enum ConflictsJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let spans = SpanCorpus.spans(100_000)
    var pairs = 0
    let time = Stopwatch.median(runs: 25) { pairs = Conflicts.overlaps(among: spans).count }
    return [
      Row(
        job: "conflicts", title: "conflicts among 100k sorted spans",
        figure: Figure(time, .milliseconds), bar: .atMost(1.2),
        note: "\(Decimal.text(Double(pairs))) pairs")
    ]
  }
}

/// All free time of half an hour or more, in working hours, between 100,000 spans.
enum FreeSlotsJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let zone = try bench.zone()
    let spans = SpanCorpus.spans(100_000)
    let days = SpanCorpus.days(100_000)
    let query = SlotQuery(days: days, now: zone.start(of: days.lowerBound))
    var slots = 0
    let time = Stopwatch.median(runs: 25) {
      slots = Availability.slots(busy: spans, query: query, zone: zone).count
    }
    return [
      Row(
        job: "free", title: "free slots in 100k sorted spans",
        figure: Figure(time, .milliseconds), bar: .atMost(2.5),
        note: "\(Decimal.text(Double(slots))) slots in \(Decimal.text(Double(days.count))) days")
    ]
  }
}

/// One meeting moved by an hour on a board of more and more.
enum ChangeJob {
  private static let changes = 301

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let sizes = [1000, 10_000, 100_000]
    let medians = sizes.map(median)
    var rows = zip(sizes, medians).map { size, median in
      Row(
        job: "change", title: "one event changed in \(size / 1000)k: conflicts again",
        figure: Figure(median, .milliseconds), bar: .atMost(1))
    }
    rows.append(
      Row(
        job: "change", title: "the same, 100k against 1k",
        figure: Figure(medians[2] / medians[0], .times)))
    return rows
  }

  private static func median(_ size: Int) -> Double {
    var occurrences = SpanCorpus.occurrences(size)
    var board = ConflictBoard(
      occurrences, calendars: SpanCorpus.calendars, settings: ConflictSettings())
    var random = SplitMix(seed: 3)
    let times = (0..<changes).map { _ in
      let index = random.below(occurrences.count)
      let span = occurrences[index].span
      let moved = TimeSpan(span.start + 3600, span.end + 3600)
      occurrences[index].span = moved
      occurrences[index].time = .timed(moved, zone: "UTC")
      return Stopwatch.once { Stopwatch.keep(board.change(adding: [occurrences[index]])) }
    }
    return Sample(times).median
  }
}
