import Documents
import Metrics

/// The text of a ticket or a comment, in either of Jira's forms.
struct TicketText {
  /// Harmless lines; an empty one stands between paragraphs.
  private var lines: [String] = []
  private var chart: [String] = []
  private var marks: [String] = []

  /// Jira takes 32,767 UTF-16 units; breaking every brace may double what is foreign.
  private static let mostUnits = 8_000
  private static let mostChartUnits = 2_900
  private static let mostLines = 20
  static let mostEntries = 300

  init(paragraphs: [String], entries: [TicketDraft.Entry], chart: String? = nil) {
    let told = entries.prefix(Self.mostEntries)
    var texts = paragraphs.map(Harmless.lines)
    texts += told.prefix(Self.mostLines).map { Harmless.lines($0.text) }
    if entries.count > Self.mostLines {
      texts.append(["… and \(entries.count - Self.mostLines) more"])
    }
    let joined = texts.filter { !$0.allSatisfy(\.isEmpty) }.joined(separator: [""])
    lines = Harmless.cut(Array(joined), to: Self.mostUnits).map(Self.unmarked)
    self.chart = Harmless.cut(chart.map(Harmless.lines) ?? [], to: Self.mostChartUnits).map(
      Self.unmarked
    )
    marks = told.map(\.mark)
  }

  func body(_ type: Product.Jira.APIType) -> JSON.Kind {
    type == .cloud ? document : .string(wiki)
  }

  // MARK: - Atlassian Document Format

  private var document: JSON.Kind {
    var blocks = lines.split(separator: "").map { Self.paragraph(Array($0)) }
    if !chart.isEmpty {
      blocks.append(
        .members([
          "type": .string("codeBlock"), "attrs": .members(["language": .string("text")]),
          "content": .list([Self.text(chart.joined(separator: "\n"))]),
        ])
      )
    }
    if !marks.isEmpty { blocks.append(Self.paragraph([markLine])) }
    return .members([
      "type": .string("doc"), "version": .number(1), "content": .list(blocks),
    ])
  }

  private static func paragraph(_ lines: [String]) -> JSON.Kind {
    let pieces = lines.map { [text($0)] }.joined(separator: [
      .members(["type": .string("hardBreak")])
    ])
    return .members(["type": .string("paragraph"), "content": .list(Array(pieces))])
  }

  private static func text(_ text: String) -> JSON.Kind {
    .members(["type": .string("text"), "text": .string(text)])
  }

  // MARK: - Wiki text

  /// Nothing in `{noformat}` is markup but its own end.
  private var wiki: String {
    let blocks = [lines, chart].filter { !$0.isEmpty }.map { lines in
      "{noformat}\n\(lines.joined(separator: "\n").replacing("{", with: "{ "))\n{noformat}"
    }
    return (blocks + (marks.isEmpty ? [] : [markLine])).joined(separator: "\n")
  }

  // MARK: - Marks

  private static let sign = "promwall:"

  private var markLine: String { Self.sign + " " + marks.joined(separator: " ") }

  /// A line that is none of ours must not look like the marks.
  private static func unmarked(_ line: String) -> String {
    line.hasPrefix(sign) ? "· " + line : line
  }

  /// The marks in a description or a comment, of either form.
  static func marks(in body: JSON?) -> Set<String> {
    let lines = plain(body).split(whereSeparator: \.isNewline).filter { $0.hasPrefix(sign) }
    return Set(lines.flatMap { $0.dropFirst(sign.count).split(separator: " ").map(String.init) })
  }

  private static func plain(_ node: JSON?) -> String {
    guard let node else { return "" }
    if let text = node.string { return text }
    if let text = node["text"]?.string { return text }
    if node["type"]?.string == "hardBreak" { return "\n" }
    let inner = (node["content"]?.array ?? []).map { plain($0) }.joined()
    return node["type"]?.string == "text" ? inner : inner + "\n"
  }
}
