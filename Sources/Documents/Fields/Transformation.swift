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

  /// The same with every text of its options filled in.
  package func filled(_ fill: (String) -> String) -> Transformation {
    Transformation(id: id, options: options.mappingStrings(fill), refIds: refIds.map(fill))
  }
}
