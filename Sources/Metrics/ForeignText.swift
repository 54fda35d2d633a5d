/// Text that came from a server: a label, an annotation, an error body; hostile until made safe.
///
/// Queries, matchers, joins and JSON use `raw`. Whatever is drawn, printed or logged uses `safe`;
/// string interpolation gives `safe` too, so a slip can't reach a terminal. The safe form is made
/// once, here. What is replaced, and why: CWE-150, CVE-2021-25743, CVE-2024-52005.
package struct ForeignText: Hashable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Comparable
{
  package let raw: String
  package let safe: String

  package init(_ raw: String) {
    self.raw = raw
    safe = Self.made(safe: raw)
  }

  package init(stringLiteral value: String) { self.init(value) }

  package var isEmpty: Bool { raw.isEmpty }
  package var description: String { safe }
  package var debugDescription: String { safe }
  package var customMirror: Mirror { Mirror(reflecting: safe) }

  package static func == (left: Self, right: Self) -> Bool { left.raw == right.raw }
  package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
  package func hash(into hasher: inout Hasher) { hasher.combine(raw) }

  /// The longest text shown, in characters; longer ones end in `…`.
  package static let limit = 1_000

  private static func made(safe raw: String) -> String {
    // Most text is plain: one look at the bytes settles it.
    if raw.utf8.count <= limit, raw.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return raw }
    var text = String.UnicodeScalarView()
    var marks = 0
    var length = 0
    for scalar in raw.unicodeScalars {
      let shown = shown(scalar).unicodeScalars
      length += shown.count
      guard length <= limit else {
        text.append("…")
        break
      }
      marks = isMark(scalar) ? marks + 1 : 0
      if marks <= 3 { text.append(contentsOf: shown) }
    }
    return String(text)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: !isHidden(scalar)
    default: false
    }
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: String(Unicode.Scalar(0x2400 + scalar.value) ?? "?")  // ␀ … ␟
    case 0x7F: "␡"
    default:
      isHidden(scalar) ? "‹\(String(scalar.value, radix: 16, uppercase: true))›" : String(scalar)
    }
  }

  /// C1 controls, bidirectional controls, zero-width, tag, separator and unassigned characters.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    case .privateUse: true
    default: scalar.properties.isDefaultIgnorableCodePoint && !isEmojiSelector(scalar)
    }
  }

  private static func isEmojiSelector(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{FE0F}" }
}
