import Metrics

/// What a Grafana table says below its rows: columns reduced.
///
/// Source: Grafana, `packages/grafana-ui/src/components/Table`: the first column names what is
/// calculated, unless it has a result of its own.
struct TableFooter {
  let look: TableLook
  let columns: [TableColumn]
  /// Of the table.
  let count: Int
  private let calcs: [[Reducer]]

  init(look: TableLook, columns: [TableColumn], rows: Int) {
    self.look = look
    self.columns = columns
    count = rows
    calcs = columns.map { column in
      let own = (column.field.config.cell.footer ?? []).compactMap { Reducer(named: $0) }
      guard own.isEmpty else { return own }
      let names = look.footerFields
      let isMeant =
        names.isEmpty
        ? column.field.values.isNumeric
        : names.contains(column.field.displayName) || names.contains(column.field.name)
      return isMeant && !look.countsRows ? look.footer : []
    }
  }

  var rows: Int { look.countsRows ? 1 : calcs.map(\.count).max() ?? 0 }

  func text(_ column: Int, row: Int) -> String {
    if look.countsRows { return column == 0 ? "\(Reducer.count.grafanaTitle) \(count)" : "" }
    let all = Set(calcs.flatMap { $0.dropFirst(row).prefix(1) })
    guard calcs[column].indices.contains(row) else {
      // One name for all, where the first column is free for it.
      return column == 0 && all.count == 1 ? all.first?.grafanaTitle ?? "" : ""
    }
    let calc = calcs[column][row]
    let isNamed = all.count == 1 && (calcs.first?.count ?? 0) <= row
    let value = columns[column].text(calc)
    return isNamed ? value : "\(calc.grafanaTitle) \(value)"
  }
}

extension TableColumn {
  /// What the column comes to, in its unit unless it is a count.
  func text(_ calc: Reducer) -> String {
    var options = options
    if let unit = calc.unit { (options.unit, options.decimals) = (unit, nil) }
    return options.shownSafely(calc.value(of: field.values), in: context).text
  }

  func reading(_ row: Int, name: ForeignText) -> Reading {
    let shown = shown(row)
    let number = field.values[row].number
    return Reading(
      name: name,
      value: number,
      text: shown.text,
      color: shown.color,
      state: options.state(of: number),
      reason: options.reason(of: number)
    )
  }
}
