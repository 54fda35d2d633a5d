import Documents
import Metrics

/// Frames as Grafana's Prometheus source makes them, by the format of each target.
///
/// Source: Grafana, `pkg/promlib/querydata/response.go` and `result_transformer.ts`.
enum FrameMaking {
  static func frames(of frame: Frame, targets: [Target]) -> [DataFrame] {
    targets.indices.flatMap { index in
      let series = frame.series.filter { $0.target == index }
      let isRange = frame.step != nil
      switch targets[index].format {
      case .timeSeries, .heatmap:
        return series.map { self.series($0, step: isRange ? frame.step : nil) }
      case .table:
        let tables = targets.count { $0.format == .table && !$0.isHidden }
        return series.isEmpty ? [] : [table(series, hasLetter: tables > 1)]
      }
    }
  }

  /// One series: a column of moments and one of values.
  private static func series(_ series: FrameSeries, step: Duration?) -> DataFrame {
    var value = Field(
      series.labels.metricName ?? "Value",
      .numbers(series.values),
      labels: series.labels.dropping(["__name__"]),
      sourceName: series.name
    )
    value.histograms = series.histograms
    value.target = series.target
    return DataFrame(
      refId: series.refId,
      fields: [Field("Time", .times(series.timestamps)), value],
      step: step
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
    let times = all.flatMap(\.timestamps)
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
      fields: [Field("Time", .times(times))] + columns + [value]
    )
  }
}
