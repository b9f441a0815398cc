import DaybookCore

extension SettingsTable {
  /// `[server]`: where it is reached, and whom it may tell.
  package static let server: [Setting] = [
    Setting(
      "server.public_url", takes: "web address", usual: "\"\"",
      "Where the Internet finds the server, by https; set, providers are asked to tell it what changes."
    ) { (value, settings) throws(SettingsError) in
      var text = try text(value)
      while text.hasSuffix("/") { text.removeLast() }
      guard text.isEmpty || text.wholeMatch(of: /https:\/\/[^\s?#@]+/) != nil else {
        throw SettingsError(
          sentence:
            "wants an address such as \"https://calendar.example\", without a question mark.")
      }
      settings.server.publicURL = text
    },
    Setting(
      "server.hook_hosts", takes: "list of hosts", usual: "[]",
      "Hosts in private networks that hooks may point at, also without https."
    ) { (value, settings) throws(SettingsError) in
      settings.server.hookHosts = try texts(value).map { $0.lowercased() }
    },
  ]
}
