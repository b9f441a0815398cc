/// Why a sign-in came to nothing, or to an end: what happened, and the one thing to do about it.
package struct SignInFault: Explained, Hashable {
  /// Who signs people in, as they know it: Google, Microsoft, Cal.com, a host.
  package var by: String
  package var reason: Reason

  package init(by: String, _ reason: Reason) {
    self.by = by
    self.reason = reason
  }

  package enum Reason: Hashable, Sendable {
    // A sign-in that worked once.
    /// It is over, and nobody said why.
    case ended
    /// It never outlived its first week: the client is in test mode.
    case testWeekOver
    case sessionPolicy
    case inactive, passwordChanged, accountDisabled
    case moreProofNeeded
    /// What was refused although it was just renewed.
    case loop

    // Whoever decides about the account.
    case adminForbids
    case adminMustConsent
    case consentNeeded
    case declined

    // The client that stands in the settings.
    case noClient
    case clientRefused
    case clientSecretMissing
    case clientSecretUnwanted
    case deviceFlowOff
    case redirectNotRegistered(String)
    case wrongTenant
    case scopesRefused
    case requestRefused(String)

    // What came back.
    case noRefreshToken
    case narrowerScopes([String])
    case codeOver
    case wrongVerifier
    case wrongAudience
    case noIdentity
    case clockSkew(seconds: Int)
    case otherPerson

    // The way there and back.
    case timedOut(minutes: Int)
    case noListener(String)
    case pastedElsewhere
    case wrongKey
    case commandFailed(String)

    // What was kept here.
    case nothingKept
    case keyLost
    case damaged
  }
}

extension SignInFault {
  package var code: String {
    switch reason {
    case .ended, .testWeekOver, .sessionPolicy, .inactive, .passwordChanged, .accountDisabled,
      .moreProofNeeded, .loop, .nothingKept, .keyLost, .damaged, .wrongKey:
      "sign_in_needed"
    case .adminForbids: "admin_forbids"
    case .adminMustConsent, .consentNeeded: "consent_needed"
    case .declined: "sign_in_declined"
    case .noClient: "no_client"
    case .clientRefused, .clientSecretMissing, .clientSecretUnwanted, .deviceFlowOff,
      .redirectNotRegistered, .scopesRefused, .requestRefused:
      "client_refused"
    case .wrongTenant: "wrong_tenant"
    case .noRefreshToken: "no_refresh_token"
    case .narrowerScopes: "scopes_missing"
    case .codeOver, .wrongVerifier, .pastedElsewhere: "sign_in_failed"
    case .wrongAudience, .noIdentity: "no_identity"
    case .clockSkew: "clock_skew"
    case .otherPerson: "other_person"
    case .timedOut: "sign_in_timed_out"
    case .noListener: "no_listener"
    case .commandFailed: "command_failed"
    }
  }

  package var message: String {
    switch reason {
    case .ended:
      by == "Google"
        ? "Google ended the sign-in: it was revoked or not used for long, or the client is in"
          + " test mode, where a sign-in lasts seven days"
        : "\(by) ended the sign-in: it was revoked or not used for long"
    case .testWeekOver:
      "\(by) ended the sign-in after seven days, as it does while the client is in test mode"
    case .sessionPolicy: "\(by) ended the session, as the organisation's policy asks"
    case .inactive: "\(by) ended the sign-in, which was not used for too long"
    case .passwordChanged: "\(by) ended the sign-in because the password was changed"
    case .accountDisabled: "\(by) says that this account is disabled"
    case .moreProofNeeded: "\(by) asks for another proof of who you are"
    case .loop: "\(by) stopped a sign-in that was asked for again and again"
    case .adminForbids: "an administrator at \(by) does not let this app in"
    case .adminMustConsent: "\(by) wants an administrator to approve this app first"
    case .consentNeeded: "\(by) wants to be told again that this app may see the calendars"
    case .declined: "the sign-in was declined on the page of \(by)"
    case .noClient: "no client of yours at \(by) is set"
    case .clientRefused: "\(by) does not know the client, or its secret is wrong"
    case .clientSecretMissing: "\(by) wants the client's secret too"
    case .clientSecretUnwanted: "\(by) takes no client secret from a program like this"
    case .deviceFlowOff: "the client at \(by) does not allow signing in by a code"
    case .redirectNotRegistered(let address):
      "the client at \(by) does not know the way back, \(address)"
    case .wrongTenant: "this account cannot sign in at the tenant that is set for \(by)"
    case .scopesRefused: "\(by) does not know what the client asks to be allowed"
    case .requestRefused(let error): "\(by) refused the sign-in (\(error))"
    case .noRefreshToken: "\(by) granted access for an hour only, without a refresh token"
    case .narrowerScopes(let missing):
      "\(by) granted less than is needed; \(missing.joined(separator: " and ")) is missing"
    case .codeOver: "the code from \(by) was used already, or is too old"
    case .wrongVerifier: "\(by) says that this code belongs to another sign-in"
    case .wrongAudience: "the answer of \(by) is meant for another program"
    case .noIdentity: "\(by) does not say who signed in"
    case .clockSkew(let seconds):
      "\(by) refused the sign-in, and this machine's clock is \(Self.length(seconds)) off"
    case .otherPerson: "somebody else signed in at \(by) than the account belongs to"
    case .timedOut(let minutes):
      "nobody came back from \(by) within \(minutes) minute\(minutes == 1 ? "" : "s")"
    case .noListener(let reason): "the way back from the browser cannot be opened: \(reason)"
    case .pastedElsewhere: "what was pasted is not where \(by) sent the browser"
    case .wrongKey: "\(by) refuses what the account signs in with (401)"
    case .commandFailed(let reason): "the command that prints the secret \(reason)"
    case .nothingKept: "the account is not signed in"
    case .keyLost: "what was kept to sign in cannot be opened: its key is gone"
    case .damaged: "what was kept to sign in is damaged"
    }
  }

