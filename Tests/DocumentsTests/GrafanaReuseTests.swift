import Documents
import Metrics
import Panels
import Testing

/// Panels that show another one's result, and lists of alerts of any age.
struct GrafanaReuseTests {
  private func panels(_ text: String) throws -> [PanelSpec] {
    try GrafanaPanels.open(#"{ "schemaVersion": 39, "panels": [\#(text)] }"#).dashboard.panels
  }

  private static let source =
    #"{ "id": 7, "type": "timeseries", "datasource": { "type": "prometheus", "uid": "p" }, "interval": "2m", "maxDataPoints": 40, "transformations": [{ "id": "merge" }], "targets": [{ "refId": "A", "expr": "up" }, { "refId": "B", "expr": "down", "hide": true }] }"#

  private func reusing(
    _ id: Int = 8,
    of panel: String,
    more: String = "",
    target: String = ""
  ) -> String {
    #"{ "id": \#(id), "type": "stat", "datasource": { "type": "datasource", "uid": "-- Dashboard --" }, "interval": "9s"\#(more), "targets": [{ "refId": "A", "panelId": \#(panel)\#(target) }] }"#
  }

  @Test(arguments: ["7", #""7""#])
  func aPanelShowsAnotherOnesResult(id: String) throws {
    let specs = try panels(Self.source + ", " + reusing(of: id))
    #expect(specs[1].type == "stat")
    #expect(specs[1].targets == specs[0].targets)
    #expect(specs[1].source == .prometheus)
    #expect(specs[1].interval == "2m")
    #expect(specs[1].maxDataPoints == 40)
    #expect(specs[1].transformations == [])
    #expect(specs[1].problems == [])
  }

  /// In the order in which they are made.
  @Test func itsTransformationsToo() throws {
    let specs = try panels(
      reusing(
        of: "7",
        more: #", "transformations": [{ "id": "reduce" }]"#,
        target: #", "withTransforms": true"#
      ) + ", " + Self.source
    )
    #expect(specs[0].transformations.map(\.id) == ["merge", "reduce"])
  }

  @Test func aResultIsHandedOn() throws {
    let specs = try panels(
      [reusing(10, of: "9"), reusing(9, of: "7"), Self.source].joined(separator: ", ")
    )
    #expect(specs[0].targets == specs[2].targets)
  }

  /// Beside it stands nothing, somebody else's data, or a circle.
  @Test(arguments: [
    #"{ "id": 1, "type": "text" }"#,
    #"{ "id": 7, "type": "logs", "datasource": { "type": "loki" }, "targets": [{ "expr": "x" }] }"#,
    #"{ "id": 7, "type": "stat", "datasource": { "uid": "-- Dashboard --" }, "targets": [{ "panelId": 8 }] }"#,
  ])
  func whatIsNotToBeHadIsTold(other: String) throws {
    let specs = try panels(reusing(of: "7") + ", " + other)
    #expect(specs[0].source == .other)
    #expect(specs[0].problems.map(\.code) == ["grafana.datasource.unsupported"])
  }

  // MARK: - Alert lists

  private func alerts(_ panel: String) throws -> (options: [String: String], notes: [String]) {
    let (dashboard, problems) = try GrafanaPanels.open(
      #"{ "schemaVersion": 39, "panels": [{ "type": "alertlist", "title": "P", \#(panel) }] }"#,
      kinds: PanelCatalog.kinds
    )
    return (
      dashboard.panels[0].options.values.mapValues { $0.text() },
      problems.map { String($0.what.dropFirst(#"panels[0] "P": "#.count)) }
    )
  }

  @Test func anOldListOfAlertsIsTodays() throws {
    let (options, notes) = try alerts(
      #""show": "current", "limit": 10, "sortOrder": 3, "stateFilter": ["alerting", "ok", "paused"], "nameFilter": "Host", "onlyAlertsOnDashboard": false, "dashboardFilter": "", "dashboardTags": [], "folderId": null"#
    )
    #expect(notes == [])
    #expect(
      options == [
        "showOptions": #""current""#, "maxItems": "10", "sortOrder": "3", "alertName": #""Host""#,
        "stateFilter.firing": "true", "stateFilter.pending": "false", "stateFilter.normal": "true",
        "states": #"["firing","normal"]"#,
      ]
    )
  }

  /// What names no state meant all of them.
  @Test(arguments: [
    #""show": "current", "stateFilter": []"#, #""limit": 10"#,
    #""options": { "showOptions": "current", "stateFilter": { "ok": false, "alerting": false } }"#,
  ])
  func allStatesAreShownWhereNoneIsNamed(panel: String) throws {
    let (options, notes) = try alerts(panel)
    #expect(notes == [])
    for state in ["firing", "pending", "normal"] {
      #expect(options["stateFilter.\(state)"] == "true")
    }
  }

  @Test func whatAListOfAlertsCantDoIsTold() throws {
    let (_, notes) = try alerts(
      #""show": "changes", "onlyAlertsOnDashboard": true, "dashboardFilter": "D", "dashboardTags": ["t"], "folderId": 3"#
    )
    #expect(
      notes.sorted() == [
        "options.dashboardAlerts is left out", "options.dashboardTitle is left out",
        "options.folderId is left out", #"options.showOptions "changes" is left out"#,
        "options.tags is left out",
      ]
    )
  }

  @Test func todaysListOfAlertsStays() throws {
    let (options, notes) = try alerts(
      #""options": { "stateFilter": { "firing": true, "pending": false, "normal": false, "noData": true, "error": true }, "viewMode": "stat", "groupMode": "custom", "groupBy": ["team"] }"#
    )
    #expect(notes == [])
    #expect(options["stateFilter.normal"] == "false")
    #expect(options["groupBy"] == #"["team"]"#)
  }

  // MARK: - Time zones

  @Test func aZoneThatIsNoneIsTold() throws {
    func notes(_ zones: String) throws -> [String] {
      let (dashboard, problems) = try GrafanaPanels.open(
        #"{ "schemaVersion": 39, "panels": [{ "type": "timeseries", "options": { "timezone": \#(zones) } }] }"#,
        kinds: PanelCatalog.kinds
      )
      #expect(dashboard.panels.count == 1)
      return problems.map(\.what)
    }
    #expect(try notes(#"["browser", "", "utc", "Europe/Prague"]"#) == [])
    #expect(try notes(#""utc""#) == [])
    #expect(
      try notes(#"["utc", "Moon/Base"]"#) == [#"panels[0] "": options.timezone is left out"#]
    )
  }
}
