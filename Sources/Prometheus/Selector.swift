/// A vector selector of an expression: `up{job="shop"}`, `{__name__=~"a.*"}`.
package struct Selector: Hashable, Sendable {
  /// Empty where the matchers alone pick.
  package var name: String
  /// With their braces; empty without.
  package var matchers: String

  package init(name: String, matchers: String) {
    self.name = name
    self.matchers = matchers
  }

  package var text: String { name + matchers }

  /// The selectors of an expression, in its order.
  ///
  /// A reader for explanations, not a parser: of what it does not understand it finds nothing.
  package static func all(in expression: String) -> [Selector] {
    var scanner = Scanner(rest: expression[...])
    return scanner.selectors()
  }
}

private struct Scanner {
  var rest: Substring
  private var found: [Selector] = []

  /// Words that are no metrics, and those that a list of labels follows.
  private static let words: Set<String> = [
    "and", "or", "unless", "offset", "bool", "inf", "nan", "atan2", "start", "end",
  ]
  private static let grouping: Set<String> = [
    "by", "without", "on", "ignoring", "group_left", "group_right",
  ]

  init(rest: Substring) { self.rest = rest }

  mutating func selectors() -> [Selector] {
    while let character = rest.first {
      if character.isNumber {
        // A number or a span: its unit is no metric.
        skip { $0.isLetter || $0.isNumber || $0 == "." }
      } else if Self.begins(character) {
        word()
      } else if "\"'`".contains(character) {
        skipString()
      } else if character == "[" {
        skip(to: "]")
      } else if character == "{" {
        found.append(Selector(name: "", matchers: braces()))
      } else if character == "#" {
        skip { $0 != "\n" }
      } else {
        rest.removeFirst()
      }
    }
    return found
  }

  private static func begins(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_" || character == ":")
  }

  private mutating func word() {
    let name = String(rest.prefix { Self.begins($0) || $0.isASCII && $0.isNumber })
    rest = rest.dropFirst(name.count)
    skip(while: \.isWhitespace)
    let lower = name.lowercased()
    if Self.grouping.contains(lower) {
      if rest.first == "(" { skip(to: ")") }
    } else if rest.first != "(", !Self.words.contains(lower), !isGrouped {
      found.append(Selector(name: name, matchers: rest.first == "{" ? braces() : ""))
    }
  }

  /// `sum by (a) (…)`: an aggregation whose grouping stands before its argument.
  private var isGrouped: Bool {
    let next = rest.prefix { Self.begins($0) }.lowercased()
    return next == "by" || next == "without"
  }

  private mutating func braces() -> String {
    let start = rest
    while let character = rest.first {
      if "\"'`".contains(character) {
        skipString()
      } else {
        rest.removeFirst()
        if character == "}" { break }
      }
    }
    return String(start[..<rest.startIndex])
  }

  private mutating func skipString() {
    let quote = rest.removeFirst()
    while let character = rest.popFirst(), character != quote {
      if character == "\\", quote != "`" { _ = rest.popFirst() }
    }
  }

  private mutating func skip(to end: Character) {
    while let character = rest.popFirst(), character != end {}
  }

  private mutating func skip(while isIn: (Character) -> Bool) { rest = rest.drop(while: isIn) }
}
