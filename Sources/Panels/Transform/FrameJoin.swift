import Documents
import Metrics

/// Frames side by side, rows that have the same value of a field in one.
///
/// Source: Grafana, `transformers/joinDataFrames.ts`.
struct FrameJoin {
  /// nil: the first moments, else the first numbers.
  var by: String?
  var mode: Joining

  /// A frame that has the field.
  private struct Part {
    var frame: DataFrame
    var key: Field
    var others: [Field]
  }

  func joined(_ frames: [DataFrame]) -> [DataFrame] {
    guard frames.count > 1 else { return frames }
    let filled = frames.filter { !$0.fields.isEmpty }.prefix(TransformBounds.frames)
    let isByTime = by == nil && filled.first?.time != nil
    let numbers = filled.first?.fields.first(where: \.values.isNumeric)?.shownName
    let name = by ?? (isByTime ? nil : numbers)
    guard isByTime || name != nil else { return [] }
    var parts = filled.compactMap { part($0, by: name) }
    guard let first = parts.first else { return [] }
    let columns = 1 + parts.reduce(0) { $0 + $1.others.count }
    if columns > TransformBounds.columns { cut(&parts) }
    let most = TransformBounds.rows(min(columns, TransformBounds.columns))
    var result = DataFrame(refId: Self.refId("joinByField", parts.map(\.frame)))
    result.step = first.frame.step
    switch mode {
    case .outer: result.fields = outer(parts, most: most)
    case .inner: result.fields = inner(parts, most: most)
    case .outerTabular: result.fields = tabular(parts, most: most)
    }
    return [result]
  }

  private func cut(_ parts: inout [Part]) {
    var left = TransformBounds.columns
    for place in parts.indices {
      parts[place].others = Array(parts[place].others.prefix(left))
      left -= parts[place].others.count
    }
  }

  /// As Grafana's newer versions call what several frames became: `joinByField-A-B`.
  static func refId(_ word: String, _ frames: [DataFrame]) -> String {
    var seen: Set<String> = []
    let each = frames.map(\.refId).filter { seen.insert($0).inserted }
    return "\(word)-\(each.prefix(100).joined(separator: "-"))"
  }

  /// - Parameters:
  ///   - frame: With or without the field.
  ///   - name: The field's; nil takes the first moments.
  /// - Returns: nil where it hasn't got the field.
  private func part(_ frame: DataFrame, by name: String?) -> Part? {
    let place = name.map(frame.place) ?? frame.fields.firstIndex(where: \.isTime)
    guard let place else { return nil }
    var others = frame.fields
    let key = others.remove(at: place)
    guard let name = frame.name else { return Part(frame: frame, key: key, others: others) }
    // By the name of its frame a field is told from its likes.
    for index in others.indices {
      if others[index].name == "Value" { others[index].name = name }
      let label = Labels.Label(name: "_frameName", value: name)
      others[index].labels = Labels(all: others[index].labels.all + [label])
    }
    return Part(frame: frame, key: key, others: others)
  }

  private func fields(_ parts: [Part], keys: [Column.Place], rows: [[Int]]) -> [Field] {
    let columns = parts.map(\.key.values)
    var result = [parts[0].key.with(.gathered(columns, at: keys))]
    for (part, rows) in zip(parts, rows) {
      result += part.others.map { $0.with($0.values.picking(rows)) }
    }
    return result
  }

  /// A row for each distinct value; moments and numbers rise.
  private func outer(_ parts: [Part], most: Int) -> [Field] {
    var index: [PlainValue: Int] = [:]
    var keys: [(cell: PlainValue, place: Column.Place)] = []
    var known: (column: Column, ranks: [Int])?
    var ranks: [[Int]] = []
    for (number, part) in parts.enumerated() {
      let column = part.key.values
      // Series of one question have the same moments mostly.
      if let known, known.column == column {
        ranks.append(known.ranks)
        continue
      }
      let mine = (0..<column.count).map { row -> Int in
        let cell = column.cell(row)
        if let rank = index[cell] { return rank }
        index[cell] = keys.count
        keys.append((cell, Column.Place(column: Int32(number), row: Int32(row))))
        return keys.count - 1
      }
      known = (column, mine)
      ranks.append(mine)
    }
    var order = Array(keys.indices)
    if parts[0].key.isTime || parts[0].key.values.isNumeric {
      order.sort { one, other in
        let (left, right) = (keys[one].cell, keys[other].cell)
        return left.precedes(right) || !right.precedes(left) && one < other
      }
    }
    order = Array(order.prefix(most))
    var target = Array(repeating: -1, count: keys.count)
    for (row, rank) in order.enumerated() { target[rank] = row }
    let rows = ranks.map { ranks in
      var rows = Array(repeating: -1, count: order.count)
      for (row, rank) in ranks.enumerated() where target[rank] >= 0 { rows[target[rank]] = row }
      return rows
    }
    return fields(parts, keys: order.map { keys[$0].place }, rows: rows)
  }

