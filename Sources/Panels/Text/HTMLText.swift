import Canvas
import Metrics

/// HTML as lines of text: headings, paragraphs, lists, tables, links and emphasis.
///
/// Whatever else a page has, scripts, styles and pictures, isn't shown.
struct HTMLText {
  /// The longest source that is read, in characters.
  static let limit = 100_000

  static func lines(_ source: String, _ context: DrawContext) -> [[Markdown.Run]] {
    var text = HTMLText(bullet: context.glyphs == .ascii ? "-" : "•")
    text.read(source.prefix(limit))
    text.endLine()
    while text.lines.last?.isEmpty == true { text.lines.removeLast() }
    return text.lines
  }

  private let bullet: String
  private var lines: [[Markdown.Run]] = []
  private var line: [Markdown.Run] = []
  /// What isn't on the line yet, all of one kind.
  private var words = ""
  /// How many of these are open.
  private var bold = 0
  private var code = 0
  private var headings = 0
  private var preformatted = 0
  /// Where the open link leads, and whether anything of it has been said.
  private var link: (url: String, hasText: Bool)?
  /// The open lists: how many entries of a numbered one there were, nil of others.
  private var lists: [Int?] = []
  private var cells = 0
  /// The line has the sign of a list's entry, and nothing behind it.
  private var hasSignAlone = false
  /// An element whose text is none.
  private var skipped: String?

  private init(bullet: String) { self.bullet = bullet }

