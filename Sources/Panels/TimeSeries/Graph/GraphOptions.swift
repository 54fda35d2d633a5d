package import Documents

/// What a Grafana panel's `options` say of its legend.
package struct LegendOptions: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable { case list, table, hidden }
  package enum Placement: String, CaseIterable, Sendable { case bottom, right }

  /// What it is sorted by: a number's column, or the names.
  package enum Sort: Hashable, Sendable {
    case name
    case number(Reducer)
  }

  package var mode: Mode
  package var placement: Placement
  package var calcs: [Reducer]
  package var sort: Sort?
  package var isDescending: Bool
  /// Pixels, of one at the right.
  package var width: Double?

  package init(_ options: Options) {
    mode = options.choice("legend.displayMode") ?? .list
    if options.bool("legend.showLegend") == false { mode = .hidden }
    placement = options.choice("legend.placement") ?? .bottom
    calcs = (options.strings("legend.calcs") ?? []).compactMap { Reducer(named: $0) }
    let title = options.string("legend.sortBy")
    sort = title.flatMap { title in
      title == "Name"
        ? .name : Reducer.all.first { $0.grafanaTitle == title }.map { .number($0) }
    }
    isDescending = options.bool("legend.sortDesc") ?? false
    width = options.number("legend.width").flatMap { $0 > 0 ? $0 : nil }
  }

  package static let options: [PanelOption] = [
    PanelOption("legend.displayMode", .choice(Mode.allCases.map(\.rawValue)), "How names stand."),
    PanelOption("legend.showLegend", .boolean, "Whether there is a legend."),
    PanelOption("legend.placement", .choice(Placement.allCases.map(\.rawValue)), "Where it is."),
    PanelOption("legend.calcs", .choices(Reducer.names), "Numbers beside the names."),
    PanelOption(
      "legend.sortBy",
      .choice(["Name"] + Reducer.all.map(\.grafanaTitle)),
      "The column's title."
    ),
    PanelOption("legend.sortDesc", .boolean, "The highest first."),
    PanelOption("legend.width", .number, "Pixels, of a legend at the right."),
  ]
}

/// What a Grafana panel's `options` say of the values beside the cursor.
package struct TooltipOptions: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable { case single, multi, none }
  package enum Order: String, CaseIterable, Sendable { case none, asc, desc }

  /// A cell cursor points at a moment, not at a line: `single` shows all as well.
  package var isShown: Bool
  package var order: Order
  package var hidesZeros: Bool

  package init(_ options: Options) {
    isShown = options.choice("tooltip.mode", as: Mode.self) != Mode.none
    order = options.choice("tooltip.sort") ?? .none
    hidesZeros = options.bool("tooltip.hideZeros") ?? false
  }

  package static let options: [PanelOption] = [
    PanelOption("tooltip.mode", .choice(Mode.allCases.map(\.rawValue)), "Values at the cursor."),
    PanelOption("tooltip.sort", .choice(Order.allCases.map(\.rawValue)), "Their order."),
    PanelOption("tooltip.hideZeros", .boolean, "Leaves out what is zero."),
  ]
}
