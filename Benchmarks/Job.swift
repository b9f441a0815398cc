/// Something to measure: a name for `--only`, and the work, which fills one or more rows.
struct Job: Sendable {
  let name: String
  /// Whether it is left out where no job is named.
  var isLong = false
  let run: @Sendable (Workbench) throws -> [Row]

  /// Those that start programs first: Linux counts to the peak of a program what whoever started it held at
  /// that moment, and the others hold a corpus.
  static let all = [
    Job(name: "import") { try ImportJob.rows($0) },
    Job(name: "agenda") { try AgendaJob.rows($0) },
    Job(name: "interface") { try InterfaceJob.rows($0) },
    Job(name: "views", isLong: true) { try ViewsJob.rows($0) },
    Job(name: "idle") { try IdleJob.rows($0) },
    Job(name: "store") { try StoreJob.rows($0) },
    Job(name: "caldav") { try CalDAVJob.rows($0) },
    Job(name: "google") { try PagesJob(.google).rows($0) },
    Job(name: "microsoft") { try PagesJob(.microsoft).rows($0) },
    Job(name: "parse") { try ParseJob.rows($0) },
    Job(name: "expand") { try ExpandJob.rows($0) },
    Job(name: "daily") { try DailyJob.rows($0) },
    Job(name: "conflicts") { try ConflictsJob.rows($0) },
    Job(name: "free") { try FreeSlotsJob.rows($0) },
    Job(name: "change") { try ChangeJob.rows($0) },
  ]
}
