extension JSON {
  /// The same with every string changed, but for the names of members.
  package func mappingStrings(_ change: (String) -> String) -> JSON {
    var result = self
    switch kind {
    case .string(let text): result.kind = .string(change(text))
    case .array(let values): result.kind = .array(values.map { $0.mappingStrings(change) })
    case .object(let members):
      result.kind = .object(
        members.map { member in
          var member = member
          member.value = member.value.mappingStrings(change)
          return member
        }
      )
    case .null, .bool, .number: break
    }
    return result
  }
}
