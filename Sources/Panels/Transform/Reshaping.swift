import Documents
import Metrics

/// Rows by one field, columns by another, cells by a third.
///
/// Source: Grafana, `transformers/groupingToMatrix.ts`.
struct ValueMatrix {
  var row: String
  var column: String
  var value: String
  var empty: String

  func made(of frames: [DataFrame]) -> [DataFrame] {
    guard frames.count == 1, let frame = frames.first, let rowPlace = frame.place(of: row),
      let columnPlace = frame.place(of: column), let valuePlace = frame.place(of: value)
    else { return frames }
    let source = frame.fields[valuePlace]
    let columns = distinct(frame.fields[columnPlace].values, most: TransformBounds.columns)
    let most = TransformBounds.rows(columns.first.count)
    let rows = distinct(frame.fields[rowPlace].values, most: most)
    var places = Array(
      repeating: Array(repeating: -1, count: rows.first.count),
      count: columns.first.count
    )
    for index in 0..<frame.rowCount {
      let (x, y) = (columns.ranks[index], rows.ranks[index])
      if x >= 0, y >= 0 { places[x][y] = index }
    }
    var result = DataFrame(refId: frame.refId)
    let heads = frame.fields[rowPlace].values.picking(rows.first)
    result.fields = [Field(ForeignText("\(row)\\\(column)"), heads)]
    for (place, rows) in zip(columns.first, places) {
      let name = frame.fields[columnPlace].values.cell(place).text
      var field = Field(ForeignText(name), filled(source.values, rows), config: source.config)
      field.config.displayName = nil
      field.target = source.target
      result.fields.append(field)
    }
    return [result]
  }

  private func filled(_ column: Column, _ rows: [Int]) -> Column {
    let values = column.picking(rows)
    let filler: PlainValue
    switch empty {
    case "true": filler = .flag(true)
    case "false": filler = .flag(false)
    case "zero": filler = .number(0)
    default: return values
    }
    guard values.cells.contains(where: \.isNull) else { return values }
    return .made(of: values.cells.map { $0.isNull ? filler : $0 })
  }

  /// Where each distinct value comes first, and which of them each row has; -1 is beyond the most.
  private func distinct(_ column: Column, most: Int) -> (first: [Int], ranks: [Int]) {
    var known: [PlainValue: Int] = [:]
    var first: [Int] = []
    let ranks = (0..<column.count).map { row -> Int in
      let cell = column.cell(row)
      if let rank = known[cell] { return rank }
      guard first.count < most else { return -1 }
      known[cell] = first.count
      first.append(row)
      return first.count - 1
    }
    return (first, ranks)
  }
}

/// Series one below the other, the newest row first.
enum SeriesRows {
  static func made(of frames: [DataFrame]) -> [DataFrame] {
    var columns: [(times: Field, values: Field)] = []
    for frame in frames {
      guard let time = frame.time else { return frames }
      columns += frame.fields.filter { !$0.isTime && $0.values.isNumeric }.map { (time, $0) }
    }
    guard let first = columns.first else { return frames }
    var rows: [(moment: Int64, place: Column.Place)] = []
    for (number, pair) in columns.enumerated() {
      guard case .times(let times) = pair.times.values else { continue }
      for row in times.indices where rows.count < TransformBounds.rows(3) {
        rows.append((times[row], Column.Place(column: Int32(number), row: Int32(row))))
      }
    }
    let places = rows.enumerated().sorted { one, other in
      (other.element.moment, one.offset) < (one.element.moment, other.offset)
    }.map(\.element.place)
    var value = first.values.with(.gathered(columns.map(\.values.values), at: places))
    value.name = "Value"
    value.sourceName = nil
    value.labels = [:]
    value.config.displayName = nil
    var time = first.times.with(.gathered(columns.map(\.times.values), at: places))
    time.labels = [:]
    let names = columns.map(\.values.shownName)
    var result = DataFrame(refId: FrameJoin.refId("seriesToRows", frames))
    result.fields = [
      time, Field("Metric", .texts(places.map { names[Int($0.column)] })), value,
    ]
    return [result]
  }

