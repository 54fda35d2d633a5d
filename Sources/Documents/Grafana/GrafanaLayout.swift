/// Where a Grafana dashboard's panels stand, as a browser would place them, all rows open.
struct GrafanaLayout {
  struct Placed {
    var json: JSON
    var grid: GridPosition
    var isCollapsed = false
    /// Below a closed row, and not hidden with it.
    var isOutside = false
  }

  private(set) var panels: [Placed] = []

  init(_ model: JSON) {
    let rows = model["rows"]?.array ?? []
    if !rows.isEmpty {
      var old = GrafanaRows()
      for row in rows where row["repeatIteration"]?.isNull ?? true {
        old.add(row, inRows: GrafanaRows.showRows(rows))
      }
      panels = old.panels
    }
    // Files of tools have both; there the rows come first.
    var bands = [panels]
    let top = (model["panels"]?.array ?? []).filter { $0.members != nil && !Self.isCopy($0) }
    let order = top.indices.sorted {
      let (left, right) = (Self.grid(top[$0]), Self.grid(top[$1]))
      return (left.y, left.x, $0) < (right.y, right.x, $1)
    }
    for index in order { Self.add(top[index], to: &bands) }
    panels = Self.stacked(bands.filter { !$0.isEmpty }, grid: \.grid)
  }

  /// Copies that were saved beside what they are copies of; they are made anew.
  static func isCopy(_ json: JSON) -> Bool {
    ["repeatPanelId", "repeatedByRow"].contains {
      json[$0].map { !$0.isNull && $0.bool != false } ?? false
    }
      || (json["type"]?.string == "row" && json["repeatIteration"].map { !$0.isNull } ?? false
        && json["repeat"]?.filledString == nil)
  }

  /// A row begins a band of its own, and so does what stands below a closed one.
  private static func add(_ json: JSON, to bands: inout [[Placed]]) {
    var placed = Placed(json: json, grid: grid(json))
    guard json["type"]?.string == "row" else {
      if let row = bands.last?.first, row.isCollapsed, bands.last?.last?.isOutside != true {
        bands.append([])
        placed.isOutside = true
      } else {
        placed.isOutside = bands.last?.last?.isOutside ?? false
      }
      bands[bands.count - 1].append(placed)
      return
    }
    (placed.grid.x, placed.grid.w, placed.grid.h) = (0, GridPosition.columns, 1)
    placed.isCollapsed = json["collapsed"]?.bool ?? false
    bands.append([placed])
    guard placed.isCollapsed else { return }
    // A collapsed row's panels keep the place that they had below it.
    for panel in json["panels"]?.array ?? [] where panel.members != nil && !isCopy(panel) {
      var place = grid(panel)
      place.y += placed.grid.y + 1
      bands[bands.count - 1].append(Placed(json: panel, grid: place))
    }
  }

  private static func grid(_ json: JSON) -> GridPosition {
    let place = json["gridPos"]
    func number(_ key: String, _ fallback: Int) -> Int {
      max(0, min(1_000_000, place?[key]?.lenientInteger ?? fallback))
    }
    let w = max(1, min(GridPosition.columns, number("w", 12)))
    return GridPosition(
      x: min(number("x", 0), GridPosition.columns - w),
      y: number("y", 0),
      w: w,
      h: max(1, min(200, number("h", 8)))
    )
  }

  /// Bands one below the other, each without holes; what is in one never rises into another.
  static func stacked<Item>(
    _ bands: [[Item]],
    grid: WritableKeyPath<Item, GridPosition>
  ) -> [Item] {
    var bottom = 0
    return bands.flatMap { band -> [Item] in
      let top = bottom
      return compacted(band, grid: grid).map { item in
        var item = item
        item[keyPath: grid].y += top
        bottom = max(bottom, item[keyPath: grid].y + item[keyPath: grid].h)
        return item
      }
    }
  }

