/// A change of a Grafana panel's frames.
package struct Transformation: Hashable, Sendable {
  /// Grafana's word: `organize`, `joinByField`.
  package var id: String
  package var options: JSON
  /// The frames it sees, by `refId`; nil: all.
  ///
  /// The others pass unchanged.
  package var refIds: String?

  package init(id: String, options: JSON, refIds: String? = nil) {
    self.id = id
    self.options = options
    self.refIds = refIds
  }
}
