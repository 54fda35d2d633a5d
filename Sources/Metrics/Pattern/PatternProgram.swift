/// A pattern as steps that threads go through side by side.
struct PatternProgram: Hashable, Sendable {
  indirect enum Step: Hashable, Sendable {
    case one(PatternSet)
    /// The first is tried first.
    case either(Int, Int)
    case jump(Int)
    case save(Int)
    case holds(PatternNode.Place)
    case ahead(PatternProgram, isWanted: Bool)
    case match
  }

  private(set) var steps: [Step] = []
  private(set) var names: [String: Int]
  private var groups: Int

  /// Its steps and those of what it looks ahead for; at least one.
  var size: Int { steps.count + innerSize }
  private var innerSize = 0

  /// The most steps; repetitions are written out.
  private static let most = 5_000

  /// nil where it would be too long.
  init?(_ node: PatternNode, groups: Int, names: [String: Int]) {
    self.names = names
    self.groups = groups
    guard add(.group(node, 0)), size <= Self.most else { return nil }
    steps.append(.match)
  }

  /// - Returns: Whether it still fits.
  private mutating func add(_ node: PatternNode) -> Bool {
    guard size <= Self.most else { return false }
    switch node {
    case .sequence(let nodes):
      for node in nodes { guard add(node) else { return false } }
    case .one(let set): steps.append(.one(set))
    case .place(let place): steps.append(.holds(place))
    case .group(let node, let index):
      steps.append(.save(index * 2))
      guard add(node) else { return false }
      steps.append(.save(index * 2 + 1))
    case .ahead(let node, let isWanted):
      guard let program = Self(node, groups: groups, names: names) else { return false }
      steps.append(.ahead(program, isWanted: isWanted))
      innerSize += program.size
    case .either(let nodes): return addEither(nodes[...])
    case .repeated(let node, let least, let most, let isGreedy):
      return addRepeated(node, least, most, isGreedy)
    }
    return true
  }

  private mutating func addEither(_ nodes: ArraySlice<PatternNode>) -> Bool {
    guard let first = nodes.first, nodes.count > 1 else {
      return nodes.first.map { add($0) } ?? true
    }
    let fork = steps.count
    steps.append(.match)
    guard add(first) else { return false }
    let jump = steps.count
    steps.append(.match)
    steps[fork] = .either(fork + 1, steps.count)
    guard addEither(nodes.dropFirst()) else { return false }
    steps[jump] = .jump(steps.count)
    return true
  }

  private mutating func addRepeated(
    _ node: PatternNode,
    _ least: Int,
    _ most: Int?,
    _ isGreedy: Bool
  ) -> Bool {
    func fork(_ on: Int, _ past: Int) -> Step { isGreedy ? .either(on, past) : .either(past, on) }
    for _ in 0..<least {
      let before = steps.count
      guard add(node) else { return false }
      // What is nothing is nothing however often: it never fills the program.
      if steps.count == before { break }
    }
    guard let most else {
      let start = steps.count
      steps.append(.match)
      guard add(node) else { return false }
      steps.append(.jump(start))
      steps[start] = fork(start + 1, steps.count)
      return true
    }
    var forks: [Int] = []
    for _ in 0..<max(0, most - least) {
      forks.append(steps.count)
      steps.append(.match)
      guard add(node) else { return false }
    }
    for place in forks { steps[place] = fork(place + 1, steps.count) }
    return true
  }

  // MARK: - Running

  private struct Thread {
    var step: Int
    var places: [Int]
  }

  /// Threads at one place of the text, those that count more first; each step once.
  private struct Threads {
    var all: [Thread] = []
    var seen: [Bool]

    mutating func clear() {
      all.removeAll(keepingCapacity: true)
      for place in seen.indices { seen[place] = false }
    }
  }

  /// Two places of each group, -1 where it took no part; nil where nothing matches.
  func match(_ text: [Unicode.Scalar], from start: Int, isAnchored: Bool = false) -> [Int]? {
    var now = Threads(seen: Array(repeating: false, count: steps.count))
    var next = now
    var best: [Int]?
    let none = Array(repeating: -1, count: groups * 2 + 2)
    guard start <= text.count else { return nil }
    for place in start...text.count {
      if best == nil, place == start || !isAnchored {
        add(Thread(step: 0, places: none), at: place, of: text, to: &now)
      }
      if now.all.isEmpty, best != nil || isAnchored { break }
      next.clear()
      advance: for thread in now.all {
        switch steps[thread.step] {
        case .one(let set):
          guard place < text.count, set.contains(text[place]) else { continue }
          let on = Thread(step: thread.step + 1, places: thread.places)
          add(on, at: place + 1, of: text, to: &next)
        case .match:
          best = thread.places
          break advance
        case .either, .jump, .save, .holds, .ahead: continue
        }
      }
      swap(&now, &next)
    }
    return best
  }

  /// Follows a thread to where it wants a character; without recursion, because patterns may be
  /// long.
  private func add(
    _ thread: Thread,
    at place: Int,
    of text: [Unicode.Scalar],
    to threads: inout Threads
  ) {
    var waiting = [thread]
    while var thread = waiting.popLast() {
      guard !threads.seen[thread.step] else { continue }
      threads.seen[thread.step] = true
      switch steps[thread.step] {
      case .jump(let step):
        thread.step = step
        waiting.append(thread)
      case .either(let first, let second):
        waiting.append(Thread(step: second, places: thread.places))
        thread.step = first
        waiting.append(thread)
      case .save(let slot):
        thread.places[slot] = place
        thread.step += 1
        waiting.append(thread)
      case .holds(let what):
        thread.step += 1
        if what.holds(at: place, of: text) { waiting.append(thread) }
      case .ahead(let program, let isWanted):
        thread.step += 1
        let isThere = program.match(text, from: place, isAnchored: true) != nil
        if isThere == isWanted { waiting.append(thread) }
      case .one, .match: threads.all.append(thread)
      }
    }
  }
}
