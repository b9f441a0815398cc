internal import DaybookCore

/// Decides where a redirected request goes next, and what it may take along.
struct Redirections {
  private(set) var request: WebRequest
  /// The https address that lasting redirections led to, as long as there were only such.
  private(set) var movedTo: WebAddress?
  private var followed = 0
  private var areAllLasting = true
  /// Whom the credentials were given for.
  private let asked: WebAddress

  init(_ request: WebRequest) {
    self.request = request
    asked = request.address
    if request.address.credentials != nil,
      !request.headers.contains(where: { $0.name.lowercased() == "authorization" })
    {
      let credentials = request.address.credentials ?? ""
      self.request.headers.append(
        (name: "Authorization", value: "Basic " + Base64.text(Array(credentials.utf8))))
    }
  }

  /// Whether there is a next request, which then is in `request`.
  mutating func follow(status: Int, headers: WebHeaders) throws(ProviderError) -> Bool {
    guard [301, 302, 303, 307, 308].contains(status), let location = headers["location"] else {
      return false
    }
    let origin = request.address
    guard followed < request.limits.redirections else {
      throw .badRedirection(origin.place, .tooMany(request.limits.redirections))
    }
    guard let target = WebAddress(location, relativeTo: origin) else {
      throw .badRedirection(origin.place, .unusable)
    }
    guard target.scheme == "https" || origin.scheme == "http" else {
      throw .badRedirection(origin.place, .toPlainHTTP)
    }
    followed += 1
    areAllLasting = areAllLasting && (status == 301 || status == 308)
    if areAllLasting { movedTo = target.scheme == "https" ? target : nil }
    if target.origin != origin.origin, !(request.trust == .site && asked.trusts(target)) {
      request.headers.removeAll { ["authorization", "cookie"].contains($0.name.lowercased()) }
    }
    if becomesGet(status) {
      request.method = "GET"
      request.body = nil
      request.headers.removeAll { $0.name.lowercased() == "content-type" }
    }
    request.address = target
    return true
  }

  /// WebDAV's methods keep their body even where a browser's form would lose it.
  private func becomesGet(_ status: Int) -> Bool {
    switch status {
    case 303: request.method == "POST" || request.method == "PUT"
    case 301, 302: request.method == "POST"
    default: false
    }
  }
}

/// RFC 4648 §4.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for index in 0..<4 {
        text.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : 0x3d)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
