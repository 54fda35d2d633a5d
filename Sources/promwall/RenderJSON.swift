import Canvas
import Documents
import Interface
import Metrics
import Panels

/// `render --format json`: every panel with its state, its questions and its points.
struct RenderJSON {
  var state: State
  /// The panels to tell of, by index.
  var panels: [Int]

  var json: JSON {
    let view = state.views[0]
    let range = state.range(of: view).range
    var fields: [(String, JSON.Kind)] = [
      ("title", .string(state.dashboard.title)),
      ("environment", .string(view.environment.name)),
      (
        "time",
        .object([
          member("from", .number(range.start.seconds)), member("to", .number(range.end.seconds)),
        ])
      ),
      ("panels", .array(panels.map { panel($0) })),
    ]
    if !state.dashboard.annotations.isEmpty { fields.append(("annotations", .array(annotations))) }
    return JSON.object(fields)
  }

  /// What is marked on the time axes, whatever panel shows it.
  private var annotations: [JSON] {
    state.shownAnnotations.sorted().flatMap { place in
      (state.views[0].annotations.events[place] ?? []).map { event in
        JSON.object([
          ("name", .string(state.dashboard.annotations[place].name)),
          ("start", .number(event.range.start.seconds)), ("end", .number(event.range.end.seconds)),
          ("title", .string(event.title.raw)), ("text", .string(event.text.raw)),
          ("tags", .array(event.tags.map { JSON(.string($0.raw)) })),
          ("color", .string(event.color)),
        ])
      }
    }
  }

  private func panel(_ index: Int) -> JSON {
    let key = PanelKey(view: 0, panel: index)
    let panel = state.views[0].panels[index]
    let status = panel.status(now: state.now)
    let readings = readings(key)
    let grid = panel.spec.grid
    let step = panel.plan?.step.map { JSON.Kind.number($0.inSeconds) } ?? .null
    return JSON.object([
      ("id", .number(Double(panel.spec.id))),
      ("title", .string(panel.spec.title)),
      ("type", .string(panel.spec.type)),
      ("state", .string(status.rawValue)),
      ("step", step),
      ("queries", .array(queries(of: panel))),
      ("problems", .array(problems(of: panel))),
      (
        "gridPos",
        .object(
          [("x", grid.x), ("y", grid.y), ("w", grid.w), ("h", grid.h)].map {
            member($0.0, .number(Double($0.1)))
          }
        )
      ),
      (
        "drawn",
        JSON.object([("rows", .array(state.drawnRows(key).map { JSON(.string($0)) }))]).kind
      ),
      ("series", .array(series(of: panel, readings: readings))),
      ("readings", .array(isReduced(panel) ? readings.map { reading($0) } : [])),
      ("alerts", .array(alerts(of: panel))),
    ])
  }

  private func readings(_ key: PanelKey) -> [Reading] {
    guard let panel = state[key], let frame = panel.frame else { return [] }
    return panel.panel?.readings(frame, in: state.drawContext(key)) ?? []
  }

  private func isReduced(_ panel: PanelState) -> Bool {
    PanelCatalog.reads(panel.spec.type) == .instant
  }

  /// What was really asked.
  private func queries(of panel: PanelState) -> [JSON] {
    guard let plan = panel.plan ?? panel.asking?.plan else { return [] }
    return plan.asks.enumerated().map { index, ask in
      var fields: [(String, JSON.Kind)] = [
        ("expr", .string(ask.query.expression)),
        ("refId", .string(plan.targets[ask.target].refId)), ("role", .string(name(of: ask.role))),
      ]
      switch ask.query.span {
      case .range(let range, let step):
        fields += [
          ("start", .number(range.start.seconds)), ("end", .number(range.end.seconds)),
          ("step", .number(step.inSeconds)),
        ]
      case .instant(let moment):
        // Without a time the server took its own now, which its answer tells.
        let answer = panel.answers.indices.contains(index) ? panel.answers[index] : nil
        let told = answer?.series.first?.timestamps.last.map { Timestamp(milliseconds: $0) }
        let time = moment ?? told ?? answer?.at
        fields.append(("time", time.map { .number($0.seconds) } ?? .null))
      }
      return JSON.object(fields)
    }
  }

