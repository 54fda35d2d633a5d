package import Canvas
import Metrics

/// A theme of one's own: colours by their roles, over a theme that comes with the program.
package enum ThemeFile {
  /// Whether a theme's name means a file: it has a folder or ends like one.
  package static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".json")
  }

  /// What to do about a name that no theme has.
  package static func fix(for name: String) -> String {
    let names = Theme.all.map(\.name)
    let near = Nearest.match(name, among: names).map { "did you mean \"\($0)\"? " } ?? ""
    return near + "there are \(names.joined(separator: ", ")), or a file such as my-theme.json"
  }

  /// Whether a document that is nothing else is a theme.
  package static func isTheme(_ root: JSON) -> Bool {
    root["base"]?.string != nil || root["colors"]?.members != nil
  }

  /// Reads a theme strictly.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: Named in problems, and the theme's name.
  /// - Returns: The theme with what could be read, and everything that is wrong.
  package static func decode(
    _ bytes: [UInt8],
    file: String
  ) -> (theme: Theme, problems: [Problem]) {
    do throws(Problem) {
      var decoder = Decoder(file: file)
      let theme = decoder.theme(try JSON(parsing: bytes, file: file))
      return (theme, decoder.problems)
    } catch {
      return (.dark, [error])
    }
  }
}

private struct Decoder {
  let file: String
  var problems: [Problem] = []

  mutating func theme(_ root: JSON) -> Theme {
    var reader = ObjectReader(root, path: "", file: file)
    _ = reader.string("$schema")
    let base = reader.value("base", .choice(Theme.all.map(\.name)))?.string
    var theme = base.flatMap(Theme.named) ?? .dark
    let colors = reader.any("colors")
    reader.finish()
    problems += reader.problems
    if let colors { read(colors, into: &theme) }
    theme.name = file.split(separator: "/").last.map(String.init) ?? file
    return theme
  }

  private static var roles: [(String, WritableKeyPath<Theme, Color>)] {
    [
      ("ground", \.ground), ("text", \.text), ("dim", \.dim), ("faint", \.faint), ("good", \.good),
      ("warning", \.warning), ("critical", \.critical), ("bar", \.bar),
    ]
  }

  private mutating func read(_ colors: JSON, into theme: inout Theme) {
    var reader = ObjectReader(colors, path: "colors", file: file)
    let base = theme
    for (key, role) in Self.roles {
      guard let value = reader.any(key) else { continue }
      if let color = color(value, "colors.\(key)", base, &reader) { theme[keyPath: role] = color }
    }
    for (key, role) in [("palette", \Theme.palette), ("ramp", \Theme.ramp)] {
      let entries = reader.list(key)
      if let value = colors[key], value.array?.isEmpty == true {
        reader.report(
          "`colors.\(key)` has no colour",
          fix: "write one at least, or leave it out",
          code: "theme.color.none",
          at: value.position
        )
      }
      let read = entries.enumerated().compactMap { index, value in
        color(value, "colors.\(key)[\(index)]", base, &reader)
      }
      if !read.isEmpty { theme[keyPath: role] = read }
    }
    if colors["ground"] != nil {
      // A ground that was chosen is meant to be seen, and what stands on it too.
      theme.grounding = .painted
      theme.least = base.least ?? Self.least
      if theme.text.isTerminal { theme.text = theme.ground.ink }
    }
    checkContrast(theme, colors, &reader)
    reader.finish()
    problems += reader.problems
  }

  private func color(
    _ value: JSON,
    _ path: String,
    _ base: Theme,
    _ reader: inout ObjectReader
  ) -> Color? {
    // What is written here is meant for this ground; only names are the base's to say.
    if let text = value.string, let color = Color(hexOrRGB: text) ?? base.color(named: text) {
      return color
    }
    let what = value.string.map { "is \"\(ForeignText($0).safe)\", which is no colour" }
    reader.report(
      "`\(path)` \(what ?? "must be a colour")",
      fix: "write such as \"#2FB8AC\", or a name such as \"blue\"",
      code: "theme.color.unknown",
      at: value.position
    )
    return nil
  }

  /// The least below which words can't be read at all; good themes have far more.
  private static let least = 3.0

  private func checkContrast(_ theme: Theme, _ colors: JSON, _ reader: inout ObjectReader) {
    guard theme.grounding != .terminal else { return }
    for (key, role) in Self.roles where ["text", "dim", "warning", "critical"].contains(key) {
      let color = theme[keyPath: role]
      guard let written = colors[key] ?? colors["ground"], !color.isTerminal else { continue }
      let contrast = color.contrast(to: theme.ground)
      guard contrast < Self.least else { continue }
      let tenths = Int(contrast * 10)
      reader.report(
        "`colors.\(key)` can't be read on the ground: its contrast is \(tenths / 10).\(tenths % 10)",
        fix: "take colours whose contrast is 3 or more, or another `base`",
        code: "theme.contrast.low",
        at: written.position
      )
    }
  }
}
