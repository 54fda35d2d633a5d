package import Documents
package import Metrics

/// What a Grafana table says of its look.
package struct TableLook: Hashable, Sendable {
  package struct Sort: Hashable, Sendable {
    /// As the column is shown.
    package var name: ForeignText
    package var isDescending: Bool
  }

  package static let grafanaOptions: [PanelOption] = [
    PanelOption("frameIndex", .integer(atLeast: 0), "Which of several tables, from 0."),
    PanelOption("showHeader", .boolean, "The columns' names."),
    PanelOption("sortBy", .objects(sortKeys), "Columns by which rows are ordered."),
    PanelOption("footer.show", .boolean, "Columns reduced below the rows."),
    PanelOption("footer.reducer", .choices(Reducer.names), "How."),
    PanelOption("footer.fields", .stringOrStrings, "Which columns; else all of numbers."),
    PanelOption("footer.countRows", .boolean, "How many rows, not values of a column."),
  ]

  private static let sortKeys = [
    PanelOption("displayName", .string, "The column's name as it is shown."),
    PanelOption("desc", .boolean, "The greatest first."),
  ]

  package static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "noValue", "displayName", "thresholds",
    "mappings", "color", "custom.align", "custom.cellOptions", "custom.displayMode",
    "custom.footer", "custom.hidden", "custom.hideFrom", "custom.hideHeader", "custom.minWidth",
    "custom.width",
  ]

  package var frame: Int
  package var showsHeader: Bool
  package var sorts: [Sort]
  /// Calculations of the common footer; none where it isn't shown.
  package var footer: [Reducer]
  /// Columns that the common footer is for; none: all of numbers.
  package var footerFields: [ForeignText]
  package var countsRows: Bool
  /// Of a panel without any value.
  package var noValue: String?

  package init(_ options: Options, fields: FieldRules) {
    frame = options.integer("frameIndex") ?? 0
    showsHeader = options.bool("showHeader") ?? true
    sorts = (options.values["sortBy"]?.array ?? []).compactMap { json in
      json["displayName"]?.string.map {
        Sort(name: ForeignText($0), isDescending: json["desc"]?.bool ?? false)
      }
    }
    let isShown = options.bool("footer.show") == true
    footer =
      isShown ? (options.strings("footer.reducer") ?? []).compactMap { Reducer(named: $0) } : []
    countsRows = isShown && options.bool("footer.countRows") == true && footer.first == .count
    let names = options.strings("footer.fields") ?? [options.string("footer.fields") ?? ""]
    footerFields = names.filter { !$0.isEmpty }.map { ForeignText($0) }
    noValue = fields.defaults.noValue
  }
}
