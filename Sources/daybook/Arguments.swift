import DaybookCore
import DaybookWorld

extension WorldOptions {
  init(_ options: GlobalOptions) {
    self.init()
    (store, configuration, timezone) = (options.store, options.config, options.timezone)
    isDemo = options.demo
  }

  /// Takes an option of this name; false where it is none of these, or has no plain value.
  mutating func take(_ name: String, _ rest: inout PlainArguments) -> Bool {
    switch name {
    case "--demo":
      isDemo = true
      return true
    case "--store": return rest.move(into: &store)
    case "--config": return rest.move(into: &configuration)
    case "--timezone": return rest.move(into: &timezone)
    default: return false
    }
  }

  /// Reads arguments that can mean nothing but the interface; nil for all others. The parser would
  /// say the same, but takes longer than the first picture.
  init?(interface arguments: [String]) {
    self.init()
    var rest = PlainArguments(arguments[...])
    while let name = rest.next() {
      guard take(name, &rest) else { return nil }
    }
  }
}

/// Arguments that are read without the parser: options by their full name, each with its value
/// behind it. Whatever else people write is left to the parser, and so is every complaint.
struct PlainArguments {
  private var rest: ArraySlice<String>

  init(_ arguments: ArraySlice<String>) { rest = arguments }

  mutating func next() -> String? { rest.popFirst() }

  /// The value behind an option; nil where it could be an option itself, or is missing.
  mutating func value() -> String? {
    guard let value = rest.first, !value.isEmpty, !value.hasPrefix("-") else { return nil }
    rest.removeFirst()
    return value
  }

  /// Puts the value behind an option where it belongs; false where there is none.
  mutating func move(into option: inout String?) -> Bool {
    option = value()
    return option != nil
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
  /// - Parameter told: What the parser said.
  static func dashedText(in arguments: [String], told: String) -> CommandError? {
    let options = arguments.prefix { $0 != "--" }
    if options.contains("--help") || options.contains("-h") { return nil }
    let text = options.first { argument in
      argument.hasPrefix("-") && argument.prefix { $0 != "=" }.contains { $0.isWhitespace }
    }
    guard let text else { return belowZero(in: Array(options), told: told) }
    return CommandError.usage(
      "“\(text)” begins with a dash, as options do.",
      hint: "Put -- before such a text, or write --option=TEXT.")
  }

  /// What to say of a number below zero, which the parser takes for an option as well.
  private static func belowZero(in options: [String], told: String) -> CommandError? {
    let place = options.firstIndex { argument in
      argument.hasPrefix("-") && argument.dropFirst().first?.isNumber == true
    }
    guard let place else { return nil }
    let number = options[place]
    if place > 0, told.contains("'\(options[place - 1]) ") {
      return CommandError.usage("\(options[place - 1]) takes nothing below zero, and \(number) is.")
    }
    guard told.contains("Missing expected argument") || told.contains("'\(number.prefix(2))")
    else { return nil }
    return CommandError.usage(
      "\(number) is below zero, and what is numbered here begins with 1.",
      hint: "Put -- before it if it is meant as a text.")
  }
}

extension Arguments {
  /// Leaves out what the parser guesses where it is far from what was written: `Unknown option
  /// '--nope'. Did you mean '--store'?`
  static func withoutFarGuess(_ message: String) -> String {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[2].hasSuffix("Did you mean "),
      NearestWord.to(parts[1], among: [String(parts[3])]) == nil
    else { return message }
    return "\(parts[0])'\(parts[1])'."
  }
}

extension [String] {
  /// Behind the last argument, but before a `--` that ends the options.
  fileprivate func inserting(_ options: [String]) -> [String] {
    let end = firstIndex(of: "--") ?? endIndex
    return Array(self[..<end]) + options + Array(self[end...])
  }
}
