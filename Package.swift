// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with. A warning is an error; a module says what it imports.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "daybook",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "daybook", targets: ["daybook"]),
    .library(name: "ICalendar", targets: ["ICalendar"]),
    .library(
      name: "DaybookKit",
      targets: ["DaybookCore", "DaybookStore", "DaybookProviders", "DaybookSync"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // Pure words and rules.
    .target(name: "ICalendar", swiftSettings: strict),
    .target(name: "DaybookCore", dependencies: ["ICalendar"], swiftSettings: strict),
    .target(name: "DaybookTUI", dependencies: ["DaybookCore", "ICalendar"], swiftSettings: strict),

    // Effects, each with one home.
    .target(
      name: "DaybookStore",
      dependencies: [
        "DaybookCore", "ICalendar", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"), "CSQLiteSettings",
      ],
      swiftSettings: strict),
    .target(
      name: "DaybookProviders",
      dependencies: [
        "DaybookCore", "ICalendar", "CCurl", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "DaybookSync", dependencies: ["DaybookCore", "DaybookStore", "ICalendar"],
      swiftSettings: strict),
    .target(
      name: "DaybookTerminal", dependencies: ["DaybookTUI", "CNcurses"], swiftSettings: strict),
    // Opens libcurl itself, when it is needed: see decision 7.
    .target(
      name: "CCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "CNcurses",
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),

    // Lets a release for Linux sleep: see decision 11.
    .target(name: "CDispatchMonitor"),

    // Settings of the memory that C gives.
    .target(name: "CAllocator"),

    // Settings of SQLite for the whole process, which Swift cannot call.
    .target(name: "CSQLiteSettings", linkerSettings: [.linkedLibrary("sqlite3")]),

    // What both programs stand on: files, settings, the clock, the log, and who is wired to whom.
    .target(
      name: "DaybookWorld",
      dependencies: [
        "DaybookCore", "DaybookStore", "DaybookProviders", "DaybookSync", "DaybookTUI",
        "ICalendar", .product(name: "Logging", package: "swift-log"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: strict),

    // The program.
    .executableTarget(
      name: "daybook",
      dependencies: [
        "DaybookCore", "DaybookStore", "DaybookProviders", "DaybookSync", "DaybookTUI",
        "DaybookTerminal", "DaybookWorld", "ICalendar", "CAllocator", "CDispatchMonitor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      resources: [.embedInCode("Themes")],
      swiftSettings: strict),

    // What it costs: scripts/bench.
    .executableTarget(
      name: "daybook-bench", dependencies: ["DaybookCore", "ICalendar", "CDispatchMonitor"],
      path: "Benchmarks",
      exclude: [
        "Peers/libical.c", "Peers/caldav-reader.py", "Peers/pages.py", "Peers/page-server.py",
        "Peers/page-reader.py", "Peers/browser.py",
      ],
      swiftSettings: strict),

    // Tests.
    .target(
      name: "DaybookTestSupport",
      dependencies: [
        "DaybookCore", "DaybookStore", "DaybookTUI", "ICalendar",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/DaybookTestSupport", swiftSettings: strict),
    .testTarget(
      name: "ICalendarTests", dependencies: ["ICalendar", "DaybookTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookCoreTests", dependencies: ["DaybookCore", "ICalendar", "DaybookTestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookStoreTests",
      dependencies: [
        "DaybookStore", "DaybookCore", "ICalendar", "DaybookTestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookProvidersTests",
      dependencies: ["DaybookProviders", "DaybookCore", "ICalendar", "DaybookTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookSyncTests",
      dependencies: [
        "DaybookSync", "DaybookProviders", "DaybookStore", "DaybookCore", "ICalendar",
        "DaybookTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookTUITests",
      dependencies: ["DaybookTUI", "DaybookCore", "ICalendar", "DaybookTestSupport"],
      exclude: ["Pictures"], swiftSettings: strict),
    .testTarget(
      name: "DaybookTerminalTests",
      dependencies: ["DaybookTerminal", "DaybookTUI", "DaybookTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "daybookTests",
      dependencies: [
        "daybook", "DaybookCore", "DaybookTUI", "DaybookWorld", "DaybookTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// Who only wants the terminal need not fetch what the server brings with it: decision 12.
if Context.environment["DAYBOOK_TERMINAL_ONLY"] != "1" {
  package.products.append(.executable(name: "daybook-server", targets: ["daybook-server"]))
  package.dependencies += [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ]
  package.targets += [
    .target(
      name: "DaybookServer",
      dependencies: [
        "DaybookCore", "DaybookStore", "DaybookSync", "ICalendar",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "daybook-server",
      dependencies: [
        "DaybookServer", "DaybookWorld", "DaybookCore", "DaybookStore", "DaybookSync",
        "CDispatchMonitor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DaybookServerTests",
      dependencies: [
        "DaybookServer", "daybook-server", "DaybookWorld", "DaybookStore", "DaybookSync",
        "DaybookCore", "ICalendar", "DaybookTestSupport",
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
  ]
}
