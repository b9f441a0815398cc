/// The keys of the conflict panel.
enum ConflictKeys {
  private typealias Row = KeyTable.Row

  static let rows: [KeyTable.Row] = open + ways + filters + history

  private static let open: [Row] = [
    Row(
      "j", "<Down>", does: .nextRow, in: .conflicts, .conflictHistory, help: "Next conflict",
      hint: "conflict"),
    Row(
      "k", "<Up>", does: .previousRow, in: .conflicts, .conflictHistory, help: "Conflict before",
      hint: "conflict"),
  ]

  private static let ways: [Row] = [
    Row("1", does: .resolve1, in: .conflicts, help: "Apply the first way out", hint: "1–9 apply"),
    Row("2", does: .resolve2, in: .conflicts, help: "Apply the second way out"),
    Row("3", does: .resolve3, in: .conflicts, help: "Apply the third way out"),
    Row("4", does: .resolve4, in: .conflicts, help: "Apply the fourth way out"),
    Row("5", does: .resolve5, in: .conflicts, help: "Apply the fifth way out"),
    Row("6", does: .resolve6, in: .conflicts, help: "Apply the sixth way out"),
    Row("7", does: .resolve7, in: .conflicts, help: "Apply the seventh way out"),
    Row("8", does: .resolve8, in: .conflicts, help: "Apply the eighth way out"),
    Row("9", does: .resolve9, in: .conflicts, help: "Apply the ninth way out"),
    Row(
      "l", "<Right>", "<Tab>", does: .more, in: .conflicts, help: "Look at the next way out",
      hint: "look"),
    Row("h", "<Left>", "<S-Tab>", does: .less, in: .conflicts, help: "Look at the way out before"),
    Row("i", does: .keepBoth, in: .conflicts, help: "Keep both this time", hint: "keep both"),
    Row("I", does: .alwaysKeepBoth, in: .conflicts, help: "Always keep both of this pair"),
    Row(
      "<Space>", does: .markConflict, in: .conflicts,
      help: "Select it, to settle several at once", hint: "select"),
  ]

  private static let filters: [Row] = [
    Row(
      "/", does: .filterConflicts, in: .conflicts, .conflictHistory,
      help: "Filter by title, client or calendar", hint: "filter"),
    Row(
      "s", does: .filterSeverity, in: .conflicts, .conflictHistory,
      help: "Only severe, medium or minor ones"),
    Row(
      "w", does: .filterKind, in: .conflicts, .conflictHistory,
      help: "Only overlaps, buffers or travel"),
    Row(
      "a", does: .showResolved, in: .conflicts, help: "Show what was resolved",
      hint: "show resolved"),
    Row("<Enter>", does: .accept, in: .conflicts, help: "See it in the week", hint: "see in week"),
    Row("<Esc>", "q", "c", does: .close, in: .conflicts, help: "Close the panel", hint: "close"),
  ]

  private static let history: [Row] = [
    Row(
      "<Enter>", "u", does: .takeBack, in: .conflictHistory, help: "Take this decision back",
      hint: "take back"),
    Row(
      "<Esc>", "q", "a", "c", does: .close, in: .conflictHistory, help: "Show the open ones again",
      hint: "open ones"),
  ]
}
