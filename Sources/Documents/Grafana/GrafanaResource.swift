/// Dashboards of Grafana's second schema (`dashboard.grafana.app/v2…`), turned into the plain model,
/// so that all others read one form.
///
/// Source: Grafana's documentation of the schema, and its own conversion to the first one.
struct GrafanaResource {
  let spec: JSON

  /// A dashboard has its panels under `elements`, and a `layout` that places them.
  static func isSecondSchema(_ json: JSON) -> Bool {
    json["elements"]?.members != nil && json["layout"]?["kind"]?.string != nil
  }

  /// The plain model of either schema.
  static func plain(_ model: JSON) -> JSON {
    isSecondSchema(model) ? Self(spec: model).model : model
  }

  private var model: JSON {
    let time = spec["timeSettings"]
    let panels = GrafanaResourceLayout(elements: elements).panels(of: spec["layout"])
    func list(_ name: String, _ make: (JSON) -> JSON?) -> JSON {
      spec.object([("list", spec.list((spec[name]?.array ?? []).compactMap(make)))])
    }
    return spec.object([
      ("title", spec["title"]), ("description", spec["description"]), ("tags", spec["tags"]),
      ("links", spec["links"]), ("schemaVersion", JSON(.number(41), at: spec.position)),
      ("refresh", time?["autoRefresh"]), ("timezone", time?["timezone"]),
      ("time", spec.object([("from", time?["from"]), ("to", time?["to"])])),
      ("templating", list("variables", GrafanaResourceVariable.plain)),
      ("annotations", list("annotations", Self.annotation)),
      ("panels", spec.list(panels)),
    ])
  }

  // MARK: - Panels

  private var elements: [String: JSON] {
    let pairs = (spec["elements"]?.members ?? []).map { ($0.name, Self.panel($0.value)) }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  /// A classic panel, not placed yet.
  private static func panel(_ element: JSON) -> JSON {
    let spec = element["spec"] ?? element
    guard element["kind"]?.string != "LibraryPanel" else {
      return spec.object([
        ("id", spec["id"]), ("title", spec["title"]), ("libraryPanel", spec["libraryPanel"]),
      ])
    }
    let viz = spec["vizConfig"]
    let group = spec["data"]?["spec"]
    let options = group?["queryOptions"]
    let type = viz?["kind"]?.string == "VizConfig" ? viz?["group"] : viz?["kind"]
    return spec.object([
      ("id", spec["id"]), ("type", type), ("title", spec["title"]),
      ("description", spec["description"]), ("links", spec["links"]),
      ("transparent", spec["transparent"]), ("options", viz?["spec"]?["options"]),
      ("fieldConfig", viz?["spec"]?["fieldConfig"]),
      ("targets", spec.list((group?["queries"]?.array ?? []).map(target))),
      ("transformations", spec.list((group?["transformations"]?.array ?? []).map(transformation))),
      ("interval", options?["interval"]), ("maxDataPoints", options?["maxDataPoints"]),
      ("timeFrom", options?["timeFrom"]), ("timeShift", options?["timeShift"]),
      ("hideTimeOverride", options?["hideTimeOverride"]),
    ])
  }

  private static func target(_ json: JSON) -> JSON {
    let spec = json["spec"] ?? json
    let query = spec["query"]
    let target = query?["spec"] ?? spec.object([])
    return target.with([
      ("refId", spec["refId"] ?? target["refId"]), ("hide", spec["hidden"] ?? target["hide"]),
      ("datasource", datasource(of: query, beside: spec)),
    ])
  }

  /// The second schema names a datasource and its type apart.
  static func datasource(of query: JSON?, beside spec: JSON) -> JSON? {
    guard let query else { return spec["datasource"] }
    let isQuery = query["kind"]?.string == "DataQuery"
    let named = query["datasource"] ?? spec["datasource"]
    let type = named?["type"] ?? (isQuery ? query["group"] : query["kind"])
    return query.object([("type", type), ("uid", named?["name"] ?? named?["uid"])])
  }

  private static func transformation(_ json: JSON) -> JSON {
    let spec = json["spec"] ?? json
    let kind = json["kind"]?.string == "Transformation" ? nil : json["kind"]
    return spec.with([("id", spec["id"] ?? json["group"] ?? kind)])
  }

  // MARK: - Annotations

  private static func annotation(_ json: JSON) -> JSON? {
    guard let spec = json["spec"] else { return nil }
    let query = spec["query"]
    var plain = query?["spec"] ?? spec.object([])
    plain = plain.with((spec["legacyOptions"]?.members ?? []).map { ($0.name, $0.value) })
    return plain.with([
      ("name", spec["name"]), ("enable", spec["enable"]), ("hide", spec["hide"]),
      ("iconColor", spec["iconColor"]), ("builtIn", spec["builtIn"] ?? plain["builtIn"]),
      ("filter", spec["filter"]), ("datasource", datasource(of: query, beside: spec)),
    ])
  }
}

/// The layouts of the second schema, on the classic grid.
struct GrafanaResourceLayout {
  let elements: [String: JSON]

