import Documents
import Metrics

extension DataFrame {
  /// Each label a column of text after the frame's own.
  ///
  /// Source: Grafana, `transformers/labelsToFields.ts`.
  func withLabelColumns(keeping kept: Set<String>, nameLabel: String?) -> DataFrame {
    var frame = self
    var labels: [(name: String, value: String)] = []
    var seen: Set<Labels.Label> = []
    for place in frame.fields.indices where !frame.fields[place].isTime {
      let own = frame.fields[place].labels.all
      // Its name can have labels in it that are columns now.
      frame.fields[place].config.displayName = nil
      frame.fields[place].sourceName = nil
      frame.fields[place].labels = [:]
      for label in own where kept.isEmpty || kept.contains(label.name.raw) {
        if label.name.raw == nameLabel {
          frame.fields[place].name = label.value
        } else if seen.insert(label).inserted, labels.count < TransformBounds.columns {
          labels.append((label.name.raw, label.value.raw))
        }
      }
    }
    let rows = min(rowCount, TransformBounds.rows(labels.count + fields.count))
    if rows < rowCount { frame = frame.picking(Array(0..<rows)) }
    frame.fields += labels.map { name, value in
      Field(ForeignText(name), .texts(Array(repeating: value, count: rows)))
    }
    return frame
  }
}

/// A table of names and values for each field that has labels.
enum LabelRows {
  static func made(of frames: [DataFrame], keeping kept: [String]?) -> [DataFrame] {
    var result: [DataFrame] = []
    for frame in frames {
      for field in frame.fields where !field.isTime && result.count < TransformBounds.frames {
        let all = field.labels.all
        let names = kept ?? all.map(\.name.raw)
        guard !names.isEmpty, kept != nil || !all.isEmpty else { continue }
        var made = DataFrame(name: ForeignText(field.shownName), refId: frame.refId)
        made.fields = [
          Field("label", .texts(names)),
          Field("value", .texts(names.map { field.labels[$0]?.raw })),
        ]
        result.append(made)
      }
    }
    return result
  }
}

/// A row for each set of labels, and a column for each value of one of them.
///
/// Source: Grafana, `features/transformers/joinByLabels`.
struct LabelJoin {
  var value: String
  var by: [String]

  private struct Group {
    var keys: [String?]
    var values: [String: [Double]] = [:]
  }

  func joined(_ frames: [DataFrame]) -> [DataFrame] {
    let fields = frames.flatMap(\.fields).filter { !$0.isTime && !$0.labels.all.isEmpty }
    let all = fields.flatMap(\.labels.all).map(\.name.raw)
    guard !value.isEmpty, all.contains(value) else {
      return frames.isEmpty ? [] : [Self.problem(value.isEmpty, all.isEmpty)]
    }
    var seen: Set<String> = [value]
    let labels = (by.isEmpty ? all : by).filter { seen.insert($0).inserted }
    var order: [[String?]] = []
    var groups: [[String?]: Group] = [:]
    var names: [String] = []
    var known: Set<String> = []
    for field in fields {
      let keys = labels.map { field.labels[$0]?.raw }
      if groups[keys] == nil { order.append(keys) }
      let name = field.labels[value]?.raw ?? "undefined"
      groups[keys, default: Group(keys: keys)].values[name, default: []] += field.values.numbers
      if known.insert(name).inserted, names.count < TransformBounds.columns { names.append(name) }
    }
    return [table(labels, names, order.compactMap { groups[$0] }, frames)]
  }

  private func table(
    _ labels: [String],
    _ names: [String],
    _ groups: [Group],
    _ frames: [DataFrame]
  ) -> DataFrame {
    var left = TransformBounds.rows(labels.count + names.count)
    let sized = groups.map { group -> (group: Group, rows: Int) in
      let rows = min(left, max(1, group.values.values.map(\.count).max() ?? 1))
      left -= rows
      return (group, rows)
    }
    var result = DataFrame(refId: FrameJoin.refId("joinByLabels", frames))
    result.fields = labels.indices.map { place in
      Field(
        ForeignText(labels[place]),
        .texts(sized.flatMap { Array(repeating: $0.group.keys[place], count: $0.rows) })
      )
    }
    result.fields += names.map { name in
      let columns = sized.flatMap { group, rows in
        let values = group.values[name] ?? []
        return (0..<rows).map { $0 < values.count ? values[$0] : .null }
      }
      return Field(ForeignText(name), .numbers(columns))
    }
    return result
  }

  private static func problem(_ isUnset: Bool, _ hasNoLabels: Bool) -> DataFrame {
    let text =
      isUnset
      ? "No value label configured"
      : hasNoLabels ? "No labels in result" : "Value label not found"
    return DataFrame(fields: [Field("Error", .texts([text]))])
  }
}
