/// A regular expression of a file: its search takes time by the lengths of pattern and text alone.
///
/// A common backtracking search runs for ever on some; this one enters each place of the pattern at
/// each place of the text once. What it doesn't know, such as references back, makes no pattern.
/// Source: the syntax is JavaScript's, by ECMA-262, "RegExp (Regular Expression) Objects".
package struct ForeignPattern: Hashable, Sendable {
  /// Where a pattern was found, and its groups; the first is the whole.
  package struct Match: Hashable, Sendable {
    package var groups: [Range<Int>?]
    package var whole: Range<Int> { groups.first.flatMap { $0 } ?? 0..<0 }
  }

  /// In characters; a longer pattern is none.
  package static let longestPattern = 1_000
  /// In Unicode scalars; of a longer text the rest isn't seen.
  package static let longestText = 1_000

  let steps: [PatternStep]
  /// By their places, from 1.
  let groupNames: [String: Int]
  let groupCount: Int
  let ignoresCase: Bool
  let isGlobal: Bool

  /// - Parameter text: `/pattern/flags`, or bare and then from the text's start to its end.
  package init?(_ text: String) {
    var source = text
    var flags = ""
    if text.hasPrefix("/") {
      guard let end = text.dropFirst().lastIndex(of: "/") else { return nil }
      flags = String(text[text.index(after: end)...])
      source = String(text[text.index(after: text.startIndex)..<end])
    } else {
      source = "^\(text)$"
    }
    self.init(source: source, flags: flags)
  }

  package init?(source: String, flags: String = "") {
    guard source.count <= Self.longestPattern, flags.allSatisfy("dgimsuy".contains) else {
      return nil
    }
    var parser = PatternParser(source)
    guard let node = parser.parse() else { return nil }
    var writer = PatternWriter()
    guard writer.write(node) else { return nil }
    steps = writer.steps + [.match]
    groupNames = parser.names
    groupCount = parser.groupCount
    ignoresCase = flags.contains("i")
    isGlobal = flags.contains("g")
  }

  package func matches(_ text: String) -> Bool { firstMatch(in: Array(text.unicodeScalars)) != nil }

  package func firstMatch(in text: [Unicode.Scalar], from start: Int = 0) -> Match? {
    var search = PatternSearch(self, text: text)
    return search.first(from: start)
  }

  /// The named groups that took part in the first match.
  package func named(in text: String) -> [(name: String, text: String)]? {
    let scalars = Array(text.unicodeScalars)
    guard let match = firstMatch(in: scalars) else { return nil }
    return groupNames.sorted { $0.value < $1.value }.map { name, place in
      (name, match.groups[place].map { Self.text(scalars[$0]) } ?? "")
    }
  }

  /// The text with its first match replaced, with the flag `g` every one; `$1`, `$<name>` and `$&`
  /// are filled in.
  package func replacing(in text: String, with template: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    while place <= scalars.count, let match = firstMatch(in: scalars, from: place) {
      let whole = match.whole
      result.append(contentsOf: scalars[place..<whole.lowerBound])
      result.append(contentsOf: filled(template, match, scalars).unicodeScalars)
      place = whole.upperBound
      if whole.isEmpty, place < scalars.count { result.append(scalars[place]) }
      if whole.isEmpty { place += 1 }
      guard isGlobal, result.count < 10_000 else { break }
    }
    if place < scalars.count { result.append(contentsOf: scalars[place...]) }
    return String(result)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// A template with the groups of a match in it.
  private func filled(_ template: String, _ match: Match, _ text: [Unicode.Scalar]) -> String {
    func group(_ place: Int) -> String {
      match.groups[place].map { Self.text(text[$0]) } ?? ""
    }
    var result = ""
    var rest = template[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      let digits = rest.prefix(2).prefix { ("0"..."9").contains($0) }
      let places = [digits, digits.prefix(1)].compactMap { text in
        Int(text).map { (text.count, $0) }
      }
      if rest.first == "$" || rest.first == "&" {
        result += rest.removeFirst() == "$" ? "$" : group(0)
      } else if let (length, place) = places.first(where: { $0.1 >= 1 && $0.1 <= groupCount }) {
        result += group(place)
        rest = rest.dropFirst(length)
      } else if rest.first == "<", let end = rest.firstIndex(of: ">"),
        let place = groupNames[String(rest[rest.index(after: rest.startIndex)..<end])]
      {
        result += group(place)
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
      }
    }
    return result + rest
  }
}

/// One place of a pattern.
enum PatternStep: Hashable, Sendable {
  case scalar(Unicode.Scalar)
  case set(PatternSet)
  case any
  /// The first is tried first.
  case split(Int, Int)
  case jump(Int)
  /// The even ones are starts of groups, the odd ones ends.
  case save(Int)
  case start, end
  case wordEdge(Bool)
  /// What follows must be found here, or must not; it ends before the given place.
  case look(isWanted: Bool, end: Int)
  case match
}

struct PatternSet: Hashable, Sendable {
  var ranges: [ClosedRange<UInt32>]
  var isNegated = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } != isNegated
  }

  static let digits = PatternSet(ranges: [48...57])
  static let words = PatternSet(ranges: [48...57, 65...90, 95...95, 97...122])
  static let spaces = PatternSet(
    ranges: [
      9...13, 32...32, 160...160, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
      0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]
  )

  var negated: PatternSet { PatternSet(ranges: ranges, isNegated: !isNegated) }

  /// The same as ranges alone, so that it can stand beside others.
  var plainRanges: [ClosedRange<UInt32>] {
    guard isNegated else { return ranges }
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }
}
