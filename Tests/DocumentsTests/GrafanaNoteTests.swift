import Documents
import Testing

/// What a Grafana file asks for and doesn't get is named.
struct GrafanaNoteTests {
  @Test(arguments: [
    (#""type": "news""#, #"the panel type "news" can't be drawn yet in "P""#),
    (
      #""type": "stat", "targets": [{ "rawSql": "x" }]"#, #"the data isn't Prometheus' in "P""#
    ),
    (
      #""type": "stat", "datasource": { "type": "loki" }, "targets": [{ "expr": "x" }]"#,
      #"the data isn't Prometheus' in "P""#
    ),
    (
      #""type": "stat", "transformations": [{ "id": "merge" }, { "id": "a", "disabled": true }]"#,
      #"the transformation "merge" is left out in "P""#
    ),
    (
      #""type": "stat", "fieldConfig": { "overrides": [{}] }"#,
      #"overrides of single fields are left out in "P""#
    ),
    (
      #""type": "stat", "fieldConfig": { "defaults": { "mappings": [{}] } }"#,
      #"value mappings are left out in "P""#
    ),
    (
      #""type": "stat", "repeat": "job""#,
      #"it is repeated by "job", which is no variable, so shown once in "P""#
    ),
    (#""type": "stat", "libraryPanel": {}"#, #"a library panel isn't in the file in "P""#),
    (
      #""type": "stat", "options": { "reduceOptions": { "values": true } }"#,
      #"one item per row is reduced to one per series in "P""#
    ),
    (
      #""type": "stat", "options": { "reduceOptions": { "calcs": ["max", "min"] } }"#,
      #"only the first calculation is shown in "P""#
    ),
    (
      """
      "type": "timeseries",
      "fieldConfig": { "defaults": { "custom": { "scaleDistribution": { "type": "log" } } } }
      """,
      #"the logarithmic axis is drawn linear in "P""#
    ),
    (
      #""type": "timeseries", "fieldConfig": { "defaults": { "custom": { "axisPlacement": "right" } } }"#,
      #"the right axis is drawn on the left in "P""#
    ),
    (
      #""type": "graph", "yaxes": [{ "logBase": 10 }]"#,
      #"the logarithmic axis is drawn linear in "P""#
    ),
    (
      #""type": "graph", "seriesOverrides": [{}]"#,
      #"overrides of single series are left out in "P""#
    ),
    (
      #""type": "stat", "fieldConfig": { "defaults": { "unit": "cores" } }"#,
      #"the unit "cores" is unknown and written as it stands in "P""#
    ),
    (
      #""type": "graph", "yaxes": [{ "format": "qps" }]"#,
      #"the unit "qps" is unknown and written as it stands in "P""#
    ),
    (
      #""type": "stat", "options": { "reduceOptions": { "calcs": ["allValues"] } }"#,
      #"the calculation "allValues" is left out in "P""#
    ),
    (
      #""type": "timeseries", "options": { "legend": { "calcs": ["max", "nope", "p95"] } }"#,
      #"the calculation "nope" is left out in "P""#
    ),
    (
      #""type": "stat", "targets": [{ "expr": "a{b=~\"${c:value}\", d=\"[[e:csv]]\"} + ${f:value}" }]"#,
      #"the variable format "value" is unknown and read as "glob" in "P""#
    ),
    (
      #""type": "text", "options": { "content": "${__field:x} ${a:querystring}" }"#,
      #"the variable format "querystring" is unknown and read as "glob" in "P""#
    ),
    (
      #""type": "alertlist", "options": { "stateFilter": {}, "alertName": "x" }"#,
      #"the filter by the alert's name is left out in "P""#
    ),
  ])
  func whatIsLeftOutIsNamed(panel text: String, note: String) throws {
    let problems = try Reading.dashboard(
      #"{ "schemaVersion": 39, "panels": [{ "title": "P", \#(text) }] }"#
    ).problems
    #expect(problems.map(\.what) == [note])
    #expect(problems.allSatisfy { $0.severity == .warning && $0.code.hasPrefix("grafana.") })
  }

  @Test func aVariablesUnknownFormatIsNamed() throws {
    let (_, problems) = try Reading.dashboard(
      """
      { "panels": [], "templating": { "list": [
        { "name": "a", "type": "query", "query": "label_values(up{b=~\\"${b:value}\\"}, c)" }
      ] } }
      """
    )
    #expect(
      problems.map(\.description) == [
        "x.json:2:3: warning: the variable format \"value\" is unknown and read as \"glob\""
          + " in the variable \"a\""
      ]
    )
  }
}
