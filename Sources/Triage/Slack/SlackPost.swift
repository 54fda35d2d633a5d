import Documents
package import Metrics

/// What is posted of an alert; any text is taken, made harmless and cut to Slack's limits.
package struct SlackPost: Hashable, Sendable {
  package struct Link: Hashable, Sendable {
    package var title: String
    /// Anything but `http` and `https` is shown as text.
    package var url: String

    package init(title: String, url: String) {
      self.title = title
      self.url = url
    }
  }

  /// The label's value; it gives the bar beside the post its colour.
  package var severity: ForeignText
  package var isResolved: Bool
  /// One line, which notifications and screen readers have alone.
  package var title: String
  package var paragraphs: [String]
  package var links: [Link]
  /// A panel as lines of text, at most 2,900 characters of it.
  package var chart: String?
  /// Who posts it, in small letters below.
  package var footer: String

  package init(
    severity: ForeignText,
    isResolved: Bool = false,
    title: String,
    paragraphs: [String] = [],
    links: [Link] = [],
    chart: String? = nil,
    footer: String = ""
  ) {
    self.severity = severity
    self.isResolved = isResolved
    self.title = title
    self.paragraphs = paragraphs
    self.links = links
    self.chart = chart
    self.footer = footer
  }
}

extension SlackPost {
  /// A block takes 3,000 characters, and all together about 13,000.
  private static let mostUnits = 2_900

  /// The body of the request to an incoming webhook.
  ///
  /// Only attachments have a bar of colour. Charts stand between triple backticks, which attachments
  /// take in every client.
  var payload: JSON {
    let title = Self.escaped(Harmless.line(title), to: 1_000)
    var blocks: [JSON.Kind] = []
    let lines = paragraphs.map(Harmless.lines).joined(separator: [""])
    let text = Self.escaped(lines.joined(separator: "\n"), to: Self.mostUnits)
    if text.contains(where: { !$0.isWhitespace }) { blocks.append(Self.section(text)) }
    if let chart {
      let lines = Harmless.lines(chart).joined(separator: "\n").replacing("`", with: "'")
      let text = Self.escaped(lines, to: Self.mostUnits)
      if !text.isEmpty { blocks.append(Self.section("```\n\(text)\n```")) }
    }
    if !links.isEmpty { blocks.append(Self.section(linkLine)) }
    if !footer.isEmpty {
      let text = Self.text(Self.escaped(Harmless.line(footer), to: 300))
      blocks.append(.members(["type": .string("context"), "elements": .list([text])]))
    }
    let attachment = JSON.Kind.members([
      "color": .string(color), "fallback": .string(title), "blocks": .list(blocks),
    ])
    return JSON(.members(["text": .string(title), "attachments": .list([attachment])]))
  }

  /// In Slack's own words; grey where a severity says nothing.
  private var color: String {
    guard !isResolved else { return "good" }
    return switch SeverityRank(severity.safe) {
    case .critical: "danger"
    case .warning: "warning"
    case .other: "#808080"
    }
  }

  private var linkLine: String {
    var line = ""
    for link in links {
      let next = (line.isEmpty ? "" : " · ") + Self.link(link)
      guard line.utf16.count + next.utf16.count <= Self.mostUnits else { break }
      line += next
    }
    return line
  }

  private static func link(_ link: Link) -> String {
    let title = escaped(Harmless.line(link.title), to: 200)
    let isPlain = link.url.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7F && !"<>|\"\\^`{}".utf8.contains($0)
    }
    guard isPlain, link.url.hasPrefix("https://") || link.url.hasPrefix("http://"),
      link.url.utf8.count <= 1_000
    else {
      return "\(title): \(escaped(Harmless.line(link.url), to: 1_000))"
    }
    return "<\(link.url.replacing("&", with: "&amp;"))|\(title)>"
  }

  private static func section(_ text: String) -> JSON.Kind {
    .members(["type": .string("section"), "text": Self.text(text)])
  }

  /// With `verbatim`, what looks like a channel or a person is text.
  private static func text(_ text: String) -> JSON.Kind {
    .members(["type": .string("mrkdwn"), "text": .string(text), "verbatim": .bool(true)])
  }

  /// As Slack wants text: without the characters that begin a mention or a link.
  private static func escaped(_ text: String, to units: Int) -> String {
    // By scalars, because a mark after a `<` would hide it in one character.
    var (result, count) = (String.UnicodeScalarView(), 1)
    for scalar in text.unicodeScalars {
      let piece =
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: String(scalar)
        }
      count += piece.utf16.count
      guard count <= units else { return String(result) + "…" }
      result.append(contentsOf: piece.unicodeScalars)
    }
    return String(result)
  }
}
