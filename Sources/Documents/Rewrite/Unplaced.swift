extension PanelSpec {
  /// The same without its places in the file, and without what is only worth a warning: what was
  /// moved by an edit elsewhere is still the same panel.
  package var unplaced: Self {
    var spec = self
    spec.position = nil
    spec.problems = problems.filter { $0.severity == .error }
    for place in spec.problems.indices { spec.problems[place].position = nil }
    for place in spec.targets.indices { spec.targets[place].position = nil }
    spec.options.values = options.values.mapValues(\.unplaced)
    return spec
  }
}

extension JSON {
  fileprivate var unplaced: Self {
    switch kind {
    case .null, .bool, .number, .string: Self(kind)
    case .array(let values): Self(.array(values.map(\.unplaced)))
    case .object(let members):
      Self(
        .object(
          members.map {
            Member(name: $0.name, position: Self(.null).position, value: $0.value.unplaced)
          }
        )
      )
    }
  }
}
