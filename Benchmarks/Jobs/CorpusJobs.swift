import ICalendar

/// How fast .ics is read: into components, with every event's times understood.
enum ParseJob {
  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let corpus = try bench.corpus(10_000)
    let files = corpus.files.map { TextFile.bytes($0) ?? [] }
    let megabytes = Double(files.map(\.count).reduce(0, +)) / 1e6
    let time = Stopwatch.median {
      for file in files { Stopwatch.keep(ParsedFile.events(in: file).count) }
    }
    let peer = try bench.libical(["parse"] + corpus.files)
    return [
      Row(
        job: "parse", title: "parse .ics, in process",
        figure: Figure(megabytes / (time / 1000), .megabytesPerSecond), bar: .atLeast(80),
        peer: Peer("libical", peer), note: "\(Decimal.text(megabytes)) MB, times understood")
    ]
  }
}

/// A file's events, and the series they make.
enum ParsedFile {
  static func events(in bytes: [UInt8]) -> [EventComponent] {
    CalendarDocument.read(bytes).calendars.flatMap { calendar in
      calendar.readEvents(zones: calendar.zones(in: SystemZones.database)).events
    }
  }

  /// One set for each UID, in the order of the file.
  static func series(of events: [EventComponent]) -> [RecurrenceSet] {
    var places: [String: Int] = [:]
    var found: [(master: EventComponent?, overrides: [EventComponent])] = []
    for event in events {
      let uid = event.uid ?? ""
      let place = places[uid] ?? found.count
      if place == found.count {
        places[uid] = place
        found.append((nil, []))
      }
      if event.recurrenceID == nil {
        found[place].master = event
      } else {
        found[place].overrides.append(event)
      }
    }
    return found.map { RecurrenceSet(master: $0.master, overrides: $0.overrides) }
  }
}

/// What it costs to know everything that happens in one year of the corpus.
enum ExpandJob {
  private static let year = 2026

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let corpus = try bench.corpus(10_000)
    let zone = try bench.zone()
    let events = corpus.files.map { ParsedFile.events(in: TextFile.bytes($0) ?? []) }
    var series: [RecurrenceSet] = []
    let making = Stopwatch.median(runs: 5) { series = events.flatMap(ParsedFile.series) }
    let window = TimeSpan(zone.start(of: Day(year, 1, 1)), zone.start(of: Day(year + 1, 1, 1)))
    var instances: [RecurrenceSet.Instance] = []
    let time = Stopwatch.median(runs: 25) {
      instances.removeAll(keepingCapacity: true)
      for one in series { one.append(to: &instances, touching: window, viewer: zone) }
    }
    let peer = try bench.libical(["expand", "\(year)"] + corpus.files)
    return [
      Row(
        job: "expand", title: "expand 10k events over one year",
        figure: Figure(time, .milliseconds), bar: .atMost(12), peer: Peer("libical", peer),
        note: "\(Decimal.text(Double(instances.count))) instances"),
      Row(
        job: "expand", title: "making the series ready, once",
        figure: Figure(making, .milliseconds)),
    ]
  }
}

/// How fast one rule runs through the years, each instance in UTC.
enum DailyJob {
  private static let years = 30
  private static let rounds = 20

  static func rows(_ bench: Workbench) throws(BenchError) -> [Row] {
    let zone = try bench.zone()
    let start = LocalDateTime(Day(2000, 1, 1), hour: 9, minute: 30)
    let series = RecurrenceSet(
      start: .zoned(start, zone, tzid: zone.identifier), length: .exact(1800),
      rules: [RecurrenceRule(.daily)])
    let end = zone.start(of: Day(2000 + years, 1, 1))
    var count = 0
    let time = Stopwatch.median {
      count = 0
      var sum = 0
      for _ in 0..<rounds {
        series.forEachStart(from: 0, to: end.seconds) { second in
          sum &+= second
          count += 1
          return true
        }
      }
      Stopwatch.keep(sum)
    }
    let peer = try bench.libical(["daily", "\(years)", "\(rounds)"])
    return [
      Row(
        job: "daily", title: "one DAILY rule, instances to UTC",
        figure: Figure(Double(count) / 1e6 / (time / 1000), .millionsPerSecond),
        bar: .atLeast(10), peer: Peer("libical", peer), note: "\(years) years in \(zone.identifier)"
      )
    ]
  }
}
