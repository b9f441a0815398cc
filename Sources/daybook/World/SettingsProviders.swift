import DaybookCore

extension SettingsTable {
  /// `[providers.…]`: one's own clients at the vendors, and where the vendors are.
  static let providers: [Setting] = [
    provided(
      "google.client_id", takes: "text",
      "Your OAuth client at Google; see [ACCOUNTS.md](ACCOUNTS.md).",
      \.google.clientID),
    provided("google.client_secret", takes: "text", "Its secret.", \.google.clientSecret),
    provided(
      "google.client_secret_command", takes: "shell command",
      "Prints the secret, which then need not stand here.", \.google.clientSecretCommand),
    provided(
      "google.authorization_endpoint", takes: "web address",
      "Where one signs in at Google.", \.google.authorizationEndpoint),
    provided(
      "google.token_endpoint", takes: "web address", "Where Google gives tokens.",
      \.google.tokenEndpoint),
    provided(
      "google.revocation_endpoint", takes: "web address", "Where Google takes them back.",
      \.google.revocationEndpoint),
    provided(
      "google.api_base", takes: "web address", "Where Google's Calendar API is.",
      \.google.apiBase),
    provided(
      "microsoft.client_id", takes: "text", "Your app at Microsoft Entra.",
      \.microsoft.clientID),
    provided(
      "microsoft.tenant", takes: "`common`, `organizations`, `consumers`, or a tenant's id",
      "Whose accounts may sign in.", \.microsoft.tenant),
    provided(
      "microsoft.authority", takes: "web address",
      "Where one signs in; national clouds have their own.",
      \.microsoft.authority),
    provided(
      "microsoft.api_base", takes: "web address", "Where Microsoft Graph is.",
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
      "calcom.authorization_endpoint", takes: "web address", "Where one signs in at Cal.com.",
      \.calcom.authorizationEndpoint),
    provided(
      "calcom.redirect", takes: "web address",
      "Where the browser comes back to, as it is registered at that client.", \.calcom.redirect),
    provided(
      "calcom.api_base", takes: "web address",
      "Where Cal.com's API is: `https://api.cal.eu/v2`, or a server of your own.",
      \.calcom.apiBase),
  ]

  private static func provided(
    _ name: String, takes: String, _ sentence: String,
    _ field: any WritableKeyPath<ProviderSettings, String> & Sendable
  ) -> Setting {
    let usual = ProviderSettings()[keyPath: field]
    return Setting(
      "providers." + name, takes: takes, usual: usual.isEmpty ? nil : "\"\(usual)\"", sentence
    ) { (value, settings) throws(SettingsError) in
      settings.providers[keyPath: field] = try text(value)
    }
  }
}

/// What the environment says of the vendors; it wins over the configuration, for it is where secrets
/// are put that shall stand in no file.
enum ProviderEnvironment {
  static func apply(_ environment: [String: String], to settings: inout ProviderSettings) {
    take(environment["DAYBOOK_GOOGLE_CLIENT_ID"], into: &settings.google.clientID)
    take(environment["DAYBOOK_GOOGLE_CLIENT_SECRET"], into: &settings.google.clientSecret)
    take(environment["DAYBOOK_MICROSOFT_CLIENT_ID"], into: &settings.microsoft.clientID)
    take(environment["DAYBOOK_MICROSOFT_TENANT_ID"], into: &settings.microsoft.tenant)
    take(environment["DAYBOOK_CALCOM_API_KEY"], into: &settings.calcom.apiKey)
  }

  private static func take(_ text: String?, into field: inout String) {
    guard let text = text?.trimmed, !text.isEmpty else { return }
    field = text
  }
}