  /// Moves each panel up as far as it goes, as the browser does: holes and overlaps vanish.
  ///
  /// From the top, each goes up from its own place until it meets one that stands already; where it
  /// lies on such a one it goes down below it. The order becomes that of the screen.
  static func compacted<Item>(
    _ items: [Item],
    grid: WritableKeyPath<Item, GridPosition>
  ) -> [Item] {
    let order = items.indices.sorted {
      let (left, right) = (items[$0][keyPath: grid], items[$1][keyPath: grid])
      return (left.y, left.x, $0) < (right.y, right.x, $1)
    }
    var taken = GridColumns()
    let placed = order.map { index -> Item in
      var item = items[index]
      item[keyPath: grid].y = taken.place(item[keyPath: grid])
      return item
    }
    // Stable: what fell below something else is told after it.
    return placed.enumerated().sorted { left, right in
      let (a, b) = (left.element[keyPath: grid], right.element[keyPath: grid])
      return (a.y, a.x, left.offset) < (b.y, b.x, right.offset)
    }.map(\.element)
  }
}

/// The old form: rows of twelve spans.
///
/// Source: Grafana's sixteenth migration.
struct GrafanaRows {
  private(set) var panels: [GrafanaLayout.Placed] = []
  private var y = 0

  /// Whether rows show as such: one that does makes all of them.
  static func showRows(_ rows: [JSON]) -> Bool {
    rows.contains { row in
      row["showTitle"]?.bool == true || row["collapse"]?.bool == true
        || row["repeat"]?.filledString != nil
    }
  }

  mutating func add(_ row: JSON, inRows showsRows: Bool) {
    if showsRows { addHeading(row) }
    let height = Self.units(row["height"])
    var area = Skyline(y: y, height: height)
    for panel in row["panels"]?.array ?? [] where panel.members != nil {
      guard !GrafanaLayout.isCopy(panel) else { continue }
      let span = panel["span"]?.lenientNumber.flatMap { $0 > 0 ? $0 : nil } ?? 4
      let w = Int(max(1, min(12, span)).rounded(.down)) * 2
      let h = panel["height"].map { Self.units($0) } ?? height
      panels.append(GrafanaLayout.Placed(json: panel, grid: area.place(w: w, h: h)))
    }
    y = area.y + height
  }

  private mutating func addHeading(_ row: JSON) {
    let isCollapsed = row["collapse"]?.bool == true
    let members = (row.members ?? []).filter {
      !["panels", "height", "type", "gridPos"].contains($0.name)
    }
    let type = JSON.Member(
      name: "type",
      position: row.position,
      value: JSON(.string("row"), at: row.position)
    )
    panels.append(
      GrafanaLayout.Placed(
        json: JSON(.object(members + [type]), at: row.position),
        grid: GridPosition(x: 0, y: y, w: GridPosition.columns, h: 1),
        isCollapsed: isCollapsed
      )
    )
    y += 1
  }

  /// Pixels or "250px" in grid rows.
  private static func units(_ json: JSON?) -> Int {
    let digits = json?.string?.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
    let pixels = json?.number ?? digits.flatMap { Double($0) } ?? 250
    return max(1, Int((max(90, min(pixels, 7_000)) / 38).rounded(.up)))
  }

  /// How far each column of a row is filled.
  private struct Skyline {
    var y: Int
    let height: Int
    private var used = Array(repeating: 0, count: GridPosition.columns)

    init(y: Int, height: Int) {
      self.y = y
      self.height = height
    }

    mutating func place(w: Int, h: Int) -> GridPosition {
      var stretch = free
      if stretch.count < w {
        // Nothing is free there: the next band begins one row's height lower.
        y += height
        used = Array(repeating: 0, count: GridPosition.columns)
        stretch = 0..<GridPosition.columns
      }
      let top = used[stretch].max() ?? 0
      let columns = stretch.lowerBound..<min(GridPosition.columns, stretch.lowerBound + w)
      for column in columns { used[column] = max(used[column], top + h) }
      return GridPosition(x: columns.lowerBound, y: y + top, w: w, h: h)
    }

    /// The stretch at the right that has room left and falls nowhere to the right.
    private var free: Range<Int> {
      var start = GridPosition.columns
      while start > 0, used[start - 1] < height,
        start == GridPosition.columns || used[start - 1] <= used[start]
      {
        start -= 1
      }
      return start..<GridPosition.columns
    }
  }
}
