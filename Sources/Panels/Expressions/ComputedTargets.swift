import Documents
import Metrics

extension PanelPlan {
  /// Adds what targets compute from others, and takes out what was asked for that alone.
  func compute(in frame: inout Frame) {
    guard targets.contains(where: \.isComputed) else { return }
    var run = ExpressionRun(targets: targets, formulas: legends, range: range)
    for index in targets.indices where !targets[index].isComputed {
      let isNumber = targets[index].instant == true && targets[index].range != true
      let series = frame.series.filter { $0.target == index }
      run.take(series.map { Self.value($0, isNumber: isNumber) }, of: index)
    }
    for index in targets.indices where targets[index].isComputed && !targets[index].isHidden {
      let values = run.values(of: index)
      frame.series += Self.series(values, target: index, targets[index].refId, at: frame.at)
    }
    frame.series.removeAll { targets[$0.target].isHidden }
    frame.past?.series.removeAll { targets[$0.target].isHidden }
    let order = frame.series.enumerated().sorted { one, other in
      (one.element.target, one.offset) < (other.element.target, other.offset)
    }
    frame.series = order.map(\.element)
  }

  private static func value(_ series: FrameSeries, isNumber: Bool) -> MathValue {
    isNumber
      ? .number(series.values.last ?? .null, series.labels)
      : MathValue(
        labels: series.labels,
        timestamps: series.timestamps,
        values: series.values
      )
  }

  private static func series(
    _ values: [MathValue],
    target: Int,
    _ refId: String,
    at moment: Timestamp
  ) -> [FrameSeries] {
    let names = Set(values.flatMap { $0.labels.all.map(\.name.raw) })
    return values.map { value in
      let labels = value.labels
      // Where they have one label its value says all.
      let text =
        labels.all.isEmpty
        ? "" : names.count == 1 ? " \(labels.all[0].value.raw)" : " \(pairs(labels))"
      return FrameSeries(
        name: ForeignText(refId + text),
        target: target,
        refId: refId,
        labels: labels,
        timestamps: value.timestamps ?? [moment.milliseconds],
        values: value.values
      )
    }
  }

  private static func pairs(_ labels: Labels) -> String {
    let all = labels.all.map { "\($0.name.raw)=\"\($0.value.raw)\"" }
    return "{\(all.joined(separator: ", "))}"
  }
}

extension PanelSpec {
  /// The targets that others compute from, hidden or not.
  var computedFrom: Set<String> {
    var found: Set<String> = []
    var open = targets.filter { $0.isComputed && !$0.isHidden }
    while let target = open.popLast() {
      guard case .computed(let expression) = target.question else { continue }
      for name in expression.inputs where found.insert(name).inserted {
        open += targets.filter { $0.refId == name }
      }
    }
    return found
  }
}

extension Target {
  var isComputed: Bool { if case .computed = question { true } else { false } }
}
