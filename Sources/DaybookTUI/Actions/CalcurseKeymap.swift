/// The keys of calcurse's panels, for hands that know them; what calcurse has no key for keeps
/// Daybook's own.
package enum CalcurseKeymap {
  package static let keymap = StandardKeymap.keymap.rebound(keys).keymap

  /// By action, as a person would write them under `[keys]`.
  static let keys: [String: [String]] = [
    "day.next": ["l", "<Right>", "t"],
    "day.previous": ["h", "<Left>", "T"],
    "week.next": ["w", "]"],
    "week.previous": ["W", "["],
    "month.next": ["m", "}"],
    "month.previous": ["M", "{"],
    "go.today": ["<C-g>"],
    "go.date": ["g"],
    "go.top": ["<M-g>"],
    "event.open": ["<Enter>", "v"],
    "event.move": ["<C-v>"],
    "select.range": ["V"],
    "event.editor": ["E", "<gt>"],
    "year.next": ["Y"],
    "year.previous": ["<lt>"],
    "sync.all": ["<M-R>"],
    "holds.release": ["<M-h>"],
    "view.set": ["<M-s>"],
    "theme.choose": ["<M-t>"],
    "settings.show": ["<M-,>"],
    "accounts.show": ["<M-a>"],
    "outbox.show": ["<M-o>"],
    "rules.show": ["<M-r>"],
    "app.back": ["q", "Q"],
  ]
}

extension StandardKeymap {
  /// The table that the settings call by this name; nil for a name that none has.
  package static func named(_ name: String) -> KeyTable? {
    switch name {
    case "default": keymap
    case "calcurse": CalcurseKeymap.keymap
    default: nil
    }
  }
}
