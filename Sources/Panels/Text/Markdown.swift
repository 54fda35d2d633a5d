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
    // What is indented stays so.
    let indent = (runs.first?.text ?? "").prefix { $0 == " " }
    var width = min(indent.count, columns / 2)
    if width > 0 { lines[0].append(Run(String(indent.prefix(width)), .plain)) }
    for (place, run) in runs.enumerated() {
      let text = run.text.dropFirst(place == 0 ? indent.count : 0)
      for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false)
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

  /// Markdown without the HTML that people mix into it: what has a sign in Markdown gets it, other
  /// tags go; code stays as it is.
  static func withoutTags(_ lines: [String]) -> [String] {
    guard lines.contains(where: { $0.contains("<") || $0.contains("&") }) else { return lines }
    var isCode = false
    return lines.flatMap { line -> [String] in
      if line.trimmingSpaces.hasPrefix("```") { isCode.toggle() }
      return isCode || line.contains("`") ? [line] : withoutTags(line)
    }
  }

  private static func withoutTags(_ line: String) -> [String] {
    guard line.contains("<") || line.contains("&") else { return [line] }
    var text = line.replacing(/<!--.*?-->/, with: "")
    text = text.replacing(/(?i)<br\s*\/?>/, with: "\n")
    text = text.replacing(/(?i)<a\b[^>]*?\bhref\s*=\s*["']([^"'>]*)["'][^>]*>([^<]*)<\/a>/) {
      match in
      "[\(match.output.2)](\(match.output.1))"
    }
    text = text.replacing(/(?i)<h([1-6])\b[^>]*>/) { match in
      String(repeating: "#", count: Int(match.output.1) ?? 1) + " "
    }
    text = text.replacing(/(?i)<\/?(b|strong)>/, with: "**")
    text = text.replacing(/(?i)<li\b[^>]*>/, with: "- ")
    text = text.replacing(/<(https?:[^>]*)>/) { match in String(match.output.1) }
    text = text.replacing(/<\/?[a-zA-Z][^>]*>/, with: "")
    let lines = HTMLEntities.decoded(text).split(separator: "\n", omittingEmptySubsequences: false)
    // A line of tags alone is none.
    return lines.allSatisfy { $0.allSatisfy { $0 == " " } } ? [] : lines.map(String.init)
  }
}
