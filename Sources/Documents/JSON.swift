/// A JSON value that remembers where in its file it stands.
package struct JSON: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    /// In the order of the file.
    case object([Member])
  }

  package struct Member: Hashable, Sendable {
    package var name: String
    package var position: SourcePosition
    package var value: JSON

    package init(name: String, position: SourcePosition, value: JSON) {
      self.name = name
      self.position = position
      self.value = value
    }
  }

  package var kind: Kind
  package var position: SourcePosition

  package init(_ kind: Kind, at position: SourcePosition = SourcePosition(line: 1, column: 1)) {
    self.kind = kind
    self.position = position
  }

  /// An object that no file holds.
  package static func object(_ fields: [(String, Kind)]) -> JSON {
    let start = SourcePosition(line: 1, column: 1)
    return JSON(.object(fields.map { Member(name: $0.0, position: start, value: JSON($0.1)) }))
  }

  package subscript(name: String) -> JSON? { members?.last { $0.name == name }?.value }

  package var members: [Member]? {
    guard case .object(let members) = kind else { return nil }
    return members
  }

  package var array: [JSON]? {
    guard case .array(let values) = kind else { return nil }
    return values
  }

  package var string: String? {
    guard case .string(let text) = kind else { return nil }
    return text
  }

  package var number: Double? {
    guard case .number(let value) = kind else { return nil }
    return value
  }

  /// A number that is whole and fits an `Int`.
  package var integer: Int? { number.flatMap { Int(exactly: $0) } }

  package var bool: Bool? {
    guard case .bool(let value) = kind else { return nil }
    return value
  }

  package var isNull: Bool { if case .null = kind { true } else { false } }
}
