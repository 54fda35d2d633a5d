package import Canvas

/// What a terminal can show, by what its environment says of it.
package struct TerminalCapabilities: Hashable, Sendable {
  package var depth: ColorDepth
  package var glyphs: GlyphSet

  package init(depth: ColorDepth, glyphs: GlyphSet) {
    self.depth = depth
    self.glyphs = glyphs
  }

  /// - Parameters:
  ///   - environment: `NO_COLOR`, `COLORTERM`, `TERM`, `LC_ALL`, `LC_CTYPE`, `LANG` are read.
  ///   - colors: What terminfo says; nil where it isn't known.
  /// - Returns: The best rung of each ladder that can be trusted.
  package static func detect(environment: [String: String], colors: Int? = nil) -> Self {
    Self(
      depth: depth(environment, colors: colors),
      glyphs: isUTF8(environment)
        ? (environment["TERM"] == "linux" ? .block : .braille) : .ascii
    )
  }

  private static func depth(_ environment: [String: String], colors: Int?) -> ColorDepth {
    // no-color.org: present and not empty.
    if let word = environment["NO_COLOR"], !word.isEmpty { return .mono }
    let term = environment["TERM"] ?? ""
    let told =
      colors
      ?? (term.contains("256color") ? 256 : term.contains("color") || term == "linux" ? 8 : 0)
    if ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased()),
      told >= 8 || term.hasSuffix("-direct")
    {
      return .truecolor
    }
    if told > 256 || term.hasSuffix("-direct") { return .truecolor }
    if told >= 256 { return .palette }
    return told >= 8 ? .sixteen : .mono
  }

  package static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = locale?.lowercased() ?? ""
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// Terminfo's entries with direct colour, for the terminals that have one.
  package static func directTerminal(_ term: String) -> String {
    if term.hasSuffix("-direct") { return term }
    if term.hasPrefix("tmux") || term.hasPrefix("screen") { return "tmux-direct" }
    return "xterm-direct"
  }
}
