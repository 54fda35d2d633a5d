import FoundationEssentials
import Testing

/// The rules that the compiler doesn't check.
struct TidyTests {
  /// A word, and the only modules that may say it.
  static let reserved: [(word: String, modules: Set<String>)] = [
    ("import CMalloc", ["promwall"]),
    ("import CNcurses", ["Terminal"]),
    ("import CZlib", ["Engine"]),
    ("import AsyncHTTPClient", ["HTTP"]),
    ("import Foundation\n", []),
    ("await ", ["HTTP", "Prometheus", "Alerts", "Engine", "Triage", "Demo", "promwall"]),
    ("print(", ["Benchmark"]),
    ("Date()", []),
    ("try!", []),
    ("fatalError(", []),
    ("@unchecked Sendable", []),
    ("nonisolated(unsafe)", ["Terminal"]),
    ("import Prometheus\n", ["Engine", "Benchmark"]),
    ("import Alerts\n", ["Engine"]),
    ("import Demo\n", ["promwall"]),
    // Its ends reach a child that another thread starts before CLOEXEC is set; a socketpair's don't.
    ("pipe(&", []),
  ]

  /// The only files that may take a server's text as it came: for queries, joins, order and JSON.
  static let takersOfRawText: Set<String> = [
    "Sources/Alerts/AlertJoin.swift",
    "Sources/Documents/Variables/Interpolation.swift",
    "Sources/Engine/Completer.swift",
    "Sources/Engine/Recording/AnswerCodec.swift",
    "Sources/Engine/Source.swift",
    "Sources/Interface/Alerts/AlertExpression.swift",
    "Sources/Interface/Alerts/AlertGraph.swift",
    "Sources/Interface/Edit/CompletionItem.swift",
    "Sources/Metrics/Alert.swift",
    "Sources/Metrics/Fingerprint.swift",
    "Sources/Metrics/ForeignText.swift",
    "Sources/Metrics/Labels.swift",
    "Sources/Panels/AlertList/Matcher.swift",
    "Sources/Panels/BarChart/BarTable.swift",
    "Sources/Panels/BarGauge/BarGaugePanel.swift",
    "Sources/Alerts/AlertmanagerActions.swift",
    "Sources/Engine/CustomerView.swift",
    "Sources/Engine/Desk/Silencing.swift",
    "Sources/Interface/Act/Act.swift",
    "Sources/Metrics/SilenceDraft.swift",
    "Sources/Panels/ColorTable.swift",
    "Sources/Panels/Heatmap/HeatGrid.swift",
    "Sources/Panels/Pie/PieItems.swift",
    "Sources/Panels/Plan/AnnotationPlan.swift",
    "Sources/Panels/Expressions/ComputedTargets.swift",
    "Sources/Panels/Expressions/MathValue.swift",
    "Sources/Panels/Plan/FrameBuilder.swift",
    "Sources/Panels/StandIn/TableInstead.swift",
    "Sources/Panels/Stat/StatPanel.swift",
    "Sources/Panels/Table/TablePanel.swift",
    "Sources/Panels/Text/TextPanel.swift",
    "Sources/Prometheus/Rules.swift",
    "Sources/promwall/AlertsJSON.swift",
    "Sources/Triage/JournalRecord.swift",
    "Sources/promwall/Query.swift",
    "Sources/promwall/RenderJSON.swift",
  ]

  @Test(arguments: reserved.map(\.word))
  func eachReservedWordStaysAtHome(word: String) throws {
    let homes = try #require(Self.reserved.first { $0.word == word }).modules
    for file in try SourceFile.program where !homes.contains(file.module) {
      #expect(!file.code.contains(word), "\(file.path): only \(homes.sorted()) may say “\(word)”")
    }
  }

  @Test func serversTextIsTakenRawInFewPlaces() throws {
    // To a regex `raw.utf8` is one word, so that `\b` finds no end in it.
    let word = #/\.raw(?![A-Za-z0-9_])/#
    let takers = try SourceFile.program.filter { $0.code.contains(word) }.map(\.path)
    // Names and labels are what transformations and overrides match and make anew.
    let makers = ["Sources/Panels/Fields/", "Sources/Panels/Transform/"]
    let others = takers.filter { path in !makers.contains { path.hasPrefix($0) } }
    #expect(Set(others) == Self.takersOfRawText)
  }

  @Test func aFileFitsInOneSitting() throws {
    for file in try SourceFile.all {
      #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func aFunctionFitsOnOneScreen() throws {
    for file in try SourceFile.all {
      for (line, rows) in file.functions where rows > 60 {
        Issue.record("\(file.path):\(line): a function of \(rows) lines")
      }
    }
  }

  @Test func nothingIsLeftOver() throws {
    for file in try SourceFile.all {
      #expect(!file.path.contains(" "), "\(file.path)")
      #expect(
        !file.text.contains(#/\b(TO|FIX)DO\b|\bFIXME\b|\bPlaceholder\.swift/#),
        "\(file.path)"
      )
    }
  }

  @Test func theTopLevelIsFiveNames() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceFile.root)
    let visible = names.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    #expect(visible.sorted() == ["Package.swift", "README.md", "Sources", "Tests", "layouts"])
  }

  /// A check that can't fail is none.
  @Test func theRulesSeeWhatTheyShould() throws {
    #expect(try SourceFile.program.count > 100)
    let sample = SourceFile(
      path: "Sources/A/B.swift",
      text: "/// try! in words\nfunc a() {\n  let text = 1 // try!\n}\n"
    )
    #expect(sample.module == "A")
    #expect(!sample.code.contains("try!"))
    #expect(sample.functions.map(\.rows) == [3])
  }
}
