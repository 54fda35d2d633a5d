import Canvas
import Documents
import Metrics

extension PiePanel {
  /// One slice.
  struct Item: Hashable {
    var name: ForeignText
    /// Above 0.
    var value: Double
    var text: String
    /// Of the whole, 0...1.
    var share = 0.0
    var percent = ""
    var color: Color
    /// Its place among the frame's series, where it is one.
    var series: Int?
  }

  /// What makes a share, the greatest first unless the panel says otherwise.
  func items(_ frame: Frame, in context: DrawContext) -> [Item] {
    var items =
      frame.frames.isEmpty
      ? seriesItems(frame, in: context)
      : isPerRow ? rowItems(frame, in: context) : fieldItems(frame, in: context)
    items = items.filter { $0.value > 0 && $0.value.isFinite }
    switch sort {
    case .desc: items = Self.sorted(items) { $0.value > $1.value }
    case .asc: items = Self.sorted(items) { $0.value < $1.value }
    case .none: break
    }
    let greatest = items.map(\.value).max() ?? 1
    // Of parts of the greatest, since the sum may be beyond what a Double holds.
    let total = items.reduce(0) { $0 + $1.value / greatest }
    for place in items.indices {
      let share = items[place].value / greatest / total
      items[place].share = share
      items[place].percent = percent(share)
    }
    return items
  }

  func percent(_ share: Double) -> String {
    Unit("percent").text(share * 100, decimals: field.decimals ?? 0)
  }

  /// Those alike keep their order.
  private static func sorted(_ items: [Item], by isBefore: (Item, Item) -> Bool) -> [Item] {
    items.enumerated().sorted {
      isBefore($0.element, $1.element)
        || !isBefore($1.element, $0.element) && $0.offset < $1.offset
    }.map(\.element)
  }

  private func seriesItems(_ frame: Frame, in context: DrawContext) -> [Item] {
    let shown = frame.series.enumerated().filter {
      $0.element.config?.graph.hidden?.fromPlot != true
    }
    return shown.flatMap { place, series in
      calcs.compactMap { calc in
        item(calc.value(of: series), by: calc, of: series, in: context).map { item in
          var item = item
          item.series = place
          return item
        }
      }
    }
  }

  private func item(
    _ value: Double?,
    by calc: Reducer,
    of series: FrameSeries,
    in context: DrawContext
  ) -> Item? {
    guard let value else { return nil }
    let own = field.own(series)
    let look = own.shownSafely(.number(value), in: context)
    let plain = context.colors.color(of: series, theme: context.theme)
    return Item(
      name: series.name,
      value: value,
      text: calc.unit == nil ? look.text : own.text(value, by: calc, in: context),
      color: look.color ?? plain
    )
  }

  /// One per field of numbers and calculation.
  private func fieldItems(_ frame: Frame, in context: DrawContext) -> [Item] {
    frame.frames.flatMap(counted).flatMap { field in
      calcs.compactMap { calc in
        let series = Self.series(of: field)
        return item(calc.value(of: series), by: calc, of: series, in: context)
      }
    }
  }

  private static func series(of field: Field) -> FrameSeries {
    guard case .numbers(let values) = field.values else { return FrameSeries(name: "") }
    return FrameSeries(
      name: field.displayName,
      labels: field.labels,
      values: values,
      config: field.config,
      tint: field.tint
    )
  }

  private func counted(_ frame: DataFrame) -> [Field] {
    frame.fields.indices.filter { place in
      let field = frame.fields[place]
      return field.values.isNumeric && field.config.graph.hidden?.fromPlot != true
        && wanted?.matches(fieldAt: place, in: frame) ?? true
    }.map { frame.fields[$0] }
  }

  /// One per row and field of numbers, called by the row's words.
  private func rowItems(_ frame: Frame, in context: DrawContext) -> [Item] {
    var items: [Item] = []
    for frame in frame.frames {
      let numbers = counted(frame)
      for row in 0..<min(frame.rowCount, limit) {
        let words = frame.fields.compactMap { field -> String? in
          guard case .texts(let texts) = field.values, let text = texts[row] else { return nil }
          return text
        }
        for one in numbers {
          guard case .numbers(let values) = one.values else { continue }
          let names = words + (numbers.count > 1 || words.isEmpty ? [one.displayName.raw] : [])
          var series = Self.series(of: one)
          series.name = ForeignText(names.joined(separator: " "))
          // Of a palette each row has its own colour, not the column's.
          if one.config.color?.mode != "fixed", series.tint != nil {
            series.tint = ClassicPalette.color(items.count)
          }
          let item = item(values[row], by: .lastNotNull, of: series, in: context)
          if let item { items.append(item) }
        }
      }
    }
    return items
  }
}
