import Canvas
import Metrics

/// One of a Grafana panel's y-axes: what its series share, and where its labels stand.
struct GraphScale {
  /// Fields that differ in one of these have scales of their own.
  ///
  /// Source: Grafana, `buildScaleKey` in `packages/grafana-ui/src/components/TimeSeries/utils.ts`.
  struct Key: Hashable {
    var unit: String
    var low: Double?
    var high: Double?
    var softLow: Double?
    var softHigh: Double?
    var axis: GraphStyle.Axis
    var distribution: GraphStyle.Scale
    var label: String

    init(_ series: GraphSeries) {
      unit = series.field.unit.id
      low = series.field.min
      high = series.field.max
      softLow = series.style.axisSoftMin
      softHigh = series.style.axisSoftMax
      axis = series.style.axis ?? .auto
      distribution = series.style.scale ?? .linear
      label = series.style.axisLabel ?? ""
    }
  }

  enum Side: Hashable { case left, right, hidden }

  let key: Key
  let side: Side
  let isPercent: Bool
  let values: ValueScale
  var labels: [(value: Double, text: String)]
  /// Columns of the labels and the gap beside them; 0 where there are none.
  var width: Int

  /// - Parameters:
  ///   - key: Of these series.
  ///   - side: Where its labels stand.
  ///   - places: Of those in `series` that share it.
  ///   - series: All, also of panels beside this one; large, so that none is copied.
  ///   - rows: Of the plot.
  init(_ key: Key, side: Side, places: [Int], of series: [GraphSeries], rows: Int) {
    self.key = key
    self.side = side
    let drawn = places.filter { !series[$0].isHidden }
    isPercent = drawn.contains { series[$0].style.stacking?.mode == .percent }
    let field = places.first.map { series[$0].field }
    let decimals = field?.decimals
    let isBoolean = key.unit == "bool" || key.unit.hasPrefix("bool_") || key.unit.hasPrefix("bool:")
    var ends = ValueScale.Ends(
      low: key.low,
      high: key.high,
      softLow: key.softLow,
      softHigh: key.softHigh,
      isCentred: places.contains { series[$0].style.isCentredOnZero ?? false },
      isWhole: decimals == 0
    )
    let data = Self.range(of: drawn, in: series)
    if isPercent {
      ends.low = key.low ?? (data.map { $0.lowerBound < 0 } ?? false ? -1 : 0)
      ends.high = key.high ?? (data.map { $0.upperBound > 0 } ?? true ? 1 : 0)
      ends.isWhole = false
    } else if isBoolean {
      ends.low = key.low ?? 0
      ends.high = key.high ?? 1
    }
    values = ValueScale(holding: data, ends: ends, distribution: key.distribution)
    labels = []
    width = 0
    guard side != .hidden, let field else { return }
    let ticks = values.ticks(
      rows: rows,
      isBinary: Self.isBinary(key.unit),
      isWhole: ends.isWhole || isBoolean
    )
    labels = AxisText(field: field, isPercent: isPercent).labels(ticks)
    width = (labels.map { TextWidth.of($0.text) }.max() ?? -1) + 1
  }

  /// What is drawn, from the least to the most; what stands on the ground has it in.
  private static func range(of places: [Int], in series: [GraphSeries]) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for place in places {
      let isOfPowers = (series[place].style.scale ?? .linear).isOfPowers
      for value in series[place].values where value < low || value > high {
        guard !(isOfPowers && value <= 0) else { continue }
        low = min(low, value)
        high = max(high, value)
      }
      if series[place].isBars, low <= high { (low, high) = (min(low, 0), max(high, 0)) }
    }
    return low <= high ? low...high : nil
  }

  private static func isBinary(_ unit: String) -> Bool {
    binary.contains(unit)
  }

  private static let binary: Set<String> = [
    "bytes", "kbytes", "mbytes", "gbytes", "tbytes", "pbytes", "bits", "binBps", "binbps", "KiBs",
    "MiBs", "GiBs", "TiBs", "PiBs", "Kibits", "Mibits", "Gibits", "Tibits", "Pibits",
  ]
}

extension GraphStyle.Scale {
  var isOfPowers: Bool { if case .log = self { true } else { false } }
}

/// How an axis writes its ticks: with the digits that tell them apart, and no zeros for nothing.
struct AxisText {
  var field: FieldOptions
  /// Shares of a stack.
  var isPercent: Bool

  func labels(_ ticks: [Double]) -> [(value: Double, text: String)] {
    var field = field
    if isPercent { field.unit = Unit("percentunit") }
    // Nobody asked for digits: as many as tell neighbours apart.
    let tries: [Int?] = field.decimals.map { [$0] } ?? [nil, 1, 2, 3, 4, 5, 6]
    var texts: [String] = []
    for decimals in tries {
      field.decimals = decimals
      texts = ticks.map { Self.trimmed(field.text($0)) }
      if Set(texts).count == texts.count { break }
    }
    return zip(ticks, texts).map { ($0, $1) }
  }

  /// Without the zeros at the end of the first number's fraction: `1.50 K` is `1.5 K`.
  static func trimmed(_ text: String) -> String {
    guard let point = text.firstIndex(of: "."), point > text.startIndex,
      text[text.index(before: point)].isNumber
    else { return text }
    let end =
      text[text.index(after: point)...].firstIndex { !("0"..."9").contains($0) } ?? text.endIndex
    // Of a date or a clock it is no fraction.
    guard end == text.endIndex || text[end] != ".", !text.contains(":") else { return text }
    var number = text[..<end]
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return String(number) + text[end...]
  }
}
