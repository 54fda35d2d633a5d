import Metrics

/// Writes a layout as a dashboard for Grafana 11 and later.
///
/// Source: Grafana's dashboard model, schema version 39; its data comes from a data source that a
/// variable chooses.
package struct GrafanaWriter {
  /// Whole counts of a selector by labels over a bar, in PromQL that any server has.
  package typealias CountText = (_ selector: String, _ by: [String], _ bar: Duration) -> String

  /// How a kind's targets are asked where they don't say: instantly, or over the range.
  package typealias IsInstant = (_ type: String) -> Bool

  private let dashboard: Dashboard
  private let count: CountText
  private let isInstant: IsInstant
  private var notes: [Problem] = []

  private init(_ dashboard: Dashboard, count: @escaping CountText, isInstant: @escaping IsInstant) {
    self.dashboard = dashboard
    self.count = count
    self.isInstant = isInstant
  }

  /// - Parameters:
  ///   - dashboard: A layout.
  ///   - count: What stands for a `count`.
  ///   - isInstant: Of the panel kinds.
  /// - Returns: The dashboard's model, and what it can't say.
  package static func conversion(
    of dashboard: Dashboard,
    count: @escaping CountText,
    isInstant: @escaping IsInstant
  ) -> ConvertedDashboard {
    var writer = Self(dashboard, count: count, isInstant: isInstant)
    let document = JSON(writer.model())
    return ConvertedDashboard(document: document, notes: writer.notes)
  }

  private static let source = JSON.Kind.members([
    "type": .string("prometheus"), "uid": .string("${datasource}"),
  ])

  private mutating func note(_ what: String, in panel: PanelSpec? = nil) {
    let title = panel.map { " in \"\(ForeignText($0.title).safe)\"" } ?? ""
    notes.append(
      Problem(
        what: what + title,
        place: panel?.title ?? "",
        fix: "",
        code: "convert.left-out",
        severity: .warning,
        file: dashboard.file,
        position: panel?.position
      )
    )
  }

  // MARK: - The dashboard

  private mutating func model() -> JSON.Kind {
    var members = MemberList()
    members.add("title", .string(dashboard.title))
    members.add("tags", .strings(dashboard.product.map { [$0] } ?? []))
    members.add("schemaVersion", 39)
    members.add("editable", .bool(true))
    members.add(
      "time",
      .members(["from": .string(dashboard.from), "to": .string(dashboard.to)])
    )
    members.add("refresh", .string(dashboard.refresh?.promQL ?? ""))
    members.add("timezone", .string(dashboard.zone?.word ?? "browser"))
    let variables = dashboard.variables.map(variable)
    let sources = dashboard.variables.contains { $0.name == "datasource" } ? [] : [Self.chooser]
    members.add("templating", .members(["list": .list(sources + variables)]))
    members.add("annotations", .members(["list": .list([])]))
    members.add("panels", .list(panels()))
    return members.object
  }

  private static let chooser = JSON.Kind.members([
    "name": .string("datasource"), "label": .string("Prometheus"), "type": .string("datasource"),
    "query": .string("prometheus"), "hide": .number(0), "current": .members([:]),
  ])

  private func variable(_ variable: Variable) -> JSON.Kind {
    var members = MemberList()
    let (type, query) = variable.written ?? ("constant", "")
    members.add("name", .string(variable.name))
    members.add("label", variable.label)
    members.add("type", .string(type))
    if type == "query" {
      members.add("datasource", Self.source)
      members.add("definition", .string(query))
      members.add("query", .members(["query": .string(query), "refId": .string("A")]))
      members.add("refresh", .number(Double(max(1, variable.refresh.rawValue))))
    } else {
      members.add("query", .string(query))
    }
    members.add("regex", variable.regex)
    members.add("sort", variable.sort.rawValue)
    members.add("multi", flag: variable.isMulti)
    members.add("includeAll", flag: variable.includesAll)
    members.add("allValue", variable.allValue)
    if case .interval(_, true, let count, let minimum) = variable.kind {
      members.add("auto", .bool(true))
      members.add("auto_count", count)
      members.add("auto_min", minimum)
    }
    members.add("hide", variable.isHidden ? 2 : 0)
    if !variable.current.isEmpty {
      let value: JSON.Kind =
        variable.isMulti ? .strings(variable.current) : .string(variable.current[0])
      members.add("current", .members(["text": value, "value": value]))
    }
    return members.object
  }

  /// A collapsed row holds its panels; an open one is followed by them.
  private mutating func panels() -> [JSON.Kind] {
    var written: [JSON.Kind] = []
    var row: (spec: PanelSpec, inner: [JSON.Kind])?
    for spec in dashboard.panels {
      if spec.type == "row", let open = row {
        written.append(rowPanel(open.spec, open.inner))
        row = nil
      }
      if spec.type == "row" {
        if spec.isCollapsed { row = (spec, []) } else { written.append(rowPanel(spec, [])) }
      } else if row != nil {
        row?.inner.append(panel(spec))
      } else {
        written.append(panel(spec))
      }
    }
    if let open = row { written.append(rowPanel(open.spec, open.inner)) }
    return written
  }

  private func rowPanel(_ spec: PanelSpec, _ inner: [JSON.Kind]) -> JSON.Kind {
    .members([
      "id": .number(Double(spec.id)), "type": .string("row"), "title": .string(spec.title),
      "collapsed": .bool(spec.isCollapsed), "gridPos": Self.place(spec.grid),
      "panels": .list(inner),
    ])
  }

  private static func place(_ grid: GridPosition) -> JSON.Kind {
    .members([
      "x": .number(Double(grid.x)), "y": .number(Double(grid.y)), "w": .number(Double(grid.w)),
      "h": .number(Double(grid.h)),
    ])
  }

  // MARK: - A panel

  private static let types = ["graph": "timeseries", "singlestat": "stat", "table-old": "table"]

  private mutating func panel(_ spec: PanelSpec) -> JSON.Kind {
    var members = MemberList()
    let type = Self.types[spec.type] ?? spec.type
    members.add("id", spec.id)
    members.add("type", .string(type))
    members.add("title", .string(spec.title))
    members.add("description", spec.description)
    members.add("gridPos", Self.place(spec.grid))
    if !spec.targets.isEmpty {
      members.add("datasource", Self.source)
      members.add("targets", .list(spec.targets.map { target($0, of: spec) }))
    }
    let counts = spec.targets.contains { if case .count = $0.question { true } else { false } }
    members.add("interval", spec.interval ?? (counts ? "5m" : nil))
    members.add("maxDataPoints", spec.maxDataPoints)
    members.add("timeFrom", spec.timeFrom)
    members.add("timeShift", spec.timeShift)
    if spec.refresh != nil {
      note("Grafana has one refresh for all panels: `refresh` is left out", in: spec)
    }
    var options = GrafanaOptionsWriter(spec: spec, colors: dashboard.colors, counts: counts)
    let (config, own) = options.written(type)
    if let config { members.add("fieldConfig", config) }
    members.add("options", own)
    for what in options.notes { note(what, in: spec) }
    return members.object
  }

  private mutating func target(_ target: Target, of spec: PanelSpec) -> JSON.Kind {
    var members = MemberList()
    members.add("refId", .string(target.refId))
    members.add("datasource", Self.source)
    let isInstant = target.instant ?? isInstant(spec.type)
    var interval = target.interval
    var legend = target.legendFormat
    var expression: String
    switch target.question {
    case .expression(let text): expression = text
    // No layout has one.
    case .computed: expression = ""
    case .count(let selector, let by):
      let bar = spec.interval.flatMap { Duration(promQL: $0) } ?? .minutes(5)
      expression = count(selector, by, bar)
      interval = interval ?? bar.promQL
      legend = legend ?? by.map { "{{\($0)}}" }.joined(separator: " ")
      if spec.interval?.contains("$") == true {
        note("a count's bars are 5m wide: Grafana fills no variable into their width", in: spec)
      }
      if isInstant {
        expression = "sum_over_time((\(expression))[$__range:\(bar.promQL)])"
        note("the count is of whole bars of \(bar.promQL)", in: spec)
      }
    }
    if let zero = spec.zeroWhile {
      expression = "(\(expression)) or on () (vector(0) and on () (\(zero)))"
      note("`zeroWhile` holds where no series answers at all, not in gaps of single ones", in: spec)
    }
    members.add("expr", .string(expression))
    members.add("legendFormat", .string(legend ?? "__auto"))
    members.add("instant", .bool(isInstant))
    members.add("range", .bool(!isInstant || target.range == true))
    members.add("interval", interval)
    if target.intervalFactor > 1 { members.add("intervalFactor", target.intervalFactor) }
    members.add("format", .string(spec.type == "table" ? "table" : target.format.rawValue))
    members.add("hide", flag: target.isHidden)
    return members.object
  }
}
