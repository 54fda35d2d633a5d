import Canvas
import Metrics

/// Bars, and areas that no line bounds: in eighths of a cell, from the ground up or down.
extension Graph {
  /// A part of a column, in eighths of a cell from the bottom of the plot.
  private struct Part {
    var low: Int
    var high: Int
    /// Its place among the series.
    var owner: Int
  }

  func drawSolids(on plot: inout Canvas) {
    guard !plot.size.isEmpty, series.contains(where: { $0.isBars || isSolid($0) }) else { return }
    let painter = SolidPainter(
      paints: series.map { one in
        SolidPainter.Paint(
          color: paint(one),
          tones: one.isBars || isSolid(one) ? tones(of: one, rows: plot.size.rows) : nil,
          fill: one.fill ?? "#"
        )
      },
      glyphs: context.glyphs,
      hasFills: !context.depth.tellsSeriesApart
    )
    var columns = [[Part]](repeating: [], count: plot.size.columns)
    for (owner, one) in series.enumerated() where !one.isHidden && one.scale >= 0 {
      if isSolid(one) { addArea(one, owner, rows: plot.size.rows, to: &columns) }
    }
    addBars(rows: plot.size.rows, to: &columns)
    var owners = [Int](repeating: -1, count: plot.size.rows * 8)
    for column in columns.indices where !columns[column].isEmpty {
      for index in owners.indices { owners[index] = -1 }
      for part in columns[column] where part.low < part.high {
        for eighth in part.low..<part.high { owners[eighth] = part.owner }
      }
      painter.draw(owners, column: column, on: &plot)
    }
  }

  /// Areas are as faint as their file wants them, but seen.
  private func paint(_ series: GraphSeries) -> Color {
    guard !series.isBars, isSolid(series), hasTints else { return series.color }
    return series.color.blended(over: context.theme.ground, opacity: max(0.3, series.opacity))
  }

  private func addArea(
    _ series: GraphSeries,
    _ owner: Int,
    rows: Int,
    to columns: inout [[Part]]
  ) {
    let profile = profile(of: series, columns: columns.count)
    for column in columns.indices where !profile.lows[column].isNaN {
      let low = edge(profile.lows[column], rows: rows)
      let high = edge(profile.highs[column], rows: rows)
      columns[column].append(Part(low: min(low, high), high: max(low, high), owner: owner))
    }
  }

  private func edge(_ share: Double, rows: Int) -> Int {
    (share * Double(rows * 8)).whole(from: 0, to: rows * 8)
  }

  // MARK: - Bars

  /// Stacked ones as they are piled; of others the lower stand before the higher.
  private func addBars(rows: Int, to columns: inout [[Part]]) {
    var plain = [[Part]](repeating: [], count: columns.count)
    for (owner, one) in series.enumerated() where one.isBars && !one.isHidden && one.scale >= 0 {
      for (column, part) in parts(of: one, owner, rows: rows, columns: columns.count) {
        if one.isStacked { columns[column].append(part) } else { plain[column].append(part) }
      }
    }
    for column in plain.indices where !plain[column].isEmpty {
      // In an unstable order ties would flicker.
      columns[column] += plain[column].sorted {
        ($1.high - $1.low, $0.owner) < ($0.high - $0.low, $1.owner)
      }
    }
  }

  /// The columns of a series' bars: six tenths of the distance of two, at least one.
  private func parts(
    of series: GraphSeries,
    _ owner: Int,
    rows: Int,
    columns: Int
  ) -> [(column: Int, part: Part)] {
    let scale = scales[series.scale].values
    let apart = zip(series.times, series.times.dropFirst()).map { $1 - $0 }.min()
    let distance = apart ?? frame.step?.milliseconds ?? 0
    let length = Double(max(1, frame.range.length.milliseconds))
    let room = Double(distance) / length * Double(columns)
    // Where they stand unevenly by a column there is one between still.
    let width = max(
      1,
      min(
        (room * 0.6).whole(from: 1, to: columns),
        room.rounded(.down).whole(from: 0, to: columns) - 1
      )
    )
    // Of those that fall together the highest is seen.
    var chosen: [Int: Int] = [:]
    for place in series.values.indices where !series.values[place].isNaN {
      let column = (frame.range.along(series.times[place]) * Double(columns - 1))
        .whole(from: -1, to: columns)
      if let other = chosen[column], abs(series.values[other]) >= abs(series.values[place]) {
        continue
      }
      chosen[column] = place
    }
    var parts: [(Int, Part)] = []
    for (center, place) in chosen {
      let value = series.values[place]
      let floor = series.floors?[place] ?? 0
      guard value != floor else { continue }
      let base = floor == 0 ? scale.ground : scale.share(floor)
      var low = edge(min(base, scale.share(value)), rows: rows)
      var high = edge(max(base, scale.share(value)), rows: rows)
      // What is there at all is seen.
      if low == high {
        if value > floor { high = min(rows * 8, high + 1) } else { low = max(0, low - 1) }
      }
      let first = center - shift(series.style.barAlignment ?? 0, width)
      for column in first..<first + width where (0..<columns).contains(column) {
        parts.append((column, Part(low: low, high: high, owner: owner)))
      }
    }
    return parts
  }

