import Documents
import Testing

/// The two axes of the old graph.
struct GraphAxesTests {
  @Test func theSecondAxisHasNothingOfTheFirst() throws {
    let (spec, _) = try GrafanaPanels.panel(
      #""type": "graph", "yaxes": [{ "format": "percent", "max": 100, "logBase": 2, "label": "A" }, { "format": "s", "label": "B", "show": false }], "seriesOverrides": [{ "alias": "m", "yaxis": 2 }]"#
    )
    let rule = spec.fields?.overrides.first
    #expect(rule?.unset == ["max", "custom.scaleDistribution"])
    #expect(GrafanaPanels.said(rule?.config) == "unit=s graph.axis=hidden graph.axisLabel=B")
  }

  @Test(arguments: [
    (#"{ "format": "s", "show": true }"#, "unit=s graph.axis=right"),
    (#"{ "format": "percent", "max": 100 }"#, "graph.axis=right"),
    (#"{ "format": "percent", "max": 5 }"#, "max=5.0 graph.axis=right"),
  ])
  func theSecondAxisSaysWhatItHasAnotherWay(axis: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "graph", "yaxes": [{ "format": "percent", "max": 100, "decimals": 1 }, \#(axis)], "seriesOverrides": [{ "alias": "m", "yaxis": 2 }]"#
    )
    #expect(spec.fields?.overrides.map { GrafanaPanels.said($0.config) } == [wanted])
    #expect(notes == [])
  }
}
