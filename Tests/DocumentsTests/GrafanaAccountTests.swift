import Documents
import Panels
import Testing

/// What a panel asks for and doesn't get is told, each key once; what nobody reads is not.
struct GrafanaAccountTests {
  /// Keys that no Grafana has, each in another place.
  @Test(arguments: [
    (#""fooBar": 1"#, "fooBar is left out", "grafana.panel.key"),
    (#""options": { "fooBar": 1 }"#, "options.fooBar is left out", "grafana.option.unsupported"),
    (
      #""type": "graph", "options": { "fooBar": 1 }"#, "options.fooBar is left out",
      "grafana.option.unsupported"
    ),
    (
      #""type": "graph", "yaxes": [{ "fooBar": 1 }]"#, "yaxes[0].fooBar is left out",
      "grafana.panel.key"
    ),
    (
      #""type": "graph", "seriesOverrides": [{ "alias": "a", "fooBar": 1 }]"#,
      "seriesOverrides.fooBar is left out", "grafana.panel.key"
    ),
    (
      #""type": "singlestat", "fooBar": "x""#, "fooBar is left out", "grafana.panel.key"
    ),
    (
      #""options": { "legend": { "fooBar": false } }"#, "options.legend.fooBar is left out",
      "grafana.option.unsupported"
    ),
    (
      #""fieldConfig": { "defaults": { "fooBar": 1 } }"#,
      "fieldConfig.defaults.fooBar is left out", "grafana.field.unsupported"
    ),
    (
      #""fieldConfig": { "fooBar": 1 }"#, "fieldConfig.fooBar is left out",
      "grafana.field.unsupported"
    ),
    (
      #""fieldConfig": { "defaults": { "custom": { "fooBar": { "a": 1 } } } }"#,
      "fieldConfig.defaults.custom.fooBar.a is left out", "grafana.field.unsupported"
    ),
    (
      #""fieldConfig": { "defaults": { "custom": { "stacking": { "mode": "none", "fooBar": 1 } } } }"#,
      #"fieldConfig.defaults.custom.stacking.fooBar "1" is left out"#, "grafana.field.unsupported"
    ),
    (
      #""fieldConfig": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "fooBar", "value": 1 }] }] }"#,
      "overrides.fooBar is left out", "grafana.override.unsupported"
    ),
    (
      #""fieldConfig": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "custom.fooBar", "value": 1 }] }] }"#,
      "overrides.custom.fooBar is left out", "grafana.override.unsupported"
    ),
    (
      #""fieldConfig": { "overrides": [{ "fooBar": 1 }] }"#, "overrides.fooBar is left out",
      "grafana.override.unsupported"
    ),
    (
      #""fieldConfig": { "overrides": [{ "matcher": { "id": "fooBar" }, "properties": [{ "id": "unit", "value": "s" }] }] }"#,
      #"overrides by the matcher "fooBar" are left out"#, "grafana.matcher.unsupported"
    ),
    (
      #""fieldConfig": { "overrides": [{ "matcher": { "id": "anyMatch", "options": [{ "id": "x" }] }, "properties": [{ "id": "unit", "value": "s" }] }] }"#,
      #"overrides by the matcher "anyMatch" are left out"#, "grafana.matcher.unsupported"
    ),
    (
      #""transformations": [{ "id": "fooBar" }]"#, #"the transformation "fooBar" is left out"#,
      "grafana.transformation.unsupported"
    ),
    (
      #""transformations": [{ "id": "merge", "fooBar": 1 }]"#,
      "transformations[0].fooBar is left out", "grafana.transformation.unsupported"
    ),
    (
      #""transformations": [{ "id": "merge", "filter": { "id": "fooBar" } }]"#,
      #"the filter of the transformation "merge" is left out"#,
      "grafana.transformation.unsupported"
    ),
    (
      #""targets": [{ "expr": "x", "fooBar": 1 }, { "expr": "y", "fooBar": 2 }]"#,
      "targets.fooBar is left out", "grafana.target.key"
    ),
    (
      #""targets": [{ "expr": "x", "format": "fooBar" }]"#,
      #"targets.format "fooBar" is left out"#, "grafana.target.key"
    ),
    (
      #""targets": [{ "expr": "x" }, { "datasource": { "type": "__expr__" }, "expression": "$A" }]"#,
      #"the expression "" can't be computed and is left out"#, "grafana.expression.unsupported"
    ),
    (
      #""targets": [{ "expr": "x" }, { "datasource": { "type": "__expr__" }, "type": "math", "expression": "$A", "fooBar": 1 }]"#,
      "targets.fooBar is left out", "grafana.target.key"
    ),
    (
      #""targets": [{ "expr": "x" }, { "datasource": "__expr__", "type": "reduce", "reducer": "max", "expression": "A", "settings": { "mode": "strict", "fooBar": 1 } }]"#,
      "targets.settings.fooBar is left out", "grafana.target.key"
    ),
    (
      #""type": "gauge", "options": { "fieldOptions": { "calcs": ["max"], "fooBar": 1 } }"#,
      "options.fieldOptions.fooBar is left out", "grafana.option.unsupported"
    ),
    (
      #""type": "gauge", "options": { "fieldOptions": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "fooBar", "value": 1 }] }] } }"#,
      "overrides.fooBar is left out", "grafana.override.unsupported"
    ),
    (
      #""datasource": { "uid": "-- Mixed --" }, "targets": [{ "expr": "x" }, { "datasource": { "type": "loki" }, "expr": "y" }]"#,
      "the query B, of another source, is left out", "grafana.target.datasource"
    ),
  ])
  func aKeyThatNobodyKnowsIsTold(panel: String, note: String, code: String) throws {
    let (dashboard, problems) = try GrafanaPanels.open(
      #"{ "schemaVersion": 39, "panels": [{ "type": "timeseries", "title": "P", \#(panel) }] }"#
    )
    #expect(problems.map(\.what) == [#"panels[0] "P": \#(note)"#])
    #expect(problems.map(\.code) == [code])
    #expect(problems.allSatisfy { $0.severity == .warning && $0.place.hasPrefix("panels[0]") })
    #expect(Support(dashboard.panels[0]) == .partial)
  }

  /// A value that a kind's form doesn't take, and fields' values that nobody understands.
  @Test(arguments: [
    (
      #""options": { "legend": { "placement": "top" } }"#,
      #"options.legend.placement "top" is left out"#
    ),
    (
      #""options": { "legend": { "calcs": ["max", "nope", "sum"] } }"#,
      #"options.legend.calcs "nope" is left out"#
    ),
    (
      #""options": { "showHeader": { "a": 1 } }"#, "options.showHeader is left out"
    ),
    (
      #""fieldConfig": { "defaults": { "color": { "mode": "fooBar" } } }"#,
      #"fieldConfig.defaults.color.mode "fooBar" is left out"#
    ),
    (
      #""fieldConfig": { "defaults": { "decimals": "many" } }"#,
      #"fieldConfig.defaults.decimals "many" is left out"#
    ),
    (
      #""fieldConfig": { "defaults": { "custom": { "drawStyle": "fooBar" } } }"#,
      #"fieldConfig.defaults.custom.drawStyle "fooBar" is left out"#
    ),
    (
      #""fieldConfig": { "defaults": { "mappings": [{ "type": "fooBar", "options": { "a": 1 } }] } }"#,
      "fieldConfig.defaults.mappings.[0] is left out"
    ),
    (
      #""fieldConfig": { "defaults": { "custom": { "hideFrom": { "legend": true } } }, "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "custom.hideFrom.legend" }] }] }"#,
      "overrides.custom.hideFrom.legend without a value is left out"
    ),
  ])
  func aValueThatNobodyTakesIsTold(panel: String, note: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(#""type": "timeseries", \#(panel)"#)
    #expect(notes == [note])
    #expect(Support(spec) == .partial)
  }

  /// A kind that reads nothing of what is asked.
  private static let plain = [
    PanelKind(
      names: ["timeseries"],
      summary: "",
      options: [],
      grafanaOptions: [PanelOption("legend.showLegend", .boolean, "")],
      grafanaFields: ["unit"]
    ),
    PanelKind(
      names: ["stat"],
      summary: "",
      options: [],
      grafanaOptions: [PanelOption("graphMode", .string, "")],
      grafanaFields: ["unit"]
    ),
    PanelKind(names: ["text"], summary: "", options: [], grafanaFields: ["unit"]),
  ]

  /// What is asked for and not declared.
  @Test(arguments: [
    (
      #""type": "timeseries", "options": { "legend": { "calcs": ["max"] } }"#,
      "options.legend.calcs is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "stacking": { "mode": "normal", "group": "A" } } } }"#,
      "fieldConfig.defaults.custom.stacking is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "lineWidth": 0 } } }"#,
      "fieldConfig.defaults.custom.lineWidth is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "gradientMode": "scheme" } } }"#,
      "fieldConfig.defaults.custom.gradientMode is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "min": 0 } }"#,
      "fieldConfig.defaults.min is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "color": { "mode": "thresholds" }, "thresholds": { "steps": [{ "color": "red", "value": 1 }] } } }"#,
      "fieldConfig.defaults.color is left out, fieldConfig.defaults.thresholds is left out"
    ),
    (
      #""type": "timeseries", "fieldConfig": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "decimals", "value": 1 }] }] }"#,
      "overrides.decimals is left out"
    ),
    (
      #""type": "graph", "timeRegions": [{ "op": "time" }], "fill": 0"#,
      "fieldConfig.defaults.custom.drawStyle is left out, fieldConfig.defaults.custom.showPoints is left out, fieldConfig.defaults.custom.fillOpacity is left out, options.legend.displayMode is left out, options.legend.placement is left out, timeRegions is left out"
    ),
    (
      #""type": "stat", "options": { "reduceOptions": { "values": true } }"#,
      "options.reduceOptions.values is left out"
    ),
  ])
  func whatAKindDoesntReadIsTold(panel: String, wanted: String) throws {
    let (_, notes) = try GrafanaPanels.panel(panel, kinds: Self.plain)
    #expect(notes.sorted() == wanted.split(separator: ", ").map(String.init).sorted())
  }

  /// Of another type, of the editor, of pixels, or the same as nothing.
  @Test(arguments: [
    #""type": "stat", "options": { "graphMode": "area", "legend": { "calcs": ["max"] }, "cellHeight": "sm", "mergeValues": true }"#,
    #""type": "timeseries", "options": { "reduceOptions": { "values": true }, "textMode": "name", "content": "x" }"#,
    #""type": "stat", "fieldConfig": { "defaults": { "custom": { "drawStyle": "bars", "align": "right", "cellOptions": { "type": "gauge" } } } }"#,
    #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "align": "right", "width": 7 } } }"#,
    #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "lineWidth": 3, "pointSize": 5, "gradientMode": "hue", "axisColorMode": "text", "stacking": { "mode": "none", "group": "A" }, "hideFrom": { "legend": false, "viz": false, "tooltip": false }, "thresholdsStyle": { "mode": "off" }, "scaleDistribution": { "type": "linear" }, "spanNulls": false, "axisPlacement": "auto", "barAlignment": 0 } } }"#,
    #""type": "timeseries", "fieldConfig": { "defaults": { "thresholds": { "mode": "absolute", "steps": [{ "color": "green", "value": null }, { "color": "red", "value": 80 }] }, "mappings": [], "links": [{ "url": "x" }], "unitScale": true } }"#,
    #""type": "timeseries", "options": { "tooltip": { "mode": "multi", "sort": "desc" } }, "pluginVersion": "9", "transparent": true, "links": [{ "url": "x" }]"#,
    #""type": "timeseries", "yaxes": [{ "format": "s", "logBase": 10 }], "stack": true, "styles": [{ "a": 1 }], "valueName": "avg""#,
    #""type": "timeseries", "targets": [{ "expr": "x", "refId": "A", "step": 4, "editorMode": "code", "hide": false, "exemplar": true, "rawSql": "x", "range": true }]"#,
    #""type": "text", "fieldConfig": { "defaults": { "unit": "s", "color": { "mode": "fixed" } } }, "targets": [{ "fooBar": 1 }], "transformations": [{ "id": "x" }]"#,
    #""type": "stat", "options": { "text": { "valueSize": 9 }, "orientation": "auto", "justifyMode": "center", "showPercentChange": false, "percentChangeColorMode": "inverted", "reduceOptions": { "values": false, "fields": "", "calcs": [] } }"#,
    #""type": "timeseries", "fieldConfig": { "defaults": { "filterable": true, "description": "x", "actions": [{ "title": "x" }], "writeable": true }, "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "filterable", "value": true }] }] }"#,
    #""type": "timeseries", "options": { "orientation": "horizontal" }, "isViewing": false, "collapsible": true, "annotate": { "enable": false }"#,
    #""type": "timeseries", "targets": [{ "expr": "x", "metricQuery": { "metricType": "x" }, "matchExact": true, "scenarioId": "x", "hidden": false, "measurement": "x" }]"#,
    #""type": "timeseries", "targets": [{ "expr": "x" }, { "datasource": "__expr__", "type": "math", "expression": "$A", "hide": false, "refId": "B", "window": "1m", "conditions": [{ "type": "query", "evaluator": { "type": "gt", "params": [0] }, "operator": { "type": "and" }, "query": { "params": ["A"] }, "reducer": { "type": "avg", "params": [] } }] }]"#,
    #""type": "stat", "fieldConfig": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [{ "id": "custom.noValue", "value": "NA" }, { "id": "custom.thresholds.mode", "value": "percentage" }] }] }"#,
    #""type": "stat", "gridPos": { "x": 0 }, "id": 3, "datasource": null, "interval": "", "options": null, "fieldConfig": null, "targets": null"#,
  ])
  func whatNobodyReadsIsNoNote(panel: String) throws {
    let (_, notes) = try GrafanaPanels.panel(panel, kinds: Self.plain)
    #expect(notes == [])
  }

  /// What Grafana has no use for, in panels of every kind that we draw.
  @Test(arguments: [
    #""type": "timeseries", "fieldConfig": { "defaults": { "mappings": [{ "type": "special", "options": { "match": null, "result": { "text": "x" } } }, { "type": 1, "options": { "1": { "text": "x" } } }] } }"#,
    #""type": "state-timeline", "options": { "legend": { "calcs": ["max"] } }"#,
    #""type": "status-history", "options": { "legend": { "calcs": ["max"] } }"#,
    #""type": "piechart", "options": { "orientation": "vertical", "legend": { "calcs": ["max"] }, "reduceOptions": { "limit": 0 } }"#,
    #""type": "bargauge", "options": { "legend": { "showLegend": false, "displayMode": "table", "placement": "right", "calcs": ["max"] } }"#,
    #""type": "heatmap", "options": { "showValue": "always", "rowsFrame": { "layout": "unknown" }, "yAxis": { "axisWidth": 9, "axisColorMode": "text" } }"#,
    #""type": "graph", "xaxis": { "format": "", "logBase": 0, "show": true }, "x-axis": true, "y-axis": true, "hiddenSeries": true, "legend": { "displayMode": "list", "calcs": ["mean"] }"#,
    #""type": "graph", "crosshairColor": "red", "showLegendNames": true, "mapCenter": "x", "mathScratchPad": "x", "_comment": "x""#,
    #""type": "gauge", "fieldConfig": { "defaults": { "calcs": ["mean"], "override": { "a": 1 }, "values": false, "limit": 5 }, "showThresholdLabels": true }"#,
    #""type": "table", "fieldConfig": { "defaults": { "custom": { "cellOptions": { "type": "sparkline", "hideValue": true, "lineWidth": 2, "drawStyle": "line", "spanNulls": true } } } }"#,
    #""type": "table", "fieldConfig": { "defaults": { "custom": { "hideHeader": true, "cellOptions": { "type": "markdown", "dynamicHeight": true } } } }"#,
  ])
  func whatGrafanaHasNoUseForIsNoNote(panel: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(panel, kinds: PanelCatalog.kinds)
    #expect(notes == [])
    #expect(Support(spec) == .full)
  }

  /// Each key once, however often it stands there.
  @Test func aKeyIsToldOnce() throws {
    let rule =
      #"{ "matcher": { "id": "numeric" }, "properties": [{ "id": "fooBar", "value": 1 }, { "id": "fooBar", "value": 2 }] }"#
    let (_, notes) = try GrafanaPanels.panel(
      #""type": "stat", "fieldConfig": { "overrides": [\#(rule), \#(rule)] }"#
    )
    #expect(notes == ["overrides.fooBar is left out"])
  }

  @Test(arguments: [
    (#""type": "stat""#, Support.full), (#""type": "stat", "fooBar": 1"#, .partial),
    (#""type": "fooBar", "options": { "a": 1 }"#, .placeholder), (#""title": "x""#, .placeholder),
    (
      #""type": "stat", "datasource": { "type": "loki" }, "targets": [{ "expr": "x" }]"#,
      .placeholder
    ),
    (#""type": "grafana-polystat-panel", "targets": [{ "expr": "x" }]"#, .placeholder),
  ])
  func supportIsWhatWasRead(panel: String, wanted: Support) throws {
    let dashboard = try GrafanaPanels.open(
      #"{ "schemaVersion": 39, "panels": [{ \#(panel) }, { "type": "row" }] }"#
    ).dashboard
    #expect(Support(dashboard.panels[0]) == wanted)
    var count = SupportCount()
    count.add(dashboard)
    #expect(count.panelCount == 1)
    #expect(count.panels == [wanted: 1])
    #expect(count.fullDashboards == (wanted == .full ? 1 : 0))
  }
}
