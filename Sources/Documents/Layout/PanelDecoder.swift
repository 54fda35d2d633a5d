import Metrics

/// Reads the panels of a layout: common keys, the kind's own, `defaults`, and a place for each.
struct PanelDecoder {
  let kinds: [PanelKind]
  let defaults: [JSON.Member]
  let file: String

  func decode(_ list: [JSON]) -> [PanelSpec] {
    var flow = Flow()
    var specs: [PanelSpec] = []
    for (index, json) in list.enumerated() {
      let id = json["id"].flatMap { Self.valid($0, .integer(atLeast: 0)) }?.integer ?? index + 1
      specs.append(panel(json, index: index, id: id, flow: &flow))
    }
    return withUniqueIDs(specs)
  }

  /// The value where it has the form; what is only a warning leaves it as it is.
  private static func valid(_ json: JSON, _ form: PanelOption.Form) -> JSON? {
    form.faults(in: json, path: "", file: "").contains { $0.severity == .error } ? nil : json
  }

  private func withUniqueIDs(_ specs: [PanelSpec]) -> [PanelSpec] {
    var seen: Set<Int> = []
    return specs.map { spec in
      var spec = spec
      while !seen.insert(spec.id).inserted { spec.id += 1_000 }
      return spec
    }
  }

  private func panel(_ json: JSON, index: Int, id: Int, flow: inout Flow) -> PanelSpec {
    var reader = ObjectReader(json, path: "panels[\(index)]", file: file)
    var spec = PanelSpec(id: id, type: json["type"]?.string ?? "", position: json.position)
    let kind = kinds.first { $0.names.contains(spec.type) }
    for option in LayoutKeys.panel { _ = reader.value(option.name, option.form) }
    if json.members != nil { checkType(json, kind: kind, &reader) }
    // What the panel says goes before what `defaults` says.
    func value(_ name: String, _ form: PanelOption.Form) -> JSON? {
      let written = json[name] ?? defaults.last { $0.name == name }?.value
      return written.flatMap { Self.valid($0, form) }
    }
    spec.title = value("title", .string)?.string ?? ""
    spec.description = value("description", .string)?.string ?? ""
    spec.interval = value("interval", .string)?.string
    spec.maxDataPoints = value("maxDataPoints", .integer(atLeast: 1))?.integer
    spec.timeFrom = value("timeFrom", .string)?.string
    spec.timeShift = value("timeShift", .string)?.string
    spec.refresh = value("refresh", .duration)?.string.flatMap { Duration(promQL: $0) }
    spec.zeroWhile = value("zeroWhile", .string)?.string
    spec.isCollapsed = json["collapsed"]?.bool ?? false
    for option in kind?.options ?? [] {
      _ = reader.value(option.name, option.form)
      if let found = value(option.name, option.form) { spec.options.values[option.name] = found }
    }
    for (number, target) in reader.list("targets").enumerated() {
      if let target = read(target, number: number, panel: index, &reader) {
        spec.targets.append(target)
      }
    }
    spec.grid = place(reader.any("gridPos"), type: spec.type, &reader, &flow)
    Self.checkTimes(json, &reader)
    // Of an unknown kind no key can be judged.
    if kind != nil { reader.finish() }
    spec.problems = reader.problems
    return spec
  }

  private func checkType(_ json: JSON, kind: PanelKind?, _ reader: inout ObjectReader) {
    guard kind == nil else { return }
    let names = kinds.flatMap(\.names)
    guard let type = json["type"]?.string else {
      guard json["type"] == nil else { return }
      reader.report(
        "a panel needs a `type`",
        fix: "use one of \(names.sorted().joined(separator: ", "))",
        code: "layout.type.missing",
        at: json.position
      )
      return
    }
    let near = Nearest.match(type, among: names).map { "did you mean \"\($0)\"?" }
    reader.report(
      "no panel is called \"\(ForeignText(type).safe)\"",
      fix: near ?? "use one of \(names.sorted().joined(separator: ", "))",
      code: "layout.type.unknown",
      at: json["type"]?.position ?? json.position
    )
  }

  /// The spans of a panel, or of `defaults`, that may be written in other ways than a duration.
  static func checkTimes(_ json: JSON, _ reader: inout ObjectReader) {
    if let value = json["timeFrom"], let text = value.string {
      let written = text.hasPrefix("now") ? text : "now-\(text)"
      if (try? TimeExpression(parsing: written, place: "timeFrom")) == nil {
        reader.report(
          "`timeFrom` is \"\(ForeignText(text).safe)\"",
          fix: "write a span such as 5m",
          code: "layout.value.duration",
          at: value.position
        )
      }
    }
    for key in ["timeShift", "interval"] {
      guard let value = json[key], let text = value.string, !text.contains("$"),
        Duration(promQL: text) == nil
      else { continue }
      reader.report(
        "`\(key)` is \"\(ForeignText(text).safe)\"",
        fix: "write a span such as 5m",
        code: "layout.value.duration",
        at: value.position
      )
    }
  }

