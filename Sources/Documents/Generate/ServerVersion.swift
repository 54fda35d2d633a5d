/// A version of Prometheus or Alertmanager, as far as what it reads depends on it.
package struct ServerVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  package var major: Int
  package var minor: Int

  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `2.42`, `0.33.1`, `v3.1.0`.
  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /v?(\d{1,4})\.(\d{1,4})(?:\.\d+.*)?/),
      let major = Int(match.1), let minor = Int(match.2)
    else { return nil }
    self.init(major, minor)
  }

  package var description: String { "\(major).\(minor)" }

  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
