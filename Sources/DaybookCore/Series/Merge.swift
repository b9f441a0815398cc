package import ICalendar

/// Puts together what two sides did to one event since they agreed, property by property.
package struct Merge: Hashable, Sendable {
  /// Theirs with our changes put in; of what both changed, ours.
  package let components: [Component]
  /// What both changed, differently: property names, and `time` for when it is.
  package let diverged: [String]

  /// - Parameters: all entries of the event; empty where a side has none.
  package init(base: [Component], local: [Component], remote: [Component]) {
    var result: [Component] = []
    var diverged: Set<String> = []
    let (base, local, remote) = (
      Self.byInstance(base), Self.byInstance(local), Self.byInstance(remote)
    )
    for key in Set(local.keys).union(remote.keys).union(base.keys).sorted() {
      let (ours, theirs) = (local[key], remote[key])
      let old = base[key] ?? Self.planned(base[""], ours, theirs)
      if Self.isSame(ours, theirs) || Self.isSame(ours, old) {
        if let theirs { result.append(theirs) }
      } else if Self.isSame(theirs, old) {
        if let ours { result.append(Self.latest(ours, theirs)) }
      } else if let ours, let theirs, Self.isCancelled(ours) != Self.isCancelled(theirs) {
        // That, too, is a deletion, of one instance.
        result.append(Self.isCancelled(ours) ? theirs : ours)
      } else if let ours, let theirs {
        let (merged, names) = Self.merge(old, ours, theirs)
        result.append(Self.latest(merged, ours))
        diverged.formUnion(names)
      } else if let edited = ours ?? theirs {
        // An edit beats a deletion.
        result.append(edited)
      }
    }
    components = Self.withoutReturned(result)
    self.diverged = diverged.sorted()
  }

  /// What both sides last had alike: what they agreed on, with all of `theirs` that some of `sent`
  /// shows to be ours, whose answer was lost. Services write in words of their own, so it is the
  /// meaning that shows it.
  ///
  /// - Parameter sent: `local` as it was whenever something was sent.
  package static func base(
    _ agreed: [Component], local: [Component], sent: [[Component]], theirs: [Component]
  ) -> [Component] {
    if sent.isEmpty { return agreed }
    let (old, here, there) = (byInstance(agreed), byInstance(local), byInstance(theirs))
    let copies = sent.map(byInstance)
    return Set(old.keys).union(there.keys).sorted().compactMap { key in
      guard let right = there[key] else {
        // Taken out here, and gone there.
        return copies.contains { !$0.isEmpty && $0[key] == nil } ? nil : old[key]
      }
      let ours = copies.compactMap { $0[key] }
      if ours.isEmpty { return old[key] }
      return base(old[key] ?? planned(old[""], ours.first, right), here[key], ours, right)
    }
  }

  private static func base(
    _ old: Component?, _ local: Component?, _ sent: [Component], _ theirs: Component
  ) -> Component {
    var none = theirs
    none.remove { _ in true }
    none.removeChildren { _ in true }
    var base = theirs
    let before = old.map(Properties.init)?.groups ?? [:]
    let (here, there) = (local.map(Properties.init)?.groups ?? [:], Properties(theirs).groups)
    let meanings = Properties.meanings(theirs)
    let copies = sent.map { (groups: Properties($0).groups, meanings: Properties.meanings($0)) }
    for name in Set(before.keys).union(there.keys) where there[name] != before[name] {
      let echoes = copies.filter { $0.meanings[name] == meanings[name] }
      if echoes.isEmpty {
        Properties.replace(name, in: &base, with: old ?? none)
      } else if let local, echoes.contains(where: { $0.groups[name] == here[name] }) {
        // Not changed since: then nothing of it is to be sent, however it is written there.
        Properties.replace(name, in: &base, with: local)
      }
    }
    return base
  }

  /// What people call a property that both sides changed.
  package static func word(for diverged: String) -> String {
    if diverged.hasPrefix("ATTENDEE ") { return "a guest" }
    return words[diverged] ?? diverged.lowercased()
  }

  private static let words = [
    "SUMMARY": "title", "LOCATION": "place", "DESCRIPTION": "notes", "TRANSP": "shown as",
    "STATUS": "state", "VALARM": "reminders", "CLASS": "privacy", "RELATED-TO": "relations",
  ]

  /// Whether two copies of an event say the same, stamps aside.
  package static func areSame(_ one: [Component], _ other: [Component]) -> Bool {
    let (left, right) = (byInstance(one), byInstance(other))
    return left.count == right.count && left.allSatisfy { isSame($0.value, right[$0.key]) }
  }

  /// Entries by the instance they stand for, the master under the empty name.
  private static func byInstance(_ components: [Component]) -> [String: Component] {
    Dictionary(
      components.map { ($0.first("RECURRENCE-ID")?.value ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  private static func isSame(_ one: Component?, _ other: Component?) -> Bool {
    switch (one, other) {
    case (nil, nil): true
    case (let one?, let other?): Properties(one) == Properties(other)
    case (nil, _?), (_?, nil): false
    }
  }

  /// The same with the higher SEQUENCE of both, for one that goes back is taken for an old copy.
  private static func latest(_ component: Component, _ other: Component?) -> Component {
    let (here, there) = (sequence(component), other.map(sequence) ?? 0)
    guard there > here else { return component }
    var component = component
    component.set("SEQUENCE", rawValue: String(there))
    return component
  }

  private static func sequence(_ component: Component) -> Int {
    component.first("SEQUENCE").flatMap { Int($0.value) } ?? 0
  }

  /// What both sides had of an instance that differs on both and was an entry of neither: what its
  /// series says of it. nil where that is not how it came about.
  private static func planned(_ master: Component?, _ ours: Component?, _ theirs: Component?)
    -> Component?
  {
    guard var instance = master, let ours, let theirs, ours.has("RECURRENCE-ID") else { return nil }
    instance.remove { Properties.times.contains($0.name) }
    // Neither side tells when it was to be where both moved it.
    let asPlanned = [ours, theirs].first {
      $0.first("DTSTART")?.value == $0.first("RECURRENCE-ID")?.value
        && Self.length($0) == master.flatMap(Self.length)
    }
    if let asPlanned {
      for line in asPlanned.lines where Properties.times.contains(line.name) {
        instance.append(line)
      }
    }
    return instance
  }

  /// What lies between start and end by the clock, as far as the text tells.
  private static func length(_ component: Component) -> String? {
    if let duration = component.first("DURATION") { return duration.value }
    func wall(_ name: String) -> Int? {
      component.first(name).flatMap { line in
        let text = line.value.hasSuffix("Z") ? line.value.dropLast() : line.value[...]
        return OriginalStart(compact: text)?.instant(in: .utc).seconds
      }
    }
    guard let start = wall("DTSTART"), let end = wall("DTEND") else { return nil }
    return String(end - start)
  }

  private static func isCancelled(_ component: Component) -> Bool {
    component.has("RECURRENCE-ID")
      && component.first("STATUS")?.value.uppercased() == "CANCELLED"
  }

  /// An instance that was taken out on one side and edited on the other is not taken out.
  private static func withoutReturned(_ components: [Component]) -> [Component] {
    let edited = Set(
      components.filter { !isCancelled($0) }.compactMap { $0.first("RECURRENCE-ID") }.map(
        Moment.init))
    guard !edited.isEmpty else { return components }
    return components.map { component in
      let exclusions = component.all("EXDATE")
      guard exclusions.contains(where: { Moment.all($0).contains(where: edited.contains) }) else {
        return component
      }
      var master = component
      master.remove("EXDATE")
      for line in exclusions {
        let kept = Moment.all(line).filter { !edited.contains($0) }.map(\.value)
        if kept.isEmpty { continue }
        master.append(
          "EXDATE", parameters: line.parameters, rawValue: kept.joined(separator: ","))
      }
      return master
    }
  }

  /// A time as it is written, with the zone beside it.
  private struct Moment: Hashable {
    var value: String
    var zone: String?

    init(_ line: ContentLine) {
      self.init(value: line.value, zone: line.parameter("TZID"))
    }

    private init(value: String, zone: String?) {
      self.value = value
      self.zone = zone
    }

    static func all(_ line: ContentLine) -> [Moment] {
      line.value.split(separator: ",").map {
        Moment(value: String($0), zone: line.parameter("TZID"))
      }
    }
  }

  /// One entry of them, and the names of what both changed.
  private static func merge(_ base: Component?, _ ours: Component, _ theirs: Component)
    -> (Component, Set<String>)
  {
    let old = base.map(Properties.init)?.groups ?? [:]
    let (left, right) = (Properties(ours).groups, Properties(theirs).groups)
    var merged = theirs
    var diverged: Set<String> = []
    for name in Set(left.keys).union(right.keys).union(old.keys).sorted()
    where left[name] != right[name] && left[name] != old[name] {
      if right[name] != old[name] { diverged.insert(name) }
      Properties.replace(name, in: &merged, with: ours)
    }
    return (merged, diverged)
  }
}

/// An entry's properties in groups that only make sense together.
private struct Properties: Equatable {
  private(set) var groups: [String: [String]] = [:]

  /// What programs write by themselves when they save.
  private static let idle: Set<String> = [
    "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "UID", "RECURRENCE-ID",
  ]
  /// When it is: half of one time and half of another would be a third.
  static let times: Set<String> = [
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE",
  ]
  private static let alarms = "VALARM"
  private static let time = "time"

  init(_ component: Component) {
    for line in component.lines {
      if let name = Self.group(line) { groups[name, default: []].append(line.raw) }
    }
    for child in component.children { groups[Self.alarms, default: []].append(child.text) }
    for name in groups.keys { groups[name]?.sort() }
  }

  /// What each group says, however it is written.
  static func meanings(_ component: Component) -> [String: [String]] {
    var meanings: [String: [String]] = [:]
    for line in component.lines {
      guard let name = group(line) else { continue }
      let words =
        switch line.name {
        case "ATTENDEE", "ORGANIZER":
          line.value.lowercased() + " " + (line.parameter("PARTSTAT") ?? "").uppercased()
        case "RRULE": line.value.split(separator: ";").map(String.init).sorted().joined()
        default: line.value
        }
      meanings[name, default: []].append(line.name + " " + words)
    }
    for child in component.children { meanings[alarms, default: []].append(child.text) }
    return meanings.mapValues { $0.sorted() }
  }

  /// Makes a group of `component` what it is in `other`.
  static func replace(_ name: String, in component: inout Component, with other: Component) {
    if name == alarms {
      component.removeChildren { _ in true }
      for child in other.children { component.append(child: child) }
      return
    }
    component.remove { group($0) == name }
    for line in other.lines where group(line) == name { component.append(line) }
  }

  /// Guests are changed one by one; what is idle belongs to no group.
  private static func group(_ line: ContentLine) -> String? {
    let name = line.name
    if idle.contains(name) { return nil }
    if times.contains(name) { return time }
    return name == "ATTENDEE" ? "ATTENDEE " + line.value.lowercased() : name
  }
}