  private func read(
    _ json: JSON,
    number: Int,
    panel: Int,
    _ outer: inout ObjectReader
  ) -> Target? {
    var reader = ObjectReader(json, path: "panels[\(panel)].targets[\(number)]", file: file)
    for option in LayoutKeys.target { _ = reader.value(option.name, option.form) }
    reader.finish()
    defer { outer.add(reader.problems) }
    guard json.members != nil, let question = question(json, &reader) else { return nil }
    let letter = String(UnicodeScalar(UInt8(65 + number % 26)))
    return Target(
      refId: json["refId"]?.string ?? letter,
      question,
      legendFormat: json["legendFormat"]?.string,
      instant: json["instant"]?.bool,
      interval: json["interval"]?.string,
      format: json["format"]?.string.flatMap(Target.Format.init) ?? .timeSeries,
      isHidden: json["hide"]?.bool ?? false,
      position: (json["expr"] ?? json["count"])?.position
    )
  }

  private func question(_ json: JSON, _ reader: inout ObjectReader) -> Target.Question? {
    switch (json["expr"], json["count"]) {
    case (let expression?, nil):
      if let by = json["by"] {
        reader.report(
          "`by` belongs to `count`",
          fix: "write sum by (…) in the expression",
          code: "layout.target.by",
          at: by.position
        )
      }
      return expression.string.map { .expression($0) }
    case (nil, let count?):
      guard let selector = count.string else { return nil }
      guard Self.isSelector(selector) else {
        reader.report(
          "`count` takes a plain selector, no function",
          fix: "write such as \"uploads_total{system='opus'}\", or use `expr`",
          code: "layout.count.selector",
          at: count.position
        )
        return nil
      }
      return .count(
        selector: selector,
        by: json["by"]?.array?.compactMap(\.string) ?? []
      )
    case (.some, .some):
      reader.report(
        "a target has `expr` or `count`, not both",
        fix: "remove one",
        code: "layout.target.question",
        at: json.position
      )
    case (nil, nil):
      reader.report(
        "a target needs `expr` or `count`",
        fix: "add one",
        code: "layout.target.question",
        at: json.position
      )
    }
    return nil
  }

  /// A metric's name, matchers in braces, or both; variables may stand in either.
  static func isSelector(_ text: String) -> Bool {
    let name =
      /(?:[A-Za-z_:]|\$\w|\$\{[^{}]*\}|\[\[[^\[\]]*\]\])(?:[\w:]|\$\w|\$\{[^{}]*\}|\[\[[^\[\]]*\]\])*/
    let matchers = /\{(?:[^{}"'`$]|\$\{[^{}]*\}|\$|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}/
    var rest = text.drop(while: \.isWhitespace)
    guard !rest.isEmpty else { return false }
    if let match = rest.prefixMatch(of: name) { rest = rest[match.range.upperBound...] }
    rest = rest.drop(while: \.isWhitespace)
    if let match = rest.prefixMatch(of: matchers) { rest = rest[match.range.upperBound...] }
    return rest.allSatisfy(\.isWhitespace)
  }

  private func place(
    _ json: JSON?,
    type: String,
    _ outer: inout ObjectReader,
    _ flow: inout Flow
  ) -> GridPosition {
    let isRow = type == "row"
    var numbers: [String: Int] = [:]
    if let json {
      var inner = ObjectReader(json, path: "\(outer.path).gridPos", file: file)
      for option in LayoutKeys.gridPosition {
        numbers[option.name] = inner.value(option.name, option.form)?.integer
      }
      inner.finish()
      outer.add(inner.problems)
    }
    return flow.place(
      x: numbers["x"],
      y: numbers["y"],
      w: min(GridPosition.columns, numbers["w"] ?? (isRow ? GridPosition.columns : 12)),
      h: min(1_000, numbers["h"] ?? (isRow ? 1 : 8))
    )
  }
}

/// Panels without a place follow one another: to the right while there is room, then below.
struct Flow {
  private var x = 0
  private var y = 0
  private var rowBottom = 0

  mutating func place(x wantedX: Int?, y wantedY: Int?, w: Int, h: Int) -> GridPosition {
    if let wantedX, let wantedY {
      let fitted = min(wantedX, GridPosition.columns - w)
      (x, y) = (fitted + w, wantedY)
      rowBottom = max(rowBottom, wantedY + h)
      return GridPosition(x: fitted, y: wantedY, w: w, h: h)
    }
    // A place to the left of what stands there already is one below it.
    if x + w > GridPosition.columns || (wantedX ?? x) < x { (x, y) = (0, rowBottom) }
    let place = GridPosition(
      x: min(wantedX ?? x, GridPosition.columns - w),
      y: wantedY ?? y,
      w: w,
      h: h
    )
    x = place.x + w
    y = place.y
    rowBottom = max(rowBottom, place.y + h)
    return place
  }
}
