import Documents
package import Metrics

extension PanelPlan {
  /// The frame that these answers make.
  ///
  /// There is one answer for each of `asks`, in the same order.
  package func frame(_ answers: [Answer]) -> Frame {
    var frame = Frame(
      range: range,
      step: step,
      at: answers.map(\.at).max() ?? range.end,
      openBar: openBar
    )
    for index in targets.indices {
      frame.series += series(ofTarget: index, answers: answers)
    }
    frame.past = compared.map { shift in
      Frame.Past(
        shift: shift,
        series: targets.indices.flatMap { past($0, by: shift, answers, present: frame.series) }
      )
    }
    compute(in: &frame)
    shape?.apply(to: &frame, targets: targets, legends: legends, expressions: expressions)
    var seen: Set<String> = []
    for answer in answers {
      frame.warnings += answer.warnings.filter { seen.insert($0.raw).inserted }
      frame.infos += answer.infos.filter { seen.insert($0.raw).inserted }
    }
    frame.tellTruncation(of: targets.indices.map { data($0, answers) })
    return frame
  }

  /// What each target has asked; empty where it hasn't.
  private var expressions: [String] {
    targets.indices.map { target in
      asks.first { $0.target == target && $0.role == .data }?.query.expression ?? ""
    }
  }

  /// The answers that a target's series come from.
  private func data(_ target: Int, _ answers: [Answer]) -> [Answer] {
    [.data, .bars, .remainder, .openBar].flatMap { answered($0, target, answers) }
  }

  /// A target's series of earlier, moved on to the present.
  private func past(
    _ target: Int,
    by shift: Duration,
    _ answers: [Answer],
    present: [FrameSeries]
  ) -> [FrameSeries] {
    let found = Self.joined(answered(.past, target, answers))
    let names = Naming(target: targets[target], legend: legends[target], series: found)
    let isCount = if case .count = targets[target].question { true } else { false }
    return found.enumerated().map { place, series in
      // With other series beside it one may be named otherwise than it is now, and coloured so.
      let now = present.first { $0.target == target && $0.labels == series.labels }
      return FrameSeries(
        name: now?.name ?? names.name(place),
        colorKey: now?.colorKey ?? names.colorKey(place),
        target: target,
        refId: targets[target].refId,
        labels: series.labels,
        timestamps: series.timestamps.map { $0 + shift.milliseconds },
        values: series.values,
        isCount: isCount
      )
    }
  }

  private func answered(_ role: Ask.Role, _ target: Int, _ answers: [Answer]) -> [Answer] {
    zip(asks, answers).filter { $0.0.target == target && $0.0.role == role }.map(\.1)
  }

  /// What a target has asked may have a step of its own: a coarse one must not hide the gaps of a
  /// fine one.
  private func step(ofTarget index: Int) -> Duration? {
    asks.lazy.compactMap { ask in
      guard ask.target == index, ask.role == .data, case .range(_, let step) = ask.query.span
      else { return nil }
      return step
    }.first
  }

  private func series(ofTarget index: Int, answers: [Answer]) -> [FrameSeries] {
    let isCount = if case .count = targets[index].question { true } else { false }
    let remainders = answered(.remainder, index, answers)
    var merged =
      remainders.isEmpty
      ? Self.joined(answered(.data, index, answers) + answered(.bars, index, answers))
      : Self.added(answered(.bars, index, answers) + remainders, at: range.end)
    let open = answered(.openBar, index, answers).flatMap(\.series)
    for series in open where !merged.contains(where: { $0.labels == series.labels }) {
      merged.append(Series(labels: series.labels))
    }
    let live = Set(answered(.zeroWhile, index, answers).flatMap(\.series).flatMap(\.timestamps))
    let openIsLive = answered(.zeroWhileOpen, index, answers).contains { !$0.series.isEmpty }
    // Instant answers have the server's own time each: there a zero stands for no series at all.
    let zeroes = asks.contains { ask in
      guard ask.target == index, ask.role == .zeroWhile, case .range = ask.query.span else {
        return merged.isEmpty && ask.target == index && ask.role == .zeroWhile
      }
      return true
    }
    if merged.isEmpty, !live.isEmpty || openIsLive { merged = [Series(labels: [:])] }
    let names = Naming(target: targets[index], legend: legends[index], series: merged)
    return merged.enumerated().map { place, series in
      var result = FrameSeries(
        name: names.name(place),
        colorKey: names.colorKey(place),
        target: index,
        refId: targets[index].refId,
        labels: series.labels,
        timestamps: series.timestamps,
        values: series.values,
        histograms: series.histograms,
        step: step(ofTarget: index),
        isCount: isCount
      )
      if zeroes { result.fillZeroes(at: live) }
      if isCount, openBar != nil {
        result.open =
          open.first { $0.labels == series.labels }?.last?.value ?? (openIsLive ? 0 : nil)
      }
      return result
    }
  }

