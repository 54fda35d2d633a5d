/// A panel of any age in the form that today's Grafana has; what stands in the file keeps its
/// place.
///
/// The type and the shape say how old a panel is, not the file's version: generated dashboards mix
/// both.
struct GrafanaMigration {
  /// As the file calls it.
  let written: String
  private(set) var panel: JSON
  private(set) var notes: [GrafanaNote] = []
  /// The panel's own keys of which another was made.
  private(set) var read: Set<String> = []

  init(_ json: JSON, schema: Int? = nil) {
    written = json["type"]?.string ?? ""
    panel = json
    modernise()
    if FieldOptionsMigration.isOld(panel) {
      var old = FieldOptionsMigration(panel)
      panel = old.modern()
      notes += old.notes
    }
    panel = GrafanaModern.panel(panel, schema: schema)
  }

  var type: String { panel["type"]?.string ?? "" }

  private mutating func modernise() {
    switch written {
    case "graph", "graphite":
      var graph = GraphMigration(panel)
      panel = graph.modern()
      (notes, read) = (graph.notes, GraphMigration.read)
    case "singlestat", "grafana-singlestat-panel":
      var single = SinglestatMigration(panel)
      panel = single.modern()
      (notes, read) = (single.notes, SinglestatMigration.read)
    case "table-old": table()
    case "table" where TableMigration.isOld(panel): table()
    case "heatmap", "heatmap-new":
      panel = panel.setting("type", to: (panel["type"] ?? panel).word("heatmap"))
      // Beside today's options the old keys that stay say nothing.
      if HeatmapMigration.isOld(panel) { panel = HeatmapMigration(panel).modern() }
      read = HeatmapMigration.read
    case "grafana-piechart-panel":
      var pie = PieMigration(panel)
      panel = pie.modern()
      read = PieMigration.read
    case "alertlist":
      panel = AlertListMigration.modern(panel)
      read = AlertListMigration.read
    case "text", "text2": text()
    case "grafana-polystat-panel", "vonage-status-panel": nearest()
    default: break
    }
  }

  private mutating func table() {
    var table = TableMigration(panel)
    panel = table.modern()
    (notes, read) = (table.notes, TableMigration.read)
  }

  /// Its words stood in the panel itself.
  private mutating func text() {
    panel = panel.setting("type", to: (panel["type"] ?? panel).word("text"))
    read = ["mode", "content"]
    var options = JSON.object(in: panel, "options")
    for key in ["mode", "content"] { options = options.adding(key, panel.value(key)) }
    // Plain text was a mode once; Grafana reads it, and whatever else stands there, as Markdown.
    if let mode = options.value("mode"), !["markdown", "html", "code"].contains(mode.string) {
      options = options.setting("mode", to: mode.word("markdown"))
    }
    if !options.isEmpty { panel = panel.setting("options", to: options) }
  }

  /// Plugins that show single values as boxes: a list of values says the same.
  private mutating func nearest() {
    let calc =
      panel["options"]?["globalOperator"]?.string ?? panel["valueName"]?.string
      ?? panel["globalOperatorName"]?.string ?? "current"
    let reduce = JSON.make(
      [("calcs", panel.list([panel.word(SinglestatMigration.calcs[calc] ?? "lastNotNull")]))],
      at: panel.position
    )
    panel = panel.setting(
      "options",
      to: JSON.make([("reduceOptions", reduce)], at: panel.position)
    )
    .setting("type", to: (panel["type"] ?? panel).word("stat"))
    read = Set((panel.members ?? []).map(\.name)).subtracting(GrafanaPanelKeys.common)
    notes.append(
      GrafanaNote(
        code: GrafanaNote.nearestCode,
        path: "type",
        what: "the panel type \"\(written)\" is drawn as a list of values",
        position: panel["type"]?.position
      )
    )
  }
}

extension GrafanaNote {
  /// Drawn as something like it.
  static let nearestCode = "grafana.panel.nearest"
}
