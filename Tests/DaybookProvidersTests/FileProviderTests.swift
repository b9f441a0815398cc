import DaybookCore
import DaybookTestSupport
import Testing

@testable import DaybookProviders

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite final class FileProviderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }
  deinit { folder.remove() }

  @Test func aFileIsACalendarNamedByItselfOrByItsName() async throws {
    try folder.write("team.ics", Feed.text([Feed.event("a")]))
    try folder.write("named.ics", Feed.text([Feed.event("a")], properties: ["NAME:Team"]))
    let plain = try await provider("/team.ics").changes(in: "file", since: KeptCopy())
    #expect(plain.calendar?.name == "team")
    #expect(plain.changed.map(\.uid) == ["a"])
    let named = try await provider("/named.ics").changes(in: "file", since: KeptCopy())
    #expect(named.calendar?.name == "Team")
  }

  @Test func aFolderOfSingleEventsIsOneCalendar() async throws {
    try folder.write("1.ics", Feed.text([Feed.event("a")]))
    try folder.write("deep/2.ics", Feed.text([Feed.event("b")]))
    try folder.write(".hidden.ics", Feed.text([Feed.event("c")]))
    let provider = provider()
    #expect(try await provider.calendars().map(\.id) == ["file"])
    let page = try await provider.changes(in: "file", since: KeptCopy())
    #expect(page.changed.map(\.id) == ["1.ics", "deep/2.ics"])
  }

  @Test func aFolderOfCalendarsIsSeveral() async throws {
    try folder.write("home.ics", Feed.text([Feed.event("a"), Feed.event("b")]))
    try folder.write("work.ics", Feed.text([Feed.event("c")], properties: ["X-WR-CALNAME:Work"]))
    let calendars = try await provider().calendars()
    #expect(calendars.map(\.id) == ["home.ics", "work.ics"])
    let names = try await [
      provider().changes(in: "home.ics", since: KeptCopy()).calendar?.name,
      provider().changes(in: "work.ics", since: KeptCopy()).calendar?.name,
    ]
    #expect(names == ["home", "Work"])
  }

  @Test func oneFileAloneInAFolderIsNamedByItself() async throws {
    try folder.write("only.ics", Feed.text([Feed.event("a")]))
    #expect(try await provider().calendars().map(\.id) == ["only.ics"])
  }

  @Test func aFolderSaysItsNameAndColour() async throws {
    try folder.write("x.ics", Feed.text([Feed.event("a"), Feed.event("b")]))
    try folder.write("displayname", "Jobs\n")
    try folder.write("color", "#00FF7f\n")
    let calendars = try await provider().calendars()
    #expect(calendars.map(\.name) == ["Jobs"])
    #expect(calendars.first?.color == "#00ff7f")
  }

  @Test func anUnreadableFileKeepsItsEvents() async throws {
    try folder.write("displayname", "Jobs")
    try folder.write("1.ics", Feed.text([Feed.event("a")]))
    try folder.write("2.ics", Feed.text([Feed.event("b")]))
    var kept = Kept()
    let provider = provider()
    _ = try await kept.pass(provider, "file")
    try folder.write("2.ics", Feed.text([Feed.event("b")], ending: ""))
    let page = try await provider.changes(in: "file", since: kept.copy)
    #expect(page.failure?.code == "truncated")
    #expect(page.unchanged == ["2.ics"])
    #expect(page.token == nil)
    let news = try await kept.pass(provider, "file")
    #expect(news.changed.isEmpty && news.removed.isEmpty)
  }

  @Test func twoFilesOfOneUIDAreBothKept() async throws {
    try folder.write("displayname", "Jobs")
    try folder.write("1.ics", Feed.text([Feed.event("a")]))
    try folder.write("2.ics", Feed.text([Feed.event("a", title: "Copy")]))
    let page = try await provider().changes(in: "file", since: KeptCopy())
    #expect(page.changed.map(\.duplicate) == [0, 1])
  }

  @Test func aFolderIsEnteredOnceHoweverManyLinksLeadThere() async throws {
    try folder.write("deep/a.ics", Feed.text([Feed.event("a"), Feed.event("b")]))
    try link("deep/up", to: "..")
    try link("again", to: "deep")
    #expect(try await provider().calendars().map(\.id) == ["deep/a.ics"])
  }

  @Test func aLinkToNowhereIsAFileThatCannotBeReadAndNoMore() async throws {
    try folder.write("displayname", "Jobs")
    try folder.write("1.ics", Feed.text([Feed.event("a")]))
    try link("2.ics", to: "nowhere.ics")
    try link("other", to: "nowhere")
    let page = try await provider().changes(in: "file", since: KeptCopy())
    #expect(page.changed.map(\.id) == ["1.ics"])
    #expect(page.failure?.code == "unreadable")
  }

  @Test func aPipeIsNeverReadFrom() async throws {
    try folder.write("home.ics", Feed.text([Feed.event("a"), Feed.event("b")]))
    #expect(mkfifo(folder.path + "/pipe.ics", 0o600) == 0)
    #expect(try await provider().calendars().map(\.id) == ["home.ics"])
    await #expect(
      throws: ProviderError.unreadable(path: folder.path + "/pipe.ics", reason: "it is no file")
    ) { try await provider("/pipe.ics").changes(in: "file", since: KeptCopy()) }
  }

  @Test func whateverLeadsToAFileIsWatched() throws {
    try folder.write("real/a.ics", Feed.text([Feed.event("a")]))
    try folder.write("jobs/deep/b.ics", Feed.text([Feed.event("b")]))
    try link("jobs/a.ics", to: "../real/a.ics")
    let real = try #require(FileListing.target(of: folder.path))
    #expect(
      FileProvider(address: real + "/jobs", seed: "s", home: "/").watchedPaths == [
        real + "/jobs", real + "/jobs/deep", real + "/real/a.ics",
      ])
    #expect(
      FileProvider(address: real + "/jobs/a.ics", seed: "s", home: "/").watchedPaths == [
        real + "/jobs/a.ics", real + "/real/a.ics",
      ])
  }

  @Test func aFileOnDiskIsSpokenOfAsOne() async throws {
    try folder.write("a.ics", "nothing")
    let error = await #expect(throws: ProviderError.self) {
      try await provider("/a.ics").changes(in: "file", since: KeptCopy())
    }
    #expect(error?.message == folder.path + "/a.ics holds no calendar")
    #expect(error?.hint?.contains("sign in") == false)
  }

  @Test func aMissingFileSaysWhichAndWhy() async throws {
    await #expect(
      throws: ProviderError.unreadable(
        path: folder.path + "/none.ics", reason: "there is no such file or folder")
    ) { try await provider("/none.ics").changes(in: "file", since: KeptCopy()) }
  }

  @Test func addressesOfManyKindsMeanAPath() {
    #expect(FileProvider.path("~/a.ics", home: "/home/ana") == "/home/ana/a.ics")
    #expect(FileProvider.path("~", home: "/home/ana") == "/home/ana")
    #expect(FileProvider.path("file:///tmp/a%20b.ics", home: "/") == "/tmp/a b.ics")
    #expect(FileProvider.path("file://localhost/tmp/a.ics", home: "/") == "/tmp/a.ics")
    #expect(FileProvider.path("/tmp/a.ics", home: "/") == "/tmp/a.ics")
  }

  private func link(_ name: String, to target: String) throws {
    try #require(symlink(target, folder.path + "/" + name) == 0)
  }

  private func provider(_ path: String = "") -> FileProvider {
    FileProvider(address: folder.path + path, seed: "s", home: "/")
  }
}
