extension JSON.Member {
  package init(_ name: String, _ kind: JSON.Kind) {
    let start = SourcePosition(line: 1, column: 1)
    self.init(name: name, position: start, value: JSON(kind))
  }
}

/// Values that no file holds, written as literals.
extension JSON.Kind {
  package static func members(_ members: KeyValuePairs<String, JSON.Kind>) -> Self {
    .object(members.map { JSON.Member($0.key, $0.value) })
  }

  package static func list(_ values: [JSON.Kind]) -> Self { .array(values.map { JSON($0) }) }
  package static func strings(_ texts: [String]) -> Self { list(texts.map { .string($0) }) }
}
