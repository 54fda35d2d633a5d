import Documents
import Metrics

extension Organizing {
  /// Fields left out, in order, renamed.
  func organized(_ frame: DataFrame) -> DataFrame {
    let naming = FieldNaming(frame)
    func has(_ names: Set<String>, _ field: Field) -> Bool {
      naming.names(of: field).contains(where: names.contains)
    }
    func found<Value>(_ table: [String: Value], _ field: Field) -> Value? {
      naming.names(of: field).lazy.compactMap { table[$0] }.first
    }
    var result = frame
    result.fields = frame.fields.filter { field in
      !has(excluded, field) && (included.isEmpty || has(included, field))
    }
    if let order {
      result.fields = Self.sorted(result.fields, by: order)
    } else if !places.isEmpty {
      let keys = result.fields.map { found(places, $0) ?? .infinity }
      result.fields = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        .map { result.fields[$0] }
    }
    for place in result.fields.indices {
      if let name = found(names, result.fields[place]) { result.fields[place].rename(name) }
    }
    return result
  }

  private static func sorted(_ fields: [Field], by order: [Order]) -> [Field] {
    func key(_ field: Field, _ rule: Order) -> String {
      rule.label.map { field.labels[$0]?.raw ?? "" } ?? field.shownName
    }
    return fields.indices.sorted { one, other in
      for rule in order {
        let (left, right) = (key(fields[one], rule), key(fields[other], rule))
        guard left != right else { continue }
        return NaturalOrder.precedes(left, right) != rule.isDescending
      }
      return one < other
    }.map { fields[$0] }
  }
}

extension DataFrame {
  func renamed(_ pattern: Pattern, to template: String) -> DataFrame {
    var frame = self
    for place in frame.fields.indices {
      let name = frame.fields[place].shownName
      let made = pattern.replacing(name, with: template)
      if made != name { frame.fields[place].rename(made) }
    }
    return frame
  }

  func keeping(include: FieldPick?, exclude: FieldPick?) -> DataFrame {
    guard include != nil || exclude != nil else { return self }
    let naming = FieldNaming(self)
    var frame = self
    frame.fields = fields.filter { field in
      (include?.picks(field, naming) ?? true) && !(exclude?.picks(field, naming) ?? false)
    }
    return frame
  }

  /// Rows in the order of a field; rows without a value come last.
  func sorted(by name: String, isDescending: Bool) -> DataFrame {
    guard let place = place(of: name) else { return self }
    let field = fields[place]
    let keys = field.stat.map { field.trendCells($0) } ?? field.values.cells
    let rows = keys.indices.sorted { one, other in
      let (left, right) = (keys[one], keys[other])
      if left.isNull || right.isNull { return right.isNull && (!left.isNull || one < other) }
      if left.precedes(right) { return !isDescending }
      if right.precedes(left) { return isDescending }
      return one < other
    }
    return picking(rows)
  }

  /// Rows that pass; of a frame without a test's field none does.
  func filtered(by tests: [RowTest], matchesAll: Bool, isExcluding: Bool) -> DataFrame {
    let columns = tests.map { test in place(of: test.field).map { fields[$0].values } }
    let rows = (0..<rowCount).filter { row in
      func passes(_ index: Int) -> Bool {
        columns[index].map { tests[index].condition.holds($0.cell(row)) } ?? false
      }
      let isMatch =
        matchesAll ? tests.indices.allSatisfy(passes) : tests.indices.contains(where: passes)
      return isMatch != isExcluding
    }
    return picking(rows)
  }
}

extension RowTest.Condition {
  func holds(_ cell: PlainValue) -> Bool {
    switch self {
    case .isNull(let isWanted): return cell.isNull == isWanted
    case .between(let from, let to):
      guard let number = cell.number else { return false }
      return number > from && number < to
    case .regex(let pattern): return pattern.matches(cell.text)
    case .contains(let text, let isWanted):
      let found = text.isEmpty || cell.text.lowercased().contains(text.lowercased())
      return found == isWanted
    case .compare(let id, let value): return Self.compares(cell, id, value)
    }
  }

  private static func compares(_ cell: PlainValue, _ id: String, _ value: String) -> Bool {
    let isSame: Bool
    if case .text(let text) = cell {
      isSame = text == value
    } else {
      isSame = cell.number.map { $0 == Double(value) } ?? value.isEmpty || cell.text == value
    }
    if id == "equal" { return isSame }
    if id == "notEqual" { return !isSame }
    guard let number = cell.number, let limit = Double(value) else { return false }
    switch id {
    case "greater": return number > limit
    case "greaterOrEqual": return number >= limit
    case "lower": return number < limit
    default: return number <= limit
    }
  }
}
