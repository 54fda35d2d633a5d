import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// The time axis where clocks are set: round times on both sides, an hour that comes twice told
/// apart.
struct DaylightTests {
  /// The axis below a panel, for each range around a change.
  private func axes(_ zone: Zone, month: Int, day: Int, columns: Int) throws -> String {
    let noon = zone.moment(year: 2026, month: month, day: day, hour: 12)
    let ranges: [(String, TimeRange)] = [
      ("6h", TimeRange(start: noon - .hours(12), end: noon - .hours(6))),
      ("24h", TimeRange(start: noon - .hours(18), end: noon + .hours(6))),
      ("7d", TimeRange(start: noon - .hours(96), end: noon + .hours(72))),
    ]
    return try ranges.map { name, range in
      let panel = try PanelCatalog.make(
        PanelSpec(id: 1, type: "timeseries", targets: [Target(.expression("x"))])
      ).get()
      let step = range.length / 60
      let times = (0...60).map { (range.start + step * $0).milliseconds }
      let frame = Frame(
        series: [FrameSeries(name: "a", timestamps: times, values: times.map { _ in 1 })],
        range: range,
        step: step,
        at: range.end
      )
      var canvas = Canvas(size: Size(columns: columns, rows: 8))
      let context = DrawContext(zone: zone, now: range.end, showsLegend: false)
      panel.draw(frame, on: &canvas, in: context)
      let rows = canvas.text().split(separator: "\n", omittingEmptySubsequences: false)
      let axis = rows.last { $0.contains(":") || $0.contains("-") } ?? ""
      return "\(name) \(columns): \(axis)"
    }.joined(separator: "\n") + "\n"
  }

  @Test(arguments: [
    ("Europe/Prague", 10, 25, "prague-october"), ("Europe/Prague", 3, 29, "prague-march"),
    ("Australia/Lord_Howe", 4, 5, "lord-howe-april"), ("America/Havana", 11, 1, "havana-november"),
    ("America/Santiago", 9, 6, "santiago-september"),
  ])
  func clocksAreSet(name: String, month: Int, day: Int, golden: String) throws {
    let zone = Zone.named(try ZoneDatabase.zone(name))
    let text = try [100, 60].map {
      try axes(zone, month: month, day: day, columns: $0)
    }.joined()
    try expectGolden(text: text, "daylight-\(golden)")
  }
}
