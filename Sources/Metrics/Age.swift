/// How long ago something was, in one unit.
package enum Age {
  /// Such as `12s`, `4m`, `2h` and `3d`.
  package static func short(_ span: Duration) -> String { text(span, gap: "") }
  /// Such as `12 s`, `4 m`, `2 h` and `3 d`.
  package static func long(_ span: Duration) -> String { text(span, gap: " ") }

  /// Such as ` 9 s` and `12 s`: `long` in at least four columns, so that a live age keeps its place
  /// and a screen on which nothing happens is the same but for a digit.
  package static func steady(_ span: Duration) -> String {
    let text = long(span)
    return text.utf8.count < 4 ? " " + text : text
  }

  private static func text(_ span: Duration, gap: String) -> String {
    let seconds = max(0, span.milliseconds / 1_000)
    switch seconds {
    case ..<100: return "\(seconds)\(gap)s"
    case ..<6_000: return "\(seconds / 60)\(gap)m"
    case ..<172_800: return "\(seconds / 3_600)\(gap)h"
    default: return "\(seconds / 86_400)\(gap)d"
    }
  }
}
