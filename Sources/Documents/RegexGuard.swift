/// Keeps regular expressions of files from running for ever: they are matched by going back, and a
/// few forms make that take longer than anybody lives.
package enum RegexGuard {
  /// Of a pattern; longer ones are none of people's.
  package static let mostCharacters = 1_000
  /// Of a text that is searched; what is longer is cut.
  package static let mostSearched = 2_000
  /// Neighbours that can share a text in so many ways are too slow.
  private static let mostWideNeighbours = 2

  /// Why a pattern is not matched; nil where it may be.
  package static func fault(in pattern: String) -> String? {
    guard pattern.count <= mostCharacters else {
      return "it has more than \(mostCharacters) characters"
    }
    var scan = Scan()
    return scan.read(Array(pattern))
  }

  /// What repeats without an end, by groups.
  private struct Scan {
    /// Whether each open group holds something that repeats.
    private var groups: [Bool] = [false]
    private var wideNeighbours = 0

    mutating func read(_ pattern: [Character]) -> String? {
      var index = 0
      while index < pattern.count {
        let (end, isWide, closed) = atom(pattern, from: index)
        let repeats = end < pattern.count && Self.isUnbounded(pattern, at: end)
        if let closed {
          if closed, repeats {
            return "a repeated group in it repeats something itself, or has alternatives"
          }
          if closed || repeats { groups[groups.count - 1] = true }
          wideNeighbours = closed || repeats ? wideNeighbours : 0
        } else if repeats {
          groups[groups.count - 1] = true
          wideNeighbours = isWide ? wideNeighbours + 1 : 0
          if wideNeighbours > RegexGuard.mostWideNeighbours {
            return "too much in it repeats beside each other"
          }
        } else if pattern[index] != "(" {
          if pattern[index] == "|" { groups[groups.count - 1] = true }
          wideNeighbours = 0
        }
        index = max(end, index + 1)
        if repeats { index = Self.afterRepeat(pattern, index) }
      }
      return nil
    }

    /// One atom: its end, whether it takes nearly anything, and of a closing bracket whether what
    /// it closes repeats something.
    private mutating func atom(_ pattern: [Character], from index: Int) -> (Int, Bool, Bool?) {
      switch pattern[index] {
      case "\\":
        let next = index + 1 < pattern.count ? pattern[index + 1] : " "
        return (index + 2, "WDSwds".contains(next), nil)
      case "[":
        var end = index + 1
        if end < pattern.count, pattern[end] == "^" { end += 1 }
        if end < pattern.count, pattern[end] == "]" { end += 1 }
        while end < pattern.count, pattern[end] != "]" { end += pattern[end] == "\\" ? 2 : 1 }
        return (min(end + 1, pattern.count), true, nil)
      case "(":
        groups.append(false)
        return (index + 1, false, nil)
      case ")":
        let closed = groups.count > 1 ? groups.removeLast() : false
        return (index + 1, false, closed)
      case ".": return (index + 1, true, nil)
      default: return (index + 1, false, nil)
      }
    }

    private static func isUnbounded(_ pattern: [Character], at index: Int) -> Bool {
      if pattern[index] == "*" || pattern[index] == "+" { return true }
      guard pattern[index] == "{",
        let end = pattern[index...].firstIndex(of: "}")
      else { return false }
      let inner = String(pattern[(index + 1)..<end])
      guard inner.allSatisfy({ $0.isNumber || $0 == "," }) else { return false }
      let most = inner.split(separator: ",", omittingEmptySubsequences: false).last ?? ""
      // A hundred times is as good as without an end.
      return most.isEmpty || (Int(most) ?? .max) > 10
    }

    private static func afterRepeat(_ pattern: [Character], _ index: Int) -> Int {
      if pattern[index] == "{" { return (pattern[index...].firstIndex(of: "}") ?? index) + 1 }
      return index + 1
    }
  }
}
