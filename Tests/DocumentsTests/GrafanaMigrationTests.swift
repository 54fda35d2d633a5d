import Documents
import Metrics
import Testing

/// Old panels in the words of today's.
struct GrafanaMigrationTests {
  /// A graph panel, and what it says of its fields.
  @Test(arguments: [
    ("", "unit=short graph.draw=line graph.points=never"),
    (
      #""yaxes": [{ "format": "s", "min": "0", "max": 9, "decimals": "1", "label": "t", "logBase": 10 }]"#,
      "unit=s decimals=1 min=0.0 max=9.0 graph.draw=line graph.points=never graph.axisLabel=t"
        + " graph.scale=log(base: 10.0)"
    ),
    (
      #""yaxes": [{ "format": "", "min": "auto", "logBase": 32, "show": false }]"#,
      "unit=short graph.draw=line graph.points=never graph.axis=hidden"
    ),
    (#""decimals": 2"#, "unit=short decimals=2 graph.draw=line graph.points=never"),
    (
      #""bars": true, "lines": false"#,
      "unit=short graph.draw=bars graph.fillOpacity=100.0 graph.points=never"
    ),
    (
      #""lines": false, "points": true, "fill": 3"#,
      "unit=short graph.draw=points graph.fillOpacity=0.0 graph.points=always"
    ),
    (
      #""lines": true, "linewidth": 0, "fill": "7""#,
      "unit=short graph.draw=line graph.lineWidth=0.0 graph.fillOpacity=70.0 graph.points=never"
    ),
    (
      #""fill": 1, "fillGradient": 4"#,
      "unit=short graph.draw=line graph.fillOpacity=40.0 graph.gradient=opacity graph.points=never"
    ),
    (
      #""steppedLine": true, "dashes": true, "nullPointMode": "connected""#,
      "unit=short graph.draw=line graph.interpolation=stepAfter graph.isDashed=true"
        + " graph.points=never graph.gaps=connected"
    ),
    (
      #""nullPointMode": "null as zero""#,
      "unit=short graph.draw=line graph.points=never graph.gaps=zero"
    ),
    (
      #""stack": true, "percentage": false"#,
      "unit=short graph.draw=line graph.points=never graph.stacking=normal/A"
    ),
    (
      #""stack": true, "percentage": true"#,
      "unit=short graph.draw=line graph.points=never graph.stacking=percent/A"
    ),
    (
      #""thresholds": [{ "value": 8, "op": "gt", "colorMode": "critical", "fill": true, "line": true }, { "value": 5, "op": "gt", "colorMode": "warning", "line": true }]"#,
      "unit=short thresholds=[-inf:transparent,5.0:orange,8.0:red] hasPercentageThresholds=false"
        + " graph.draw=line graph.points=never graph.limits=lineAndArea"
    ),
    (
      #""thresholds": [{ "value": 5, "op": "gt", "colorMode": "custom", "line": true, "fillColor": "blue" }]"#,
      "unit=short thresholds=[-inf:transparent,5.0:blue] hasPercentageThresholds=false"
        + " graph.draw=line graph.points=never graph.limits=line"
    ),
    (
      #""thresholds": [{ "value": 5, "op": "lt", "colorMode": "custom", "fill": true, "fillColor": "blue" }]"#,
      "unit=short thresholds=[-inf:blue,5.0:transparent] hasPercentageThresholds=false"
        + " graph.draw=line graph.points=never graph.limits=area"
    ),
    (
      #""y_formats": ["s", "bytes"], "leftYAxisLabel": "t", "grid": { "leftMin": 1, "leftMax": "9", "leftLogBase": 2 }"#,
      "unit=s min=1.0 max=9.0 graph.draw=line graph.points=never graph.axisLabel=t"
        + " graph.scale=log(base: 2.0)"
    ),
    (
      #""y_format": "ms", "grid": { "min": 0, "max": null }, "x-axis": true, "y-axis": false"#,
      "unit=ms min=0.0 graph.draw=line graph.points=never graph.axis=hidden"
    ),
    (
      #""fieldConfig": { "defaults": { "unit": "bytes", "custom": { "fillOpacity": 3 } } }"#,
      "unit=bytes graph.draw=line graph.fillOpacity=3.0 graph.points=never"
    ),
  ])
  func aGraphSaysOfItsFields(panel: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "graph"\#(panel.isEmpty ? "" : ", ")\#(panel)"#
    )
    #expect(spec.type == "timeseries")
    #expect(spec.writtenType == "graph")
    #expect(GrafanaPanels.said(spec.fields?.defaults) == wanted)
    #expect(notes == [])
  }