  /// One point of each label set: the sum of its parts.
  private static func added(_ answers: [Answer], at moment: Timestamp) -> [Series] {
    var sums: [Labels: Double] = [:]
    for series in answers.flatMap(\.series) {
      sums[series.labels, default: 0] += series.values.reduce(0, +)
    }
    return sums.sorted { $0.key < $1.key }.map { labels, sum in
      Series(labels: labels, timestamps: [moment.milliseconds], values: [sum])
    }
  }

  /// Series of the same labels in one, in the order of their labels; of an instant that is asked
  /// beside its range only what is newer.
  private static func joined(_ answers: [Answer]) -> [Series] {
    guard answers.count > 1 else { return answers.first?.series ?? [] }
    var found: [Labels: Series] = [:]
    for series in answers.flatMap(\.series) {
      guard var known = found[series.labels] else {
        found[series.labels] = series
        continue
      }
      let last = known.timestamps.last ?? .min
      for (timestamp, value) in zip(series.timestamps, series.values) where timestamp > last {
        known.timestamps.append(timestamp)
        known.values.append(value)
      }
      let lastHistogram = known.histograms.last?.time
      known.histograms += series.histograms.filter { sample in
        lastHistogram.map { sample.time > $0 } ?? true
      }
      found[series.labels] = known
    }
    return found.values.sorted { $0.labels < $1.labels }
  }
}

extension Frame {
  /// Says that series are left out; each target's answers are pieces of the same series.
  fileprivate mutating func tellTruncation(of targets: [[Answer]]) {
    guard targets.contains(where: { $0.contains { $0.truncatedFrom != nil } }) else { return }
    let all = targets.indices.reduce(0) { sum, target in
      let kept = series.count { $0.target == target }
      return sum + max(kept, targets[target].compactMap(\.truncatedFrom).max() ?? 0)
    }
    truncatedFrom = all
    let (kept, had) = (Digits.grouped(Double(series.count)), Digits.grouped(Double(all)))
    warnings.append(ForeignText("\(kept) of \(had) series are shown"))
  }
}

extension FrameSeries {
  /// Adds a zero at each of these moments at which the series has no point.
  fileprivate mutating func fillZeroes(at moments: Set<Int64>) {
    let missing = moments.subtracting(timestamps)
    guard !missing.isEmpty else { return }
    let points =
      (Array(zip(timestamps, values)) + missing.map { ($0, 0) }).sorted { $0.0 < $1.0 }
    timestamps = points.map(\.0)
    values = points.map(\.1)
  }
}

/// How the series of one target are called.
private struct Naming {
  var target: Target
  var legend: String?
  var series: [Series]
  /// Labels whose values differ between the series.
  var differing: [String]

  init(target: Target, legend: String?, series: [Series]) {
    self.target = target
    self.legend = legend
    self.series = series
    let names = Set(series.flatMap { $0.labels.all.map(\.name.raw) })
    differing = names.filter { name in
      Set(series.map { $0.labels[name]?.raw ?? "" }).count > 1
    }.sorted()
  }

  func name(_ place: Int) -> ForeignText {
    let labels = series[place].labels
    if let legend, !legend.isEmpty, legend != "__auto" {
      return ForeignText(Self.filled(legend, labels: labels))
    }
    if case .count(_, let by) = target.question, !labels.all.isEmpty {
      return Self.joined(by, of: labels)
    }
    if !differing.isEmpty { return Self.joined(differing, of: labels) }
    guard labels.all.isEmpty else { return ForeignText(Self.raw(labels)) }
    switch target.question {
    case .expression(let text): return ForeignText(text)
    case .count(let selector, _): return ForeignText(selector)
    case .computed(let expression): return ForeignText(expression.text)
    }
  }

  func colorKey(_ place: Int) -> ForeignText? {
    guard case .count(_, let by) = target.question, let first = by.first else { return nil }
    return series[place].labels[first]
  }

  private static func joined(_ names: [String], of labels: Labels) -> ForeignText {
    ForeignText(names.compactMap { labels[$0]?.raw }.joined(separator: " "))
  }

  private static func raw(_ labels: Labels) -> String {
    let pairs = labels.dropping(["__name__"]).all.map { "\($0.name.raw)=\"\($0.value.raw)\"" }
    let name = labels.metricName?.raw ?? ""
    return pairs.isEmpty ? name : "\(name){\(pairs.joined(separator: ", "))}"
  }

  /// `{{label}}` replaced by the label's value, raw; an unknown label by nothing.
  private static func filled(_ legend: String, labels: Labels) -> String {
    var text = ""
    var rest = legend[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      text += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
      text += labels[name]?.raw ?? ""
      rest = rest[close.upperBound...]
    }
    return text + rest
  }
}