  private static let unseen: Set<String> = ["script", "style", "head", "title", "svg", "template"]
  /// Begin and end lines.
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "thead", "tr", "ul", "summary", "details",
  ]
  /// Of those the ones with an empty line before them.
  private static let loose: Set<String> = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre",
  ]

  private var kind: Markdown.Kind {
    if headings > 0 { return .heading }
    if link != nil { return .link }
    if bold > 0 { return .bold }
    return code + preformatted > 0 ? .code : .plain
  }

  // MARK: - Tags

  private mutating func read(_ source: Substring) {
    var rest = source
    while let start = rest.firstIndex(of: "<") {
      add(rest[..<start])
      let after = rest[rest.index(after: start)...]
      if after.hasPrefix("!--") {
        rest = after.firstRange(of: "-->").map { after[$0.upperBound...] } ?? ""
        continue
      }
      guard let first = after.first, first.isLetter || first == "/" || first == "!" else {
        add("<")
        rest = after
        continue
      }
      guard let end = Self.end(of: after) else { return }
      tag(after[..<end])
      rest = after[after.index(after: end)...]
    }
    add(rest)
  }

  /// The `>` of a tag that isn't in the quotes of a value.
  private static func end(of tag: Substring) -> Substring.Index? {
    var quote: Character?
    for index in tag.indices {
      let character = tag[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return index
      }
    }
    return tag.firstIndex(of: ">")
  }

  private mutating func tag(_ text: Substring) {
    let isEnd = text.first == "/"
    let name = text.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
    if let skipped {
      if isEnd, name == skipped { self.skipped = nil }
      return
    }
    if Self.unseen.contains(name) {
      if !isEnd, text.last != "/" { skipped = name }
      return
    }
    flush()
    // A paragraph in a list's entry stands beside its sign.
    let isBesideSign = hasSignAlone && !isEnd && !["li", "ol", "ul"].contains(name)
    if Self.blocks.contains(name), !isBesideSign {
      endLine()
      if !isEnd, Self.loose.contains(name), let last = lines.last, !last.isEmpty, !isInItem {
        lines.append([])
      }
    }
    if isEnd { close(name) } else { open(name, text) }
  }

  private var isInItem: Bool { !lists.isEmpty || cells > 0 }

  private mutating func open(_ name: String, _ tag: Substring) {
    switch name {
    case "br": endLine(keepsEmpty: true)
    case "hr": lines.append([Markdown.Run("---", .code)])
    case "b", "strong", "th", "em", "i", "summary", "dt": bold += 1
    case "code", "kbd", "samp", "tt": code += 1
    case "pre": preformatted += 1
    case "ul": lists.append(nil)
    case "ol": lists.append(0)
    case "li": openItem()
    case "tr": cells = 0
    case "a": link = Self.value("href", of: tag).map { ($0, false) }
    case "img": if let text = Self.value("alt", of: tag) { add(text[...]) }
    case _ where name.count == 2 && name.first == "h": headings += 1
    default: break
    }
    if name == "td" || name == "th" {
      if cells > 0 { line.append(Markdown.Run(" | ", .code)) }
      cells += 1
    }
  }

  private mutating func close(_ name: String) {
    switch name {
    case "b", "strong", "th", "em", "i", "summary", "dt": bold = max(0, bold - 1)
    case "code", "kbd", "samp", "tt": code = max(0, code - 1)
    case "pre": preformatted = max(0, preformatted - 1)
    case "ul", "ol": _ = lists.popLast()
    case "table": cells = 0
    case "a": closeLink()
    case _ where name.count == 2 && name.first == "h": headings = max(0, headings - 1)
    default: break
    }
  }

  private mutating func openItem() {
    let indent = String(repeating: "  ", count: max(0, min(8, lists.count) - 1))
    var sign = bullet
    if let last = lists.indices.last, let count = lists[last] {
      lists[last] = count + 1
      sign = "\(count + 1)."
    }
    line.append(Markdown.Run("\(indent)\(sign) ", .plain))
    hasSignAlone = true
  }

  /// Where a link leads stands behind it, unless it is what it says.
  private mutating func closeLink() {
    guard let (url, hasText) = link else { return }
    link = nil
    let safe = ForeignText(url).safe
    guard hasText else {
      if !url.isEmpty { line.append(Markdown.Run(safe, .link)) }
      return
    }
    if !url.isEmpty, !url.hasPrefix("#"), line.last?.text != safe {
      line.append(Markdown.Run(" (\(safe))", .code))
    }
  }

  /// The value of an attribute, with its entities decoded; nil where there is none.
  private static func value(_ name: String, of tag: Substring) -> String? {
    var rest = tag
    while let range = rest.firstRange(of: name) {
      let before = rest[..<range.lowerBound].last
      rest = rest[range.upperBound...].drop { $0.isWhitespace }
      guard before?.isWhitespace == true, rest.first == "=" else { continue }
      rest = rest.dropFirst().drop { $0.isWhitespace }
      guard let quote = rest.first, quote == "\"" || quote == "'" else {
        return HTMLEntities.decoded(rest.prefix { !$0.isWhitespace })
      }
      return HTMLEntities.decoded(rest.dropFirst().prefix { $0 != quote })
    }
    return nil
  }

  // MARK: - Words

  private mutating func add(_ text: Substring) {
    guard skipped == nil else { return }
    for character in HTMLEntities.decoded(text) {
      if preformatted > 0, character.isNewline {
        endLine(keepsEmpty: true)
      } else if preformatted == 0, character.isWhitespace {
        let isAtStart = words.isEmpty && (line.last.map { $0.text.last == " " } ?? true)
        if !isAtStart, words.last != " " { words.append(" ") }
        // What is made safe at once may not be long.
        if words.count > 500 { flush() }
      } else {
        words.append(character)
      }
    }
  }

  private mutating func flush() {
    guard !words.isEmpty else { return }
    if words != " " {
      link?.hasText = true
      hasSignAlone = false
    }
    line.append(Markdown.Run(ForeignText(words).safe, kind))
    words = ""
  }

  private mutating func endLine(keepsEmpty: Bool = false) {
    flush()
    while let last = line.last, preformatted == 0, last.text.allSatisfy({ $0 == " " }) {
      line.removeLast()
    }
    if !line.isEmpty || keepsEmpty && lines.last?.isEmpty == false { lines.append(line) }
    line = []
    hasSignAlone = false
  }
}
