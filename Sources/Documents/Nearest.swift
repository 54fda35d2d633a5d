/// The known word that a mistyped one most likely meant.
package enum Nearest {
  /// - Returns: The word of least edit distance, where that is at most a third of its length.
  package static func match(_ word: String, among words: [String]) -> String? {
    let wanted = Array(word.lowercased())
    let best = words.map { ($0, distance(wanted, Array($0.lowercased()))) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(1, max(wanted.count, best.0.count) / 3) else { return nil }
    return best.0
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    guard a.count < 100, b.count < 100 else { return .max }
    var before: [Int] = []
    var last = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var row = [i + 1]
      for (j, right) in b.enumerated() {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left == right ? 0 : 1))
        if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
