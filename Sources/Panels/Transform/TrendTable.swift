import Documents
import Metrics

/// A table per target: its series' labels, and each series as a trend.
///
/// Source: Grafana, `features/transformers/timeSeriesTable`.
enum TrendTable {
  static func made(of frames: [DataFrame], rules: [String: TrendRule]) -> [DataFrame] {
    var order: [String] = []
    var groups: [String: [DataFrame]] = [:]
    var others: [DataFrame] = []
    for frame in frames {
      guard frame.time != nil, frame.fields.contains(where: \.values.isNumeric) else {
        others.append(frame)
        continue
      }
      if groups[frame.refId] == nil { order.append(frame.refId) }
      groups[frame.refId, default: []].append(frame)
    }
    return others + order.map { table($0, groups[$0] ?? [], rules[$0]) }
  }

  private static func table(_ refId: String, _ frames: [DataFrame], _ rule: TrendRule?) -> DataFrame
  {
    var trends: [FrameSeries] = []
    var target: Int?
    for frame in frames {
      let named = rule?.timeField.flatMap { name in frame.fields.first { $0.name.raw == name } }
      guard case .times(let given)? = (named ?? frame.time)?.values ?? frame.time?.values else {
        continue
      }
      let rows = given.indices.filter { given[$0] != Column.noTime }
      let times = rows.map { given[$0] }
      for field in frame.fields {
        guard case .numbers(let values) = field.values.picking(rows),
          trends.count < TransformBounds.cells
        else {
          continue
        }
        target = target ?? field.target
        trends.append(
          FrameSeries(
            name: ForeignText(field.shownName),
            target: field.target ?? 0,
            refId: refId,
            labels: field.labels,
            timestamps: times,
            values: values,
            config: field.config
          )
        )
      }
    }
    var names: [String] = []
    var seen: Set<String> = []
    for label in trends.flatMap(\.labels.all) where seen.insert(label.name.raw).inserted {
      names.append(label.name.raw)
    }
    var result = DataFrame(refId: refId)
    result.fields = names.prefix(TransformBounds.columns).map { name in
      Field(ForeignText(name), .texts(trends.map { $0.labels[name]?.raw }))
    }
    var trend = Field(ForeignText("Trend #\(refId)"), .trends(trends))
    trend.stat = rule?.stat ?? "lastNotNull"
    trend.target = target
    result.fields.append(trend)
    return result
  }
}

extension Field {
  /// The numbers that trends stand for.
  func trendCells(_ stat: String) -> [PlainValue] {
    guard case .trends(let trends) = values else { return values.cells }
    return trends.map { FieldReducing.value(of: .numbers($0.values), by: stat) }
  }
}

extension HistogramRule {
  /// How many values there are from one limit to the next.
  ///
  /// Source: Grafana, `transformers/histogram.ts`.
  func counted(_ frames: [DataFrame]) -> [DataFrame] {
    let fields = frames.flatMap(\.fields).filter(\.values.isNumeric)
    let values = fields.map { field in field.values.numbers.filter(\.isFinite) }
    guard let least = values.compactMap({ $0.min() }).min(),
      let most = values.compactMap({ $0.max() }).max()
    else { return [] }
    let width = size ?? niceWidth(most - least)
    let first = ((least - offset) / width).rounded(.down)
    let count = ((most - offset) / width).rounded(.down) - first + 1
    // What asks for more bars than anybody can see asks for none.
    guard count >= 1, count <= 100_000 else { return [] }
    let bars = Int(count)
    let lower = (0..<bars).map { (first + Double($0)) * width + offset }
    func counts(_ values: [Double]) -> [Double] {
      var result = Array(repeating: 0.0, count: bars)
      for value in values {
        let bar = ((value - offset) / width).rounded(.down) - first
        result[max(0, min(bars - 1, Int(bar)))] += 1
      }
      return result
    }
    var result = DataFrame(refId: FrameJoin.refId("histogram", frames))
    result.fields = [
      Field("xMin", .numbers(lower)), Field("xMax", .numbers(lower.map { $0 + width })),
    ]
    if isCombined {
      result.fields.append(Field("count", .numbers(counts(values.flatMap { $0 }))))
    } else {
      for (field, values) in zip(fields, values).prefix(TransformBounds.cells / bars) {
        var counted = field.with(.numbers(counts(values)))
        counted.config.unit = nil
        result.fields.append(counted)
      }
    }
    return [result]
  }

  /// The least of 1, 2, 2.5 and 5 times a power of ten that makes no more bars than wanted.
  private func niceWidth(_ range: Double) -> Double {
    guard range > 0, range.isFinite else { return 1 }
    let wanted = range / Double(count)
    var power = 1.0
    while power > wanted, power > 1e-300 { power /= 10 }
    while power * 10 <= wanted, power < 1e300 { power *= 10 }
    return [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? wanted
  }
}
