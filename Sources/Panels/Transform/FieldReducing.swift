import Documents
import Metrics

/// What a field comes to by Grafana's names of reducers; of text those that need no numbers.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/fieldReducer.ts`.
enum FieldReducing {
  static func value(of column: Column, by name: String) -> PlainValue {
    switch name {
    case "allValues": return .text(list(column.cells))
    case "uniqueValues":
      var seen: Set<PlainValue> = []
      return .text(list(column.cells.filter { seen.insert($0).inserted }))
    default: return Reducer(named: name).map { PlainValue($0.value(of: column)) } ?? .null
    }
  }

  /// As a cell of Grafana's table writes a list.
  private static func list(_ cells: [PlainValue]) -> String {
    let shown = cells.prefix(1_000).map { cell -> String in
      switch cell {
      case .null: "null"
      case .text(let text): JSON(.string(text)).text()
      case .time, .number, .flag: cell.text
      }
    }
    return shown.isEmpty ? "[]" : "[ \(shown.joined(separator: ", ")) ]"
  }

  /// The heading of a column of such values.
  static func title(_ name: String) -> String {
    switch name {
    case "allValues": "All values"
    case "uniqueValues": "All unique values"
    default: Reducer(named: name)?.grafanaTitle ?? name
    }
  }
}

extension Reducing {
  func reduced(_ frames: [DataFrame]) -> [DataFrame] {
    guard !reducers.isEmpty else { return frames }
    if keepsFields { return frames.compactMap(oneRow) }
    guard !frames.isEmpty else { return [] }
    return [rowPerField(frames)]
  }

  private func picks(_ field: Field, _ naming: FieldNaming) -> Bool {
    if let fields { return fields.picks(field, naming) }
    return includesTime && keepsFields || !field.isTime
  }

  /// The same fields, each with one value.
  private func oneRow(_ frame: DataFrame) -> DataFrame? {
    let naming = FieldNaming(frame)
    var result = frame
    result.fields = frame.fields.filter { picks($0, naming) }.flatMap { field in
      reducers.map { name in
        var copy = field.with(.made(of: [FieldReducing.value(of: field.values, by: name)]))
        if reducers.count > 1 {
          let label = Labels.Label(
            name: "reducer",
            value: ForeignText(FieldReducing.title(name))
          )
          copy.labels = Labels(all: copy.labels.dropping(["reducer"]).all + [label])
        }
        return copy
      }
    }
    return result.fields.isEmpty ? nil : result
  }

  /// `Field`, labels where they are wanted, and a column for each reducer.
  private func rowPerField(_ frames: [DataFrame]) -> DataFrame {
    var labelNames: [String] = []
    var seen: Set<String> = []
    if hasLabelColumns {
      for label in frames.flatMap(\.fields).flatMap(\.labels.all)
      where seen.insert(label.name.raw).inserted && labelNames.count < TransformBounds.columns {
        labelNames.append(label.name.raw)
      }
    }
    let sources = frames.flatMap { frame in
      let naming = FieldNaming(frame)
      return frame.fields.filter { picks($0, naming) }
    }.prefix(TransformBounds.rows(1 + labelNames.count + reducers.count))
    var result = DataFrame(refId: frames[0].refId)
    let names = sources.map { hasLabelColumns ? $0.name.raw : $0.shownName }
    result.fields = [Field("Field", .texts(names))]
    result.fields += labelNames.map { name in
      Field(ForeignText(name), .texts(sources.map { $0.labels[name]?.raw }))
    }
    result.fields += reducers.map { name in
      Field(
        ForeignText(FieldReducing.title(name)),
        .made(of: sources.map { FieldReducing.value(of: $0.values, by: name) })
      )
    }
    return result
  }
}

/// Rows of equal values of some fields in one, with the others reduced.
///
/// Source: Grafana, `transformers/groupBy.ts`.
struct RowGrouping {
  private var rules: [String: GroupRule]

  init(_ rules: [GroupRule]) {
    self.rules = Dictionary(rules.map { ($0.field, $0) }) { $1 }
  }

  func grouped(_ frames: [DataFrame]) -> [DataFrame] {
    guard rules.values.contains(where: { $0.reducers == nil }) else { return frames }
    return frames.compactMap(grouped)
  }

  private func grouped(_ frame: DataFrame) -> DataFrame? {
    let naming = FieldNaming(frame)
    func rule(_ field: Field) -> GroupRule? {
      naming.names(of: field).lazy.compactMap { rules[$0] }.first
    }
    let keys = frame.fields.filter { rule($0).map { $0.reducers == nil } ?? false }
    guard !keys.isEmpty else { return nil }
    var groups: [[PlainValue]: Int] = [:]
    var rows: [[Int]] = []
    for row in 0..<frame.rowCount {
      let key = keys.map { $0.values.cell(row) }
      if let group = groups[key] {
        rows[group].append(row)
      } else {
        groups[key] = rows.count
        rows.append([row])
      }
    }
    var result = DataFrame(refId: frame.refId)
    result.fields = keys.map { field in
      var field = field.with(field.values.picking(rows.map { $0[0] }))
      field.labels = [:]
      return field
    }
    for field in frame.fields {
      guard let rule = rule(field), let reducers = rule.reducers else { continue }
      for name in reducers {
        let cells = rows.map { FieldReducing.value(of: field.values.picking($0), by: name) }
        var made = Field(ForeignText("\(field.shownName) (\(name))"), .made(of: cells))
        made.target = field.target
        result.fields.append(made)
      }
    }
    return result
  }
}
