import Canvas
import Metrics

/// As much of Markdown as a terminal can show: headings, lists, emphasis, code, links.
enum Markdown {
  struct Run: Hashable {
    var text: String
    var kind: Kind

    init(_ text: String, _ kind: Kind) {
      self.text = text
      self.kind = kind
    }
  }

  enum Kind: Hashable {
    case plain, bold, code, heading, link

    func style(_ theme: Theme) -> Style {
      switch self {
      case .plain: return Style(theme.text)
      case .bold, .heading: return Style(theme.text).bold
      case .code: return Style(theme.dim)
      case .link:
        var style = Style(theme.text)
        style.attributes.insert(.underline)
        return style
      }
    }
  }

  /// Each line of the source as runs; fenced code keeps its lines.
  static func lines(_ source: [String], _ context: DrawContext) -> [[Run]] {
    var result: [[Run]] = []
    var isCode = false
    for line in source {
      let trimmed = line.trimmingSpaces
      if trimmed.hasPrefix("```") {
        isCode.toggle()
        continue
      }
      if isCode {
        result.append([Run(line, .code)])
      } else if trimmed.hasPrefix("#") {
        let text = trimmed.drop { $0 == "#" }
        result.append([Run(String(text).trimmingSpaces, .heading)])
      } else if let item = trimmed.firstMatch(of: /^(?:[-*+]|\d+\.)\s+/) {
        let mark =
          trimmed.first?.isNumber == true
          ? String(item.output) : context.glyphs == .ascii ? "- " : "• "
        result.append([Run(mark, .plain)] + runs(String(trimmed[item.range.upperBound...])))
      } else if trimmed.hasPrefix("|"),
        !trimmed.contains(where: { $0 != "|" && $0 != "-" && $0 != ":" && $0 != " " })
      {
        continue
      } else {
        result.append(runs(trimmed.hasPrefix("> ") ? String(trimmed.dropFirst(2)) : trimmed))
      }
    }
    return result
  }

  /// `**bold**`, `*emphasis*`, `` `code` ``, `[text](url)`.
  private static func runs(_ text: String) -> [Run] {
    let pattern =
      /\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)|\*([^*\s][^*]*)\*/
    var result: [Run] = []
    var rest = text[...]
    while let match = rest.firstMatch(of: pattern) {
      let before = rest[..<match.range.lowerBound]
      if !before.isEmpty { result.append(Run(String(before), .plain)) }
      let output = match.output
      if let bold = output.1 ?? output.2 ?? output.6 {
        result.append(Run(String(bold), .bold))
      } else if let code = output.3 {
        result.append(Run(String(code), .code))
      } else {
        let (name, url) = (output.4.map(String.init) ?? "", output.5.map(String.init) ?? "")
        result.append(Run(name.isEmpty ? url : name, .link))
        if !name.isEmpty, !url.isEmpty, name != url { result.append(Run(" (\(url))", .code)) }
      }
      rest = rest[match.range.upperBound...]
    }
    if !rest.isEmpty { result.append(Run(String(rest), .plain)) }
    return result
  }

  /// Runs broken into lines at spaces; an empty paragraph is one empty line.
  static func wrapped(_ runs: [Run], columns: Int) -> [[Run]] {
    guard columns > 0 else { return [] }
    var lines: [[Run]] = [[]]
    var width = 0
    for run in runs {
      for (index, word) in run.text.split(separator: " ", omittingEmptySubsequences: false)
        .enumerated()
      {
        let gap = index > 0 ? " " : ""
        let length = TextWidth.of(word)
        if width > 0, width + gap.count + length > columns {
          lines.append([])
          width = 0
        }
        let text = (width > 0 ? gap : "") + word.fitted(to: columns)
        guard !text.isEmpty else { continue }
        lines[lines.count - 1].append(Run(text, run.kind))
        width += TextWidth.of(text)
      }
    }
    return lines
  }

  /// HTML as text: tags gone, blocks on lines of their own, the common entities as characters.
  static func withoutTags(_ html: String) -> String {
    var text = html.replacing(/(?i)<(script|style)\b[\s\S]*?<\/(script|style)>/, with: "")
    text = text.replacing(/(?i)<br\s*\/?>|<\/(p|div|h[1-6]|li|tr)>/, with: "\n")
    text = text.replacing(/(?i)<li\b[^>]*>/, with: "- ")
    text = text.replacing(/(?i)<h[1-6]\b[^>]*>/, with: "# ")
    text = text.replacing(/<[^>]*>/, with: "")
    for (entity, character) in [
      ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
      ("&amp;", "&"),
    ] {
      text = text.replacing(entity, with: character)
    }
    return text
  }
}
