/// What a pattern is made of.
indirect enum PatternNode: Hashable, Sendable {
  /// What may be asked of a place between two characters.
  enum Place: Hashable, Sendable {
    case start, end, lineStart, lineEnd, wordEdge, noWordEdge

    func holds(at place: Int, of text: [Unicode.Scalar]) -> Bool {
      func isWord(_ place: Int) -> Bool {
        text.indices.contains(place) && PatternSet.word.contains(text[place])
      }
      switch self {
      case .start: return place == 0
      case .end: return place == text.count
      case .lineStart: return place == 0 || text[place - 1] == "\n"
      case .lineEnd: return place == text.count || text[place] == "\n"
      case .wordEdge: return isWord(place - 1) != isWord(place)
      case .noWordEdge: return isWord(place - 1) == isWord(place)
      }
    }
  }

  case sequence([PatternNode])
  case either([PatternNode])
  case one(PatternSet)
  case repeated(PatternNode, least: Int, most: Int?, isGreedy: Bool)
  case group(PatternNode, Int)
  case place(Place)
  case ahead(PatternNode, isWanted: Bool)
}

/// The characters that may stand at a place.
struct PatternSet: Hashable, Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var others: [PatternSet] = []
  var isInverted = false
  var ignoresCase = false

  static let digit = Self(ranges: [0x30...0x39])
  static let word = Self(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = Self(ranges: [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x2000...0x200A, 0x2028...0x2029, 0x3000...0x3000,
    0xFEFF...0xFEFF,
  ])
  static let lineEnd = Self(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

  var inverted: Self {
    var set = self
    set.isInverted.toggle()
    return set
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var found = has(scalar)
    if !found, ignoresCase {
      let both = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
      found = both.contains { text in
        text.unicodeScalars.count == 1 && text.unicodeScalars.contains(where: has)
      }
    }
    return found != isInverted
  }

  private func has(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } || others.contains { $0.contains(scalar) }
  }
}

/// Reads a pattern's text.
struct PatternParser {
  private var rest: Substring.UnicodeScalarView
  private var flags: Flags
  private(set) var groups = 0
  private(set) var names: [String: Int] = [:]
  private var depth = 0
  /// A look ahead takes the text's length at each place, one within another too much.
  private var looksAhead = false
  private(set) var hasAhead = false

  /// What changes the meaning of what follows.
  private struct Flags {
    var ignoresCase = false
    var dotIsAll = false
    var hasLines = false

    /// - Returns: Whether it is known.
    mutating func set(_ flag: Unicode.Scalar) -> Bool {
      switch flag {
      case "i": ignoresCase = true
      case "s": dotIsAll = true
      case "m": hasLines = true
      default: return false
      }
      return true
    }
  }

  /// Flags that it doesn't know change nothing.
  init(_ source: String, flags: String) {
    rest = Substring(source).unicodeScalars
    self.flags = Flags()
    for flag in flags.unicodeScalars { _ = self.flags.set(flag) }
  }