  func panels(of layout: JSON?) -> [JSON] {
    var bottom = 0
    return layout.map { place($0, &bottom) } ?? []
  }

  /// - Parameters:
  ///   - layout: Of any kind.
  ///   - y: Where it begins; afterwards where the next may begin.
  /// - Returns: Classic panels in their order.
  private func place(_ layout: JSON, _ y: inout Int) -> [JSON] {
    let spec = layout["spec"] ?? layout
    switch layout["kind"]?.string {
    case "GridLayout": return grid(spec["items"]?.array ?? [], &y)
    case "AutoGridLayout", "ResponsiveGridLayout": return autoGrid(spec, &y)
    case "RowsLayout":
      return (spec["rows"]?.array ?? []).flatMap { row in
        let row = row["spec"] ?? row
        let isClosed = row["collapse"]?.bool ?? row["collapsed"]?.bool ?? false
        return section(row, isClosed: isClosed, hidesTitle: row["hideHeader"]?.bool ?? false, &y)
      }
    case "TabsLayout":
      // One page is seen at a time: the others are rows that wait to be opened.
      return (spec["tabs"]?.array ?? []).enumerated().flatMap { place, tab in
        let tab = tab["spec"] ?? tab
        let kind = tab["layout"]?["kind"]?.string ?? ""
        let isFlat = !["RowsLayout", "TabsLayout"].contains(kind)
        return section(tab, isClosed: place > 0 && isFlat, hidesTitle: false, &y)
      }
    default: return []
    }
  }

  /// A row or tab: its heading, and what it holds below.
  private func section(_ spec: JSON, isClosed: Bool, hidesTitle: Bool, _ y: inout Int) -> [JSON] {
    var heading: JSON?
    if !hidesTitle {
      heading = self.heading(spec, y: y)
      y += 1
    }
    var bottom = y
    let inner = spec["layout"].map { place($0, &bottom) } ?? []
    guard isClosed, let heading else {
      y = bottom
      return (heading.map { [$0] } ?? []) + inner
    }
    // A closed row has no rows of its own: what theirs hold is its own.
    let panels = inner.flatMap { panel in
      panel["type"]?.string == "row" ? panel["panels"]?.array ?? [] : [panel]
    }
    return [
      heading.with([
        ("collapsed", JSON(.bool(true), at: spec.position)), ("panels", spec.list(panels)),
      ])
    ]
  }

  private func heading(_ spec: JSON, y: Int) -> JSON {
    spec.object([
      ("type", JSON(.string("row"), at: spec.position)), ("title", spec["title"]),
      ("gridPos", grid(spec, x: 0, y: y, w: GridPosition.columns, h: 1)),
      ("repeat", spec["repeat"]?["value"]),
    ])
  }

  private func grid(_ items: [JSON], _ y: inout Int) -> [JSON] {
    let top = y
    var panels: [JSON] = []
    func add(_ item: JSON, below: Int) -> JSON? {
      let spec = item["spec"] ?? item
      func number(_ name: String, _ fallback: Int) -> Int {
        max(0, min(100_000, spec[name]?.lenientInteger ?? fallback))
      }
      let (row, h) = (below + number("y", 0), number("height", 8))
      y = max(y, row + h)
      let place = grid(spec, x: number("x", 0), y: row, w: number("width", 12), h: h)
      return panel(spec, at: place, perRow: nil)
    }
    for item in items {
      guard item["kind"]?.string == "GridLayoutRow", let spec = item["spec"] else {
        add(item, below: top).map { panels.append($0) }
        continue
      }
      let row = top + max(0, min(100_000, spec["y"]?.lenientInteger ?? 0))
      y = max(y, row + 1)
      let inner = (spec["elements"]?.array ?? []).compactMap { add($0, below: row + 1) }
      let heading = heading(spec, y: row)
      if spec["collapsed"]?.bool == true {
        panels.append(
          heading.with([
            ("collapsed", JSON(.bool(true), at: spec.position)), ("panels", spec.list(inner)),
          ])
        )
      } else {
        panels += [heading] + inner
      }
    }
    return panels
  }

