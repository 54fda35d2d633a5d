import Metrics

/// Reads a Grafana dashboard, leniently: what can't be drawn is a note, never an error of the file.
package enum GrafanaDecoder {
  package static func decode(
    _ root: JSON,
    file: String,
    kinds: [PanelKind]
  ) -> (dashboard: Dashboard, problems: [Problem]) {
    let found = GrafanaFile.dashboards(in: root)
    let model = GrafanaInputs.filled(GrafanaResource.plain(found.first?.model ?? root))
    var dashboard = Dashboard(
      source: .grafana,
      file: file,
      title: model["title"]?.string ?? "",
      fit: false
    )
    dashboard.refresh = model["refresh"]?.string.flatMap { Duration(promQL: $0) }
    if let from = time(model["time"]?["from"]) { dashboard.from = from }
    if let to = time(model["time"]?["to"]) { dashboard.to = to }
    var problems: [Problem] = []
    if let zone = model["timezone"] {
      do throws(Problem) {
        dashboard.zone = try self.zone(zone, file: file)
      } catch {
        problems.append(error)
      }
    }
    dashboard.links = GrafanaLinks.dashboard(model)
    if let note = others(found, file: file, root) { problems.append(note) }
    let variables = GrafanaVariables(model, file: file)
    dashboard.variables = variables.variables
    problems += variables.problems
    let annotations = GrafanaAnnotations(model, file: file)
    dashboard.annotations = annotations.queries
    problems += annotations.problems
    var decoder = GrafanaPanelDecoder(kinds: kinds, file: file, model: model)
    let all = GrafanaLayout(model).panels.map { placed in
      let (json, circle) = GrafanaInputs.resolved(placed.json, model: model, file: file)
      var placed = placed
      placed.json = json
      return (placed: placed, circle: circle)
    }
    var reuse = GrafanaReuse(all.map(\.placed.json))
    dashboard.panels = all.map { placed, circle in
      var placed = placed
      placed.json = reuse.resolved(placed.json)
      let json = placed.json
      var spec = decoder.panel(placed)
      spec.isOutsideRow = placed.isOutside
      spec.hidesTimeOverride = json["hideTimeOverride"]?.bool ?? false
      if let circle { spec.problems.append(circle) }
      if let note = unknownRepeat(spec, dashboard.variables, file: file) {
        problems.append(note)
      }
      return spec
    }
    problems += dashboard.panels.flatMap(\.problems)
    return (dashboard, problems)
  }

  /// A file of several dashboards opens the first of them.
  private static func others(_ found: [GrafanaFile.Found], file: String, _ root: JSON) -> Problem? {
    guard found.count > 1 else { return nil }
    let names = found.dropFirst().map { "\"\(ForeignText($0.name).safe)\"" }
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
    return Problem(
      what:
        "the file holds \(found.count) dashboards and the first is shown; the others are \(shown)",
      place: "",
      fix: "put each into a file of its own",
      code: "grafana.file.several",
      severity: .warning,
      file: file,
      position: root.position
    )
  }

  /// Shown once, as Grafana shows it; whoever wrote it wanted more.
  private static func unknownRepeat(
    _ spec: PanelSpec,
    _ variables: [Variable],
    file: String
  ) -> Problem? {
    guard let name = spec.repeats?.variable, !variables.contains(where: { $0.name == name }) else {
      return nil
    }
    return Problem(
      what: "it is repeated by \"\(ForeignText(name).safe)\", which is no variable, so shown once"
        + " in \"\(ForeignText(spec.title).safe)\"",
      place: spec.title,
      fix: "",
      code: "grafana.repeat.unknown",
      severity: .warning,
      file: file,
      position: spec.position
    )
  }

  private static func time(_ json: JSON?) -> String? {
    let text = json?.string ?? json?.integer.map(String.init)
    guard let text, (try? TimeExpression(parsing: text, place: "time")) != nil else { return nil }
    return text
  }

  /// nil is the viewer's.
  private static func zone(_ json: JSON, file: String) throws(Problem) -> Zone? {
    do throws(Problem) {
      let zone = try ZoneName.zone(json.string ?? "", place: "timezone")
      return zone == .local ? nil : zone
    } catch {
      var problem = error
      problem.what += ": times are the viewer's"
      (problem.severity, problem.file, problem.position) = (.warning, file, json.position)
      throw problem
    }
  }

  /// What is said of forms that nobody knows, each once.
  static func unknownFormats(in texts: [String]) -> [(code: String, what: String)] {
    var said: Set<String> = []
    return texts.flatMap(Interpolation.unknownFormats).filter { said.insert($0).inserted }.map {
      (
        "grafana.format.unknown",
        "the variable format \"\(ForeignText($0).safe)\" is unknown and read as \"glob\""
      )
    }
  }
}
