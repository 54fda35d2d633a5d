package import Canvas
package import Documents

/// Where panels stand on the screen: Grafana's grid of 24 columns scaled to cells.
package struct Grid: Hashable, Sendable {
  /// A panel's place, its title's row included.
  package struct Place: Hashable, Sendable {
    package var panel: Int
    package var rect: Rect
    /// Columns at the right that words leave blank; a plot fills them, for it needs each.
    package var gap: Int
  }

  /// What the grid needs to know of a panel.
  package struct Item: Hashable, Sendable {
    package var panel: Int
    package var grid: GridPosition
    /// The least rows and columns it says anything on, its title included.
    package var minimum: Size
    /// Whether more rows show more, as of a plot: it gets them first where rows are scarce.
    package var isPlot: Bool
    /// A heading is one line, however high the grid makes it.
    package var isHeading: Bool

    package init(
      panel: Int,
      grid: GridPosition,
      minimum: Size,
      isPlot: Bool = false,
      isHeading: Bool = false
    ) {
      self.panel = panel
      self.grid = grid
      self.minimum = minimum
      self.isPlot = isPlot
      self.isHeading = isHeading
    }
  }

  /// Each page's panels, from top to bottom; at least one page.
  package var pages: [[Place]]

  /// - Parameters:
  ///   - items: The panels that are not hidden.
  ///   - size: The cells between the top lines and the footer.
  ///   - fits: Scale to the size, and put what gets too small on a next page; else one long page.
  package init(_ items: [Item], size: Size, fits: Bool) {
    guard !items.isEmpty, !size.isEmpty else {
      pages = [[]]
      return
    }
    let flowed = Self.reflowed(items, columns: size.columns)
    pages = fits ? Self.fitted(flowed, size: size) : [Self.scrolled(flowed, size: size)]
  }

  // MARK: - Narrow screens

  /// Below this many columns a panel of a row of three or more is moved to a row of its own.
  private static let readableColumns = 22

  /// On a narrow screen the widest panel of a crowded row gets the row to itself and the others
  /// share the next one.
  private static func reflowed(_ items: [Item], columns: Int) -> [Item] {
    var result: [Item] = []
    var shift = 0
    for band in bands(items) {
      let narrowest = band.map { $0.grid.w * columns / GridPosition.columns }.min() ?? 0
      let isOneRow = band.allSatisfy { $0.grid.y == band[0].grid.y && $0.grid.h == band[0].grid.h }
      guard band.count > 1, narrowest < readableColumns, isOneRow,
        band.contains(where: { $0.grid.w * columns / GridPosition.columns < $0.minimum.columns })
          || band.count > 2
      else {
        result += band.map { $0.moved(down: shift) }
        continue
      }
      let widest = band.max { ($0.grid.w, -$0.grid.x) < ($1.grid.w, -$1.grid.x) } ?? band[0]
      var first = widest.moved(down: shift)
      (first.grid.x, first.grid.w) = (0, GridPosition.columns)
      shift += widest.grid.h
      result.append(first)
      result += spread(band.filter { $0 != widest }.map { $0.moved(down: shift) })
    }
    return result
  }

  /// Panels of one row, widened together to the whole width.
  private static func spread(_ items: [Item]) -> [Item] {
    let total = items.reduce(0) { $0 + $1.grid.w }
    var used = 0
    return items.map { item in
      var wider = item
      let left = used * GridPosition.columns / max(1, total)
      used += item.grid.w
      wider.grid.x = left
      wider.grid.w = used * GridPosition.columns / max(1, total) - left
      return wider
    }
  }

  /// Panels between two heights that no panel crosses, from top to bottom.
  private static func bands(_ items: [Item]) -> [[Item]] {
    var result: [[Item]] = []
    var bottom = Int.min
    for item in items.sorted(by: { ($0.grid.y, $0.grid.x) < ($1.grid.y, $1.grid.x) }) {
      if item.grid.y >= bottom { result.append([]) }
      result[result.count - 1].append(item)
      bottom = max(bottom, item.grid.y + item.grid.h)
    }
    return result
  }

  // MARK: - Fitting

  /// Bands are put on a page while each panel of it keeps its least rows.
  private static func fitted(_ items: [Item], size: Size) -> [[Place]] {
    var pages: [[[Item]]] = [[]]
    for band in bands(items) {
      let last = pages[pages.count - 1]
      if !last.isEmpty, (last + [band]).reduce(0, { $0 + leastRows($1) }) > size.rows {
        pages.append([band])
      } else {
        pages[pages.count - 1].append(band)
      }
    }
    return pages.map { placed($0, size: size) }
  }

  private static func leastRows(_ band: [Item]) -> Int {
    let height = bandHeight(band)
    return band.map { item in
      // A panel that fills half of its band needs a band twice as high.
      (item.minimum.rows * height + item.grid.h - 1) / max(1, item.grid.h)
    }.max() ?? 0
  }

  private static func isHeading(_ band: [Item]) -> Bool { band.allSatisfy(\.isHeading) }

  private static func bandHeight(_ band: [Item]) -> Int {
    let top = band.map(\.grid.y).min() ?? 0
    return max(1, (band.map { $0.grid.y + $0.grid.h }.max() ?? 0) - top)
  }

  /// Shares the rows out by the bands' heights, each at least its least.
  private static func placed(_ bands: [[Item]], size: Size) -> [Place] {
    let least = bands.map(leastRows)
    var heights = bands.map { Double(bandHeight($0)) }
    if size.rows < bands.reduce(0, { $0 + bandHeight($1) }) {
      for index in bands.indices where bands[index].contains(where: \.isPlot) {
        heights[index] *= 2
      }
    }
    var rows = least
    var spare = max(0, size.rows - least.reduce(0, +))
    let growing = bands.indices.filter { !isHeading(bands[$0]) }
    while spare > 0, !growing.isEmpty {
      // The next row goes to the band that is furthest below its share.
      let next = growing.max { left, right in
        heights[left] / Double(rows[left] + 1) < heights[right] / Double(rows[right] + 1)
      }
      rows[next ?? 0] += 1
      spare -= 1
    }
    var places: [Place] = []
    var top = 0
    for (band, height) in zip(bands, rows) {
      places += place(band, top: top, rows: height, columns: size.columns)
      top += height
    }
    return places
  }

  private static func place(_ band: [Item], top: Int, rows: Int, columns: Int) -> [Place] {
    let start = band.map(\.grid.y).min() ?? 0
    let height = bandHeight(band)
    return band.map { item in
      let y = (item.grid.y - start) * rows / height
      let end = (item.grid.y - start + item.grid.h) * rows / height
      return Place(
        panel: item.panel,
        rect: horizontal(item.grid, columns: columns, row: top + y, rows: end - y),
        gap: gap(item.grid, columns: columns)
      )
    }
  }

  // MARK: - Scrolling

  /// A row of the grid gets as many cells as keep a browser's proportions, and up to half as many
  /// more where the screen has them to spare; what nothing stands in gets none, as in Grafana.
  private static func scrolled(_ items: [Item], size: Size) -> [Place] {
    let bands = bands(items)
    let headings = bands.count(where: isHeading)
    let units = bands.reduce(0) { $0 + (isHeading($1) ? 0 : bandHeight($1)) }
    let usual = min(2.2, max(1, Double(size.columns) / 112))
    let filling = Double(size.rows - headings) / Double(max(1, units))
    let rowsPerUnit = max(usual, min(usual * 1.5, filling))
    var places: [Place] = []
    var top = 0
    for band in bands {
      let height = Int((Double(bandHeight(band)) * rowsPerUnit).rounded(.down))
      let rows = isHeading(band) ? 1 : max(1, height)
      places += place(band, top: top, rows: rows, columns: size.columns)
      top += rows
    }
    return places
  }

  /// From so many columns on a whole column stands between panels.
  private static let roomyColumns = 120

  private static func gap(_ grid: GridPosition, columns: Int) -> Int {
    columns < roomyColumns && grid.x + grid.w < GridPosition.columns ? 1 : 0
  }

  /// Columns by cumulative rounding, so that panels neither overlap nor leave holes; a gap between.
  private static func horizontal(
    _ grid: GridPosition,
    columns: Int,
    row: Int,
    rows: Int
  ) -> Rect {
    var left = grid.x * columns / GridPosition.columns
    var right = (grid.x + grid.w) * columns / GridPosition.columns
    if columns >= roomyColumns {
      if grid.x + grid.w < GridPosition.columns { right -= 1 }
      if grid.x > 0 { left += 1 }
    }
    if right <= left { right = left + 1 }
    return Rect(column: left, row: row, columns: right - left, rows: rows)
  }
}

extension Grid.Item {
  fileprivate func moved(down rows: Int) -> Self {
    var item = self
    item.grid.y += rows
    return item
  }
}
