import DaybookCore
import HTTPTypes

/// What a route may answer, as OpenAPI has it: all of it, for what is not told does not come.
struct AnswerDocuments: Sendable {
  let route: Route

  var document: JSON {
    var codes = Set(successes.map(\.status.code)).union(route.problems)
    if route.hasETag { codes.insert(304) }
    return .object(codes.sorted().map { (String($0), answer($0)) })
  }

  private var successes: [Success] { [route.answers] + route.others }

  private func answer(_ code: Int) -> JSON {
    if code == 304 { return ["description": "The copy that If-None-Match names is right."] }
    let here = successes.filter { $0.status.code == code }
    let isProblem = route.problems.contains(code)
    guard let first = here.first else { return ProblemDocuments.reference(code) }
    var content = here.compactMap(content)
    if isProblem { content.append(ProblemDocuments.content(code)) }
    var fields: [(String, JSON)] = [("description", .string(first.status.reasonPhrase))]
    if code < 300, route.hasETag {
      fields.append(
        (
          "headers",
          ["ETag": ["description": "For If-None-Match.", "schema": ["type": "string"]]]
        ))
    }
    if !content.isEmpty { fields.append(("content", .object(content))) }
    return .object(fields)
  }

  private func content(_ success: Success) -> (String, JSON)? {
    guard let type = success.type, let example = success.example else { return nil }
    let schema = type == "application/json" ? success.shape.schema : ["type": "string"]
    return (type, ["schema": schema, "example": example])
  }
}

/// Problem documents as OpenAPI has them: one answer a status, with what it may be.
enum ProblemDocuments {
  static var document: JSON {
    let codes = Set(ProblemExamples.all.map(\.status.code)).sorted()
    return .object(codes.map { (name($0), answer($0)) })
  }

  static func reference(_ code: Int) -> JSON {
    ["$ref": .string("#/components/responses/\(name(code))")]
  }

  static func content(_ code: Int) -> (String, JSON) {
    let examples = ProblemExamples.of(code).map { problem in
      (problem.code, ["value": problem.document(request: ProblemExamples.request)] as JSON)
    }
    return (
      "application/problem+json",
      ["schema": Shape.problem.schema, "examples": .object(examples)]
    )
  }

  private static func answer(_ code: Int) -> JSON {
    let headers = Set(ProblemExamples.of(code).flatMap { $0.headers.map(\.name.canonicalName) })
      .union(["x-request-id"]).sorted()
    return [
      "description": .string(title(code) + " (RFC 9457)." + (code == 400 ? bare : "")),
      "headers": .object(headers.map { ($0, ["schema": ["type": "string"]]) }),
      "content": .object([content(code)]),
    ]
  }

  /// What never reaches a route.
  private static let bare =
    " Without a document where the head cannot be read, or is more than it may be."

  private static func title(_ code: Int) -> String {
    ProblemExamples.of(code).first?.status.reasonPhrase ?? ""
  }

  /// `UnprocessableContent`.
  private static func name(_ code: Int) -> String {
    title(code).filter { $0.isLetter }
  }
}
