/// What changes between two texts, as `diff -u` tells it.
package enum LineDiff {
  /// Lines before and after a change that stay the same.
  private static let context = 3

  private enum Line {
    case same(Substring)
    case gone(Substring)
    case new(Substring)

    var text: String {
      switch self {
      case .same(let line): " \(line)"
      case .gone(let line): "-\(line)"
      case .new(let line): "+\(line)"
      }
    }

    var isChange: Bool { if case .same = self { false } else { true } }
    var isOld: Bool { if case .new = self { false } else { true } }
    var isNew: Bool { if case .gone = self { false } else { true } }
  }

  /// - Parameters:
  ///   - old: nil of a file that isn't there.
  ///   - new: What it becomes.
  ///   - name: Of the file.
  /// - Returns: Lines without their ends; none where nothing changes.
  package static func unified(old: String?, new: String, name: String) -> [String] {
    guard old != new else { return [] }
    let lines = aligned(old.map(self.lines) ?? [], self.lines(new))
    let changes = lines.indices.filter { lines[$0].isChange }
    var result = [old == nil ? "--- /dev/null" : "--- \(name)", "+++ \(name)"]
    var hunks: [Range<Int>] = []
    for index in changes {
      let around = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= around.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    for hunk in hunks {
      let before = lines[..<hunk.lowerBound]
      let starts = (before.count(where: \.isOld), before.count(where: \.isNew))
      let counts = (lines[hunk].count(where: \.isOld), lines[hunk].count(where: \.isNew))
      result.append("@@ -\(place(starts.0, counts.0)) +\(place(starts.1, counts.1)) @@")
      result += lines[hunk].map(\.text)
    }
    return result
  }

  private static func place(_ start: Int, _ count: Int) -> String {
    "\(count == 0 ? start : start + 1),\(count)"
  }

  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func aligned(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var gone: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if gone.contains(left) {
        lines.append(.gone(old[left]))
        left += 1
      } else if added.contains(right) {
        lines.append(.new(new[right]))
        right += 1
      } else {
        lines.append(.same(old[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    return lines
  }
}
