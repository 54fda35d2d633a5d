import FoundationEssentials

/// A Swift file of this package.
struct SourceFile {
  /// From the package's folder.
  var path: String
  var text: String

  /// Where Package.swift is.
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  static var program: [Self] { get throws { try files("Sources") } }
  static var all: [Self] { get throws { try files("Sources") + files("Tests") } }

  private static func files(_ folder: String) throws -> [Self] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOfFile: "\(root)/\(folder)/\(path)", encoding: .utf8)
      return Self(path: "\(folder)/\(path)", text: text)
    }
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The text without comments.
  var code: String {
    lines.map { line in
      guard let comment = line.firstRange(of: "//"), !line[..<comment.lowerBound].contains("\"")
      else { return line }
      return line[..<comment.lowerBound]
    }.joined(separator: "\n")
  }

  /// The line at which each function begins, from 1, and how many lines it has.
  ///
  /// The formatter puts a function's last brace under its first word.
  var functions: [(line: Int, rows: Int)] {
    var found: [(line: Int, rows: Int)] = []
    for (index, line) in lines.enumerated()
    where line.contains(#/^ *([a-z@(]+ )*(func |init[?(<])/#) && !line.hasSuffix("}") {
      let indent = line.prefix { $0 == " " }
      let end = lines[index...].firstIndex { $0 == indent + "}" }
      if let end { found.append((index + 1, end - index + 1)) }
    }
    return found
  }
}