  /// A graph's rules for single series.
  @Test(arguments: [
    (#""aliasColors": { "a": "red" }"#, [#"byName("a") color=fixed/red"#]),
    (
      #""seriesOverrides": [{ "alias": "/^x.*/", "color": "rgb(1,2,3)", "fill": 2, "zindex": 1 }]"#,
      [#"byRegexp("/^x.*/") color=fixed/rgb(1,2,3) graph.fillOpacity=20.0"#]
    ),
    (
      #""yaxes": [{ "format": "s" }, { "format": "bytes", "min": 0 }], "seriesOverrides": [{ "alias": "m", "yaxis": 2 }]"#,
      [#"byName("m") unit=bytes min=0.0 graph.axis=right"#]
    ),
    (
      #""seriesOverrides": [{ "alias": "a", "stack": false }, { "alias": "b", "stack": "B" }, { "alias": "c", "stack": true }]"#,
      [
        #"byName("a") graph.stacking=none/A"#, #"byName("b") graph.stacking=normal/B"#,
        #"byName("c") graph.stacking=normal/A"#,
      ]
    ),
    (
      #""seriesOverrides": [{ "alias": "a", "transform": "negative-Y", "dashes": true, "dashLength": 4 }]"#,
      [#"byName("a") graph.isDashed=true graph.transform=negativeY"#]
    ),
    (
      #""seriesOverrides": [{ "alias": "a", "hiddenSeries": true }, { "alias": "b", "legend": false }]"#,
      [#"byName("a") graph.hidden=plot+tooltip"#, #"byName("b") graph.hidden=legend"#]
    ),
    (
      #""seriesOverrides": [{ "alias": "a", "lines": false }, { "alias": "b", "bars": true }, { "alias": "c", "lines": false, "points": true }]"#,
      [
        #"byName("a") graph.lineWidth=0.0"#,
        #"byName("b") graph.draw=bars graph.fillOpacity=100.0"#,
        #"byName("c") graph.draw=points graph.points=always"#,
      ]
    ),
    (
      #""seriesOverrides": [{ "alias": "a", "fillBelowTo": "b", "lines": false }]"#,
      [#"byName("a") graph.lineWidth=0.0 graph.fillBelowTo=b"#]
    ),
    (
      #""seriesOverrides": [{ "alias": "/boot", "color": "red" }, { "alias": "/a/i", "color": "red" }, { "alias": "/", "color": "red" }]"#,
      [
        #"byName("/boot") color=fixed/red"#, #"byRegexp("/a/i") color=fixed/red"#,
        #"byName("/") color=fixed/red"#,
      ]
    ),
    (
      #""bars": true, "fill": 2, "seriesOverrides": [{ "alias": "a", "bars": false, "lines": true }, { "alias": "b", "bars": false, "fill": 3 }]"#,
      [
        #"byName("a") graph.draw=line graph.fillOpacity=20.0"#,
        #"byName("b") graph.draw=line graph.fillOpacity=30.0"#,
      ]
    ),
    (
      #""y_formats": ["s", "bytes"], "grid": { "rightMax": 5 }, "rightYAxisLabel": "B", "aliasYAxis": { "m": 2 }"#,
      [#"byName("m") unit=bytes max=5.0 graph.axis=right graph.axisLabel=B"#]
    ),
    (
      #""legend": { "hideEmpty": true, "hideZero": true }"#,
      [
        #"byValue(reducer: "allIsNull", comparison: "gte", value: 0.0) graph.hidden=legend+tooltip"#,
        #"byValue(reducer: "allIsZero", comparison: "gte", value: 0.0) graph.hidden=legend+tooltip"#,
      ]
    ),
  ])
  func aGraphsSeriesHaveRules(panel: String, wanted: [String]) throws {
    let (spec, notes) = try GrafanaPanels.panel(#""type": "graph", \#(panel)"#)
    #expect(
      spec.fields?.overrides.map { "\($0.matcher) \(GrafanaPanels.said($0.config))" } == wanted
    )
    #expect(notes == [])
  }

  /// A panel, its type, and one of its options.
  @Test(
    arguments: [
      (#""type": "graph""#, "timeseries", "legend.displayMode", #""list""#),
      (
        #""type": "graph", "legend": { "show": false }"#, "timeseries", "legend.showLegend", "false"
      ),
      (#""type": "graph", "legend": true"#, "timeseries", "legend.showLegend", "true"),
      (
        #""type": "graph", "legend": { "alignAsTable": true, "rightSide": true }"#, "timeseries",
        "legend.placement", #""right""#
      ),
      (
        #""type": "graph", "legend": { "values": true, "avg": true, "max": false, "current": true }"#,
        "timeseries", "legend.calcs", #"["mean","lastNotNull"]"#
      ),
      (
        #""type": "graph", "legend": { "values": false, "avg": true }"#, "timeseries",
        "legend.calcs", "[]"
      ),
      (
        #""type": "graph", "legend": { "alignAsTable": true, "values": true, "total": true, "sort": "total", "sortDesc": true }"#,
        "timeseries", "legend.sortBy", #""Total""#
      ),
      (
        #""type": "graph", "legend": { "values": true, "total": true, "sort": "total" }"#,
        "timeseries", "legend.sortBy", nil
      ),
      (
        #""type": "graph", "xaxis": { "mode": "series", "values": ["current"] }, "legend": { "values": true }"#,
        "bargauge", "reduceOptions.calcs", #"["lastNotNull"]"#
      ),
      (#""type": "graph", "xaxis": { "mode": "histogram" }"#, "histogram", "x", nil),
      (#""type": "singlestat""#, "stat", "reduceOptions.calcs", #"["mean"]"#),
      (
        #""type": "singlestat", "valueName": "current""#, "stat", "reduceOptions.calcs",
        #"["lastNotNull"]"#
      ),
      (#""type": "singlestat", "valueName": "name""#, "stat", "textMode", #""name""#),
      (#""type": "singlestat", "sparkline": { "show": true }"#, "stat", "graphMode", #""area""#),
      (#""type": "singlestat", "colorBackground": true"#, "stat", "colorMode", #""background""#),
      (
        #""type": "grafana-singlestat-panel", "gauge": { "show": true, "thresholdLabels": true }"#,
        "gauge", "showThresholdLabels", "true"
      ),
      (
        #""type": "singlestat", "tableColumn": "a.b", "targets": [{ "expr": "x", "format": "table" }]"#,
        "stat", "reduceOptions.fields", #""/^a\\.b$/""#
      ),
      (#""type": "table-old", "showHeader": false"#, "table", "showHeader", "false"),
      (
        #""type": "grafana-piechart-panel", "pieType": "donut", "legend": { "percentage": true }"#,
        "piechart", "legend.values", #"["percent"]"#
      ),
      (
        #""type": "heatmap", "dataFormat": "tsbuckets", "yAxis": { "format": "s" }"#, "heatmap",
        "yAxis.unit", #""s""#
      ),
      (
        #""type": "heatmap", "color": { "mode": "spectrum", "colorScheme": "interpolateSpectral" }"#,
        "heatmap", "color.scheme", #""Spectral""#
      ),
      (
        #""type": "heatmap", "color": { "mode": "opacity", "exponent": 0.3 }"#, "heatmap",
        "color.exponent", "0.3"
      ),
      (
        #""type": "heatmap", "dataFormat": "timeseries", "yAxis": { "logBase": 2 }"#, "heatmap",
        "calculation.yBuckets.scale.log", "2"
      ),
      (
        #""type": "heatmap", "dataFormat": "tsbuckets", "hideZeroBuckets": true"#, "heatmap",
        "filterValues.le", "1e-09"
      ),
      (#""type": "text", "content": "hi", "mode": "html""#, "text", "content", #""hi""#),
      (#""type": "text", "content": "hi", "mode": "text""#, "text", "mode", #""markdown""#),
      (#""type": "text", "options": { "mode": "text" }"#, "text", "mode", #""markdown""#),
      (#""type": "text2", "options": { "content": "hi" }"#, "text", "content", #""hi""#),
      (
        #""type": "timeseries", "options": { "legend": { "displayMode": "hidden" } }"#,
        "timeseries",
        "legend.showLegend", "false"
      ),
      (
        #""type": "timeseries", "options": { "legend": { "asTable": true, "isVisible": true } }"#,
        "timeseries", "legend.displayMode", #""table""#
      ),
      (
        #""type": "gauge", "options": { "fieldOptions": { "calcs": ["max"] } }"#, "gauge",
        "reduceOptions.calcs", #"["max"]"#
      ),
      (
        #""type": "gauge", "options": { "valueOptions": { "stat": "avg", "unit": "s", "prefix": "" } }"#,
        "gauge", "reduceOptions.calcs", #"["mean"]"#
      ),
      (
        #""type": "gauge", "options-gauge": { "stat": "max", "unit": "s", "showThresholdLabels": true }"#,
        "gauge", "showThresholdLabels", "true"
      ),
      (#""type": "stat", "options": { "colorMode": "fixed" }"#, "stat", "colorMode", #""none""#),
      (#""type": "heatmap-new", "options": { "calculate": true }"#, "heatmap", "calculate", "true"),
      (
        #""type": "stat", "options": { "reduceOptions": { "calcs": ["avg", "current"] } }"#, "stat",
        "reduceOptions.calcs", #"["mean","lastNotNull"]"#
      ),
      (#""type": "alertlist", "options": { "maxItems": "7" }"#, "alertlist", "maxItems", "7"),
    ] as [(String, String, String, String?)]
  )
  func oldPanelsBecomeTodays(panel: String, type: String, key: String, value: String?) throws {
    let (spec, notes) = try GrafanaPanels.panel(panel)
    #expect(spec.type == type)
    #expect(spec.options.values[key]?.text() == value)
    #expect(notes == [])
  }

  /// Fields of other old panels.
  @Test(arguments: [
    (
      #""type": "singlestat", "format": "s", "decimals": 1, "nullText": "-", "colorValue": true, "thresholds": "5, 9", "colors": ["a", "b", "c"]"#,
      "unit=s decimals=1 noValue=- thresholds=[-inf:a,5.0:b,9.0:c] hasPercentageThresholds=false"
    ),
    (#""type": "singlestat", "format": "none", "postfix": " pods""#, "unit=suffix: pods"),
    (#""type": "singlestat", "format": "bytes", "postfix": " pods""#, "unit=bytes"),
    (
      #""type": "singlestat", "valueMaps": [{ "op": "=", "value": "null", "text": "N/A" }, { "value": 1, "text": "up" }], "mappingType": 1"#,
      #"mappings=[null>N/A,value("1")>up]"#
    ),
    (
      #""type": "singlestat", "rangeMaps": [{ "from": "0", "to": "5", "text": "low" }], "mappingType": 2"#,
      "mappings=[range(from: Optional(0.0), to: Optional(5.0))>low]"
    ),
    (
      #""type": "singlestat", "gauge": { "show": true, "minValue": 0, "maxValue": "50" }"#,
      "min=0.0 max=50.0"
    ),
    (
      #""type": "table", "styles": [{ "pattern": "/.*/", "unit": "s", "type": "number" }]"#,
      "unit=s"
    ),
    (
      #""type": "gauge", "options": { "fieldOptions": { "defaults": { "title": "T", "unit": "s", "max": "9", "mappings": [{ "type": 1, "value": "0", "text": "no" }], "thresholds": [{ "color": "red" }] } } }"#,
      #"unit=s max=9.0 displayName=T thresholds=[-inf:red] mappings=[value("0")>no]"#
    ),
    (
      #""type": "gauge", "options": { "valueOptions": { "unit": "s", "decimals": 1 }, "minValue": "0", "maxValue": 9, "valueMappings": [{ "type": 1, "value": "0", "text": "no" }], "thresholds": [{ "index": 1, "value": 5, "color": "red" }, { "index": 0, "value": null, "color": "green" }] }"#,
      #"unit=s decimals=1 min=0.0 max=9.0 thresholds=[-inf:green,5.0:red] mappings=[value("0")>no]"#
    ),
    (
      #""type": "gauge", "options-gauge": { "unit": "s", "maxValue": 9, "thresholds": [{ "value": 5, "color": "red" }, { "value": 0, "color": "green" }] }"#,
      "unit=s max=9.0 thresholds=[-inf:green,5.0:red]"
    ),
    (
      #""type": "stat", "fieldConfig": { "defaults": { "mappings": [{ "id": 0, "type": 2, "from": "1", "to": "null", "text": "x" }, { "type": "special", "options": { "match": "nan", "result": { "text": "?", "color": "red" } } }] } }"#,
      "mappings=[null>x,nan>?/red]"
    ),
    (
      #""type": "table", "fieldConfig": { "defaults": { "custom": { "displayMode": "lcd-gauge", "align": null } } }"#,
      "cell.type=gauge cell.mode=lcd"
    ),
    (
      #""type": "grafana-piechart-panel", "format": "bytes""#, "unit=bytes decimals=0"
    ),
  ])
  func oldFieldsBecomeTodays(panel: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(panel)
    #expect(GrafanaPanels.said(spec.fields?.defaults) == wanted)
    #expect(notes == [])
  }

  @Test func anOldTablesStylesAreRules() throws {
    let (spec, notes) = try GrafanaPanels.panel(
      """
      "type": "table", "transform": "timeseries_aggregations",
      "columns": [{ "text": "Avg", "value": "avg" }, { "text": "Now", "value": "current" }],
      "sort": { "col": 2, "desc": true }, "styles": [
        { "pattern": "Time", "type": "hidden" },
        { "pattern": "/Value #./", "alias": "V", "unit": "bytes", "decimals": 2, "type": "number",
          "colorMode": "cell", "colors": ["g", "y", "r"], "thresholds": ["1", "2"] },
        { "pattern": "At", "type": "date", "dateFormat": "YYYY", "align": "right" }
      ]
      """
    )
    #expect(
      spec.fields?.overrides.map { "\($0.matcher) \(GrafanaPanels.said($0.config))" } == [
        #"byName("Time") cell.isHidden=true"#,
        #"byRegexp("/Value #./") unit=bytes decimals=2 displayName=V"#
          + " thresholds=[-inf:g,1.0:y,2.0:r] hasPercentageThresholds=false"
          + " cell.type=color-background",
        #"byName("At") unit=time: YYYY cell.align=right"#,
      ]
    )
    #expect(spec.transformations.map(\.id) == ["reduce"])
    #expect(
      spec.transformations.first?.options["reducers"]?.text() == #"["mean","lastNotNull"]"#
    )
    // Of this test's kinds none sorts.
    #expect(notes == ["options.sortBy is left out"])
  }

  @Test func bySeriesAGraphIsABarChart() throws {
    let (spec, _) = try GrafanaPanels.panel(
      #""type": "graph", "xaxis": { "mode": "series", "values": ["total"] }"#
    )
    #expect(spec.type == "barchart")
    #expect(spec.transformations.map(\.id) == ["reduce", "transpose"])
  }

  @Test func aStatusPluginIsTheNearestThatThereIs() throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "grafana-polystat-panel", "targets": [{ "expr": "up" }], "polystat": { "a": 1 }"#
    )
    #expect(spec.type == "stat")
    #expect(spec.targets.count == 1)
    #expect(notes == [#"the panel type "grafana-polystat-panel" is drawn as a list of values"#])
  }

  /// A place in the file is kept through all changes.
  @Test func whatIsLeftOutHasItsPlace() throws {
    let (_, problems) = try GrafanaPanels.open(
      """
      { "panels": [], "schemaVersion": 14, "rows": [{ "panels": [
        { "type": "graph", "title": "P",
          "legend": { "show": true,
            "fooBar": 7 } }
      ] }] }
      """
    )
    #expect(
      problems.map(\.description) == [
        #"x.json:4:17: warning: rows[0].panels[0] "P": legend.fooBar is left out"#
      ]
    )
    #expect(problems.map(\.place) == ["rows[0].panels[0].legend.fooBar"])
  }
}
