import DaybookCore
import DaybookStore
import HTTPTypes

/// Problems as they come: what the documents show for each status.
enum ProblemExamples {
  /// What the request is called in all of them.
  static let request = "0k2f5h1xw9q3z"

  static let all: [Problem] =
    [
      Fields.malformed, Query.malformed, Origins.ambiguous,
      Unauthorized.nobody, Unauthorized.unknown, Registry.wrong,
      Origins.foreign, ScriptTokens.tooNarrow, Registry.notInvited, Registry.wrongOld,
      Problem(StoreError.readOnlyCalendar(name: "Team")),
      .notFound, reading.tooSlow,
      EventWriting.stale, SyncJobs.none, Problem(StoreError.taken(.calendar, name: "Team")),
      reading.tooLarge, BodyReading.notJSON, Origins.unknownHost,
      Fields.unknown("tilte", among: ["title"]), Query.unknown("calender", among: ["calendar"]),
      .missing("title"), .invalid("limit", "limit wants a number from 1 to 1000."), Fields.nothing,
      AttemptLimits.tooMany(30), Problem(Unforeseen()),
      Problem(StoreError.busy(path: "")), PasswordWork.tooBusy, Ending.stopping,
      WorkBounds.tooLong(ServerLimits().workSeconds),
      Problem(StoreError.diskFull(path: "")),
    ]

  private static let reading = BodyReading(limits: ServerLimits())

  /// What nobody thought of.
  private struct Unforeseen: Error {}

  /// Those of one status, by their codes.
  static func of(_ status: Int) -> [Problem] { all.filter { $0.status.code == status } }
}
