import Metrics

/// Frames in one table: rows that don't contradict each other are one.
///
/// Source: Grafana, `transformers/merge.ts`.
struct FrameMerge {
  private var frames: [DataFrame]
  private var names: [String] = []
  /// Per name the field's place in each frame, or -1.
  private var places: [[Int]] = []
  private var keys: [Int] = []
  /// Rows of the result: for each name where its value stands.
  private var rows: [[Column.Place]] = []
  private var rowsByKey: [[PlainValue]: [Int]] = [:]

  static func merged(_ frames: [DataFrame]) -> [DataFrame] {
    guard frames.count > 1 else { return frames }
    let filled = Array(frames.filter { !$0.fields.isEmpty }.prefix(TransformBounds.frames))
    guard !filled.isEmpty else { return [frames[0]] }
    var merge = FrameMerge(filled)
    // Without a field that all of them have there is nothing to merge by.
    guard !merge.keys.isEmpty else { return frames }
    merge.addRows()
    return [merge.result]
  }

  private init(_ frames: [DataFrame]) {
    self.frames = frames
    var known: [String: Int] = [:]
    for (number, frame) in frames.enumerated() {
      for (place, field) in frame.fields.enumerated() {
        let name = field.name.raw
        if known[name] == nil {
          guard names.count < TransformBounds.columns else { continue }
          known[name] = names.count
          names.append(name)
          places.append(Array(repeating: -1, count: frames.count))
        }
        if let known = known[name] { places[known][number] = place }
      }
    }
    keys = names.indices.filter { places[$0].allSatisfy { $0 >= 0 } }
  }

  private func cell(_ name: Int, _ place: Column.Place) -> PlainValue {
    let field = places[name][Int(place.column)]
    return frames[Int(place.column)].fields[field].values.cell(Int(place.row))
  }

  private mutating func addRows() {
    let most = TransformBounds.rows(names.count)
    for (number, frame) in frames.enumerated() {
      let own = names.indices.filter { places[$0][number] >= 0 }
      for row in 0..<frame.rowCount where rows.count < most {
        let here = Column.Place(column: Int32(number), row: Int32(row))
        let key = keys.map { cell($0, here) }
        // Many rows of one key make this slow; beyond some they are rows of their own.
        let candidates = (rowsByKey[key] ?? []).suffix(1_000)
        let merging = candidates.filter { canMerge($0, here, own) }
        for index in merging { for name in own { rows[index][name] = here } }
        guard merging.isEmpty else { continue }
        var fresh = Array(repeating: Column.Place.nowhere, count: names.count)
        for name in own { fresh[name] = here }
        rowsByKey[key, default: []].append(rows.count)
        rows.append(fresh)
      }
    }
  }

  private func canMerge(_ row: Int, _ place: Column.Place, _ own: [Int]) -> Bool {
    own.allSatisfy { name in
      let known = rows[row][name]
      guard known.column >= 0 else { return true }
      let value = cell(name, known)
      return value.isNull || value == cell(name, place)
    }
  }

  private var result: DataFrame {
    var frame = DataFrame(refId: FrameJoin.refId("merge", frames))
    frame.step = frames[0].step
    frame.fields = names.indices.map { name in
      let owners = frames.indices.filter { places[name][$0] >= 0 }
      let columns = owners.map { frames[$0].fields[places[name][$0]].values }
      var numbers = Array(repeating: Int32(-1), count: frames.count)
      for (number, owner) in owners.enumerated() { numbers[owner] = Int32(number) }
      var field = frames[owners[0]].fields[places[name][owners[0]]]
      field.labels = [:]
      field.config.displayName = nil
      return field.with(
        .gathered(
          columns,
          at: rows.map { row in
            let place = row[name]
            guard place.column >= 0 else { return .nowhere }
            return Column.Place(column: numbers[Int(place.column)], row: place.row)
          }
        )
      )
    }
    return frame
  }
}
