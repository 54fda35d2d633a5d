/// A query of a dashboard's file, and what shall stand in its place.
package struct QueryChange: Hashable, Sendable {
  /// The panel's `PanelSpec.id`, and its title as the file has it.
  package var panel: Int
  package var title: String
  /// The place among the panel's targets.
  package var target: Int
  /// What the file said when it was opened.
  package var was: String
  package var text: String

  package init(panel: Int, title: String, target: Int, was: String, text: String) {
    self.panel = panel
    self.title = title
    self.target = target
    self.was = was
    self.text = text
  }
}

/// Puts queries into the text of a dashboard's file, and leaves every other byte as it is.
package enum QueryRewrite {
  /// - Parameters:
  ///   - bytes: The whole file as it stands now.
  ///   - file: Named in problems.
  ///   - kinds: The panel kinds there are.
  ///   - changes: At least one.
  /// - Returns: The file with the strings of those queries replaced.
  /// - Throws: Where the file no longer says what was opened, or would not be read as meant.
  package static func rewritten(
    _ bytes: [UInt8],
    file: String,
    kinds: [PanelKind],
    changes: [QueryChange]
  ) throws(Problem) -> [UInt8] {
    let dashboard = try DashboardFile.open(bytes, file: file, kinds: kinds).dashboard
    var places: [(range: Range<Int>, text: [UInt8])] = []
    for change in changes {
      let place = try place(of: change, in: dashboard, bytes)
      places.append((place, escaped(change.text)))
    }
    var result = bytes
    for place in places.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      result.replaceSubrange(place.range, with: place.text)
    }
    // What would not be read again as it was meant is never written.
    let reread = try DashboardFile.open(result, file: file, kinds: kinds).dashboard
    for change in changes where query(of: change, in: reread)?.question.text != change.text {
      throw Problem(
        what: "the query would not be read as it stands",
        fix: "is it empty, or no selector where one is needed?",
        code: "rewrite.unread",
        file: file
      )
    }
    return result
  }

  /// Where the string of a query stands, its quotes included.
  private static func place(
    of change: QueryChange,
    in dashboard: Dashboard,
    _ bytes: [UInt8]
  ) throws(Problem) -> Range<Int> {
    guard let target = query(of: change, in: dashboard), target.question.text == change.was,
      let position = target.position, let start = offset(of: position, in: bytes),
      let end = end(ofString: start, in: bytes)
    else {
      throw Problem(
        what: "the file has changed: it no longer says there what was opened",
        fix: "nothing is saved; Esc shows what it says now",
        code: "rewrite.changed",
        file: dashboard.file
      )
    }
    let written = try JSON(parsing: Array(bytes[start..<end]), file: dashboard.file)
    guard written.string == change.was else {
      throw Problem(
        what: "the file has an input of the export in this query",
        fix: "change it in the file itself",
        code: "rewrite.input",
        file: dashboard.file,
        position: position
      )
    }
    return start..<end
  }

  private static func query(of change: QueryChange, in dashboard: Dashboard) -> Target? {
    guard let panel = dashboard.panels.first(where: { $0.id == change.panel }),
      panel.title == change.title, panel.targets.indices.contains(change.target)
    else { return nil }
    return panel.targets[change.target]
  }

  /// The byte at which a line and column stand, counted as the parser counts them.
  private static func offset(of position: SourcePosition, in bytes: [UInt8]) -> Int? {
    var here = SourcePosition(line: 1, column: 1)
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < bytes.count {
      if here == position, bytes[index] & 0xC0 != 0x80 { return index }
      if bytes[index] == 0x0A {
        here = SourcePosition(line: here.line + 1, column: 1)
      } else if bytes[index] & 0xC0 != 0x80 {
        here.column += 1
      }
      index += 1
    }
    return nil
  }

  /// The byte after a string's closing quote.
  private static func end(ofString start: Int, in bytes: [UInt8]) -> Int? {
    guard bytes[start] == UInt8(ascii: "\"") else { return nil }
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  /// A JSON string with its quotes: only what must be escaped is.
  static func escaped(_ text: String) -> [UInt8] {
    var result = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 0x0A: result += Array(#"\n"#.utf8)
      case 0x0D: result += Array(#"\r"#.utf8)
      case 0x09: result += Array(#"\t"#.utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        result += Array((#"\u00"# + (digits.count < 2 ? "0" : "") + digits).utf8)
      default: result.append(byte)
      }
    }
    return result + [UInt8(ascii: "\"")]
  }
}

extension Target.Question {
  /// As the file has it: the expression, the selector of a count, or a formula.
  package var text: String {
    get {
      switch self {
      case .expression(let text), .count(let text, _): text
      case .computed(let expression): expression.text
      }
    }
    set {
      switch self {
      case .expression: self = .expression(newValue)
      case .count(_, let by): self = .count(selector: newValue, by: by)
      case .computed(let expression):
        self = .computed(ServerExpression(expression.kind, text: newValue))
      }
    }
  }

  /// Whether a text may stand in this question's place; not whether a server would take it.
  package func takes(_ text: String) -> Bool {
    guard text.contains(where: { !$0.isWhitespace }) else { return false }
    switch self {
    case .expression: return true
    case .count: return PanelDecoder.isSelector(text)
    case .computed(let expression): return expression.kind == .math && MathExpression(text) != nil
    }
  }
}