  private static func index(_ column: Column) -> [PlainValue: [Int]] {
    Dictionary(grouping: 0..<column.count) { column.cell($0) }
  }

  /// The rows of all frames that have the same value, each with each.
  private func inner(_ parts: [Part], most: Int) -> [Field] {
    let keys = parts[0].key.values
    var rows = [Array((0..<keys.count).prefix(most))]
    for part in parts.dropFirst() {
      let index = Self.index(part.key.values)
      var next: [[Int]] = Array(repeating: [], count: rows.count + 1)
      for row in rows[0].indices where next[0].count < most {
        let matches = index[keys.cell(rows[0][row])] ?? []
        for match in matches.prefix(most - next[0].count) {
          for part in rows.indices { next[part].append(rows[part][row]) }
          next[rows.count].append(match)
        }
      }
      rows = next
    }
    let places = rows[0].map { Column.Place(column: 0, row: Int32($0)) }
    return fields(parts, keys: places, rows: rows)
  }

  private struct Row: Hashable {
    var key: PlainValue
    var part: Int
    var row: Int
    var other: Int
    var match: Int
  }

  /// Every row of every frame with the first that fits it of each other frame; none twice.
  private func tabular(_ parts: [Part], most: Int) -> [Field] {
    let first = parts.map { part in
      Dictionary(
        part.key.values.cells.enumerated().map { ($0.element, $0.offset) },
        uniquingKeysWith: { one, _ in one }
      )
    }
    var seen: Set<Row> = []
    var keys: [Column.Place] = []
    var rows: [[Int]] = parts.map { _ in [] }
    var steps = 0
    for place in parts.indices {
      for other in parts.indices where other != place {
        for row in 0..<parts[place].key.values.count where steps < TransformBounds.cells {
          guard keys.count < most else { break }
          steps += 1
          let cell = parts[place].key.values.cell(row)
          let match = first[other][cell] ?? -1
          let pair = Row(
            key: cell,
            part: match < 0 || place < other ? place : other,
            row: match < 0 || place < other ? row : match,
            other: match < 0 ? -1 : max(place, other),
            match: match < 0 ? -1 : place < other ? match : row
          )
          guard seen.insert(pair).inserted else { continue }
          keys.append(Column.Place(column: Int32(place), row: Int32(row)))
          for part in parts.indices {
            rows[part].append(part == place ? row : part == other ? match : -1)
          }
        }
      }
    }
    return fields(parts, keys: keys, rows: rows)
  }

  /// All fields beside each other, the shorter ones filled up.
  static func concatenated(_ frames: [DataFrame], nameLabel: String?, isNaming: Bool)
    -> [DataFrame]
  {
    guard frames.count > 1 else { return frames }
    var result = DataFrame(refId: refId("concatenate", frames))
    result.step = frames.first?.step
    for frame in frames {
      for var field in frame.fields.prefix(TransformBounds.columns - result.fields.count) {
        if let name = frame.name {
          if let nameLabel {
            let label = Labels.Label(name: ForeignText(nameLabel), value: name)
            field.labels = Labels(all: field.labels.dropping([nameLabel]).all + [label])
          } else if isNaming {
            let isPlain = field.name.isEmpty || field.name == "Value"
            field.name = isPlain ? name : ForeignText("\(name.raw) · \(field.name.raw)")
          }
        }
        result.fields.append(field)
      }
    }
    let most = TransformBounds.rows(result.fields.count)
    let rows = min(result.rowsOfLongest, most)
    result.fields = result.fields.map { field in
      field.values.count == rows ? field : field.with(field.values.resized(to: rows))
    }
    return [result]
  }
}