  /// From left to right, all of one size.
  private func autoGrid(_ spec: JSON, _ y: inout Int) -> [JSON] {
    let most = max(1, min(GridPosition.columns, spec["maxColumnCount"]?.lenientInteger ?? 3))
    let w = GridPosition.columns / most
    let h: Int
    switch spec["rowHeightMode"]?.string ?? spec["rowHeight"]?.string {
    case "short": h = 5
    case "tall": h = 14
    case "custom":
      let pixels = spec["rowHeight"]?.lenientNumber ?? 320
      h = Int((max(38, min(pixels, 7_600)) / 38).rounded(.up))
    default: h = 9
    }
    let items = spec["items"]?.array ?? []
    let panels = items.enumerated().compactMap { place, item -> JSON? in
      let item = item["spec"] ?? item
      let at = grid(item, x: place % most * w, y: y + place / most * h, w: w, h: h)
      return panel(item, at: at, perRow: most)
    }
    y += (items.count + most - 1) / most * h
    return panels
  }

  /// The element that an item names, placed and repeated.
  private func panel(_ item: JSON, at place: JSON, perRow: Int?) -> JSON? {
    guard let name = item["element"]?["name"]?.string, let panel = elements[name] else {
      return nil
    }
    let most = perRow.map { JSON(.number(Double($0)), at: item.position) }
    let rules = item["repeat"]
    return panel.with([
      ("gridPos", place), ("repeat", rules?["value"]), ("repeatDirection", rules?["direction"]),
      ("maxPerRow", rules == nil ? nil : rules?["maxPerRow"] ?? most),
    ])
  }

  private func grid(_ json: JSON, x: Int, y: Int, w: Int, h: Int) -> JSON {
    json.object(
      [("x", x), ("y", y), ("w", w), ("h", h)].map { name, value in
        (name, JSON(.number(Double(value)), at: json.position))
      }
    )
  }
}

/// Variables of the second schema: kinds and words become the first one's types and numbers.
enum GrafanaResourceVariable {
  private static let types: [String: String] = [
    "QueryVariable": "query", "CustomVariable": "custom", "DatasourceVariable": "datasource",
    "IntervalVariable": "interval", "TextVariable": "textbox", "ConstantVariable": "constant",
    "AdhocVariable": "adhoc", "GroupByVariable": "groupby", "SwitchVariable": "switch",
  ]

  private static let numbers: [String: [String: Int]] = [
    "hide": ["dontHide": 0, "hideLabel": 1, "hideVariable": 2, "inControlsMenu": 0],
    "refresh": ["never": 0, "onDashboardLoad": 1, "onTimeRangeChanged": 2],
    "sort": [
      "disabled": 0, "alphabeticalAsc": 1, "alphabeticalDesc": 2, "numericalAsc": 3,
      "numericalDesc": 4, "alphabeticalCaseInsensitiveAsc": 5,
      "alphabeticalCaseInsensitiveDesc": 6, "naturalAsc": 7, "naturalDesc": 8,
    ],
  ]

  static func plain(_ json: JSON) -> JSON? {
    guard let kind = json["kind"]?.string, let spec = json["spec"], spec.members != nil else {
      return nil
    }
    var changes: [(name: String, value: JSON?)] = [
      ("type", JSON(.string(types[kind] ?? kind), at: json.position))
    ]
    for (name, words) in numbers {
      guard let word = spec[name]?.string else { continue }
      changes.append((name, JSON(.number(Double(words[word] ?? 0)), at: spec.position)))
    }
    if kind == "DatasourceVariable" { changes.append(("query", spec["pluginId"])) }
    if kind == "QueryVariable", let query = spec["query"], let inner = query["spec"] {
      changes.append(("query", inner["__legacyStringValue"] ?? inner))
      let source = GrafanaResource.datasource(of: query, beside: spec)
      changes.append(("datasource", source))
    }
    if kind == "AdhocVariable", spec["datasource"] == nil {
      let isTyped = json["group"] != nil || json["datasource"] != nil
      changes.append(
        (
          "datasource",
          isTyped
            ? json.object([("type", json["group"]), ("uid", json["datasource"]?["name"])]) : nil
        )
      )
    }
    return spec.with(changes)
  }
}

extension JSON {
  /// A new object where this one stands; members without a value are left out.
  func object(_ fields: [(String, JSON?)]) -> JSON {
    JSON(
      .object(
        fields.compactMap { name, value in
          value.map { Member(name: name, position: $0.position, value: $0) }
        }
      ),
      at: position
    )
  }
}
