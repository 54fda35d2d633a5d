import Documents
import Metrics
import Panels

/// How much of Grafana's dashboards is shown: a line per file, the sum, and what is left out.
struct CheckTable {
  private var rows: [(name: String, count: SupportCount)] = []
  private var total = SupportCount()

  init(_ reports: [CheckReport]) {
    for report in reports where report.kind == .grafana {
      guard let dashboard = report.dashboard else { continue }
      var count = SupportCount()
      count.add(dashboard)
      rows.append((ForeignText(report.file).safe, count))
      total.add(dashboard)
    }
  }

  /// Empty where there is no Grafana dashboard.
  var text: String {
    guard !rows.isEmpty else { return "" }
    let heads = ["panels"] + Support.allCases.map(\.rawValue)
    var lines = [(name: "dashboard", cells: heads)]
    lines += rows.map { ($0.name, Self.cells($0.count)) }
    if rows.count > 1 { lines.append(("total", Self.cells(total))) }
    let width = lines.map(\.name.count).max() ?? 0
    var text = "\n"
    for (name, cells) in lines {
      text += name + String(repeating: " ", count: width - name.count)
      for (head, cell) in zip(heads, cells) {
        text += "  " + String(repeating: " ", count: max(0, head.count - cell.count)) + cell
      }
      text += "\n"
    }
    text += "\n\(total.fullDashboards) of \(total.dashboards) dashboards in full\n"
    if !total.notes.isEmpty { text += "left out:\n" }
    let digits = total.rankedNotes.first.map { "\($0.count)".count } ?? 0
    for (code, count) in total.rankedNotes {
      text += "  " + String(repeating: " ", count: digits - "\(count)".count) + "\(count) \(code)\n"
    }
    return text + "\n"
  }

  private static func cells(_ count: SupportCount) -> [String] {
    ["\(count.panelCount)"] + Support.allCases.map { "\(count.panels[$0] ?? 0)" }
  }
}
