package import DaybookCore

/// A command of the person's own that prints a secret, run by the shell.
package struct SecretCommand: Sendable {
  private let line: String
  private let environment: [String: String]

  package init(_ line: String, environment: [String: String]) {
    self.line = line
    self.environment = environment
  }

  /// The first line that it prints. Its words are never repeated, whatever they are.
  ///
  /// - Parameter signIn: whom the secret is for, in the words of an error.
  package func secret(for by: String) async throws(ProviderError) -> String {
    let program = ChildProgram(
      path: "/bin/sh", arguments: ["-c", line], environment: environment, patience: 60)
    guard let answer = await program.answer() else {
      throw fault(by, "cannot be started")
    }
    guard let status = answer.status else { throw fault(by, "did not end by itself") }
    guard status == 0 else { throw fault(by, "ended with status \(status)") }
    let text = String(decoding: answer.output.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
    guard !text.isEmpty else { throw fault(by, "printed nothing") }
    return text
  }

  private func fault(_ by: String, _ reason: String) -> ProviderError {
    .signInNeeded(RemotePlace(by), by: .after(SignInFault(by: by, .commandFailed(reason))))
  }
}