  private func name(of role: PanelPlan.Ask.Role) -> String {
    switch role {
    case .data: "data"
    case .bars: "bars"
    case .openBar: "openBar"
    case .past: "past"
    case .remainder: "remainder"
    case .zeroWhile: "zeroWhile"
    case .zeroWhileOpen: "zeroWhileOpen"
    }
  }

  private func problems(of panel: PanelState) -> [JSON] {
    let warnings = panel.frame?.warnings.map { Problem(what: $0.raw, severity: .warning) } ?? []
    var all = panel.problem.map { [$0] } ?? []
    all += panel.spec.problems.filter { !all.contains($0) }
    if let reason = panel.explanation?.reason {
      all.append(Problem(what: reason, code: "query.empty", severity: .warning))
    }
    return (all + warnings).map { problem in
      JSON.object([
        ("severity", .string(problem.severity.rawValue)), ("what", .string(problem.what)),
        ("fix", .string(problem.fix)), ("code", .string(problem.code)),
      ])
    }
  }

  private func series(of panel: PanelState, readings: [Reading]) -> [JSON] {
    guard let frame = panel.frame else { return [] }
    let table = ColorTable(state.dashboard.colors, theme: state.look.theme)
    let unit = panel.spec.options.string("unit") ?? ""
    let isReduced = isReduced(panel)
    return frame.series.enumerated().map { index, series in
      let reading = readings.first { $0.series == index }
      // Of what is reduced the reading has the value's colour, not the series'.
      let own = isReduced ? nil : reading?.color
      let color = (own ?? table.color(of: series, theme: state.look.theme)).hex
      var fields: [(String, JSON.Kind)] = [
        ("name", .string(series.name.raw)),
        ("refId", .string(series.refId)),
        ("labels", .object(series.labels.all.map { member($0.name.raw, .string($0.value.raw)) })),
        ("color", color.map { .string($0) } ?? .null),
        ("unit", .string(series.config.map { $0.unit ?? "none" } ?? unit)),
        ("points", .array(points(of: series))),
      ]
      if isReduced, let reading {
        fields.append(("value", .number(reading.value ?? .nan)))
        fields.append(("text", .string(reading.text)))
      }
      if let open = frame.openBar, series.isCount {
        fields.append(
          (
            "open",
            JSON.object([
              ("start", .number(open.start.seconds)), ("end", .number(open.end.seconds)),
              ("value", series.open.map { .number($0) } ?? .null),
            ]).kind
          )
        )
      }
      return JSON.object(fields)
    }
  }

  private func points(of series: FrameSeries) -> [JSON] {
    zip(series.timestamps, series.values).map { time, value in
      JSON(
        .array([
          JSON(.number(Double(time) / 1_000)), JSON(value.isFinite ? .number(value) : .null),
        ])
      )
    }
  }

  private func reading(_ reading: Reading) -> JSON {
    JSON.object([
      ("name", .string(reading.name.raw)),
      ("labels", .object(reading.labels.all.map { member($0.name.raw, .string($0.value.raw)) })),
      ("value", reading.value.map { $0.isFinite ? .number($0) : .null } ?? .null),
      ("text", .string(reading.text)),
      ("state", .string("\(reading.state)")), ("reason", .string(reading.reason)),
    ])
  }

  private func alerts(of panel: PanelState) -> [JSON] {
    (panel.frame?.alerts ?? []).map { alert in
      JSON.object([
        ("name", .string(alert.name.raw)), ("state", .string(alert.state.rawValue)),
        ("severity", .string(alert.severity.raw)),
        ("labels", .object(alert.labels.all.map { member($0.name.raw, .string($0.value.raw)) })),
        (
          "annotations",
          .object(alert.annotations.all.map { member($0.name.raw, .string($0.value.raw)) })
        ),
        ("activeAt", alert.activeAt.map { .number($0.seconds) } ?? .null),
        ("endsAt", alert.endsAt.map { .number($0.seconds) } ?? .null),
        ("value", alert.value.map { $0.isFinite ? .number($0) : .null } ?? .null),
      ])
    }
  }

  private func member(_ name: String, _ kind: JSON.Kind) -> JSON.Member {
    JSON.Member(name: name, position: SourcePosition(line: 1, column: 1), value: JSON(kind))
  }
}
