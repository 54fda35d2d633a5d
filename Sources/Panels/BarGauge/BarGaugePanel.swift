package import Canvas
package import Documents
package import Metrics

/// Values as horizontal bars; with `total` also their sum, cut into segments.
package struct BarGaugePanel: Panel {
  package static let names = ["bargauge"]
  package static let summary = "Bars of values, and with `total` of their sum."
  package static let minimumSize = Size(columns: 10, rows: 1)
  package static let reads = Reads.instant
  package static let grafanaOptions = InkLook.grafanaOptions
  package static let grafanaFields = FieldItems.grafanaFields

  package enum Sort: String, CaseIterable, Sendable { case none, asc, desc }

  package static let options: [PanelOption] =
    [
      PanelOption("calc", .choice(Reducer.names), "How a series becomes one number."),
      PanelOption(
        "total",
        .booleanOrString,
        "All bars also as one, or one per value of this label."
      ),
      PanelOption("order", .strings, "Names in the order of the bars."),
      PanelOption("sort", .choice(Sort.allCases.map(\.rawValue)), "By value."),
      PanelOption("orientation", .choice(["auto", "horizontal", "vertical"]), "Drawn horizontal."),
      PanelOption("displayMode", .choice(["basic", "gradient", "lcd"]), "Drawn basic."),
    ] + FieldOptions.options

  package enum Total: Hashable, Sendable {
    case none, all
    case by(String)
  }

  package var field: FieldOptions
  package var calc: Reducer
  package var total: Total
  package var order: [String]
  package var sort: Sort
  /// Of a Grafana panel, whose items are its fields; nil of a layout's.
  package var look: InkLook?

  package init(_ spec: PanelSpec) throws(Problem) {
    let options = spec.options
    field = FieldOptions(options)
    calc = options.string("calc").flatMap { Reducer(named: $0) } ?? .lastNotNull
    if let label = options.string("total") {
      total = .by(label)
    } else {
      total = options.bool("total") == true ? .all : .none
    }
    order = options.strings("order") ?? []
    sort = options.choice("sort") ?? .none
    look = spec.fields.map { InkLook(options, fields: $0, title: spec.title) }
  }

  package var noValue: String? { look?.noValue }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    guard look == nil else { return Heading() }
    var words: [String] = []
    switch field.unit.id {
    case "s", "suffix: s", "suffix:s": words.append("seconds")
    default: break
    }
    let limits = Set(field.thresholds.filter { $0.state != nil }.map(\.limit))
    if total == .none, limits.count == 1, let limit = limits.first {
      words.append("limit \(field.text(limit))")
    }
    return Heading(unit: words.joined(separator: ", "))
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    if let look { return look.items.readings(frame, in: context) }
    return items(frame, in: context).map(\.reading)
  }

  /// One bar.
  struct Item {
    var reading: Reading
    /// Its place in `order`, for its shade of grey.
    var place: Int
    /// The value of the label that totals are made by.
    var group: ForeignText
    var value: Double { reading.value.flatMap { $0.isFinite ? $0 : nil } ?? 0 }
  }

  func items(_ frame: Frame, in context: DrawContext) -> [Item] {
    var items = frame.series.enumerated().map { index, series in
      let value = calc.value(of: series)
      var group: ForeignText = ""
      if case .by(let label) = total { group = series.labels[label] ?? "" }
      let place = order.firstIndex(of: series.name.raw)
      return Item(
        reading: field.reading(
          of: series,
          at: index,
          value: value,
          by: calc,
          color: field.color(of: value, in: context),
          in: context
        ),
        place: place ?? order.count + (order.isEmpty ? index : 0),
        group: group
      )
    }
    switch sort {
    case .none:
      items = items.enumerated().sorted {
        ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
      }.map(\.element)
    case .asc: items.sort { $0.value < $1.value }
    case .desc: items.sort { $0.value > $1.value }
    }
    return items
  }

  /// The value at a full bar.
  func full(_ items: [Item]) -> Double {
    if let max = field.max { return max }
    if field.unit.id == "percent" { return 100 }
    if field.unit.id == "percentunit" { return 1 }
    let highest = items.map(\.value).max() ?? 0
    return highest > 0 ? highest : 1
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    if let look {
      let items = look.items.items(frame, in: context)
      InkBars(look: look, items: items, context: context).draw(on: &canvas)
      return
    }
    let items = items(frame, in: context)
    if total == .none {
      BarList(panel: self, items: items, context: context).draw(on: &canvas)
    } else {
      BarTotals(panel: self, items: items, context: context).draw(on: &canvas)
    }
  }
}
