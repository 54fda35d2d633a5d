import Documents
import Panels
import Support
import Testing

/// Whatever the README tells to write is read without a problem.
struct ReadmeTests {
  private func examples() throws -> [[UInt8]] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let readme = try #require(readFile("/\(root)/README.md"))
    return readme.split(separator: "```json\n").dropFirst().compactMap { block in
      block.split(separator: "```").first.map { Array($0.utf8) }
    }
  }

  @Test func theSettingsExampleIsRead() throws {
    let (settings, problems) = SettingsDecoder.decode(try examples()[0], file: "/x/config.json")
    #expect(problems == [])
    #expect(settings.environments.map(\.name) == ["stage", "prod"])
    #expect(
      settings.environments[1].prometheus.authorization?.credentialsFile == "/x/prod.token"
    )
  }

  @Test func theProductExampleIsRead() throws {
    let (product, problems) = ProductDecoder.decode(try examples()[1], file: "/p/catalog.json")
    #expect(problems == [])
    #expect(product?.conditions.map(\.name) == ["ErrorMessage", "QueueAboveLimit"])
  }

  @Test func theLayoutExampleIsRead() throws {
    let opened = try DashboardFile.open(
      try examples()[2],
      file: "orders.json",
      kinds: PanelCatalog.kinds
    )
    #expect(opened.problems == [])
    #expect(opened.dashboard.panels.map(\.type) == ["timeseries", "stat"])
  }

  @Test func theThemeExampleIsRead() throws {
    #expect(ThemeFile.decode(try examples()[3], file: "my-theme.json").problems == [])
  }

  @Test func thePanelTableSaysWhatTheKindsSay() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let readme = try #require(readFile("/\(root)/README.md"))
    for kind in PanelCatalog.kinds {
      #expect(readme.contains("| `\(kind.names[0])` | \(kind.summary) |"))
    }
  }
}
