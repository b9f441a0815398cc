/// What the interface is opened with.
struct InterfaceOptions {
  var store: String?
  var configuration: String?
  var timezone: String?
  var isDemo = false

  init(_ options: GlobalOptions) {
    (store, configuration, timezone) = (options.store, options.config, options.timezone)
    isDemo = options.demo
  }

  /// Reads arguments that can mean nothing but the interface; nil for all others. The parser would
  /// say the same, but takes longer than the first picture.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--demo" {
        isDemo = true
        continue
      }
      guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("-") else { return nil }
      switch argument {
      case "--store": store = value
      case "--config": configuration = value
      case "--timezone": timezone = value
      default: return nil
      }
    }
  }
}

/// Puts what people type into the order the parser wants: global options stand before or after the
/// subcommand, and the parser knows them after it.
enum Arguments {
  private static let withValue: Set<String> = ["--store", "--config", "--timezone"]

  /// The arguments with every global option that stands before the subcommand moved behind it.
  static func arranged(_ arguments: [String]) -> [String] {
    var moved: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if withValue.contains(argument), index + 1 < arguments.count {
        moved += [argument, arguments[index + 1]]
        index += 2
      } else if argument == "--json" || argument == "--demo"
        || withValue.contains(where: { argument.hasPrefix($0 + "=") })
      {
        moved.append(argument)
        index += 1
      } else {
        break
      }
    }
    let rest = arguments[index...]
    guard let first = rest.first, !first.hasPrefix("-") else { return moved + rest }
    // After the whole subcommand path would be right too; a group's first word is always enough.
    return Array(rest).inserting(moved)
  }
}

extension Arguments {
  /// What to say of a text that begins with a dash: the parser takes its letters for options, and
  /// an h in it for a wish for help.
  static func dashedText(in arguments: [String]) -> CommandError? {
    let options = arguments.prefix { $0 != "--" }
    if options.contains("--help") || options.contains("-h") { return nil }
    let text = options.first { argument in
      argument.hasPrefix("-") && argument.prefix { $0 != "=" }.contains { $0.isWhitespace }
    }
    guard let text else { return nil }
    return CommandError.usage(
      "“\(text)” begins with a dash, as options do.",
      hint: "Put -- before such a text, or write --option=TEXT.")
  }
}

extension [String] {
  /// Behind the last argument, but before a `--` that ends the options.
  fileprivate func inserting(_ options: [String]) -> [String] {
    let end = firstIndex(of: "--") ?? endIndex
    return Array(self[..<end]) + options + Array(self[end...])
  }
}