  /// A frame for each field of numbers.
  static func split(_ frames: [DataFrame]) -> [DataFrame] {
    let all = frames.flatMap { frame -> [DataFrame] in
      guard let time = frame.time else { return [] }
      return frame.fields.filter(\.values.isNumeric).map { field in
        var result = frame
        result.fields = [time, field]
        return result
      }
    }
    return Array(all.prefix(TransformBounds.frames))
  }
}

extension DataFrame {
  /// Rows become columns.
  ///
  /// Source: Grafana, `transformers/transpose.ts`.
  func transposed(first: String, rest: String) -> DataFrame {
    guard let head = fields.first else { return self }
    let hasHeads = if case .texts = head.values { true } else { head.isTime }
    let sources = hasHeads ? Array(fields.dropFirst()) : fields
    let kinds = Set(sources.map(\.values.kind))
    var result = self
    result.step = nil
    result.refId = "transpose-\(refId)"
    result.fields = [Field(ForeignText(first), .texts(sources.map(\.shownName)))]
    let most = min(rowCount, TransformBounds.columns, TransformBounds.rows(sources.count))
    for row in 0..<most {
      let label = Labels.Label(
        name: hasHeads ? head.name : "row",
        value: ForeignText(hasHeads ? head.values.cell(row).text : String(row + 1))
      )
      let values: Column
      if kinds.count == 1 {
        let places = sources.indices.map { Column.Place(column: Int32($0), row: Int32(row)) }
        values = .gathered(sources.map(\.values), at: places)
      } else {
        values = .texts(sources.map { $0.values.cell(row) }.map { $0.isNull ? nil : $0.text })
      }
      result.fields.append(Field(ForeignText(rest), values, labels: Labels(all: [label])))
    }
    return result
  }
}

extension Partitioning {
  /// A frame for each set of values of some fields.
  ///
  /// Source: Grafana, `features/transformers/partitionByValues`.
  func partitioned(_ frames: [DataFrame]) -> [DataFrame] {
    guard !fields.isEmpty, let frame = frames.first else { return frames }
    let naming = FieldNaming(frame)
    let wanted = Set(fields)
    let isKey = frame.fields.map { naming.names(of: $0).contains(where: wanted.contains) }
    let keys = frame.fields.indices.filter { isKey[$0] }.map { frame.fields[$0] }
    guard !keys.isEmpty else { return [frame] }
    var order: [[PlainValue]] = []
    var groups: [[PlainValue]: [Int]] = [:]
    for row in 0..<frame.rowCount {
      let key = keys.map { $0.values.cell(row) }
      if groups[key] == nil {
        guard order.count < TransformBounds.frames else { continue }
        order.append(key)
      }
      groups[key, default: []].append(row)
    }
    return order.map { key in
      var part = frame.picking(groups[key] ?? [])
      if !keepsFields {
        part.fields = part.fields.indices.filter { !isKey[$0] }.map { part.fields[$0] }
      }
      name(&part, keys.map(\.shownName), key.map(\.text))
      return part
    }
  }

  private func name(_ frame: inout DataFrame, _ names: [String], _ values: [String]) {
    if let naming {
      let text = zip(names, values).map { naming.hasNames ? "\($0)\(naming.equals)\($1)" : $1 }
        .joined(separator: naming.between)
      let prefix = naming.appends ? frame.name.map { "\($0.raw) " } ?? "" : ""
      frame.name = ForeignText(prefix + text)
      return
    }
    let labels = zip(names, values).map { name, value in
      Labels.Label(name: ForeignText(name), value: ForeignText(value))
    }
    for place in frame.fields.indices where !frame.fields[place].isTime {
      let own = frame.fields[place].labels.dropping(Set(names)).all
      frame.fields[place].labels = Labels(all: own + labels)
    }
  }
}
