import Metrics

/// A file that promwall writes, which can tell whether somebody has changed it since.
package struct GeneratedFile: Hashable, Sendable {
  /// In the output's folder: `rules/catalog.rules.yml`.
  package var path: String
  /// Its whole text.
  package var text: String

  /// - Parameters:
  ///   - path: In the output's folder.
  ///   - command: What it was made by and for, in a few words.
  ///   - about: Lines of comment under the first two.
  ///   - body: What the server reads.
  init(path: String, command: String, about: [String], body: String) {
    self.path = path
    let rest = about.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined() + "\n" + body
    text = "\(Self.mark) \(command)\n\(Self.sumMark)\(Self.sum(rest[...]))\n\(rest)"
  }

  private static let mark = "# Made by promwall generate"
  private static let sumMark = "# checksum: "

  private static func sum(_ text: Substring) -> String {
    var sum = Checksum()
    sum.add(text.utf8)
    return sum.digits
  }

  package enum Origin: Hashable, Sendable {
    /// As promwall wrote it.
    case untouched
    /// promwall's, but changed since.
    case edited
    /// Somebody else's.
    case foreign
  }

  /// Whose a file's text is.
  package static func origin(of text: String) -> Origin {
    guard text.hasPrefix(mark) else { return .foreign }
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3, lines[1].hasPrefix(sumMark) else { return .edited }
    return lines[1].dropFirst(sumMark.count) == sum(lines[2]) ? .untouched : .edited
  }
}
