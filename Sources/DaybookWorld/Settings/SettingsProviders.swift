import DaybookCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SettingsTable {
  /// `[providers.…]`: one's own clients at the vendors, and where the vendors are.
  package static let providers: [Setting] = [
    provided(
      "google.client_id", takes: "text",
      "Your OAuth client at Google; see [ACCOUNTS.md](ACCOUNTS.md).",
      \.google.clientID),
    provided("google.client_secret", takes: "text", "Its secret.", \.google.clientSecret),
    provided(
      "google.client_secret_command", takes: "shell command",
      "Prints the secret, which then need not stand here.", \.google.clientSecretCommand),
    provided(
      "google.authorization_endpoint", takes: address,
      "Where one signs in at Google.", \.google.authorizationEndpoint),
    provided(
      "google.token_endpoint", takes: address, "Where Google gives tokens.",
      \.google.tokenEndpoint),
    provided(
      "google.revocation_endpoint", takes: address, "Where Google takes them back.",
      \.google.revocationEndpoint),
    provided(
      "google.api_base", takes: address, "Where Google's Calendar API is.",
      \.google.apiBase),
    provided(
      "microsoft.client_id", takes: "text", "Your app at Microsoft Entra.",
      \.microsoft.clientID),
    provided(
      "microsoft.tenant", takes: "`common`, `organizations`, `consumers`, or a tenant's id",
      "Whose accounts may sign in.", \.microsoft.tenant),
    provided(
      "microsoft.authority", takes: address,
      "Where one signs in; national clouds have their own.",
      \.microsoft.authority),
    provided(
      "microsoft.api_base", takes: address, "Where Microsoft Graph is.",
      \.microsoft.apiBase),
    provided(
      "calcom.api_key_command", takes: "shell command",
      "Prints the key of accounts that are added without one.", \.calcom.apiKeyCommand),
    provided(
      "calcom.client_id", takes: "text", "Your OAuth client at Cal.com; a key needs none.",
      \.calcom.clientID),
    provided(
      "calcom.client_secret_command", takes: "shell command", "Prints that client's secret.",
      \.calcom.clientSecretCommand),
    provided(
      "calcom.authorization_endpoint", takes: address, "Where one signs in at Cal.com.",
      \.calcom.authorizationEndpoint),
    provided(
      "calcom.redirect", takes: address,
      "Where the browser comes back to, as it is registered at that client.", \.calcom.redirect),
    provided(
      "calcom.api_base", takes: address,
      "Where Cal.com's API is: `https://api.cal.eu/v2`, or a server of your own.",
      \.calcom.apiBase),
  ]

  private static let address = "web address"

  private static func provided(
    _ name: String, takes: String, _ sentence: String,
    _ field: any WritableKeyPath<ProviderSettings, String> & Sendable
  ) -> Setting {
    let usual = ProviderSettings()[keyPath: field]
    return Setting(
      "providers." + name, takes: takes, usual: usual.isEmpty ? nil : "\"\(usual)\"", sentence
    ) { (value, settings) throws(SettingsError) in
      let text = try text(value)
      let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
      guard isWeb || takes != address else {
        throw SettingsError(sentence: "wants an address that begins with https://.")
      }
      settings.providers[keyPath: field] = text
    }
  }
}

/// What the environment says of the vendors; it wins over the configuration, for it is where secrets
/// are put that shall stand in no file.
package enum ProviderEnvironment {
  package static func apply(_ environment: [String: String], to settings: inout ProviderSettings) {
    take(environment["DAYBOOK_GOOGLE_CLIENT_ID"], into: &settings.google.clientID)
    take(environment["DAYBOOK_GOOGLE_CLIENT_SECRET"], into: &settings.google.clientSecret)
    take(environment["DAYBOOK_MICROSOFT_CLIENT_ID"], into: &settings.microsoft.clientID)
    take(environment["DAYBOOK_MICROSOFT_TENANT_ID"], into: &settings.microsoft.tenant)
    take(environment["DAYBOOK_CALCOM_API_KEY"], into: &settings.calcom.apiKey)
  }

  /// The variables that hold secrets.
  package static let secrets: Set<String> = ["DAYBOOK_GOOGLE_CLIENT_SECRET", CalComKey.variable]

  /// Takes the secrets out of the environment, once they are read: neither an editor nor a browser
  /// nor a command of the person's own has any use for them.
  package static func keepFromChildren() {
    for name in secrets { unsetenv(name) }
  }

  private static func take(_ text: String?, into field: inout String) {
    guard let text = text?.trimmed, !text.isEmpty else { return }
    field = text
  }
}
