/// A piece of a query that may be half typed.
package struct QueryToken: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case word
    case number
    /// Without its closing quote it goes on to its line's end, of backquotes to the text's.
    case string(isClosed: Bool)
    /// `$x`, `${x}`, `[[x]]`.
    case variable
    case comment
    /// Brackets, commas and operators.
    case sign
  }

  package var kind: Kind
  /// As it stands, quotes included.
  package var text: String
  /// Of characters of the query.
  package var range: Range<Int>

  /// Keywords, functions and aggregations may be written in any case.
  package var word: String? { kind == .word ? text.lowercased() : nil }

  /// Every token of a query; total, whatever the text is.
  package static func all(in characters: [Character]) -> [Self] {
    var tokens: [Self] = []
    var index = 0
    while index < characters.count {
      guard !characters[index].isWhitespace else {
        index += 1
        continue
      }
      let (kind, end) = next(characters, from: index, after: tokens.last)
      let range = index..<max(index + 1, end)
      tokens.append(Self(kind: kind, text: String(characters[range]), range: range))
      index = range.upperBound
    }
    return tokens
  }

  private static func next(
    _ text: [Character],
    from start: Int,
    after last: Self?
  ) -> (Kind, Int) {
    func end(from index: Int, while isIn: (Character) -> Bool) -> Int {
      text[index...].firstIndex { !isIn($0) } ?? text.count
    }
    let first = text[start]
    if first == "#" { return (.comment, end(from: start) { $0 != "\n" }) }
    if "\"'`".contains(first) { return string(text, from: start) }
    if first == "$", let variable = variable(text, from: start) { return (.variable, variable) }
    if first == "[", let variable = bracketed(text, from: start) { return (.variable, variable) }
    // Between the range and the step of a subquery.
    if first == ":", last?.kind == .number || last?.kind == .variable { return (.sign, start + 1) }
    if first.isPartOfName, !first.isNumber {
      return (.word, end(from: start, while: \.isPartOfName))
    }
    if first.isASCII, first.isNumber {
      return (.number, end(from: start) { $0.isPartOfName && $0 != ":" || $0 == "." })
    }
    let two = String(text[start..<min(text.count, start + 2)])
    return (.sign, start + (["=~", "!~", "!=", "==", ">=", "<="].contains(two) ? 2 : 1))
  }

  private static func string(_ text: [Character], from start: Int) -> (Kind, Int) {
    let quote = text[start]
    var index = start + 1
    while index < text.count {
      if text[index] == quote { return (.string(isClosed: true), index + 1) }
      if text[index] == "\n", quote != "`" { break }
      index += text[index] == "\\" && quote != "`" ? 2 : 1
    }
    return (.string(isClosed: false), min(index, text.count))
  }

  /// The end of `$x` or `${x`; nil where none begins.
  private static func variable(_ text: [Character], from start: Int) -> Int? {
    guard start + 1 < text.count else { return start + 1 }
    if text[start + 1] == "{" {
      let end = text[(start + 2)...].firstIndex { !$0.isPartOfName && $0 != "." } ?? text.count
      return end < text.count && text[end] == "}" ? end + 1 : end
    }
    return text[(start + 1)...].firstIndex { !$0.isPartOfName || $0 == ":" } ?? text.count
  }

  /// The end of `[[x]]`; nil where that doesn't stand here.
  private static func bracketed(_ text: [Character], from start: Int) -> Int? {
    guard start + 2 < text.count, text[start + 1] == "[" else { return nil }
    let end = text[(start + 2)...].firstIndex { !$0.isPartOfName } ?? text.count
    guard end > start + 2, end + 1 < text.count, text[end] == "]", text[end + 1] == "]" else {
      return nil
    }
    return end + 2
  }
}

extension Character {
  /// Of a metric's or label's name.
  package var isPartOfName: Bool {
    isASCII && (isLetter || isNumber || self == "_" || self == ":")
  }
}
