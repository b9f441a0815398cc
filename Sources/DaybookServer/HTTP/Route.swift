import DaybookCore
import HTTPTypes

/// One thing that can be asked: its address, what it takes, what it may answer, and who answers.
///
/// The router and the documents are both made from these.
struct Route: Sendable {
  typealias Work = @Sendable (Call) async throws -> Answer

  let method: HTTPRequest.Method
  /// Below `/api`, with `{name}` for what is different each time.
  let path: String
  let summary: String
  var area = ""
  var access: Access = .reading
  var parameters: [Parameter] = []
  /// The members of the body; nil where there is none.
  var body: [Member]?
  /// How many of them there have to be.
  var leastMembers = 0
  /// Where the body is taken as the bytes it came as.
  var raw: RawBody?
  /// What comes back when all is well.
  var answers = Success()
  /// What comes back otherwise, and is no problem document.
  var others: [Success] = []
  /// Further problems that it may answer with, by status.
  var refusals: Set<Int> = []
  /// What can stand in the address for a name, where that is known.
  var choices: [String: [String]] = [:]
  /// Header fields that it reads, and what they say.
  var reads: [HeaderField] = []
  /// Whether browsers are sent here by pages of other sites, which add to the address what they like.
  var isReturn = false
  /// Whether its answer depends on nothing but the question, the store and the minute.
  var isKept = false
  let work: Work

  /// A body that the route reads itself.
  struct RawBody: Sendable {
    /// Bytes that it may have.
    var limit: Int
    /// What it is like, for the documents; nil where it is mostly empty.
    var example: JSON?
  }

  struct HeaderField: Sendable {
    var name: String
    /// A sentence.
    var meaning: String
  }

  /// What one has to be allowed to ask it.
  enum Access: String, Sendable {
    /// Anybody may.
    case open
    case reading
    case writing
    /// Of accounts at the vendors.
    case connecting
    /// Who is signed in, and nobody in their name.
    case session
    /// Of several people's server, who runs it.
    case operating
  }

  init(
    _ method: HTTPRequest.Method, _ path: String, _ summary: String, access: Access = .reading,
    _ parameters: [Parameter] = [], body: [Member]? = nil, work: @escaping Work
  ) {
    self.method = method
    self.path = path
    self.summary = summary
    self.access = access
    self.parameters = parameters
    self.body = body
    self.work = work
  }
}

extension Route {
  /// The same, saying what comes back.
  func answering(_ shape: Shape, _ status: HTTPResponse.Status = .ok) -> Route {
    answering(Success(status: status, shape: shape))
  }

  func answering(_ success: Success) -> Route {
    var route = self
    route.answers = success
    return route
  }

  /// The same, saying what may come back instead.
  func orAnswering(_ success: Success) -> Route {
    var route = self
    route.others.append(success)
    return route
  }

  /// The same, saying what else it may refuse with.
  func refusing(_ statuses: Int...) -> Route {
    var route = self
    route.refusals.formUnion(statuses)
    return route
  }

  /// The same, answering what was asked before from memory.
  func keeping() -> Route {
    var route = self
    route.isKept = true
    return route
  }

  /// The same, whose body has to name something.
  func changing() -> Route {
    var route = self
    route.leastMembers = 1
    return route
  }

  /// The same, with a body of any kind, which is mostly like this.
  func takingBytes(upTo limit: Int, like example: JSON? = nil) -> Route {
    var route = self
    route.raw = RawBody(limit: limit, example: example)
    return route
  }

  /// The same, saying what can stand in the address for a name.
  func choosing(_ place: String, among words: [String]) -> Route {
    var route = self
    route.choices[place] = words
    return route
  }

  /// The same, saying which header fields it reads.
  func reading(_ name: String, _ meaning: String) -> Route {
    var route = self
    route.reads.append(HeaderField(name: name, meaning: meaning))
    return route
  }

  /// The names in the address that stand for something else each time.
  var places: [String] {
    pattern.split(separator: "/").filter { $0.hasPrefix("{") }
      .map { String($0.dropFirst().dropLast()) }
  }
}

/// A request as its route gets it: read, checked, and allowed.
struct Call: Sendable {
  let query: Query
  let fields: Fields
  let visitor: Visitor
  /// If-Match, as it came.
  let condition: String?
  /// Last-Event-ID, as it came.
  let lastEvent: String?
  let headers: HTTPFields
  /// The body of a route that reads it itself, as it came.
  let bytes: [UInt8]
  let bounds: WorkBounds
  private let people: @Sendable (String) async -> Clerk?
  private let places: [String: String]

  init(
    query: Query, fields: Fields, bytes: [UInt8], visitor: Visitor, headers: HTTPFields,
    places: [String: String], bounds: WorkBounds,
    people: @escaping @Sendable (String) async -> Clerk?
  ) {
    self.query = query
    self.fields = fields
    self.bytes = bytes
    self.bounds = bounds
    self.visitor = visitor
    self.headers = headers
    condition = headers[.ifMatch]
    lastEvent = headers[.lastEventID]
    self.places = places
    self.people = people
  }

  /// Who answers for the store of whoever asks.
  ///
  /// - Throws: not found, for whoever comes in where everybody may.
  var clerk: Clerk {
    get throws {
      guard let clerk = visitor.clerk else { throw Problem.notFound }
      return clerk
    }
  }

  /// Who answers for somebody's store, whoever asks; nil where there is nobody of that name.
  func clerk(of person: String) async -> Clerk? { await people(person) }

  /// What stands in the address for `{name}`.
  func place(_ name: String) throws -> String {
    guard let place = places[name], !place.isEmpty else { throw Problem.notFound }
    return place
  }
}
