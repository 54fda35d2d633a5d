import Documents
import Testing

/// Old heatmaps in the words of today's.
struct HeatmapMigrationTests {
  /// The colours' ends, and whether they go from high to low.
  @Test(arguments: [
    (#""min": 1, "max": 9"#, ["1", "9", nil]), (#""min": 9, "max": 1"#, ["1", "9", "true"]),
    (#""min": 9"#, ["9", nil, nil]), (#""min": null, "max": "5""#, [nil, "5", nil]),
  ])
  func coloursGoFromLeastToGreatest(ends: String, wanted: [String?]) throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "heatmap", "color": { "mode": "spectrum", \#(ends) }"#
    )
    let values = ["color.min", "color.max", "color.reverse"].map {
      spec.options.values[$0]?.text()
    }
    #expect(values == wanted)
    #expect(notes == [])
  }
}