  /// How far left of its moment a bar begins.
  private func shift(_ alignment: Int, _ width: Int) -> Int {
    alignment == 0 ? width / 2 : alignment < 0 ? width - 1 : 0
  }
}

/// Paints a column of eighths as cells.
///
/// A cell holds two colours. Where three would fall into one the smallest is left out.
struct SolidPainter {
  struct Paint {
    var color: Color
    /// By row, where each cell has the colour of its value.
    var tones: [Color]?
    /// What stands for the colour where there is none.
    var fill: Character

    func color(row: Int) -> Color { tones?[row] ?? color }
  }

  var paints: [Paint]
  var glyphs: GlyphSet
  /// Colours are too few: a cell shows what it belongs to by its fill.
  var hasFills: Bool

  /// - Parameters:
  ///   - owners: Of each eighth from the bottom the place of its paint; -1 where there is none.
  ///   - column: Where.
  ///   - canvas: Drawn on.
  func draw(_ owners: [Int], column: Int, on canvas: inout Canvas) {
    for row in 0..<canvas.size.rows {
      let bottom = (canvas.size.rows - 1 - row) * 8
      let first = owners[bottom]
      if owners[bottom..<bottom + 8].allSatisfy({ $0 == first }) {
        guard first >= 0 else { continue }
        let fill = hasFills || glyphs == .ascii ? paints[first].fill : "█"
        set(fill, Style(paints[first].color(row: row)), column, row, on: &canvas)
      } else {
        draw(runs(owners[bottom..<bottom + 8]), column, row, on: &canvas)
      }
    }
  }

  private typealias Run = (owner: Int, count: Int)

  /// From below, at most two.
  private func runs(_ owners: ArraySlice<Int>) -> [Run] {
    var runs: [Run] = []
    for owner in owners {
      if runs.last?.owner == owner {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((owner, 1))
      }
    }
    while runs.count > 2 {
      // A thin part alone between nothing and nothing stays.
      let isAlone = runs.count { $0.owner >= 0 } == 1
      let smallest =
        runs.indices.filter { !isAlone || runs[$0].owner < 0 }
        .min { runs[$0].count < runs[$1].count } ?? 0
      let taken = runs.remove(at: smallest).count
      let place = max(0, smallest - 1)
      runs[place].count += taken
      if place + 1 < runs.count, runs[place].owner == runs[place + 1].owner {
        runs[place].count += runs.remove(at: place + 1).count
      }
    }
    return runs
  }

  private func draw(_ runs: [Run], _ column: Int, _ row: Int, on canvas: inout Canvas) {
    guard let below = runs.first, let above = runs.last, runs.count == 2 else {
      guard let only = runs.first, only.owner >= 0 else { return }
      return set("█", Style(paints[only.owner].color(row: row)), column, row, on: &canvas)
    }
    let larger = below.count >= above.count ? below : above
    if glyphs == .ascii {
      guard larger.owner >= 0 else { return }
      let paint = paints[larger.owner]
      return set(paint.fill, Style(paint.color(row: row)), column, row, on: &canvas)
    }
    if below.owner < 0 {
      // Blocks grow from below alone: what hangs down is the rest of one, reversed.
      let style = Style(paints[above.owner].color(row: row), on: .terminal, .reverse)
      return set(Blocks.lower(below.count), style, column, row, on: &canvas)
    }
    let color = paints[below.owner].color(row: row)
    if above.owner < 0 {
      return set(Blocks.lower(below.count), Style(color), column, row, on: &canvas)
    }
    if hasFills {
      return set(paints[larger.owner].fill, Style(color), column, row, on: &canvas)
    }
    let style = Style(color, on: paints[above.owner].color(row: row))
    canvas[column, row] = Cell(Blocks.lower(below.count), style)
  }

  /// What is tinted already stays so beside the block.
  private func set(
    _ character: Character,
    _ style: Style,
    _ column: Int,
    _ row: Int,
    on canvas: inout Canvas
  ) {
    canvas[column, row] = Cell(character, style.on(canvas[column, row].style.background))
  }
}
