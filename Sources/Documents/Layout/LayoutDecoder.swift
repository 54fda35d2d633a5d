import Canvas
import Metrics

/// Reads a layout file, strictly, and places its panels.
package enum LayoutDecoder {
  /// Total: what can't be read is a problem, and the rest opens.
  package static func decode(
    _ root: JSON,
    file: String,
    kinds: [PanelKind]
  ) -> (dashboard: Dashboard, problems: [Problem]) {
    var reader = ObjectReader(root, path: "", file: file)
    for option in LayoutKeys.dashboard { _ = reader.value(option.name, option.form) }
    var dashboard = Dashboard(source: .layout, file: file, title: root["title"]?.string ?? "")
    dashboard.refresh = root["refresh"]?.string.flatMap { Duration(promQL: $0) }
    dashboard.fit = root["fit"]?.bool ?? true
    dashboard.product = root["product"]?.string
    if let colors = root["colors"]?.members {
      dashboard.colors = readColors(colors, &reader)
    }
    if let zone = root["timezone"], let word = zone.string {
      readZone(word, at: zone.position, &dashboard, &reader)
    }
    if let time = reader.any("time") { readTime(time, &dashboard, &reader) }
    for (index, json) in reader.list("variables").enumerated() {
      if let variable = readVariable(json, index, file, &reader) {
        dashboard.variables.append(variable)
      }
    }
    let defaults = reader.any("defaults")
    if let defaults { checkDefaults(defaults, kinds: kinds, file: file, &reader) }
    if root["panels"] == nil, root.members != nil {
      reader.report(
        "a layout needs `panels`",
        fix: "add \"panels\": [ … ]",
        code: "layout.panels.missing",
        at: root.position
      )
    }
    let panels = PanelDecoder(kinds: kinds, defaults: defaults?.members ?? [], file: file)
    dashboard.panels = panels.decode(reader.list("panels"))
    reader.finish()
    let problems = reader.problems + dashboard.panels.flatMap(\.problems)
    return (dashboard, problems.sorted { ($0.position ?? .start) < ($1.position ?? .start) })
  }

  private static func readColors(
    _ members: [JSON.Member],
    _ reader: inout ObjectReader
  ) -> [DashboardColor] {
    var colors: [DashboardColor] = []
    for member in members where member.name != "$comment" {
      guard let name = member.value.string else { continue }
      guard let color = Theme.dark.color(named: name) else {
        reader.report(
          "\"\(ForeignText(name).safe)\" is no colour",
          fix: "write a name such as blue, or #2FB8AC",
          code: "layout.color.unknown",
          at: member.value.position
        )
        continue
      }
      colors.append(DashboardColor(value: member.name, color: name))
      guard isStatus(color) else { continue }
      reader.report(
        "the colour of \"\(ForeignText(member.name).safe)\" looks like a state",
        fix: "red, orange, yellow and green mean trouble or its absence; take another",
        code: "layout.color.status",
        severity: .warning,
        at: member.value.position
      )
    }
    return colors
  }

  /// Saturated red, orange, yellow or green.
  private static func isStatus(_ color: Color) -> Bool {
    let (r, g, b) = (Double(color.red), Double(color.green), Double(color.blue))
    let (high, low) = (max(r, g, b), min(r, g, b))
    guard high - low > 0.45 * high, high > 90 else { return false }
    let span = high - low
    let hue: Double
    if high == r {
      hue = 60 * ((g - b) / span)
    } else if high == g {
      hue = 60 * ((b - r) / span + 2)
    } else {
      hue = 60 * ((r - g) / span + 4)
    }
    return (-15...150).contains(hue)
  }

  /// A zone that there isn't is no reason to show nothing: the viewer's clock will do.
  private static func readZone(
    _ word: String,
    at position: SourcePosition,
    _ dashboard: inout Dashboard,
    _ reader: inout ObjectReader
  ) {
    do throws(Problem) {
      let zone = try ZoneName.zone(word, place: "timezone")
      if zone != .local { dashboard.zone = zone }
    } catch {
      reader.report(
        "\(error.what): times are the viewer's",
        fix: error.fix,
        code: error.code,
        severity: .warning,
        at: position
      )
    }
  }

  private static func readTime(
    _ json: JSON,
    _ dashboard: inout Dashboard,
    _ outer: inout ObjectReader
  ) {
    var reader = ObjectReader(json, path: "time", file: outer.file)
    for key in ["from", "to"] {
      guard let value = reader.value(key, .string), let text = value.string else { continue }
      do throws(Problem) {
        _ = try TimeExpression(parsing: text, place: "time.\(key)")
        if key == "from" { dashboard.from = text } else { dashboard.to = text }
      } catch {
        reader.report(error.what, fix: error.fix, code: error.code, at: value.position)
      }
    }
    reader.finish()
    outer.add(reader.problems)
  }

  private static func readVariable(
    _ json: JSON,
    _ index: Int,
    _ file: String,
    _ outer: inout ObjectReader
  ) -> Variable? {
    var reader = ObjectReader(json, path: "variables[\(index)]", file: file)
    for option in LayoutKeys.variable { _ = reader.value(option.name, option.form) }
    reader.finish()
    defer { outer.add(reader.problems) }
    guard let name = json["name"]?.string, let type = json["type"]?.string else {
      if json.members != nil {
        reader.report(
          "a variable needs `name` and `type`",
          fix: "add them",
          code: "layout.variable.incomplete",
          at: json.position
        )
      }
      return nil
    }
    let query = json["query"]?.string ?? ""
    guard let kind = VariableKinds.kind(type, query: query, auto: json["auto"]?.bool ?? false)
    else { return nil }
    return Variable(
      name: name,
      label: json["label"]?.string,
      kind: kind,
      regex: json["regex"]?.string,
      sort: json["sort"]?.integer.flatMap(Variable.Sort.init) ?? .none,
      isMulti: json["multi"]?.bool ?? false,
      includesAll: json["includeAll"]?.bool ?? false,
      allValue: json["allValue"]?.string,
      current: json["current"]?.array?.compactMap(\.string) ?? [],
      isHidden: json["hide"]?.bool ?? false
    )
  }

  /// A key of `defaults` that no panel kind knows is a mistake.
  private static func checkDefaults(
    _ json: JSON,
    kinds: [PanelKind],
    file: String,
    _ outer: inout ObjectReader
  ) {
    var reader = ObjectReader(json, path: "defaults", file: file)
    let common = LayoutKeys.panel.filter { $0.name != "type" && $0.name != "id" }
    let options = common + kinds.flatMap(\.options)
    var seen: Set<String> = []
    for option in options where seen.insert(option.name).inserted {
      // Kinds may have their own forms for one name; a value that fits any of them is right.
      let fitting = options.first { other in
        other.name == option.name
          && json[option.name].map { other.form.faults(in: $0, path: "", file: "") } == []
      }
      _ = reader.value(option.name, (fitting ?? option).form)
    }
    PanelDecoder.checkTimes(json, &reader)
    reader.finish()
    outer.add(reader.problems)
  }
}

