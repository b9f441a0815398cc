import ArgumentParser
import DaybookCore
import DaybookWorld

/// `daybook completions`: what a shell needs to finish words.
struct CompletionsCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completions for a shell.",
    discussion: """
      bash: daybook completions bash > ~/.local/share/bash-completion/completions/daybook
      zsh:  daybook completions zsh > a folder of $fpath, as _daybook
      fish: daybook completions fish > ~/.config/fish/completions/daybook.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @OptionGroup var global: GlobalOptions
  @Argument(help: "bash, zsh or fish.") var shell: Shell

  func run(in world: World) throws -> ExitStatus {
    let script: String
    switch shell {
    case .bash: script = Daybook.completionScript(for: .bash)
    case .zsh: script = Daybook.completionScript(for: .zsh)
    case .fish: script = Daybook.completionScript(for: .fish)
    }
    if global.json {
      try world.output.print(
        .object([("shell", .string(shell.rawValue)), ("script", .string(script))]))
    } else {
      try world.output.write(script.hasSuffix("\n") ? script : script + "\n")
    }
    return .done
  }
}
