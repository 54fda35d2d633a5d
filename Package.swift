// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target: the strictest the toolchain offers.
let strict: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

func module(_ name: String, _ uses: Target.Dependency...) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: strict)
}

func tests(_ name: String, goldens: Bool = false, _ uses: Target.Dependency...) -> Target {
  .testTarget(
    name: name,
    dependencies: uses,
    exclude: goldens ? ["Goldens"] : [],
    swiftSettings: strict
  )
}

/// `Layouts` lies at the top, beside the files that it embeds; SwiftPM warns of each other file in
/// a target's folder that nobody has excluded.
let besidesLayouts = [
  "Alerts", "Benchmark", "CMalloc", "CNcurses", "CZlib", "Canvas", "Demo", "Documents", "Engine",
  "HTTP", "Interface", "Metrics", "Panels", "Prometheus", "Terminal", "Triage", "promwall",
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient",
  package: "async-http-client"
)
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
  name: "promwall",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CZlib"),
    module("Canvas"),
    module("Metrics"),
    module("HTTP", asyncHTTPClient, nioCore, nioPosix, nioHTTP1, nioSSL),
    module("Prometheus", "HTTP", "Metrics"),
    module("Alerts", "HTTP", "Metrics"),
    module("Documents", "Metrics", "Canvas"),
    module("Panels", "Documents", "Metrics", "Canvas"),
    module("Interface", "Panels", "Triage", "Documents", "Metrics", "Canvas"),
    module(
      "Engine",
      "Interface",
      "Panels",
      "Prometheus",
      "Alerts",
      "Triage",
      "HTTP",
      "Documents",
      "Metrics",
      "Canvas",
      "CZlib",
      logging
    ),
    module("Terminal", "CNcurses", "Canvas"),
    module("Triage", "HTTP", "Documents", "Metrics"),
    .target(
      name: "Layouts",
      path: ".",
      exclude: ["README.md", "Tests"] + besidesLayouts.map { "Sources/\($0)" },
      sources: ["Sources/Layouts"],
      resources: [.embedInCode("layouts")],
      swiftSettings: strict
    ),
    module("Demo", "Metrics", nioCore, nioPosix, nioHTTP1),
    .executableTarget(
      name: "promwall",
      dependencies: [
        "Engine", "Interface", "Panels", "Prometheus", "HTTP", "Documents", "Metrics", "Canvas",
        "Terminal", "Triage", "Layouts", "Demo", "CMalloc", argumentParser, logging,
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "Engine", "Interface", "Panels", "Prometheus", "Documents", "Metrics", "Canvas",
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Support",
      dependencies: [
        "Panels", "Documents", "Metrics", "Canvas",
      ],
      path: "Tests/Support",
      swiftSettings: strict
    ),
    .target(
      name: "ServerSupport",
      dependencies: ["HTTP", "Documents", nioCore, nioPosix, nioHTTP1, nioSSL],
      path: "Tests/ServerSupport",
      swiftSettings: strict
    ),
    tests("CanvasTests", "Support", "Canvas"),
    tests("MetricsTests", "Support", "Metrics"),
    tests("HTTPTests", "ServerSupport", "Support", "HTTP"),
    tests("PrometheusTests", "ServerSupport", "Support", "Prometheus", "HTTP", "Metrics"),
    tests("AlertsTests", "Support", "Alerts", "HTTP", "Metrics"),
    tests(
      "DocumentsTests",
      goldens: true,
      "Support",
      "Panels",
      "Documents",
      "Metrics",
      "Canvas",
      "Layouts"
    ),
    tests(
      "PanelsTests",
      goldens: true,
      "Support",
      "Panels",
      "Documents",
      "Metrics",
      "Canvas",
      "Layouts"
    ),
    tests(
      "InterfaceTests",
      goldens: true,
      "Support",
      "Interface",
      "Triage",
      "Panels",
      "Documents",
      "Metrics",
      "Canvas",
      "Layouts"
    ),
    tests(
      "EngineTests",
      "ServerSupport",
      "Support",
      "Engine",
      "Interface",
      "Panels",
      "Prometheus",
      "Alerts",
      "Triage",
      "HTTP",
      "Documents",
      "Metrics",
      "Canvas"
    ),
    tests("DemoTests", "Support", "Demo", "Metrics"),
    tests(
      "TriageTests",
      "ServerSupport",
      "Support",
      "Triage",
      "HTTP",
      "Documents",
      "Metrics"
    ),
    tests(
      "EndToEndTests",
      goldens: true,
      "ServerSupport",
      "Support",
      "Interface",
      "Metrics",
      "Documents",
      "Canvas",
      "Demo"
    ),
    tests("TidyTests", "Support"),
  ],
  swiftLanguageModes: [.v6]
)
