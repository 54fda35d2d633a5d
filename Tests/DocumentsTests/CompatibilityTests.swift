import Documents
import Glibc
import Panels
import Support
import Testing

/// `.github/COMPATIBILITY.md` and what real dashboards get, held to each other.
struct CompatibilityTests {
  private static let path =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/.github/COMPATIBILITY.md"

  @Test(.enabled(if: Corpus.folder != nil)) func thePageIsWhatRealDashboardsGet() throws {
    var count = SupportCount()
    var refused = 0
    for file in try Corpus.files() {
      do throws(Problem) {
        let opened = try DashboardFile.open(
          file.bytes,
          file: file.name,
          kinds: PanelCatalog.kinds
        )
        for panel in opened.dashboard.panels { _ = PanelCatalog.make(panel) }
        count.add(opened.dashboard)
      } catch {
        refused += 1
      }
    }
    let text = Self.page(count, refused: refused)
    if getenv("RECORD") != nil { try writeFile(Self.path, text) }
    #expect(
      readFile(Self.path) == text,
      "RECORD=1 PROMWALL_CORPUS=… swift test --filter Compatibility writes it anew"
    )
  }

  private static func page(_ count: SupportCount, refused: Int) -> String {
    var lines = [
      "# What real Grafana dashboards get", "",
      "Counted by `CompatibilityTests` over \(count.dashboards) public dashboards with"
        + " \(count.panelCount) panels; rows don't count. `promwall check FILE...` says the same"
        + " of yours.",
      "",
      "- **full**: drawn as what it is, with everything that the file asks for.",
      "- **partial**: something is left out; a note says what.",
      "- **placeholder**: not drawn as what it is.", "",
      "Dashboards of which every panel is full: \(count.fullDashboards) of \(count.dashboards)."
        + (refused == 0 ? "" : " Files that are no dashboard to promwall: \(refused)."),
      "", "| panel type | panels | full | partial | placeholder |",
      "| --- | ---: | ---: | ---: | ---: |",
    ]
    let types = count.types.sorted {
      ($1.value.values.reduce(0, +), $0.key) < ($0.value.values.reduce(0, +), $1.key)
    }
    lines += types.map { row("`\($0.key)`", $0.value) }
    lines += [row("all", count.panels), "", "| left out | notes |", "| --- | ---: |"]
    lines += count.rankedNotes.map { "| `\($0.code)` | \($0.count) |" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ panels: [Support: Int]) -> String {
    let numbers =
      [panels.values.reduce(0, +)] + Support.allCases.map { panels[$0] ?? 0 }
    return "| \(name) | " + numbers.map(String.init).joined(separator: " | ") + " |"
  }
}
