import Metrics

/// Fields of JSON objects as our own types. A field that is missing or of another kind is nothing:
/// servers differ.
extension WireValue {
  /// The text of a field; empty where there is none.
  func text(_ name: String) -> ForeignText { ForeignText(self[name]?.string ?? "") }

  /// A number of seconds.
  func seconds(_ name: String) -> Duration? {
    guard let seconds = self[name]?.number, seconds.isFinite, abs(seconds) < 1e12 else {
      return nil
    }
    return .milliseconds(Int64((seconds * 1_000).rounded()))
  }

  var labels: Labels {
    Labels(members.compactMap { name, value in value.string.map { (name: name, value: $0) } })
  }
}
