import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// Clients, and where the hours went.
enum ClientRoutes {
  private static let facts = [
    Member("rate", .amount, "The price of an hour; null for none.", like: .hundredths(9_550)),
    Member(
      "currency", .text(.currency), "The currency of the rate: EUR; null for none.", like: "EUR"),
    Member(
      "domains", .texts(.mailDomain), "Mail domains whose people mean this client.",
      like: ["acme.example"]),
    Member(
      "retainer_hours", .amount, "The hours agreed for each month; null for none.", like: 20),
  ]

  static let all = [
    Route(.get, "clients", "The clients, archived ones included.") { call in
      .json(
        try await call.ask { desk in
          let clients = try desk.store.clients(includingArchived: true)
          return .object([("clients", .array(clients.map(\.json)))])
        })
    }.answering(.clients),
    Route(
      .post, "clients", "Adds a client.", access: .writing,
      body: [
        Member(
          "name", .text(.name(upTo: 400)), "What the client is called; none stands for nobody.",
          like: "Acme Ltd", isRequired: true)
      ] + facts
    ) { call in
      let fields = call.fields
      var client = Client(
        id: Client.id(named: ""), name: try name(fields.text("name") ?? ""))
      client.id = Client.id(named: client.name)
      try change(&client, fields)
      let made = client
      var answer = try await call.ask { desk in
        Answer.json(.object([("client", try desk.store.addClient(made, now: desk.now).json)]))
      }
      answer.status = .created
      return answer
    }.answering(.oneClient, .created),
    Route(
      .patch, "clients/{name}", "Changes what is known of a client.", access: .writing,
      body: [
        Member("name", .text(.name(upTo: 400)), "Another name.", takesNull: false),
        Member(
          "archived", .flag, "Whether nothing new is assigned; hours still count.", like: false,
          takesNull: false),
      ] + facts
    ) { call in
      let (known, fields) = (try call.place("name"), call.fields)
      return .json(
        try await call.ask { desk in
          let all = try desk.store.clients(includingArchived: true)
          guard var client = all.first(where: { $0.name == known }) else { throw Problem.notFound }
          if fields.has("name") { client.name = try name(fields.text("name") ?? "") }
          client.isArchived = fields.flag("archived") ?? client.isArchived
          try change(&client, fields)
          try desk.store.editClient(client, now: desk.now)
          return .object([("client", client.json)])
        })
    }.answering(.oneClient).changing(),
    Route(
      .get, "reports/hours", "Where the hours went; this month unless told.",
      Window.parameters + [
        Parameter(
          "by", .choice(HoursReport.Grouping.allCases.map(\.rawValue)),
          "What hours are added up by; client unless told.")
      ]
    ) { call in
      let context = try call.clerk.phrases(in: try call.zone())
      let window = try call.window(first: try month(call.query, context)) { first in
        max(first, context.today).nextMonth - 1
      }
      let grouping = call.query["by"].flatMap(HoursReport.Grouping.init(rawValue:)) ?? .client
      return .json(
        try await call.ask { desk in
          let (report, truncated) = try desk.hours(by: grouping, days: window.days)
          return report.json(truncated: truncated, names: try Names(desk.store))
        })
    }.answering(.hours),
  ]

  private static func name(_ text: String) throws -> String {
    try Problem.reading("name") { try ClientText.client(text) }
  }

  private static func change(_ client: inout Client, _ fields: Fields) throws {
    if fields.has("rate") { client.rate = fields.number("rate") }
    if fields.has("currency") {
      client.currency = try fields.text("currency").map { text in
        try Problem.reading("currency") { try ClientText.currency(text) }
      }
    }
    if fields.has("domains") {
      let domains = try (fields.texts("domains") ?? []).map { text in
        try Problem.reading("domains") { try ClientText.domain(text) }
      }
      var seen: Set<String> = []
      client.domains = domains.filter { seen.insert($0).inserted }
    }
    if fields.has("retainer_hours") {
      client.retainer = fields.number("retainer_hours").map { ($0 * 60 + 50) / 100 }
    }
  }

  /// The first day of this month; with only an end named, of the month it is in.
  private static func month(_ query: Query, _ context: PhraseContext) throws -> Day {
    guard query["from"] == nil, let text = query["to"] else { return context.today.monthStart }
    if let instant = RFC3339.instant(reading: text, zone: context.zone) {
      return context.zone.day(at: instant - 1).monthStart
    }
    return try Problem.reading("to") { try DayPhrase(reading: text, in: context).last.monthStart }
  }
}
