package import Documents
package import Metrics

extension Transformation {
  /// Changes frames; a transformation that isn't known changes nothing.
  ///
  /// - Parameters:
  ///   - frames: Each with fields of one length.
  ///   - zone: Whose clock tells moments that become text.
  /// - Returns: The frames after it.
  package func applied(to frames: [DataFrame], zone: Zone = .utc) -> [DataFrame] {
    guard let change else { return frames }
    let frames = Self.named(frames)
    guard let refIds, !refIds.isEmpty else { return change.applied(to: frames, zone: zone) }
    guard let pattern = Pattern(grafana: refIds) else { return frames }
    let seen = frames.filter { pattern.matches($0.refId) }
    let others = frames.filter { !pattern.matches($0.refId) }
    var result = change.applied(to: seen, zone: zone)
    // Grafana puts them where the first of them stood, the very first place left out of account.
    let place = frames.indices.first { $0 > 0 && !pattern.matches(frames[$0].refId) } ?? 0
    result.insert(contentsOf: others, at: min(place, result.count))
    return result
  }

  /// The names of the moment, which options speak of.
  private static func named(_ frames: [DataFrame]) -> [DataFrame] {
    var frames = frames
    FieldNames.give(to: &frames)
    for frame in frames.indices { number(&frames[frame]) }
    return frames
  }

  /// Fields of one name in a frame are told apart: `Time 1`, `Time 2`.
  private static func number(_ frame: inout DataFrame) {
    var counts: [String: Int] = [:]
    func isFree(_ field: Field) -> Bool {
      field.config.displayName?.isEmpty != false && field.sourceName == nil
    }
    for field in frame.fields where isFree(field) {
      counts[field.displayName.raw, default: 0] += 1
    }
    guard counts.values.contains(where: { $0 > 1 }) else { return }
    var given: [String: Int] = [:]
    for place in frame.fields.indices where isFree(frame.fields[place]) {
      let name = frame.fields[place].displayName.raw
      guard let count = counts[name], count > 1 else { continue }
      given[name, default: 0] += 1
      frame.fields[place].displayName = ForeignText("\(name) \(given[name] ?? 1)")
    }
  }
}

extension FrameChange {
  func applied(to frames: [DataFrame], zone: Zone) -> [DataFrame] {
    switch self {
    case .nothing: frames
    case .organize(let rule): frames.map(rule.organized)
    case .rename(let pattern, let name): frames.map { $0.renamed(pattern, to: name) }
    case .filterFields(let include, let exclude):
      frames.map { $0.keeping(include: include, exclude: exclude) }
    case .filterFrames(let include, let exclude):
      frames.filter { frame in
        (include?.matches(frame.refId) ?? true) && !(exclude?.matches(frame.refId) ?? false)
      }
    case .filterRows(let tests, let matchesAll, let isExcluding):
      frames.map { frame in
        frame.filtered(by: tests, matchesAll: matchesAll, isExcluding: isExcluding)
      }
    case .sort(let name, let isDescending):
      frames.map { $0.sorted(by: name, isDescending: isDescending) }
    case .limit(let count): frames.map { $0.picking(Array(0..<min(count, $0.rowCount))) }
    case .convert(let rules): frames.map { FieldConversion(rules, zone).converted($0) }
    case .extract(let rule): frames.map(rule.extracted)
    case .merge: FrameMerge.merged(frames)
    case .join(let name, let mode): FrameJoin(by: name, mode: mode).joined(frames)
    case .concatenate(let label, let isNaming):
      FrameJoin.concatenated(frames, nameLabel: label, isNaming: isNaming)
    case .group, .reduce, .calculate, .trends, .histogram, .configure: computed(frames)
    case .labelsToColumns, .labelsToRows, .matrix, .seriesToRows, .joinByLabels, .transpose,
      .partition, .prepareSeries, .rowsToFields:
      reshaped(frames)
    }
  }

  /// What makes new values.
  private func computed(_ frames: [DataFrame]) -> [DataFrame] {
    switch self {
    case .group(let rules): RowGrouping(rules).grouped(frames)
    case .reduce(let rule): rule.reduced(frames)
    case .calculate(let rule): rule.calculated(frames)
    case .trends(let rules): TrendTable.made(of: frames, rules: rules)
    case .histogram(let rule): rule.counted(frames)
    case .configure(let rule): rule.configured(frames)
    default: frames
    }
  }

  /// What puts values elsewhere.
  private func reshaped(_ frames: [DataFrame]) -> [DataFrame] {
    switch self {
    case .labelsToColumns(let kept, let label):
      frames.map { $0.withLabelColumns(keeping: Set(kept), nameLabel: label) }
    case .labelsToRows(let kept): LabelRows.made(of: frames, keeping: kept)
    case .matrix(let row, let column, let value, let empty):
      ValueMatrix(row: row, column: column, value: value, empty: empty).made(of: frames)
    case .seriesToRows: SeriesRows.made(of: frames)
    case .joinByLabels(let value, let labels): LabelJoin(value: value, by: labels).joined(frames)
    case .transpose(let first, let rest): frames.map { $0.transposed(first: first, rest: rest) }
    case .partition(let rule): rule.partitioned(frames)
    case .prepareSeries(let isWide):
      isWide
        ? FrameJoin(by: nil, mode: .outer).joined(frames.filter { $0.time != nil })
        : SeriesRows.split(frames)
    case .rowsToFields(let mappings): frames.flatMap { $0.rowsToFields(mappings) }
    default: frames
    }
  }
}
