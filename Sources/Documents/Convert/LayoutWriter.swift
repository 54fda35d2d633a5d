import Metrics

/// Writes a Grafana dashboard as a layout: all that layouts can say, and notes of the rest.
package struct LayoutWriter {
  private let dashboard: Dashboard
  private let kinds: [PanelKind]
  private var notes: [Problem] = []

  private init(_ dashboard: Dashboard, kinds: [PanelKind]) {
    self.dashboard = dashboard
    self.kinds = kinds
  }

  /// - Parameters:
  ///   - dashboard: As it was imported; what the import has noted already is not noted again.
  ///   - kinds: The panel kinds there are.
  /// - Returns: The layout, and what it can't say.
  package static func conversion(of dashboard: Dashboard, kinds: [PanelKind]) -> ConvertedDashboard
  {
    var writer = Self(dashboard, kinds: kinds)
    let document = JSON(writer.layout())
    return ConvertedDashboard(document: document, notes: writer.notes)
  }

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

  private mutating func layout() -> JSON.Kind {
    var members = MemberList()
    members.add("$schema", .string("schema.json"))
    members.add("title", .string(dashboard.title))
    members.add("product", dashboard.product)
    members.add("refresh", dashboard.refresh?.promQL)
    members.add("time", .members(["from": .string(dashboard.from), "to": .string(dashboard.to)]))
    members.add("timezone", dashboard.zone?.word)
    if !dashboard.fit { members.add("fit", .bool(false)) }
    let colors = colors()
    if !colors.isEmpty {
      members.add("colors", .object(colors.map { JSON.Member($0.value, .string($0.color)) }))
    }
    for annotation in dashboard.annotations {
      note("the annotation \"\(ForeignText(annotation.name).safe)\" is left out")
    }
    if !dashboard.links.isEmpty { note("the dashboard's links are left out") }
    let variables = dashboard.variables.compactMap { variable($0) }
    if !variables.isEmpty { members.add("variables", .list(variables)) }
    members.add("panels", .list(dashboard.panels.compactMap { panel($0) }))
    return members.object
  }

  /// One table for all panels: of two colours for one name the first.
  private mutating func colors() -> [DashboardColor] {
    var colors = dashboard.colors
    for spec in dashboard.panels {
      for entry in spec.fields?.overrides.compactMap(ColorOverrides.entry) ?? [] {
        guard let known = colors.first(where: { $0.value == entry.value }) else {
          colors.append(entry)
          continue
        }
        guard known.color != entry.color else { continue }
        note("\"\(ForeignText(entry.value).safe)\" has another colour", in: spec)
      }
    }
    return colors
  }

  private mutating func variable(_ variable: Variable) -> JSON.Kind? {
    guard let (type, query) = variable.written else {
      note("the variable \"\(ForeignText(variable.name).safe)\" is left out")
      return nil
    }
    var members = MemberList()
    members.add("name", .string(variable.name))
    members.add("label", variable.label)
    members.add("type", .string(type))
    members.add("query", query)
    members.add("regex", variable.regex)
    if variable.sort != .none { members.add("sort", variable.sort.rawValue) }
    members.add("multi", flag: variable.isMulti)
    members.add("includeAll", flag: variable.includesAll)
    members.add("allValue", variable.allValue)
    if !variable.current.isEmpty { members.add("current", .strings(variable.current)) }
    members.add("auto", flag: variable.isAuto)
    if case .interval(_, true, let count, let minimum) = variable.kind,
      count != 30 || minimum != "10s"
    {
      note("how many spans \"\(ForeignText(variable.name).safe)\" has by itself is left out")
    }
    members.add("hide", flag: variable.isHidden)
    return members.object
  }

  private mutating func panel(_ spec: PanelSpec) -> JSON.Kind? {
    guard let kind = kinds.first(where: { $0.names.contains(spec.type) }),
      let name = kind.names.first
    else {
      note("a panel of type \"\(ForeignText(spec.type).safe)\" is left out", in: spec)
      return nil
    }
    guard spec.source != .other else {
      note("a panel whose data isn't in Prometheus is left out", in: spec)
      return nil
    }
    var members = MemberList()
    members.add("id", spec.id)
    members.add("type", .string(name))
    members.add("title", spec.title)
    members.add("description", spec.description)
    members.add(
      "gridPos",
      .members([
        "x": .number(Double(spec.grid.x)), "y": .number(Double(spec.grid.y)),
        "w": .number(Double(spec.grid.w)), "h": .number(Double(spec.grid.h)),
      ])
    )
    members.add("collapsed", flag: spec.isCollapsed)
    members.add("interval", spec.interval)
    members.add("maxDataPoints", spec.maxDataPoints)
    members.add("timeFrom", spec.timeFrom)
    members.add("timeShift", spec.timeShift)
    members.add("refresh", spec.refresh?.promQL)
    members.add("zeroWhile", spec.zeroWhile)
    let targets = spec.targets.compactMap { target($0, of: spec) }
    if !targets.isEmpty { members.add("targets", .list(targets)) }
    var options = LayoutOptionsWriter(spec: spec, kind: kind)
    for member in options.written() { members.add(member.name, member.value.kind) }
    for what in options.notes { note(what, in: spec) }
    return members.object
  }

  private mutating func target(_ target: Target, of spec: PanelSpec) -> JSON.Kind? {
    var members = MemberList()
    switch target.question {
    case .expression(let text): members.add("expr", .string(text))
    case .computed:
      note(
        "the expression \(ForeignText(target.refId).safe), computed from others, is left out",
        in: spec
      )
      return nil
    case .count(let selector, let by):
      members.add("count", .string(selector))
      if !by.isEmpty { members.add("by", .strings(by)) }
    }
    members.add("legendFormat", target.legendFormat == "__auto" ? nil : target.legendFormat)
    members.add("refId", .string(target.refId))
    if let instant = target.instant { members.add("instant", .bool(instant)) }
    members.add("interval", target.interval)
    if target.format != .timeSeries { members.add("format", .string(target.format.rawValue)) }
    members.add("hide", flag: target.isHidden)
    if target.intervalFactor > 1 {
      note("the step is not multiplied by \(target.intervalFactor)", in: spec)
    }
    if target.range == true, target.instant == true {
      note("beside the instant the range is not asked", in: spec)
    }
    return members.object
  }
}