/// From the words of a file to a variable's kind; for layouts and Grafana's files alike.
enum VariableKinds {
  static func kind(
    _ type: String,
    query: String,
    auto: Bool,
    autoCount: Int = 30,
    autoMinimum: String = "10s"
  ) -> Variable.Kind? {
    switch type {
    case "query": .query(query)
    case "custom": .custom(options(query))
    case "interval":
      .interval(
        options(query).map(\.value),
        auto: auto,
        autoCount: autoCount,
        autoMinimum: autoMinimum
      )
    case "textbox": .textbox(query)
    case "constant": .constant(query)
    case "datasource": .datasource
    default: nil
    }
  }

  /// A list with commas, `\,` escaped; `text : value` gives a value another name.
  static func options(_ text: String) -> [VariableOption] {
    var entries = [""]
    var isEscaped = false
    for character in text {
      if isEscaped {
        entries[entries.count - 1] += character == "," ? "," : "\\\(character)"
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "," {
        entries.append("")
      } else {
        entries[entries.count - 1].append(character)
      }
    }
    if isEscaped { entries[entries.count - 1] += "\\" }
    return entries.map(trimmed).filter { !$0.isEmpty }.map { entry in
      guard let mark = entry.firstRange(of: " : ") else {
        return VariableOption(text: entry, value: entry)
      }
      return VariableOption(
        text: trimmed(String(entry[..<mark.lowerBound])),
        value: trimmed(String(entry[mark.upperBound...]))
      )
    }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension SourcePosition {
  static let start = Self(line: 1, column: 1)
}
