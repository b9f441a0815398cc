import DaybookCore
import DaybookStore
import DaybookSync
import HTTPTypes
import ICalendar

/// Who is told when something changes.
enum HookRoutes {
  static let all = [
    Route(
      .post, "hooks", "Adds a receiver of messages; shows the secret that signs them, this once.",
      access: .writing, [Window.zone],
      body: [
        Member(
          "address", .text, "Where the messages go; https, and not into a private network.",
          isRequired: true),
        Member("kinds", .texts, "What it is told of: events, conflicts, sync; all unless told."),
      ]
    ) { call in
      let zone = try call.zone()
      let kinds = try kinds(call.fields.texts("kinds"))
      let address: String
      do {
        address = try await call.clerk.reached().post.checked(call.fields.text("address") ?? "")
      } catch let fault as HookAddressFault {
        var problem = Problem(fault)
        problem.field = "address"
        throw problem
      }
      let (id, secret) = (RandomText.make("hook", letters: 16), SecretToken.make().text)
      var answer = try await call.ask { desk in
        let hook = try desk.store.addHook(
          id: id, address: address, kinds: kinds, secret: secret, now: desk.now)
        return Answer.json(.object([("hook", hook.json(in: zone, secret: secret))]))
      }
      answer.status = .created
      answer.headers[.cacheControl] = "no-store"
      return answer
    }.answering(.oneHook, .created),
    Route(.get, "hooks", "The receivers, each with its last messages.", [Window.zone]) { call in
      let zone = try call.zone()
      return .json(
        try await call.ask { desk in
          let hooks = try desk.store.hooks()
          return .object([
            ("hooks", .array(hooks.map { $0.hook.json(in: zone, deliveries: $0.deliveries) }))
          ])
        })
    }.answering(.hooks),
    Route(.delete, "hooks/{id}", "Tells a receiver nothing any more.", access: .writing) { call in
      let id = try call.place("id")
      return .json(
        try await call.ask { desk in
          try desk.store.removeHook(id)
          return .object([("removed", .string(id))])
        })
    }.answering(.removed),
  ]

  private static func kinds(_ words: [String]?) throws -> [HookKind] {
    guard let words else { return HookKind.allCases }
    let known = HookKind.allCases.map(\.rawValue)
    for word in words where !known.contains(word) {
      throw Problem.invalid(
        "kinds", "kinds wants some of \(known.joined(separator: ", ")).",
        hint: NearestWord.to(word, among: known).map { "Did you mean “\($0)”?" })
    }
    guard !words.isEmpty else { throw Problem.invalid("kinds", "A hook is told of something.") }
    return HookKind.allCases.filter { words.contains($0.rawValue) }
  }
}