  /// nil for what is no pattern, or has what isn't taken.
  mutating func parse() -> PatternNode? {
    guard let node = parseEither(), rest.isEmpty else { return nil }
    return node
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest.removeFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func parseEither() -> PatternNode? {
    depth += 1
    let before = flags
    defer {
      depth -= 1
      flags = before
    }
    guard depth <= 50 else { return nil }
    var options: [PatternNode] = []
    repeat {
      var nodes: [PatternNode] = []
      while let next = rest.first, next != "|", next != ")" {
        guard let atom = parseAtom(), let node = parseRepetition(of: atom) else { return nil }
        nodes.append(node)
      }
      options.append(.sequence(nodes))
    } while take("|")
    return options.count == 1 ? options[0] : .either(options)
  }

  private mutating func parseAtom() -> PatternNode? {
    guard let scalar = rest.popFirst() else { return nil }
    switch scalar {
    case "^": return .place(flags.hasLines ? .lineStart : .start)
    case "$": return .place(flags.hasLines ? .lineEnd : .end)
    case ".": return .one(flags.dotIsAll ? PatternSet().inverted : PatternSet.lineEnd.inverted)
    case "[": return parseClass().map { .one($0) }
    case "(": return parseGroup()
    case "*", "+", "?": return nil
    case "\\":
      if take("b") { return .place(.wordEdge) }
      if take("B") { return .place(.noWordEdge) }
      return parseEscape().map { .one($0) }
    default: return .one(set(of: scalar))
    }
  }

  private func set(of scalar: Unicode.Scalar) -> PatternSet {
    PatternSet(ranges: [scalar.value...scalar.value], ignoresCase: flags.ignoresCase)
  }

  private mutating func parseGroup() -> PatternNode? {
    var wrap: (PatternNode) -> PatternNode = { $0 }
    if take("?:") {
    } else if rest.starts(with: "?=".unicodeScalars) || rest.starts(with: "?!".unicodeScalars) {
      return parseAhead()
    } else if take("?P<") || take("?<") {
      guard let end = rest.firstIndex(of: ">") else { return nil }
      let name = String(rest[..<end])
      guard !name.isEmpty, !name.hasPrefix("="), !name.hasPrefix("!") else { return nil }
      rest = rest[rest.index(after: end)...]
      groups += 1
      names[name] = groups
      let index = groups
      wrap = { .group($0, index) }
    } else if take("?") {
      return parseFlags()
    } else {
      groups += 1
      let index = groups
      wrap = { .group($0, index) }
    }
    guard let node = parseEither(), take(")") else { return nil }
    return wrap(node)
  }

  /// `(?i)` is for the rest of its group, `(?i:…)` for its own; RE2 has them.
  private mutating func parseFlags() -> PatternNode? {
    let before = flags
    while let next = rest.popFirst() {
      if next == ")" { return .sequence([]) }
      if next == ":" {
        defer { flags = before }
        guard let node = parseEither(), take(")") else { return nil }
        return node
      }
      guard flags.set(next) else { return nil }
    }
    return nil
  }

  private mutating func parseAhead() -> PatternNode? {
    guard !looksAhead else { return nil }
    looksAhead = true
    hasAhead = true
    defer { looksAhead = false }
    let isWanted = take("?=")
    guard isWanted || take("?!"), let node = parseEither(), take(")") else { return nil }
    return .ahead(node, isWanted: isWanted)
  }

  private mutating func parseRepetition(of atom: PatternNode) -> PatternNode? {
    var bounds: (least: Int, most: Int?)?
    if take("*") {
      bounds = (0, nil)
    } else if take("+") {
      bounds = (1, nil)
    } else if take("?") {
      bounds = (0, 1)
    } else if rest.first == "{" {
      bounds = parseBounds()
    }
    guard let bounds else { return atom }
    guard bounds.most ?? .max >= bounds.least, bounds.least <= 1_000, bounds.most ?? 0 <= 1_000
    else { return nil }
    let isGreedy = !take("?")
    if let next = rest.first, next == "*" || next == "+" || next == "?" { return nil }
    return .repeated(atom, least: bounds.least, most: bounds.most, isGreedy: isGreedy)
  }

  /// `{2}`, `{2,}`, `{2,5}`; anything else is a plain brace.
  private mutating func parseBounds() -> (least: Int, most: Int?)? {
    guard let end = rest.firstIndex(of: "}") else { return nil }
    let parts = String(rest[..<end].dropFirst())
      .split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    func isNumber(_ text: Substring) -> Bool {
      !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
    }
    guard let first = parts.first, isNumber(first) else { return nil }
    let least = Int(first) ?? .max
    guard parts.count > 1 else {
      rest = rest[rest.index(after: end)...]
      return (least, least)
    }
    guard parts[1].isEmpty || isNumber(parts[1]) else { return nil }
    rest = rest[rest.index(after: end)...]
    return (least, parts[1].isEmpty ? nil : Int(parts[1]) ?? .max)
  }

  /// What stands behind a backslash; a back-reference isn't taken.
  private mutating func parseEscape() -> PatternSet? {
    guard let scalar = rest.popFirst() else { return nil }
    switch scalar {
    case "d": return .digit
    case "D": return PatternSet.digit.inverted
    case "w": return .word
    case "W": return PatternSet.word.inverted
    case "s": return .space
    case "S": return PatternSet.space.inverted
    case "n": return set(of: "\n")
    case "r": return set(of: "\r")
    case "t": return set(of: "\t")
    case "f": return set(of: "\u{C}")
    case "v": return set(of: "\u{B}")
    case "0": return set(of: "\u{0}")
    case "x": return parseHex(2).map { set(of: $0) }
    case "u": return parseHex(4).map { set(of: $0) }
    case "1"..."9", "k", "p", "P": return nil
    default: return set(of: scalar)
    }
  }

  private mutating func parseHex(_ length: Int) -> Unicode.Scalar? {
    let digits = rest.prefix(length)
    guard digits.count == length, let value = UInt32(String(digits), radix: 16) else { return nil }
    rest.removeFirst(length)
    return Unicode.Scalar(value)
  }

  private mutating func parseClass() -> PatternSet? {
    var result = PatternSet(ignoresCase: flags.ignoresCase)
    result.isInverted = take("^")
    while let next = rest.first, next != "]" {
      guard let low = parseMember() else { return nil }
      guard let first = Self.single(low) else {
        result.others.append(low)
        continue
      }
      var last = first
      let ahead = rest.dropFirst().first
      if rest.first == "-", ahead != nil, ahead != "]" {
        rest.removeFirst()
        guard let high = parseMember() else { return nil }
        guard let end = Self.single(high) else {
          result.others.append(high)
          result.ranges += [first...first, 0x2D...0x2D]
          continue
        }
        last = end
      }
      guard first <= last else { return nil }
      result.ranges.append(first...last)
    }
    return take("]") ? result : nil
  }

  private mutating func parseMember() -> PatternSet? {
    guard let scalar = rest.popFirst() else { return nil }
    guard scalar == "\\" else { return set(of: scalar) }
    return take("b") ? set(of: "\u{8}") : parseEscape()
  }

  /// The one character of a set that has no other.
  private static func single(_ set: PatternSet) -> UInt32? {
    guard !set.isInverted, set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
    return set.ranges[0].lowerBound
  }
}
