import Documents

/// What may stand at the cursor of a query, half typed as it may be.
package struct CompletionWish: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    /// A metric, a function or an aggregation, and these keywords.
    case operand(keywords: [String])
    case keyword([String])
    /// In braces before its operator, or in a list of labels.
    case labelName(matchers: [String], taken: Set<String>, isInList: Bool)
    /// In the quotes behind an operator; nil: they are not yet opened.
    case labelValue(label: String, matchers: [String], quote: Character?, isPattern: Bool)
    /// In brackets, or after `offset`.
    case duration(isInBrackets: Bool)
    case variable
  }

  package var subject: Subject
  /// What is typed of it, escapes undone.
  package var prefix: String
  /// The characters that it takes the place of.
  package var range: Range<Int>

  /// Whether a list opens before anything is typed of it.
  package var opensByItself: Bool {
    switch subject {
    case .operand, .keyword: !prefix.isEmpty
    case .labelName, .labelValue, .duration, .variable: true
    }
  }

  /// What may be completed at the cursor; nil inside comments and plain strings, and where nothing
  /// but an operator or a number fits.
  package static func at(_ cursor: Int, in characters: [Character]) -> Self? {
    QueryReader(characters, cursor: cursor).wish
  }
}

/// Reads a query up to its cursor and looks a little beyond it.
///
/// No parser: it knows brackets, strings, selectors and lists of labels, and of anything else it
/// says nothing.
struct QueryReader {
  let characters: [Character]
  let cursor: Int
  let tokens: [QueryToken]
  /// Of the tokens, how many end before the one that the cursor is in or behind.
  let before: Int
  /// The token that is being typed.
  let current: QueryToken?
  private(set) var frames: [Frame] = []
  /// The frame that the last closing bracket before the cursor ended.
  private(set) var closed: Frame?

  /// A bracket that is open at the cursor.
  struct Frame: Hashable, Sendable {
    var sign: String
    /// The token of the bracket.
    var place: Int
    /// The word before it.
    var word: String?
  }

  init(_ characters: [Character], cursor: Int) {
    let cursor = max(0, min(cursor, characters.count))
    self.characters = characters
    self.cursor = cursor
    let all = QueryToken.all(in: characters)
    tokens = all
    let here = all.firstIndex { token in
      guard token.range.lowerBound < cursor else { return false }
      switch token.kind {
      case .word, .number, .variable, .comment: return cursor <= token.range.upperBound
      case .string(let isClosed):
        return isClosed ? cursor < token.range.upperBound : cursor <= token.range.upperBound
      case .sign: return false
      }
    }
    current = here.map { all[$0] }
    before = here ?? all.firstIndex { $0.range.lowerBound >= cursor } ?? all.count
    for place in 0..<before { read(place) }
  }

  private mutating func read(_ place: Int) {
    let token = tokens[place]
    guard token.kind == .sign else { return }
    switch token.text {
    case "(", "[", "{":
      let word = place > 0 ? tokens[place - 1].word : nil
      frames.append(Frame(sign: token.text, place: place, word: word))
    case ")", "]", "}":
      let open = ["(": ")", "[": "]", "{": "}"].first { $1 == token.text }?.key
      guard let match = frames.lastIndex(where: { $0.sign == open }) else { return }
      closed = frames[match]
      frames.removeSubrange(match...)
    default: break
    }
  }

  /// The last token before the one that is typed, comments left out.
  var previous: QueryToken? { tokens[..<before].last { $0.kind != .comment } }

  var wish: CompletionWish? {
    switch current?.kind {
    case .comment: return nil
    case .string: return wishInString
    case .variable: return current.flatMap { wish(ofVariable: $0) }
    case .number: return wishOfNumber
    case .word, .sign, nil: break
    }
    let range = current?.range ?? cursor..<cursor
    let prefix = String(characters[range.lowerBound..<cursor])
    guard let subject = subject(isWord: current != nil) else { return nil }
    return CompletionWish(subject: subject, prefix: prefix, range: range)
  }

