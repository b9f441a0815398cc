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
          "address", .text(.webAddress),
          "Where the messages go; https, and not into a private network.",
          like: "https://tool.example/daybook", isRequired: true),
        Member(
          "kinds", .choices(HookKind.allCases.map(\.rawValue)),
          "What it is told of; all unless told.", like: ["events", "conflicts"]),
      ]
    ) { call in
      let zone = try call.zone()
      let words = call.fields.texts("kinds")
      let kinds = HookKind.allCases.filter { words?.contains($0.rawValue) ?? true }
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
    }.answering(.removedHook),
  ]
}
