package import Metrics

/// What the links of some fields are about: one series of a frame at a moment, what it was reduced
/// to, or one row of a table.
package struct LinkedValue: Hashable, Sendable {
  package var table: DataFrame
  /// Its fields that have links.
  package var places: [Int]
  package var row: Int?
  /// Whether the row itself is what is looked at, not a series.
  package var isRow: Bool
  /// What its series was reduced to, where that is what is shown.
  package var reduced: Reading?

  /// What it is called, a row by its first text that isn't every row's; nil where nothing tells it
  /// from others.
  package var name: ForeignText? {
    guard isRow, let row else { return places.first.map { table.fields[$0].displayName } }
    for field in table.fields {
      guard case .texts(let texts) = field.values, let text = texts[row], !text.isEmpty else {
        continue
      }
      if texts.count == 1 || texts.contains(where: { $0 != text }) { return ForeignText(text) }
    }
    return nil
  }

  /// How a row's field is called whose link it is, where several have links.
  package func column(_ place: Int) -> ForeignText? {
    isRow && places.count > 1 ? table.fields[place].displayName : nil
  }

  /// - Parameters:
  ///   - name: As a link names it: `__value.raw`, `__field.labels.x`, `__data.fields.x`.
  ///   - place: Of the field whose link it is.
  ///   - context: Whose clock and zone tell dates.
  /// - Returns: What it stands for, raw; nil where it isn't known.
  package func text(of name: String, fieldAt place: Int, in context: DrawContext) -> String? {
    let field = table.fields[place]
    let value = row.map { field.values[$0] }
    switch name {
    case "__value.time", "__value_time":
      guard reduced == nil else { return "" }
      guard let row, case .time(let moment)? = table.time?.values[row] else { return "" }
      return "\(moment.milliseconds)"
    case "__value.raw":
      if let reduced { return FieldTemplate.plain(reduced.value) }
      return value.map(Self.raw)
    case "__value.numeric":
      if let reduced { return FieldTemplate.plain(reduced.value) }
      return value.map { FieldTemplate.plain($0.asNumber) }
    case "__value", "__value.text", "__cell":
      if let reduced { return reduced.text }
      return value.map { FieldOptions(field).shown($0, in: context).text }
    default: return FieldTemplate(field: field, frame: table, row: row).value(of: name)
    }
  }

  private static func raw(_ value: FieldValue) -> String {
    switch value {
    case .null: ""
    case .text(let text): text
    case .time(let moment): "\(moment.milliseconds)"
    case .boolean(let yes): yes ? "true" : "false"
    case .number, .trend: FieldTemplate.plain(value.number)
    }
  }
}

extension FieldValue {
  fileprivate var asNumber: Double? {
    if case .text(let text) = self { text.asNumber } else { number }
  }
}

extension Frame {
  /// Most rows of a table whose links are told.
  private static let mostRows = 1_000

  /// What links are about, in order: the rows of tables, and of courses each series.
  ///
  /// - Parameters:
  ///   - rows: The table and the order of its rows, where rows are what the panel shows.
  ///   - moment: What the cursor points at; nil: the last value of each series counts.
  ///   - readings: What series were reduced to, where that is what the panel shows.
  /// - Returns: Each with its place among the frame's series, if it is one.
  package func linkedValues(
    rows: (table: DataFrame, order: [Int])? = nil,
    at moment: Timestamp? = nil,
    readings: [Reading] = []
  ) -> [(value: LinkedValue, series: Int?)] {
    if let rows { return Self.linkedRows(of: rows.table, rows.order) }
    var found: [(value: LinkedValue, series: Int?)] = []
    var series = 0
    for table in frames {
      guard case .times(let times)? = table.time?.values else {
        found += Self.linkedRows(of: table, Array(0..<table.rowCount))
        continue
      }
      for (place, field) in table.fields.enumerated() where field.isGraphed {
        defer { series += 1 }
        guard field.config.links?.isEmpty == false, field.config.graph.hidden?.fromPlot != true
        else { continue }
        let last = times.indices.last { row in
          moment.map { times[row] <= $0.milliseconds } ?? (field.values[row] != .null)
        }
        let value = LinkedValue(
          table: table,
          places: [place],
          row: last,
          isRow: false,
          reduced: readings.first { $0.series == series }
        )
        found.append((value, series))
      }
    }
    return found
  }

  private static func linkedRows(
    of table: DataFrame,
    _ order: [Int]
  ) -> [(value: LinkedValue, series: Int?)] {
    let places = table.fields.indices.filter { place in
      let config = table.fields[place].config
      return config.links?.isEmpty == false && config.cell.isHidden != true
    }
    guard !places.isEmpty else { return [] }
    return order.prefix(mostRows).map { row in
      (LinkedValue(table: table, places: places, row: row, isRow: true), nil)
    }
  }
}
