import Documents
import Testing

/// What a Grafana file asks for and doesn't get is named.
struct GrafanaNoteTests {
  @Test(arguments: [
    (#""type": "news""#, #"the panel type "news" can't be drawn: news isn't in Prometheus"#),
    (#""type": "stat", "targets": [{ "rawSql": "x" }]"#, "the data isn't Prometheus'"),
    (
      #""type": "stat", "datasource": { "type": "loki" }, "targets": [{ "expr": "x" }]"#,
      "the data isn't Prometheus'"
    ),
    (
      #""type": "stat", "datasource": "-- Grafana --", "targets": [{ "expr": "x" }]"#,
      "the data isn't Prometheus'"
    ),
    (#""type": "stat", "libraryPanel": { "uid": "x" }"#, "a library panel isn't in the file"),
  ])
  func whatIsLeftOutIsNamed(panel text: String, note: String) throws {
    let problems = try Reading.dashboard(
      #"{ "schemaVersion": 39, "panels": [{ "title": "P", \#(text) }] }"#
    ).problems
    #expect(problems.map(\.what) == [#"panels[0] "P": \#(note)"#])
    #expect(problems.allSatisfy { $0.severity == .warning && $0.code.hasPrefix("grafana.") })
  }

  /// Grafana writes a unit that it doesn't know as it stands, and reads an unknown format as `glob`:
  /// so do we, and nothing is left out.
  @Test(arguments: [
    #""type": "stat", "fieldConfig": { "defaults": { "unit": "cores" } }"#,
    #""type": "stat", "targets": [{ "expr": "${c:value}" }]"#,
    #""type": "stat", "datasource": { "type": "grafana-amazonprometheus-datasource" }, "targets": [{ "expr": "x" }]"#,
    #""type": "text", "targets": [{ "rawSql": "x" }]"#,
    #""type": "stat", "datasource": { "type": "prometheus" }, "targets": [{}]"#,
  ])
  func whatGrafanaDoesTooIsNoNote(panel: String) throws {
    #expect(try GrafanaPanels.panel(panel).notes == [])
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
