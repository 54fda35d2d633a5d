import Metrics

/// A Grafana panel's questions, and what of them isn't asked.
struct GrafanaTargets {
  private(set) var targets: [Target] = []
  private(set) var notes: [GrafanaNote] = []
  /// Whose data it shows.
  let source: PanelSpec.DataSource
  private let isMixed: Bool

  init(_ panel: JSON) {
    let list = panel.value("targets")?.array ?? []
    let own = panel.value("datasource")
    let type = own?["type"]?.string
    isMixed =
      own == nil || ["mixed", "datasource"].contains(type ?? "")
      || (own?["uid"]?.string ?? own?.string) == "-- Mixed --"
    source = Self.source(own, list)
    guard source == .prometheus else { return }
    for (index, json) in list.enumerated() { read(json, index) }
  }

  /// Prometheus unless the datasource says another type.
  private static func source(_ own: JSON?, _ targets: [JSON]) -> PanelSpec.DataSource {
    guard !targets.isEmpty else { return .none }
    if let type = own?["type"]?.string, !isPrometheus(type),
      !["datasource", "mixed", "__expr__"].contains(type)
    {
      return .other
    }
    if (own?["uid"]?.string ?? own?.string) == "-- Grafana --" { return .other }
    // Of an unfinished query nothing but the source is known.
    if let type = own?["type"]?.string, isPrometheus(type) { return .prometheus }
    let isForeign = targets.allSatisfy { target in
      if GrafanaExpression.isExpression(target) { return false }
      if let type = target["datasource"]?["type"]?.string {
        return !isPrometheus(type) && !["datasource", "mixed", "__expr__"].contains(type)
      }
      return target["expr"] == nil
    }
    return isForeign ? .other : .prometheus
  }

  /// Other sources that speak as Prometheus does.
  static func isPrometheus(_ type: String) -> Bool {
    type.contains("prometheus") || type.contains("victoriametrics-metrics")
  }

  private mutating func read(_ json: JSON, _ index: Int) {
    var reader = Remainder(json)
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    let refId = reader.text("refId")?.string ?? letter
    let isHidden = reader.flag("hide") ?? false
    let type = reader.take("datasource")?["type"]?.string ?? ""
    if GrafanaExpression.isExpression(json) {
      if let target = GrafanaExpression.target(json, index: index) { targets.append(target) }
      if let trouble = GrafanaExpression.trouble(json) {
        notes.append(
          GrafanaNote(
            code: "grafana.expression.unsupported",
            path: "targets",
            what: trouble,
            position: json.position
          )
        )
      }
      return
    }
    if isMixed, !type.isEmpty, !Self.isPrometheus(type), !["datasource", "mixed"].contains(type) {
      return isHidden ? () : note("grafana.target.datasource", refId, "of another source", json)
    }
    guard let expression = reader.text("expr"), let text = expression.string else { return }
    let isInstant = reader.flag("instant") ?? false
    let isRange = reader.flag("range") ?? false
    let factor = reader.number("intervalFactor")?.number ?? 1
    targets.append(
      Target(
        refId: refId,
        .expression(text),
        legendFormat: reader.text("legendFormat")?.string,
        // Without either word the panel's own default would be wrong: Grafana asks for a range.
        instant: isInstant,
        range: isInstant && isRange ? true : nil,
        interval: reader.text("interval")?.string,
        intervalFactor: Int(max(1, min(100, factor))),
        format: format(&reader, refId),
        isHidden: isHidden,
        position: expression.position
      )
    )
    for member in reader.rest
    where !GrafanaUnseen.isUnseen("target.\(member.name)", member.value)
      && !Self.others.contains(member.name)
    {
      let path = "targets[\(index)].\(member.name)"
      notes.append(.leftOut("grafana.target.key", path, at: member.value))
    }
  }

  private mutating func format(_ reader: inout Remainder, _ refId: String) -> Target.Format {
    guard let json = reader.take("format"), !json.isEmpty else { return .timeSeries }
    if let format = json.string.flatMap(Target.Format.init) { return format }
    let isKnown = json.number != nil || json.string == "timeseries"
    if !isKnown { notes.append(.refused("grafana.target.key", "targets.format", json)) }
    return .timeSeries
  }

  private mutating func note(_ code: String, _ refId: String, _ what: String, _ json: JSON) {
    notes.append(
      GrafanaNote(
        code: code,
        path: "targets",
        what: "the query \(refId), \(what), is left out",
        position: json.position
      )
    )
  }

  /// What targets of other sources have, left in one that was theirs once.
  private static let others: Set<String> = [
    "alias", "aggregation", "aggregations", "bucketAggs", "dataset", "decimals", "dimensions",
    "direction", "displayAliasType", "displayType", "displayValueWithAlias", "filters", "groupBy",
    "limit", "logBase", "max", "measurement", "metricColumn", "metrics", "min", "namespace",
    "orderByTime", "period", "policy", "query", "rawSql", "region", "resultFormat", "select",
    "sql", "statistics", "table", "tableType", "tags", "timeColumn", "timeField", "type", "units",
    "valueHandler", "where",
  ]
}
