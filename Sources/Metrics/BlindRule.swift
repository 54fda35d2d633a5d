/// An alerting rule of which the server can't tell whether anything fires.
package struct BlindRule: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// Not once since the server began; till then it lists no alert that fired before.
    case notEvaluated
    /// The last evaluation failed, with the server's words.
    case failing(ForeignText)
    /// The last evaluation is that long ago, and should have been repeated.
    case late(Duration)
  }

  package var name: ForeignText
  package var reason: Reason

  package init(name: ForeignText, reason: Reason) {
    self.name = name
    self.reason = reason
  }

  /// Such as `StageSlow is not evaluated yet`.
  package var sentence: ForeignText {
    let what =
      switch reason {
      case .notEvaluated: "is not evaluated yet"
      case .failing(let error): "can't be evaluated: \(error.safe)"
      case .late(let age): "was last evaluated \(Age.long(age)) ago"
      }
    return ForeignText("\(name.safe) \(what)")
  }
}
