import Documents
import Metrics

/// Frames as Grafana's Prometheus source makes them, by the format of each target.
///
/// Source: Grafana, `pkg/promlib/querydata/response.go` and `result_transformer.ts`.
struct FrameMaking {
  var targets: [Target]
  /// By target, with variables filled in; none: series are named already.
  var legends: [String?]
  /// By target: what it has asked.
  var expressions: [String]

  func frames(of frame: Frame) -> [DataFrame] {
    let byTarget = Dictionary(grouping: frame.series, by: \.target)
    let tables = targets.indices.count { targets[$0].format == .table && byTarget[$0] != nil }
    return targets.indices.flatMap { index -> [DataFrame] in
      guard let series = byTarget[index] else { return [] }
      switch targets[index].format {
      case .timeSeries: return series.map { single($0, step: $0.step ?? frame.step) }
      case .table: return [Self.table(series, hasLetter: tables > 1)]
      case .heatmap: return heatmap(series, step: series.first?.step ?? frame.step)
      }
    }
  }

  /// One series: a column of moments and one of values.
  private func single(_ series: FrameSeries, step: Duration?) -> DataFrame {
    var value = Field(
      series.labels.metricName ?? "Value",
      .numbers(series.values),
      labels: series.labels.dropping(["__name__"]),
      sourceName: name(of: series)
    )
    value.sourceLabels = series.labels
    value.histograms = series.histograms
    value.target = series.target
    return DataFrame(
      refId: series.refId,
      fields: [Field("Time", .times(series.timestamps)), value],
      step: step
    )
  }

  private func name(of series: FrameSeries) -> ForeignText? {
    let target = series.target
    let asked = expressions.indices.contains(target) ? expressions[target] : ""
    // Of a count there is no legend to speak of.
    if case .count = targets[target].question { return series.name }
    guard !legends.isEmpty else { return series.name }
    return LegendName.name(
      of: series.labels,
      legend: legends.indices.contains(target) ? legends[target] : targets[target].legendFormat,
      expression: asked.isEmpty ? targets[target].question.text : asked
    )
  }

  /// All series of a target: a row per sample, a column per label.
  private static func table(_ all: [FrameSeries], hasLetter: Bool) -> DataFrame {
    var names: [String] = []
    var seen: Set<String> = []
    for label in all.flatMap(\.labels.all) where seen.insert(label.name.raw).inserted {
      names.append(label.name.raw)
    }
    let refId = all.first?.refId ?? "A"
    let columns = names.map { name in
      Field(
        ForeignText(name),
        .texts(
          all.flatMap { series in
            Array(repeating: series.labels[name]?.raw ?? "", count: series.timestamps.count)
          }
        )
      )
    }
    var value = Field(
      hasLetter ? ForeignText("Value #\(refId)") : "Value",
      .numbers(all.flatMap(\.values))
    )
    value.target = all.first?.target
    return DataFrame(
      refId: refId,
      fields: [Field("Time", .times(all.flatMap(\.timestamps)))] + columns + [value]
    )
  }

  // MARK: - Heatmaps

  /// Buckets: a column each, named by its upper bound, holding what no smaller one has; native
  /// histograms as they came.
  private func heatmap(_ all: [FrameSeries], step: Duration?) -> [DataFrame] {
    let native = all.filter { !$0.histograms.isEmpty }
    let plain = all.filter { $0.histograms.isEmpty }
    let frames = native.map { single($0, step: step) }
    guard let first = plain.first else { return frames }
    var groups: [Labels: [FrameSeries]] = [:]
    var order: [Labels] = []
    for series in plain {
      let group = series.labels.dropping(["le"])
      if groups[group] == nil { order.append(group) }
      groups[group, default: []].append(series)
    }
    let times = Set(plain.flatMap(\.timestamps)).sorted()
    let fields = order.flatMap { Self.buckets(groups[$0] ?? [], at: times, names: name) }
    let time = Field("Time", .times(times))
    return [DataFrame(refId: first.refId, fields: [time] + fields, step: step)] + frames
  }

  /// The series of one histogram, from the least bound to the greatest.
  private static func buckets(
    _ group: [FrameSeries],
    at times: [Int64],
    names: (FrameSeries) -> ForeignText?
  ) -> [Field] {
    func bound(_ series: FrameSeries) -> Double {
      series.labels["le"].map { $0.raw.asNumber } ?? .nan
    }
    // What has no bound comes last, in its order.
    let sorted = group.enumerated().sorted { left, right in
      let (a, b) = (bound(left.element), bound(right.element))
      if a.isNaN != b.isNaN { return b.isNaN }
      return a.isNaN || a == b ? left.offset < right.offset : a < b
    }.map(\.element)
    let columns = sorted.map { series -> [Double] in
      let known = Dictionary(
        zip(series.timestamps, series.values),
        uniquingKeysWith: { _, last in last }
      )
      return times.map { known[$0] ?? .null }
    }
    return sorted.indices.map { place in
      let series = sorted[place]
      var values = columns[place]
      if place > 0, !bound(series).isNaN {
        for row in values.indices where !values[row].isNaN && !columns[place - 1][row].isNaN {
          let own = values[row] - columns[place - 1][row]
          values[row] = own < 1e-9 ? 0 : own
        }
      }
      var field = Field(
        series.labels["le"] ?? names(series) ?? "Value",
        .numbers(values)
      )
      field.target = series.target
      return field
    }
  }
}

extension Target.Question {
  /// What it asks, as the file has it.
  fileprivate var text: String {
    switch self {
    case .expression(let text): text
    case .count(let selector, _): selector
    case .computed(let expression): expression.text
    }
  }
}
