/// One line of the table: what a job cost, and what it is compared with.
struct Row {
  /// The job's name, as `--only` takes it.
  var job: String
  var title: String
  /// Nil where it could not be measured; the note says why.
  var figure: Figure?
  var bar: Bar?
  var peer = Peer.none
  var note = ""

  /// Whether the bar is met; nil where there is no bar or no figure.
  var isMet: Bool? {
    guard let figure, let bar else { return nil }
    return bar.admits(figure.value)
  }

  /// How many times better than the peer, in the same run.
  var ratio: Double? {
    guard case .measured(_, let theirs) = peer, let ours = figure?.value, ours > 0, theirs > 0
    else { return nil }
    return figure?.unit.isRate == true ? ours / theirs : theirs / ours
  }
}

/// A number and what it counts.
struct Figure {
  enum Unit: String {
    case milliseconds = "ms"
    case megabytes = "MB"
    case bytes = "B"
    case megabytesPerSecond = "MB/s"
    case millionsPerSecond = "M/s"
    case millions = "M"
    case times = "×"
    case count = ""

    /// Whether more is better.
    var isRate: Bool { self == .megabytesPerSecond || self == .millionsPerSecond }
  }

  var value: Double
  var unit: Unit

  init(_ value: Double, _ unit: Unit) {
    self.value = value
    self.unit = unit
  }

  var text: String { Decimal.text(value) + (unit == .count ? "" : " " + unit.rawValue) }
}

/// What a figure has to keep to, in its own unit.
enum Bar {
  case atMost(Double)
  case atLeast(Double)

  func admits(_ value: Double) -> Bool {
    switch self {
    case .atMost(let most): value <= most
    case .atLeast(let least): value >= least
    }
  }

  var text: String {
    switch self {
    case .atMost(let most): "≤ " + Decimal.text(most)
    case .atLeast(let least): "≥ " + Decimal.text(least)
    }
  }
}

/// Another program's figure for the same job in the same run.
enum Peer {
  /// Nobody does this job.
  case none
  case notInstalled(String)
  /// In the unit of the row's own figure.
  case measured(String, Double)

  /// What `name` was measured at; nil says that it is not installed.
  init(_ name: String, _ value: Double?) {
    self = value.map { .measured(name, $0) } ?? .notInstalled(name)
  }

  var text: String {
    switch self {
    case .none: "–"
    case .notInstalled(let name): "\(name) not installed"
    case .measured(let name, let value): "\(name) \(Decimal.text(value))"
    }
  }
}
