/// Where a Grafana dashboard's panels stand, as a browser would place them, all rows open.
struct GrafanaLayout {
  struct Placed {
    var json: JSON
    var grid: GridPosition
    var isCollapsed = false
  }

  private(set) var panels: [Placed] = []

  init(_ model: JSON) {
    if let rows = model["rows"]?.array, !rows.isEmpty {
      var y = 0
      for row in rows where row["repeatIteration"] == nil { addOld(row, &y) }
    } else {
      var shift = 0
      for json in model["panels"]?.array ?? [] { add(json, &shift) }
    }
    compact()
  }

  private mutating func add(_ json: JSON, _ shift: inout Int) {
    guard json["repeatPanelId"] == nil || json["repeatPanelId"]?.isNull == true else { return }
    var grid = Self.grid(json)
    grid.y += shift
    let isRow = json["type"]?.string == "row"
    let inner = isRow ? json["panels"]?.array ?? [] : []
    let isCollapsed = isRow && (json["collapsed"]?.bool ?? false)
    if isRow { (grid.x, grid.w, grid.h) = (0, GridPosition.columns, 1) }
    panels.append(Placed(json: json, grid: grid, isCollapsed: isCollapsed))
    guard isCollapsed, !inner.isEmpty else { return }
    // A collapsed row's panels keep the place they had; below it everything moved up.
    let top = inner.map { Self.grid($0).y }.min() ?? 0
    var bottom = grid.y + 1
    for panel in inner {
      var place = Self.grid(panel)
      place.y = place.y - top + grid.y + 1
      bottom = max(bottom, place.y + place.h)
      panels.append(Placed(json: panel, grid: place))
    }
    shift += bottom - (grid.y + 1)
  }

  /// The old form: rows of twelve spans, from left to right.
  private mutating func addOld(_ row: JSON, _ y: inout Int) {
    let height = Self.units(row["height"])
    let hasTitle = row["showTitle"]?.bool == true || row["collapse"]?.bool == true
    let isCollapsed = row["collapse"]?.bool == true
    if hasTitle {
      let place = GridPosition(x: 0, y: y, w: GridPosition.columns, h: 1)
      let members = (row.members ?? []).filter { $0.name != "panels" && $0.name != "height" }
      let type = JSON.Member(
        name: "type",
        position: row.position,
        value: JSON(.string("row"), at: row.position)
      )
      panels.append(
        Placed(
          json: JSON(.object(members + [type]), at: row.position),
          grid: place,
          isCollapsed: isCollapsed
        )
      )
      y += 1
    }
    var x = 0
    var bottom = y
    for panel in row["panels"]?.array ?? [] {
      let span = panel["span"]?.lenientNumber ?? 4
      let w = Int(max(1, min(12, span)).rounded(.down)) * 2
      if x + w > GridPosition.columns { (x, y) = (0, bottom) }
      let h = panel["height"].map { Self.units($0) } ?? height
      panels.append(Placed(json: panel, grid: GridPosition(x: x, y: y, w: w, h: h)))
      x += w
      bottom = max(bottom, y + h)
    }
    y = bottom
  }

  /// Pixels or "250px" in grid rows.
  private static func units(_ json: JSON?) -> Int {
    let text = json?.string.map { $0.filter { $0.isNumber } }
    let pixels = json?.number ?? text.flatMap { Double($0) } ?? 250
    return max(1, Int((max(90, min(pixels, 10_000)) / 38).rounded(.up)))
  }

  private static func grid(_ json: JSON) -> GridPosition {
    let place = json["gridPos"]
    func number(_ key: String, _ fallback: Int) -> Int {
      max(0, min(1_000_000, place?[key]?.integer ?? fallback))
    }
    let w = max(1, min(GridPosition.columns, number("w", 12)))
    return GridPosition(
      x: min(number("x", 0), GridPosition.columns - w),
      y: number("y", 0),
      w: w,
      h: max(1, min(200, number("h", 8)))
    )
  }

  /// Moves each panel up as far as it goes, as the browser does: holes and overlaps vanish.
  private mutating func compact() {
    var skyline = Array(repeating: 0, count: GridPosition.columns)
    let order = panels.indices.sorted {
      (panels[$0].grid.y, panels[$0].grid.x, $0) < (panels[$1].grid.y, panels[$1].grid.x, $1)
    }
    for index in order {
      let grid = panels[index].grid
      let columns = grid.x..<min(GridPosition.columns, grid.x + grid.w)
      let top = skyline[columns].max() ?? 0
      panels[index].grid.y = top
      for column in columns { skyline[column] = top + grid.h }
    }
    panels = order.map { panels[$0] }
  }
}
