/// One search of a pattern in a text.
struct PatternSearch {
  private let pattern: ForeignPattern
  private let text: [Unicode.Scalar]
  /// Which step was tried at which place: it can't succeed there later either.
  private var tried: [Bool]
  private var saved: [Int?]
  private let count: Int

  private enum Job {
    case run(step: Int, place: Int)
    case restore(slot: Int, value: Int?)
  }

  init(_ pattern: ForeignPattern, text: [Unicode.Scalar]) {
    self.pattern = pattern
    count = min(text.count, ForeignPattern.longestText)
    self.text = Array(text.prefix(count))
    tried = []
    saved = []
  }

  mutating func first(from start: Int) -> ForeignPattern.Match? {
    guard start <= count else { return nil }
    tried = Array(repeating: false, count: pattern.steps.count * (count + 1))
    for place in start...count {
      saved = Array(repeating: nil, count: 2 * (pattern.groupCount + 1))
      guard let end = run(from: 0, to: pattern.steps.count - 1, at: place, isInner: false) else {
        continue
      }
      saved[0] = place
      saved[1] = end
      let groups = stride(from: 0, to: saved.count, by: 2).map { slot -> Range<Int>? in
        guard let lower = saved[slot], let upper = saved[slot + 1], lower <= upper else {
          return nil
        }
        return lower..<upper
      }
      return ForeignPattern.Match(groups: groups)
    }
    return nil
  }

  /// Where a way from one step to another ends; nil where there is none.
  private mutating func run(from first: Int, to last: Int, at place: Int, isInner: Bool) -> Int? {
    var seen: Set<Int> = []
    var jobs = [Job.run(step: first, place: place)]
    while let job = jobs.popLast() {
      guard case .run(let step, let here) = job else {
        if case .restore(let slot, let value) = job { saved[slot] = value }
        continue
      }
      if step == last { return here }
      let mark = step * (count + 1) + here
      if isInner {
        guard seen.insert(mark).inserted else { continue }
      } else {
        guard !tried[mark] else { continue }
        tried[mark] = true
      }
      follow(step, at: here, &jobs)
    }
    return nil
  }

  private mutating func follow(_ step: Int, at here: Int, _ jobs: inout [Job]) {
    switch pattern.steps[step] {
    case .jump(let target): jobs.append(.run(step: target, place: here))
    case .split(let first, let second):
      jobs.append(.run(step: second, place: here))
      jobs.append(.run(step: first, place: here))
    case .save(let slot):
      jobs.append(.restore(slot: slot, value: saved[slot]))
      saved[slot] = here
      jobs.append(.run(step: step + 1, place: here))
    case .look(let isWanted, let end):
      let before = saved
      let isFound = run(from: step + 1, to: end, at: here, isInner: true) != nil
      if !isWanted || !isFound { saved = before }
      if isFound == isWanted { jobs.append(.run(step: end, place: here)) }
    case .start, .end, .wordEdge:
      if holds(pattern.steps[step], at: here) { jobs.append(.run(step: step + 1, place: here)) }
    case .scalar, .set, .any:
      guard here < count, takes(pattern.steps[step], text[here]) else { return }
      jobs.append(.run(step: step + 1, place: here + 1))
    case .match: return
    }
  }

  private func holds(_ step: PatternStep, at place: Int) -> Bool {
    switch step {
    case .start: return place == 0
    case .end: return place == count
    case .wordEdge(let isWanted):
      let before = place > 0 && PatternSet.words.contains(text[place - 1])
      let after = place < count && PatternSet.words.contains(text[place])
      return (before != after) == isWanted
    default: return false
    }
  }

  private func takes(_ step: PatternStep, _ scalar: Unicode.Scalar) -> Bool {
    switch step {
    case .any: return scalar != "\n" && scalar != "\r"
    case .scalar(let wanted):
      return wanted == scalar || pattern.ignoresCase && Self.lower(wanted) == Self.lower(scalar)
    case .set(let set):
      guard pattern.ignoresCase else { return set.contains(scalar) }
      let forms = [scalar, Self.lower(scalar), Self.upper(scalar)]
      let plain = PatternSet(ranges: set.ranges)
      return forms.contains(where: plain.contains) != set.isNegated
    default: return false
    }
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar
  }
}
