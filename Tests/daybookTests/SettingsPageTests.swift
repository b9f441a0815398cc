import DaybookCore
import DaybookTUI
import DaybookTestSupport
import DaybookWorld
import Foundation
import Testing

@testable import daybook

/// `docs/SETTINGS.md` is the table of settings.
struct SettingsPageTests {
  @Test func thePageOfSettingsListsTheTable() throws {
    try ManualPage("SETTINGS.md").expect(page)
  }

  @Test func whatThePageCallsADefaultIsOne() throws {
    for setting in SettingsTable.all {
      guard let usual = setting.usual else { continue }
      var (settings, problems) = try read("\(setting.name) = \(usual)\n")
      settings.sync.isEverySet = false
      #expect(problems.isEmpty, "\(setting.name): \(problems)")
      #expect(settings == Settings(), "\(setting.name)")
    }
  }

  @Test func theWholeExampleIsUnderstood() throws {
    let (settings, problems) = try read(Self.example)
    #expect(problems.isEmpty, "\(problems)")
    #expect(settings.keys["week.next"] == ["L", "<PageDown>"])
    // Nobody sets all of what leads to a vendor.
    for setting in SettingsTable.all where !setting.name.hasPrefix("providers.") {
      let key = setting.name.split(separator: ".").last.map(String.init) ?? ""
      #expect(
        Self.example.contains("\(key) = "), "The example leaves \(setting.name) out")
    }
  }

  @Test func everyVariableThatIsReadIsOnThePage() throws {
    let text = try ManualPage("SETTINGS.md").text
    let files = try LayeringTests.modules().flatMap { try LayeringTests.files(in: $0) }
    let read = Set(
      files.flatMap { file in
        file.text.matches(of: /environment\["([A-Z_]+)"\]|"((?:DAYBOOK|XDG)_[A-Z_]+)"/)
          .compactMap { ($0.1 ?? $0.2).map(String.init) }
      })
    #expect(read.contains("DAYBOOK_STORE") && read.contains("VISUAL"))
    for variable in read.sorted() {
      #expect(text.contains("`\(variable)`"), "\(variable) is not in docs/SETTINGS.md")
    }
  }

  private func read(_ text: String) throws -> (settings: Settings, problems: [String]) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("config.toml", text)
    let file = SettingsFile(path: folder.path + "/config.toml", zones: ZoneFiles.database())
    return (file.settings, file.problems)
  }

  private static let live = LiveSetting.all.map { "`\($0.name)`" }.joined(separator: ", ")

  private var page: String {
    let rows = SettingsTable.all.map { setting in
      [
        "`\(setting.name)`", setting.takes, setting.usual.map { "`\($0)`" } ?? "",
        setting.sentence,
      ]
    }
    return """
      # Settings

      <!-- Written from the table of settings; a test compares. -->

      They are read from `~/.config/daybook/config.toml`, a TOML file; `--config PATH` or `DAYBOOK_CONFIG` names another. Everything has a
      default, so no file is needed. An unknown name or a wrong value is named with its line and the nearest right one, and costs itself
      only; a file that is no TOML is named with its line, and the defaults stand. `daybook doctor` says the same.

      ## All of them

      `conflicts.buffer` is `buffer` in the section `[conflicts]`. A duration is `"15m"`, `"1h30m"` or `"1.5h"`; `0` needs no unit.
      `g,` in the interface, and the palette, change those that can be changed at once: \(Self.live). They write
      the one line of the file, and leave the rest as it is.

      \(ManualPage.table([["setting", "takes", "default", "what it does"]] + rows))

      ## Keys

      `[keys]` gives actions other keys, by the ids in [KEYS.md](KEYS.md): `"week.next" = ["L", "<PageDown>"]`. The list replaces the
      action's keys in every place that has it, and wins over other actions that had the same keys there; an empty list takes them away.
      `keymap = "calcurse"` begins from the keys of calcurse instead of Daybook's own.

      ## Sets

      `[sets]` names parts of the calendar that `gs` shows alone, beside each client: clients as `#Acme`, what is nobody's as `#none`,
      calendars as `/Personal`. What takes time takes it unseen too: free time, conflicts and hours always count everything.

      ## Providers

      `[providers.google]`, `[providers.microsoft]` and `[providers.calcom]` name your own clients; [ACCOUNTS.md](ACCOUNTS.md) says how to
      make them. The addresses default to the vendors'. Secrets can come from the environment or a command instead of this file.

      ## Environment

      \(ManualPage.table([["variable", "what it does"]] + Self.variables))

      ## A whole example

      ```toml
      \(Self.example.trimmingCharacters(in: .newlines))
      ```

      """
  }

  static let variables = [
    ["`DAYBOOK_CONFIG`", "The configuration's file, as `--config`."],
    ["`DAYBOOK_STORE`", "The store's file, as `--store`."],
    [
      "`DAYBOOK_LOG`",
      "How much is logged: `trace`, `debug`, `info` (the default), `notice`, `warning`, `error`, `critical`.",
    ],
    ["`DAYBOOK_GOOGLE_CLIENT_ID`", "`providers.google.client_id`, which it wins over."],
    ["`DAYBOOK_GOOGLE_CLIENT_SECRET`", "`providers.google.client_secret`, which it wins over."],
    ["`DAYBOOK_MICROSOFT_CLIENT_ID`", "`providers.microsoft.client_id`, which it wins over."],
    ["`DAYBOOK_MICROSOFT_TENANT_ID`", "`providers.microsoft.tenant`, which it wins over."],
    ["`DAYBOOK_CALCOM_API_KEY`", "The key of Cal.com accounts that keep none of their own."],
    ["`DBUS_SESSION_BUS_ADDRESS`", "Where the desktop's secret service is looked for."],
    ["`XDG_RUNTIME_DIR`", "The same, where the former is not set."],
    ["`DAYBOOK_NOW`", "The moment that counts as now, frozen: `2026-11-18T14:12:00+01:00`."],
    [
      "`TZ`",
      "The display zone, if it names one: below `--timezone`, above the setting.",
    ],
    [
      "`XDG_CONFIG_HOME`",
      "Where `daybook/config.toml` and `daybook/themes/` lie; else `~/.config`.",
    ],
    ["`XDG_DATA_HOME`", "Where `daybook/daybook.sqlite` lies; else `~/.local/share`."],
    ["`XDG_STATE_HOME`", "Where `daybook/daybook.log` lies; else `~/.local/state`."],
    ["`HOME`", "The folder that `~` means."],
    [
      "`VISUAL`, `EDITOR`",
      "The editor that `E` opens an event in; else `vi`. Empty ones do not count.",
    ],
    ["`NO_COLOR`", "Set to anything: no colours, on screen and in what commands print."],
    [
      "`TERM`, `COLORTERM`, `TERM_PROGRAM`, `WT_SESSION`, `KONSOLE_VERSION`, `COLORFGBG`",
      "What the terminal can show, and whether its background is dark.",
    ],
    [
      "`TMUX`, `STY`, `WAYLAND_DISPLAY`, `DISPLAY`, `SSH_TTY`, `PATH`",
      "Which ways lead to the clipboard, and whether the terminal's notifications are reached.",
    ],
    [
      "`SSL_CERT_FILE`, `CURL_CA_BUNDLE`", "The certificates that feeds are checked with.",
    ],
    ["`http_proxy`, `https_proxy`, `no_proxy`", "The proxies that feeds are fetched through."],
  ]

  private static let example = """
    timezone = "Europe/Berlin"
    second_timezone = "America/New_York"
    week_starts = "monday"
    date_order = "day"
    theme = "nord"
    addresses = ["me@example.com", "me@acme.example"]
    default_calendar = "Personal"
    accessible = false
    keymap = "default"

    [availability]
    hours = { mon-thu = ["09:00-12:30", "13:30-17:00"], fri = ["09:00-13:00"] }
    days_off = ["2026-12-24/2027-01-01", "2027-04-05"]
    buffer = "15m"
    minimum_notice = "4h"
    all_day = true
    tentative = true

    [conflicts]
    buffer = "15m"
    travel = "30m"
    ignore = ["all_day", "same_calendar"]

    [hours]
    round = "15m"
    rounding = "up"

    [reminders]
    before = "5m"
    by = "bell"
    command = 'notify-send Daybook "$(cat)"'

    [sync]
    every = "15m"
    window = { past = "1y", future = "2y" }

    [sets]
    "Day job" = ["#Acme", "/you@acme.dev"]
    Private = ["/Personal", "#none"]

    [clipboard]
    command = "wl-copy"

    [server]
    public_url = "https://calendar.example"
    hook_hosts = ["nas.lan"]

    [providers.google]
    client_id = "123.apps.googleusercontent.com"
    client_secret_command = "pass show daybook/google"

    [providers.microsoft]
    client_id = "00000000-0000-0000-0000-000000000000"
    tenant = "common"

    [keys]
    "week.next" = ["L", "<PageDown>"]
    "week.previous" = ["H", "<PageUp>"]
    """
}
