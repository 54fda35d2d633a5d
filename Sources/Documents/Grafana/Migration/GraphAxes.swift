/// The axes of the oldest graphs, whose parts stood in the panel itself, in the later form.
///
/// Source: Grafana's second and twelfth migrations.
enum GraphAxes {
  /// The panel's own keys of which axes are made.
  static let read: Set<String> = [
    "y_format", "y2_format", "y_formats", "grid", "leftYAxisLabel", "rightYAxisLabel", "x-axis",
    "y-axis",
  ]

  /// The panel with `yaxes` and `xaxis`; as it is where it has axes or none of those keys.
  static func panel(_ json: JSON) -> JSON {
    guard json.value("yaxes")?.isEmpty ?? true, read.contains(where: { json.value($0) != nil })
    else { return json }
    let formats = json.value("y_formats")?.array ?? []
    let grid = json.value("grid")
    func axis(_ side: String, _ place: Int, format: String) -> JSON {
      func end(_ name: String) -> JSON? {
        grid?.value("\(side)\(name)") ?? (place == 0 ? grid?.value(name.lowercased()) : nil)
      }
      let written = place < formats.count ? formats[place] : json.value(format)
      return JSON.make(
        [
          ("show", json.value("y-axis")), ("format", written), ("min", end("Min")),
          ("max", end("Max")), ("logBase", grid?.value("\(side)LogBase")),
          ("label", json.value("\(side)YAxisLabel")),
        ],
        at: grid?.position ?? json.position
      )
    }
    let axes = [axis("left", 0, format: "y_format"), axis("right", 1, format: "y2_format")]
    let shown = json.value("x-axis").map { JSON.make([("show", $0)], at: $0.position) }
    return json.setting("yaxes", to: json.list(axes)).adding("xaxis", shown)
  }
}
