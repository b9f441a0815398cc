/// One word of a command that a person may copy into a shell.
enum ShellWord {
  /// The text as a POSIX shell reads it back (POSIX.1-2024, Shell Command Language, 2.2.2): in single
  /// quotes where it is more than letters, digits and `@%+=:,./_-`.
  static func text(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "@%+=:,./_-".utf8.contains(byte)
      }
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
