import Documents
import Metrics
import Testing

/// Today's field configuration, as panels read it.
struct GrafanaFieldTests {
  /// Defaults, and what they set.
  @Test(arguments: [
    ("{}", ""),
    (
      #"{ "unit": "s", "decimals": "2", "min": "0", "max": 1e2, "noValue": "-" }"#,
      "unit=s decimals=2 min=0.0 max=100.0 noValue=-"
    ),
    (#"{ "unit": "", "decimals": null, "min": null, "noValue": 0 }"#, "noValue=0"),
    (
      #"{ "displayName": "${__field.labels.a}", "fieldMinMax": true }"#,
      "hasOwnEnds=true displayName=${__field.labels.a}"
    ),
    (
      #"{ "thresholds": { "mode": "percentage", "steps": [{ "color": "a", "value": null }, { "color": "c", "value": "80" }, { "color": "b", "value": 50 }] } }"#,
      "thresholds=[-inf:a,50.0:b,80.0:c] hasPercentageThresholds=true"
    ),
    (#"{ "thresholds": { "mode": "absolute" } }"#, "hasPercentageThresholds=false"),
    (
      #"{ "color": { "mode": "fixed", "fixedColor": "red", "seriesBy": "max" } }"#,
      "color=fixed/red/max"
    ),
    (#"{ "color": { "mode": "continuous-GrYlRd" } }"#, "color=continuous-GrYlRd"),
    (#"{ "color": { "mode": "continuous-viridis" } }"#, "color=continuous-viridis"),
    (#"{ "links": [{ "title": "t", "url": "u" }, { "title": "none" }] }"#, "links=[t>u]"),
    (
      #"{ "mappings": [{ "type": "value", "options": { "1": { "text": "up", "index": 1 }, "0": { "text": "down", "color": "red", "index": 0 } } }] }"#,
      #"mappings=[value("0")>down/red,value("1")>up]"#
    ),
    (
      #"{ "mappings": [{ "type": "range", "options": { "from": null, "to": "9", "result": { "color": "blue" } } }, { "type": "regex", "options": { "pattern": "/a/", "result": { "text": "$1" } } }, { "type": "special", "options": { "match": "null+nan", "result": { "text": "?" } } }] }"#,
      #"mappings=[range(from: nil, to: Optional(9.0))>-/blue,regex("/a/")>$1,nullOrNaN>?]"#
    ),
    (
      #"{ "custom": { "drawStyle": "bar", "lineInterpolation": "smooth", "lineWidth": 2, "showPoints": "auto" } }"#,
      "graph.draw=bars graph.interpolation=smooth graph.lineWidth=2.0 graph.points=auto"
    ),
    (
      #"{ "custom": { "fillOpacity": "30", "gradientMode": "scheme", "lineStyle": { "fill": "dash", "dash": [1, 2] } } }"#,
      "graph.isDashed=true graph.fillOpacity=30.0 graph.gradient=scheme"
    ),
    (
      #"{ "custom": { "spanNulls": 60000, "insertNulls": 5000, "stacking": { "mode": "percent", "group": "B" } } }"#,
      "graph.gaps=connectedUpTo(60.0 seconds) graph.insertsGapsBeyond=5.0 seconds graph.stacking=percent/B"
    ),
    (
      #"{ "custom": { "stacking": { "mode": "normal", "group": false } } }"#,
      "graph.stacking=none/false"
    ),
    (
      #"{ "custom": { "stacking": { "mode": "off" }, "transform": "constant", "barAlignment": -1 } }"#,
      "graph.stacking=none/A graph.transform=constant graph.barAlignment=-1"
    ),
    (
      #"{ "custom": { "axisPlacement": "right", "axisLabel": "x", "axisSoftMin": 0, "axisSoftMax": "9", "axisCenteredZero": true } }"#,
      "graph.axis=right graph.axisLabel=x graph.axisSoftMin=0.0 graph.axisSoftMax=9.0 graph.isCentredOnZero=true"
    ),
    (
      #"{ "custom": { "scaleDistribution": { "type": "symlog", "log": 2, "linearThreshold": 5 }, "thresholdsStyle": { "mode": "dashed+area" } } }"#,
      "graph.scale=symlog(base: 2.0, threshold: 5.0) graph.limits=dashedAndArea"
    ),
    (
      #"{ "custom": { "hideFrom": { "legend": true, "graph": true, "tooltip": false } } }"#,
      "graph.hidden=legend+plot"
    ),
    (
      #"{ "custom": { "hidden": true, "width": "80", "minWidth": 9, "align": "center" } }"#,
      "cell.isHidden=true cell.width=80.0 cell.minWidth=9.0 cell.align=center"
    ),
    (
      #"{ "custom": { "cellOptions": { "type": "gauge", "mode": "lcd", "valueDisplayMode": "text" }, "footer": { "reducers": ["sum"] } } }"#,
      #"cell.type=gauge cell.mode=lcd cell.valueMode=text cell.footer=["sum"]"#
    ),
    (
      #"{ "custom": { "cellOptions": { "type": "color-background", "applyToRow": true } } }"#,
      "cell.type=color-background cell.appliesToRow=true"
    ),
    (#"{ "title": "T" }"#, "displayName=T"),
    (#"{ "title": "T", "displayName": "D" }"#, "displayName=D"),
    (#"{ "custom": { "insertNulls": true } }"#, ""),
    ("null", ""), ("[]", ""), (#"{ "custom": null }"#, ""),
  ])
  func defaultsAreRead(json: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "timeseries", "fieldConfig": { "defaults": \#(json) }"#
    )
    #expect(GrafanaPanels.said(spec.fields?.defaults) == wanted)
    #expect(notes == [])
  }

  /// Matchers, and what they are.
  @Test(arguments: [
    (#"{ "id": "byName", "options": "a" }"#, #"byName("a")"#),
    (#"{ "id": "byName", "options": 5 }"#, #"byName("5")"#),
    (#"{ "id": "byRegexp", "options": "/a/i" }"#, #"byRegexp("/a/i")"#),
    (#"{ "id": "byType", "options": "number" }"#, #"byType("number")"#),
    (#"{ "id": "byFrameRefID", "options": "B" }"#, #"byFrameRefID("B")"#),
    (
      #"{ "id": "byNames", "options": { "mode": "exclude", "names": ["a", "b"], "readOnly": true } }"#,
      #"byNames(["a", "b"], isExcluding: true)"#
    ),
    (#"{ "id": "byNames", "options": ["a"] }"#, #"byNames(["a"], isExcluding: false)"#),
    (
      #"{ "id": "byRegexpOrNames", "options": { "pattern": "x", "names": ["a"] } }"#,
      #"byRegexpOrNames(pattern: "x", names: ["a"])"#
    ),
    (
      #"{ "id": "byValue", "options": { "op": "gte", "reducer": "allIsZero", "value": 0 } }"#,
      #"byValue(reducer: "allIsZero", comparison: "gte", value: 0.0)"#
    ),
    (
      #"{ "id": "byTypes", "options": ["time", "string"] }"#,
      #"anyOf([Documents.FieldMatcher.byType("time"), Documents.FieldMatcher.byType("string")])"#
    ),
    (
      #"{ "id": "invertMatch", "options": { "id": "numeric" } }"#,
      "not(Documents.FieldMatcher.numeric)"
    ),
    (
      #"{ "id": "anyMatch", "options": [{ "id": "time" }, { "id": "first" }] }"#,
      "anyOf([Documents.FieldMatcher.time, Documents.FieldMatcher.first])"
    ),
    (#"{ "id": "firstTimeField" }"#, "firstTime"), (#"{ "id": "alwaysMatch" }"#, "all"),
    (#"{ "id": "neverMatch" }"#, "none"), (#"{ "id": "byName" }"#, "none"),
    (#"{ "id": "byFrameRefID", "options": null }"#, "none"),
  ])
  func matchersAreRead(json: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "timeseries", "fieldConfig": { "overrides": [{ "matcher": \#(json), "properties": [{ "id": "unit", "value": "s" }] }] }"#
    )
    #expect(spec.fields?.overrides.map { "\($0.matcher)" } == [wanted])
    #expect(spec.fields?.overrides.map { $0.config.unit } == ["s"])
    #expect(notes == [])
  }

  /// Properties of overrides, nested ids and older words too.
  @Test(arguments: [
    (
      #"{ "id": "custom.hideFrom", "value": { "viz": true, "legend": false, "tooltip": false } }"#,
      "graph.hidden=plot"
    ),
    (#"{ "id": "custom.hideFrom.viz", "value": true }"#, "graph.hidden=plot+tooltip"),
    (
      #"{ "id": "custom.stacking", "value": { "group": false, "mode": "normal" } }"#,
      "graph.stacking=none/false"
    ),
    (
      #"{ "id": "custom.displayMode", "value": "color-background-solid" }"#,
      "cell.type=color-background cell.mode=basic"
    ),
    (#"{ "id": "custom.cellOptions", "value": { "type": "color-text" } }"#, "cell.type=color-text"),
    (
      #"{ "id": "color", "value": { "mode": "fixed", "fixedColor": "rgb(1,2,3)" } }"#,
      "color=fixed/rgb(1,2,3)"
    ),
    (
      #"{ "id": "thresholds", "value": { "mode": "absolute", "steps": [{ "color": "red" }] } }"#,
      "thresholds=[-inf:red] hasPercentageThresholds=false"
    ),
    (
      #"{ "id": "mappings", "value": [{ "type": 1, "value": "1", "text": "x" }] }"#,
      #"mappings=[value("1")>x]"#
    ),
    (#"{ "id": "title", "value": "T" }"#, "displayName=T"),
    (#"{ "id": "mappings", "value": [] }"#, "mappings=[]"),
    (#"{ "id": "min" }"#, ""), (#"{}"#, ""), (#"{ "id": "unit", "value": null }"#, ""),
  ])
  func propertiesAreRead(json: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "timeseries", "fieldConfig": { "overrides": [{ "matcher": { "id": "numeric" }, "properties": [\#(json)] }] }"#
    )
    #expect(spec.fields?.overrides.map { GrafanaPanels.said($0.config) } == [wanted])
    #expect(notes == [])
  }

  /// No value, and a text that says nothing, take back what the defaults say.
  @Test(arguments: [
    #"{ "id": "unit" }"#, #"{ "id": "unit", "value": null }"#, #"{ "id": "unit", "value": "" }"#,
  ])
  func aPropertyCanBeTakenBack(json: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "stat", "fieldConfig": { "defaults": { "unit": "s" }, "overrides": [{ "matcher": { "id": "numeric" }, "properties": [\#(json)] }] }"#
    )
    #expect(spec.fields?.overrides.map(\.unset) == [["unit"]])
    #expect(notes == [])
  }

  /// Rules that are none: no matcher, no properties, nothing at all.
  @Test(arguments: [
    "{}", "null", "5", #"{ "matcher": {} }"#, #"{ "properties": [{ "id": "unit" }] }"#,
    #"{ "matcher": { "id": "byName", "options": "a" }, "properties": [] }"#,
  ])
  func emptyOverridesSayNothing(json: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "stat", "fieldConfig": { "overrides": [\#(json)] }"#
    )
    #expect(spec.fields?.overrides == [])
    #expect(notes == [])
  }

  @Test func transformationsAreKeptInOrder() throws {
    let (spec, notes) = try GrafanaPanels.panel(
      """
      "type": "table", "transformations": [
        { "id": "merge" }, { "id": "organize", "disabled": true, "options": {} },
        { "id": "reduce", "filter": { "id": "byRefId", "options": "A" }, "options": { "x": 1 } },
        { "id": "seriesToColumns", "options": { "byField": "pod" } },
        { "id": "timeSeriesTable", "options": { "refIdToStat": { "A": "mean" } } },
        { "id": "organize", "topic": "annotations" }, {}, null
      ]
      """
    )
    #expect(
      spec.transformations.map(\.id) == ["merge", "reduce", "joinByField", "timeSeriesTable"]
    )
    #expect(spec.transformations.map(\.refIds) == [nil, "A", nil, nil])
    #expect(spec.transformations[2].options.text() == #"{"byField":"pod"}"#)
    #expect(spec.transformations[3].options.text() == #"{"A":{"stat":"mean"}}"#)
    #expect(notes == [#""x" of the transformation "reduce" is left out"#])
  }

  @Test(
    arguments: [
      (#""repeat": "a""#, PanelSpec.Repeat(variable: "a")),
      (
        #""repeat": "a", "repeatDirection": "v", "maxPerRow": 2"#,
        PanelSpec.Repeat(variable: "a", direction: .v, perRow: 2)
      ),
      (#""repeat": "a", "minSpan": 6"#, PanelSpec.Repeat(variable: "a", perRow: 4)),
      (#""repeat": "a", "minSpan": 5"#, PanelSpec.Repeat(variable: "a", perRow: 4)),
      (#""repeat": "a", "maxPerRow": 1e3"#, PanelSpec.Repeat(variable: "a", perRow: 24)),
      (#""repeat": "", "repeatDirection": "h""#, nil), (#""repeat": null"#, nil),
    ] as [(String, PanelSpec.Repeat?)]
  )
  func repeatsAreRead(panel: String, wanted: PanelSpec.Repeat?) throws {
    let (spec, notes) = try GrafanaPanels.panel(#""type": "stat", \#(panel)"#)
    #expect(spec.repeats == wanted)
    // No variable has the name: that is told, and spoils no panel.
    #expect(notes.count == (wanted == nil ? 0 : 1))
    #expect(spec.problems.isEmpty)
  }
}