  package var hint: String? {
    switch reason {
    case .ended, .sessionPolicy, .inactive, .passwordChanged, .moreProofNeeded, .consentNeeded,
      .nothingKept, .keyLost, .damaged:
      "sign in again with 'daybook accounts login'"
    case .wrongKey:
      by.hasSuffix("icloud.com")
        ? "iCloud wants an app-specific password; a changed Apple password ends them all"
        : "check the name and the password or key; many servers want an app password"
    case .testWeekOver:
      "sign in again with 'daybook accounts login', and publish the client's consent screen to be"
        + " asked no more"
    case .accountDisabled: "ask whoever administers it"
    case .loop: "wait an hour, then sign in again with 'daybook accounts login'"
    case .adminForbids: "ask the administrator to allow the client, or use one of the organisation"
    case .adminMustConsent:
      "ask the administrator to approve it, then sign in again with 'daybook accounts login'"
    case .declined: "try again, and allow it there"
    case .noClient:
      "docs/ACCOUNTS.md says how to make one; set its client_id in [providers.\(section)]"
    case .clientRefused: "check client_id and its secret in [providers.\(section)]"
    case .clientSecretMissing: "set client_secret_command in [providers.\(section)]"
    case .clientSecretUnwanted: "register it as a mobile and desktop application"
    case .deviceFlowOff:
      "switch on 'Allow public client flows' there, or sign in without --device-code"
    case .redirectNotRegistered(let address): "register \(address) at the client"
    case .wrongTenant:
      "set tenant in [providers.\(section)] to common, organizations, consumers or the"
        + " organisation's id, as the client is registered"
    case .scopesRefused: "allow the calendar scopes at the client; docs/ACCOUNTS.md lists them"
    case .requestRefused: "docs/ACCOUNTS.md says how the client must be set up"
    case .noRefreshToken: "remove the app from the account's list of apps, then sign in again"
    case .narrowerScopes: "sign in again and tick every box on the page"
    case .codeOver, .wrongVerifier, .wrongAudience, .noIdentity: "try again"
    case .clockSkew: "set the clock, then sign in again"
    case .otherPerson: "sign in as the same person, or add another account"
    case .timedOut:
      "where the browser's page shows an error, it says why; then try again"
    case .noListener: "try again, or sign in with --device-code where it is offered"
    case .pastedElsewhere: "paste the whole address that the browser ended at"
    case .commandFailed: "run it by hand to see what it says"
    }
  }

  /// The section of the settings that belongs to it.
  private var section: String {
    by == "Cal.com" ? "calcom" : by.lowercased()
  }

  private static func length(_ seconds: Int) -> String {
    let size = Int(seconds.magnitude)
    if size < 7200 { return "\(size / 60) minutes" }
    return size < 172_800 ? "\(size / 3600) hours" : "\(size / 86_400) days"
  }
}
