/// A pattern as a tree.
indirect enum PatternNode {
  case step(PatternStep)
  case sequence([PatternNode])
  case either([PatternNode])
  /// A place of nil takes no part in the result.
  case group(PatternNode, place: Int?)
  case repeated(PatternNode, least: Int, most: Int?, isLazy: Bool)
  case look(PatternNode, isWanted: Bool)
}

/// Reads JavaScript's syntax of regular expressions; nil is what isn't one, or has what we don't.
struct PatternParser {
  private var rest: [Unicode.Scalar]
  private var place = 0
  private var depth = 0
  private var lookDepth = 0
  private(set) var groupCount = 0
  private(set) var names: [String: Int] = [:]

  init(_ source: String) { rest = Array(source.unicodeScalars) }

  private var next: Unicode.Scalar? { place < rest.count ? rest[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard rest[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  mutating func parse() -> PatternNode? {
    guard let node = either(), place == rest.count else { return nil }
    return node
  }

  private mutating func either() -> PatternNode? {
    guard depth < 50 else { return nil }
    depth += 1
    defer { depth -= 1 }
    var branches: [PatternNode] = []
    repeat {
      guard let branch = sequence() else { return nil }
      branches.append(branch)
    } while take("|")
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence() -> PatternNode? {
    var parts: [PatternNode] = []
    while let next, next != "|", next != ")" {
      guard let atom = atom(), let part = quantified(atom) else { return nil }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func atom() -> PatternNode? {
    guard let next else { return nil }
    place += 1
    switch next {
    case "(": return group()
    case "[": return set().map { .step(.set($0)) }
    case ".": return .step(.any)
    case "^": return .step(.start)
    case "$": return .step(.end)
    case "\\": return escape()
    case "*", "+", "?": return nil
    default: return .step(.scalar(next))
    }
  }

  private mutating func quantified(_ atom: PatternNode) -> PatternNode? {
    let counts: (Int, Int?)
    if take("*") {
      counts = (0, nil)
    } else if take("+") {
      counts = (1, nil)
    } else if take("?") {
      counts = (0, 1)
    } else if next == "{", let found = braces() {
      counts = found
    } else {
      return atom
    }
    // A place has no length that could be repeated.
    switch atom {
    case .step(.start), .step(.end), .step(.wordEdge): return nil
    default: break
    }
    guard counts.0 <= 1_000, counts.1.map({ $0 >= counts.0 && $0 <= 1_000 }) ?? true else {
      return nil
    }
    let isLazy = take("?")
    if let next, "*+?".unicodeScalars.contains(next) { return nil }
    return .repeated(atom, least: counts.0, most: counts.1, isLazy: isLazy)
  }

  /// `{2}`, `{2,}`, `{2,5}`; anything else is a brace that means itself.
  private mutating func braces() -> (Int, Int?)? {
    let start = place
    place += 1
    guard let least = number() else {
      place = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else {
      place = start
      return nil
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let start = place
    while let next, ("0"..."9").contains(next), place - start < 6 { place += 1 }
    return Int(String(String.UnicodeScalarView(rest[start..<place])))
  }

  private mutating func group() -> PatternNode? {
    if take("?:") { return closed { .group($0, place: nil) } }
    if take("?=") { return look(isWanted: true) }
    if take("?!") { return look(isWanted: false) }
    groupCount += 1
    let mine = groupCount
    if take("?<") {
      let start = place
      while let next, PatternSet.words.contains(next) { place += 1 }
      let name = String(String.UnicodeScalarView(rest[start..<place]))
      // What begins like a look behind has no name.
      guard !name.isEmpty, take(">") else { return nil }
      names[name] = mine
    }
    return closed { .group($0, place: mine) }
  }

  private mutating func look(isWanted: Bool) -> PatternNode? {
    guard lookDepth == 0 else { return nil }
    lookDepth += 1
    defer { lookDepth -= 1 }
    return closed { .look($0, isWanted: isWanted) }
  }

  private mutating func closed(_ make: (PatternNode) -> PatternNode) -> PatternNode? {
    guard let inner = either(), take(")") else { return nil }
    return make(inner)
  }

  private mutating func escape() -> PatternNode? {
    guard let next else { return nil }
    if next == "b" || next == "B" {
      place += 1
      return .step(.wordEdge(next == "b"))
    }
    if ("1"..."9").contains(next) || next == "k" || next == "p" || next == "P" { return nil }
    if let set = shorthand() { return .step(.set(set)) }
    return literal().map { .step(.scalar($0)) }
  }

  /// `\d` and its like.
  private mutating func shorthand() -> PatternSet? {
    let sets: [Unicode.Scalar: PatternSet] = [
      "d": .digits, "w": .words, "s": .spaces, "D": PatternSet.digits.negated,
      "W": PatternSet.words.negated, "S": PatternSet.spaces.negated,
    ]
    guard let next, let set = sets[next] else { return nil }
    place += 1
    return set
  }

  /// The scalar that an escape means; the backslash is read already.
  private mutating func literal() -> Unicode.Scalar? {
    guard let next else { return nil }
    place += 1
    switch next {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "f": return "\u{C}"
    case "0": return "\0"
    case "x": return hexadecimal(2)
    case "u": return hexadecimal(4)
    default: return next
    }
  }

  private mutating func hexadecimal(_ digits: Int) -> Unicode.Scalar? {
    guard place + digits <= rest.count else { return nil }
    let text = String(String.UnicodeScalarView(rest[place..<place + digits]))
    place += digits
    return UInt32(text, radix: 16).flatMap(Unicode.Scalar.init)
  }

  private mutating func set() -> PatternSet? {
    var result = PatternSet(ranges: [], isNegated: take("^"))
    while !take("]") {
      guard let first = member() else { return nil }
      guard case .one(let lower) = first, next == "-", place + 1 < rest.count,
        rest[place + 1] != "]"
      else {
        result.ranges += first.ranges
        continue
      }
      place += 1
      guard case .one(let upper) = member(), lower <= upper else { return nil }
      result.ranges.append(lower.value...upper.value)
    }
    return result
  }

  private enum Member {
    case one(Unicode.Scalar)
    case many(PatternSet)

    var ranges: [ClosedRange<UInt32>] {
      switch self {
      case .one(let scalar): [scalar.value...scalar.value]
      case .many(let set): set.plainRanges
      }
    }
  }

  private mutating func member() -> Member? {
    guard let next else { return nil }
    place += 1
    guard next == "\\" else { return .one(next) }
    if take("b") { return .one("\u{8}") }
    if let set = shorthand() { return .many(set) }
    return literal().map { .one($0) }
  }
}

/// Puts a pattern's tree in a row of steps.
struct PatternWriter {
  private(set) var steps: [PatternStep] = []

  /// Counted repetitions multiply each other.
  private static let longest = 2_000

  /// Whether it is of a bearable length.
  mutating func write(_ node: PatternNode) -> Bool {
    guard steps.count < Self.longest else { return false }
    switch node {
    case .step(let step):
      steps.append(step)
      return true
    case .sequence(let nodes):
      for node in nodes { guard write(node) else { return false } }
      return true
    case .either(let branches): return write(branches[...])
    case .group(let inner, let place):
      guard let place else { return write(inner) }
      steps.append(.save(2 * place))
      guard write(inner) else { return false }
      steps.append(.save(2 * place + 1))
      return true
    case .repeated(let inner, let least, let most, let isLazy):
      return write(inner, least: least, most: most, isLazy: isLazy)
    case .look(let inner, let isWanted):
      let place = steps.count
      steps.append(.look(isWanted: isWanted, end: 0))
      guard write(inner) else { return false }
      steps[place] = .look(isWanted: isWanted, end: steps.count)
      return true
    }
  }

  private mutating func write(_ branches: ArraySlice<PatternNode>) -> Bool {
    guard let first = branches.first else { return true }
    guard branches.count > 1 else { return write(first) }
    let split = steps.count
    steps.append(.split(0, 0))
    guard write(first) else { return false }
    let jump = steps.count
    steps.append(.jump(0))
    steps[split] = .split(split + 1, steps.count)
    guard write(branches.dropFirst()) else { return false }
    steps[jump] = .jump(steps.count)
    return true
  }

  private mutating func write(_ node: PatternNode, least: Int, most: Int?, isLazy: Bool) -> Bool {
    func split(_ on: Int, _ past: Int) -> PatternStep {
      isLazy ? .split(past, on) : .split(on, past)
    }
    for _ in 0..<least { guard write(node) else { return false } }
    guard let most else {
      let place = steps.count
      steps.append(.split(0, 0))
      guard write(node) else { return false }
      steps.append(.jump(place))
      steps[place] = split(place + 1, steps.count)
      return true
    }
    var places: [Int] = []
    for _ in least..<most {
      places.append(steps.count)
      steps.append(.split(0, 0))
      guard write(node) else { return false }
    }
    for place in places { steps[place] = split(place + 1, steps.count) }
    return true
  }
}
