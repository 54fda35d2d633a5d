/// A regular expression of a file, whose time is bounded whatever it says.
///
/// A search takes its own length times the text's, with a look ahead times the text's squared. It
/// is JavaScript's syntax without back-references and without a look behind, and RE2's flags inside
/// a group; what is too long, or has those, is refused. Source: ECMAScript's patterns; Thompson's
/// simulation by Pike's threads.
package struct Pattern: Hashable, Sendable {
  /// In characters.
  package static let longestSource = 1_000
  /// Steps at places of the text; a text that could take more isn't matched.
  private static let mostWork = 20_000_000
  /// In bytes; of a text that is written anew the rest of the matches stay as they are.
  private static let longestResult = 100_000

  let program: PatternProgram
  /// A look ahead reads the text again at each place.
  private let hasAhead: Bool
  /// Whether all of a text's matches are replaced, not only the first.
  package private(set) var isGlobal = false

  /// nil for what is no pattern, or none that is taken.
  ///
  /// - Parameters:
  ///   - source: Without slashes.
  ///   - flags: JavaScript's; `i`, `g`, `s` and `m` have a meaning here.
  package init?(_ source: String, flags: String = "") {
    guard source.unicodeScalars.count <= Self.longestSource,
      flags.allSatisfy("dgimsuvy".contains)
    else { return nil }
    var parser = PatternParser(source, flags: flags)
    guard let node = parser.parse(),
      let program = PatternProgram(node, groups: parser.groups, names: parser.names)
    else { return nil }
    self.program = program
    hasAhead = parser.hasAhead
    isGlobal = flags.contains("g")
  }

  /// As Grafana writes one: `/source/flags`, or bare and then of the whole text.
  package init?(grafana text: String) {
    guard text.hasPrefix("/") else {
      self.init("^\(text)$")
      return
    }
    guard let end = text.lastIndex(of: "/"), end > text.startIndex else { return nil }
    self.init(
      String(text[text.index(after: text.startIndex)..<end]),
      flags: String(text[text.index(after: end)...])
    )
  }

  /// A part of a text that a pattern matches.
  package struct Match: Hashable, Sendable {
    let scalars: [Unicode.Scalar]
    /// Two places for each group, -1 where it took no part.
    let places: [Int]
    let names: [String: Int]

    /// What a group stands for, 0 for the whole; nil where it took no part.
    package subscript(group: Int) -> String? {
      guard places.indices.contains(group * 2 + 1), places[group * 2] >= 0,
        places[group * 2 + 1] >= places[group * 2]
      else { return nil }
      return Match.text(scalars[places[group * 2]..<places[group * 2 + 1]])
    }

    package subscript(name: String) -> String? { names[name].flatMap { self[$0] } }

    package var groups: Int { places.count / 2 - 1 }

    /// The groups that have names, in their order; nothing for one that took no part.
    package var named: [(name: String, text: String)] {
      names.sorted { $0.value < $1.value }.map { ($0.key, self[$0.value] ?? "") }
    }

    fileprivate static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      return String(text)
    }
  }

  package func matches(_ text: String) -> Bool { firstMatch(in: text) != nil }

  package func firstMatch(in text: String) -> Match? {
    let scalars = Array(text.unicodeScalars)
    return match(in: scalars, from: 0)
  }

  /// All of them, one behind the other.
  package func allMatches(in text: String) -> [Match] { all(in: Array(text.unicodeScalars)) }

  /// The text with its first match, or of a global pattern all, written anew.
  ///
  /// The template has `$1`, `$&`, `$<name>` and `$$` as JavaScript's.
  package func replacing(_ text: String, with template: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let matches = isGlobal ? all(in: scalars) : match(in: scalars, from: 0).map { [$0] } ?? []
    var result = ""
    var place = 0
    for match in matches {
      guard result.utf8.count < Self.longestResult else { break }
      result += Match.text(scalars[place..<match.places[0]]) + match.filled(template)
      place = match.places[1]
    }
    return matches.isEmpty ? text : result + Match.text(scalars[place...])
  }

  private func all(in scalars: [Unicode.Scalar]) -> [Match] {
    var matches: [Match] = []
    var place = 0
    // Each may look through all that is left.
    let search = program.size * max(1, scalars.count) * (hasAhead ? max(1, scalars.count) : 1)
    let most = max(1, Self.mostWork / search)
    while place <= scalars.count, matches.count < most, let match = match(in: scalars, from: place)
    {
      matches.append(match)
      place = max(match.places[1], match.places[0] + 1)
    }
    return matches
  }

  private func match(in scalars: [Unicode.Scalar], from place: Int) -> Match? {
    let most = Self.mostWork / program.size
    guard scalars.count <= (hasAhead ? most / max(1, scalars.count) : most) else { return nil }
    return program.match(scalars, from: place).map {
      Match(scalars: scalars, places: $0, names: program.names)
    }
  }
}

extension Pattern.Match {
  /// A template with what the groups stand for.
  package func filled(_ template: String) -> String {
    var result = ""
    var rest = template[...]
    while let sign = rest.firstIndex(of: "$") {
      result += rest[..<sign]
      rest = rest[rest.index(after: sign)...]
      let digits = rest.prefix(2).prefix { $0.isASCII && $0.isNumber }
      if let length = (1...2).last(where: { length in
        length <= digits.count
          && Int(digits.prefix(length)).map { (1...max(1, groups)).contains($0) && groups > 0 }
            == true
      }) {
        result += Int(digits.prefix(length)).flatMap { self[$0] } ?? ""
        rest = rest.dropFirst(length)
      } else if rest.first == "&" || rest.first == "$" {
        result += rest.first == "$" ? "$" : self[0] ?? ""
        rest = rest.dropFirst()
      } else if rest.first == "<", !names.isEmpty, let end = rest.firstIndex(of: ">") {
        result += self[String(rest[rest.index(after: rest.startIndex)..<end])] ?? ""
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
      }
    }
    return result + rest
  }
}
