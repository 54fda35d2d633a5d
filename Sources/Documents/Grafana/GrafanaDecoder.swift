import Metrics

/// Reads a Grafana dashboard, leniently: what can't be drawn is a note, never an error of the file.
package enum GrafanaDecoder {
  package static func decode(
    _ root: JSON,
    file: String,
    kinds: [PanelKind]
  ) -> (dashboard: Dashboard, problems: [Problem]) {
    let model = GrafanaFile.filled(GrafanaFile.model(of: root) ?? root)
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
    for json in model["templating"]?["list"]?.array ?? [] {
      switch variable(json, file: file) {
      case .success(let variable):
        dashboard.variables.append(variable)
        problems += formats(of: variable, json, file: file)
      case .failure(let problem): problems.append(problem)
      }
    }
    let layout = GrafanaLayout(model)
    var decoder = GrafanaPanelDecoder(kinds: kinds, file: file, model: model)
    dashboard.panels = layout.panels.map { decoder.panel($0) }
    problems += dashboard.panels.flatMap(\.problems)
    return (dashboard, problems)
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

  private static func variable(_ json: JSON, file: String) -> Result<Variable, Problem> {
    let name = json["name"]?.string ?? ""
    let type = json["type"]?.string ?? ""
    let query = query(of: json)
    guard !name.isEmpty,
      let kind = VariableKinds.kind(
        type,
        query: query,
        auto: json["auto"]?.bool ?? false,
        autoCount: json["auto_count"]?.integer ?? 30,
        autoMinimum: json["auto_min"]?.string ?? "10s"
      )
    else {
      return .failure(
        Problem(
          what: "the variable \"\(ForeignText(name).safe)\" of type"
            + " \"\(ForeignText(type).safe)\" is left out",
          place: "templating",
          fix: "",
          code: "grafana.variable.unsupported",
          severity: .warning,
          file: file,
          position: json.position
        )
      )
    }
    return .success(
      Variable(
        name: name,
        label: json["label"]?.string.flatMap { $0.isEmpty ? nil : $0 },
        kind: kind,
        regex: json["regex"]?.string.flatMap { $0.isEmpty ? nil : $0 },
        sort: json["sort"]?.integer.flatMap(Variable.Sort.init) ?? .none,
        refresh: json["refresh"]?.integer.flatMap(Variable.Refresh.init) ?? .onLoad,
        isMulti: json["multi"]?.bool ?? false,
        includesAll: json["includeAll"]?.bool ?? false,
        allValue: json["allValue"]?.string.flatMap { $0.isEmpty ? nil : $0 },
        current: type == "datasource" ? [] : strings(json["current"]?["value"]),
        isHidden: (json["hide"]?.integer ?? 0) == 2
      )
    )
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

  private static func formats(of variable: Variable, _ json: JSON, file: String) -> [Problem] {
    var texts = [variable.regex, variable.allValue].compactMap { $0 }
    if case .query(let query) = variable.kind { texts.append(query) }
    return unknownFormats(in: texts).map { code, what in
      Problem(
        what: "\(what) in the variable \"\(ForeignText(variable.name).safe)\"",
        place: "templating",
        fix: "",
        code: code,
        severity: .warning,
        file: file,
        position: json.position
      )
    }
  }

  private static func strings(_ json: JSON?) -> [String] {
    guard let json else { return [] }
    if let text = json.string { return [text] }
    return json.array?.compactMap(\.string) ?? []
  }

  /// The query as a string, or built from the editor's parts by `qryType`.
  private static func query(of json: JSON) -> String {
    guard let query = json["query"] else { return "" }
    if let text = query.string { return text }
    if let text = query["query"]?.string { return text }
    let label = query["label"]?.string ?? ""
    switch query["qryType"]?.integer {
    case 0: return "label_names()"
    case 1:
      let metric = query["metric"]?.string ?? ""
      return metric.isEmpty ? "label_values(\(label))" : "label_values(\(metric), \(label))"
    case 2: return "metrics(\(query["metric"]?.string ?? ".*"))"
    case 3: return "query_result(\(query["varQuery"]?.string ?? ""))"
    case 4: return query["seriesQuery"]?.string ?? ""
    default: return query["classicQuery"]?.string ?? ""
    }
  }
}
