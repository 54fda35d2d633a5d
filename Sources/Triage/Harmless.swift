import Metrics

/// Text for other people's programs: whatever it is made of, no control or invisible character.
enum Harmless {
  /// Its lines, the empty ones too.
  static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
      ForeignText(String($0)).safe
    }
  }

  /// All of it on one line.
  static func line(_ text: String) -> String {
    ForeignText(text.split(whereSeparator: \.isNewline).joined(separator: " ")).safe
  }

  /// The beginning of a text that has at most so many UTF-16 units, as Jira and Slack count.
  static func cut(_ text: String, to units: Int) -> String {
    guard text.utf16.count > units else { return text }
    var (result, count) = ("", 1)
    for character in text {
      count += character.utf16.count
      guard count <= units else { break }
      result.append(character)
    }
    return result + "…"
  }

  /// The first lines that together, with their ends, have at most so many UTF-16 units.
  static func cut(_ lines: [String], to units: Int) -> [String] {
    var (result, left) = ([String](), units)
    for line in lines {
      guard line.utf16.count + 1 <= left else {
        if left > 1 { result.append(cut(line, to: left - 1)) }
        return result
      }
      left -= line.utf16.count + 1
      result.append(line)
    }
    return result
  }
}