  private func subject(isWord: Bool) -> CompletionWish.Subject? {
    guard let frame = frames.last else { return subjectInExpression }
    switch frame.sign {
    case "{": return subjectInBraces(frame, isWord: isWord)
    case "[":
      let isFirst = previous?.text == "[" || previous?.text == ":"
      return isFirst && !isWord ? .duration(isInBrackets: true) : nil
    default:
      guard let word = frame.word, PromQL.groupingNames.contains(word) else {
        return subjectInExpression
      }
      guard previous?.text == "(" || previous?.text == "," else { return nil }
      return .labelName(
        matchers: matchers(ofSelectorNear: frame.place),
        taken: namesInList(from: frame.place),
        isInList: true
      )
    }
  }

  private func subjectInBraces(_ frame: Frame, isWord: Bool) -> CompletionWish.Subject? {
    switch previous?.text {
    case "{", ",":
      let all = selector(braces: frame.place)
      return .labelName(matchers: all.matchers, taken: all.names, isInList: false)
    case let sign? where Self.matching.contains(sign):
      guard !isWord else { return nil }
      return value(operator: sign, frame, quote: nil)
    default: return nil
    }
  }

  private static let matching: Set<String> = ["=", "!=", "=~", "!~"]

  private func value(
    operator sign: String,
    _ frame: Frame,
    quote: Character?
  ) -> CompletionWish.Subject? {
    guard before >= 2, let label = name(at: before - 2) else { return nil }
    return .labelValue(
      label: label,
      matchers: selector(braces: frame.place).matchers,
      quote: quote,
      isPattern: sign == "=~" || sign == "!~"
    )
  }

  // MARK: - Inside a token

  private var wishInString: CompletionWish? {
    guard let token = current, let frame = frames.last, frame.sign == "{",
      let sign = previous?.text, Self.matching.contains(sign), let quote = token.text.first,
      let subject = value(operator: sign, frame, quote: quote)
    else { return nil }
    var start = token.range.lowerBound + 1
    if let variable = variableStart(after: start) {
      return CompletionWish(
        subject: .variable,
        prefix: variableName(from: variable),
        range: variable..<cursor
      )
    }
    // Of `"a|b` the second alternative is being typed.
    if case .labelValue(_, _, _, isPattern: true) = subject,
      let bar = characters[start..<cursor].lastIndex(where: { $0 == "|" || $0 == "(" })
    {
      start = bar + 1
    }
    let typed = String(characters[start..<cursor])
    return CompletionWish(
      subject: subject,
      prefix: quote == "`" ? typed : PromQLString.unescaped(typed),
      range: start..<valueEnd(token)
    )
  }

  /// Where the value ends that the cursor is in: an unclosed one takes no more than is typed, for
  /// what follows belongs to others.
  private func valueEnd(_ token: QueryToken) -> Int {
    guard token.kind == .string(isClosed: true) else { return cursor }
    let end = token.range.upperBound - 1
    let rest = characters[cursor..<max(cursor, end)]
    return rest.contains { "|(),={}\n".contains($0) } ? cursor : max(cursor, end)
  }

  private func variableStart(after start: Int) -> Int? {
    var index = cursor
    while index > start, characters[index - 1].isPartOfName { index -= 1 }
    if index > start, characters[index - 1] == "{" { index -= 1 }
    guard index > start, characters[index - 1] == "$" else { return nil }
    return index - 1
  }

  /// What is typed behind `$` or `${`.
  private func variableName(from start: Int) -> String {
    String(characters[start..<cursor].drop { $0 == "$" || $0 == "{" || $0 == "[" })
  }

  private func wish(ofVariable token: QueryToken) -> CompletionWish? {
    guard token.text.first == "$", cursor < token.range.upperBound || token.text.last != "}" else {
      return nil
    }
    return CompletionWish(
      subject: .variable,
      prefix: variableName(from: token.range.lowerBound),
      range: token.range
    )
  }

  private var wishOfNumber: CompletionWish? {
    guard let token = current else { return nil }
    let isInBrackets = frames.last?.sign == "[" && ["[", ":"].contains(previous?.text)
    guard isInBrackets || previous?.word == "offset" else { return nil }
    return CompletionWish(
      subject: .duration(isInBrackets: isInBrackets),
      prefix: String(characters[token.range.lowerBound..<cursor]),
      range: token.range
    )
  }
}
