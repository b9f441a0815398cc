/// What the corpus is made of.
enum CorpusWords {
  static let calendars = ["work", "personal", "family", "team-ops", "travel"]
  /// Of a hundred events, how many lie in the calendars so far.
  static let shares = [40, 65, 78, 93, 100]
  /// Nil is a floating time.
  static let zones: [String?] =
    Array(repeating: "Europe/Paris", count: 8) + Array(repeating: "America/New_York", count: 4)
    + ["Asia/Tokyo", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kolkata", "UTC", "UTC", "UTC", nil]
  static let words = [
    "Stand-up", "Review", "Planning", "Retro", "Sync", "1:1", "Budget", "Interview", "Demo",
    "Design", "Roadmap", "Incident", "Launch", "Dentist", "Gym", "Lunch", "Dinner", "Flight",
    "Train", "Piano", "School", "Pickup", "Birthday", "Workshop", "Training", "Release", "Audit",
    "Forecast", "Offsite", "Coffee", "Call", "Draft", "Board", "Legal", "Hiring", "Onboarding",
    "Support", "Triage",
  ]
  static let foreign = [
    "Réunion d’équipe", "Café ☕ avec Zoë", "会議：四半期レビュー", "Übergabe Straße", "اجتماع الفريق",
    "Встреча команды", "Déjeuner 🍽️", "誕生日パーティー 🎉", "Spotkanie zespołu", "Ημερίδα",
    "पारिवारिक भोजन", "Cafe\u{301} decompose\u{301}", "👩\u{200d}👩\u{200d}👧\u{200d}👦 Familie",
    "Şirket toplantısı", "스탠드업 회의",
  ]
  static let places = [
    "Room 4.12", "Zoom", "Café de Flore, 172 Bd Saint-Germain, Paris", "HQ\\, 3rd floor",
    "Gare de Lyon", "会議室B", "",
  ]
  static let people = [
    "ana", "bo", "chidi", "dara", "eun", "farid", "greta", "hiro", "inès", "joão", "kaja", "li",
    "mo", "nils", "oya", "pía",
  ]
  static let prose = Array(
    ("Please read the agenda before we meet; notes are kept in the shared folder and "
      + "actions go to the board. Dial-in details follow below. Ordre du jour : budget, "
      + "recrutement, calendrier des livraisons — à compléter. 議題と資料は前日までに共有してください。 Bring "
      + "the figures for last quarter and the open risks. ").unicodeScalars)
  static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
  static let lengths = [1, 2, 2, 2, 3, 4, 4, 4, 6, 8]
}
