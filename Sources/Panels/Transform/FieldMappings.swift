import Documents
import Metrics

extension FieldMapping {
  /// What a field of this name is for, where nobody has said it.
  static func handler(of name: String) -> String? {
    let plain = name.lowercased().filter { $0 != " " && $0 != "_" }
    return handlers.first { $0.lowercased() == plain && !$0.contains(".") && $0 != "__ignore" }
  }

  /// Puts a value in a configuration.
  static func set(_ handler: String, _ cell: PlainValue, in config: inout FieldConfig) {
    let number = cell.number.flatMap { $0.isFinite ? $0 : nil }
    let text = cell.isNull || cell.text.isEmpty ? nil : cell.text
    switch handler {
    case "displayName": config.displayName = text ?? config.displayName
    case "unit": config.unit = text ?? config.unit
    case "noValue": config.noValue = text ?? config.noValue
    case "description": config.description = text ?? config.description
    case "min": config.min = number ?? config.min
    case "max": config.max = number ?? config.max
    case "decimals":
      config.decimals = number.map { Int(max(0, min(100, $0))) } ?? config.decimals
    case "color":
      if let text { config.color = FieldColor(mode: "fixed", fixed: text) }
    case "threshold1":
      guard let number else { return }
      config.thresholds = [
        Threshold(.atLeast(-.infinity), color: "green"), Threshold(.atLeast(number), color: "red"),
      ]
      config.hasPercentageThresholds = false
    default: return
    }
  }
}

extension Configuring {
  /// Fields with what another frame says of them, without that frame.
  ///
  /// Source: Grafana, `features/transformers/configFromQuery`.
  func configured(_ frames: [DataFrame]) -> [DataFrame] {
    guard let source = frames.first(where: { $0.refId == refId }) else { return frames }
    var config = FieldConfig()
    let naming = FieldNaming(source)
    var columns: [String: Column] = [:]
    for field in source.fields {
      let names = naming.names(of: field)
      let rule = mappings.first { names.contains($0.field) }
      let guessed = names.lazy.compactMap { FieldMapping.handler(of: $0) }.first
      guard let handler = rule?.handler ?? guessed else { continue }
      columns[handler] = field.values
      let cell = FieldReducing.value(of: field.values, by: rule?.reducer ?? "lastNotNull")
      FieldMapping.set(handler, cell, in: &config)
    }
    if let values = columns["mappings.value"] {
      config.mappings = (0..<min(values.count, 1_000)).map { row in
        ValueMapping(
          .value(values.cell(row).text),
          text: columns["mappings.text"]?.cell(row).text,
          color: columns["mappings.color"]?.cell(row).text
        )
      }
    }
    return frames.filter { $0.refId != refId }.map { frame in
      let naming = FieldNaming(frame)
      var frame = frame
      for place in frame.fields.indices where fields.picks(frame.fields[place], naming) {
        frame.fields[place].config.merge(config)
      }
      return frame
    }
  }
}

extension DataFrame {
  /// A field for each row.
  ///
  /// Source: Grafana, `features/transformers/rowsToFields`.
  func rowsToFields(_ mappings: [FieldMapping]) -> [DataFrame] {
    let naming = FieldNaming(self)
    func rule(_ field: Field) -> String? {
      let names = naming.names(of: field)
      return mappings.first { names.contains($0.field) }?.handler
    }
    let rules = fields.map(rule)
    let nameField =
      rules.firstIndex(of: "field.name")
      ?? fields.indices.first { place in
        if case .texts = fields[place].values { rules[place] == nil } else { false }
      }
    let valueField =
      rules.firstIndex(of: "field.value")
      ?? fields.indices.first { fields[$0].values.isNumeric && rules[$0] == nil }
    guard let nameField, let valueField else { return [self] }
    var result = self
    result.fields = (0..<min(rowCount, TransformBounds.columns)).map { row in
      let name = fields[nameField].values.cell(row).text
      var field = fields[valueField].with(fields[valueField].values.picking([row]))
      field = Field(ForeignText(name), field.values, config: field.config)
      field.config.displayName = nil
      field.target = fields[valueField].target
      var labels: [Labels.Label] = []
      for place in fields.indices where place != nameField && place != valueField {
        let cell = fields[place].values.cell(row)
        let guessed = FieldMapping.handler(of: fields[place].name.raw)
        let isText = if case .texts = fields[place].values { true } else { false }
        switch rules[place] ?? guessed ?? (isText ? "field.label" : "__ignore") {
        case "__ignore", "field.name", "field.value": continue
        case "field.label":
          let value = ForeignText(cell.text)
          labels.append(Labels.Label(name: fields[place].name, value: value))
        case let handler: FieldMapping.set(handler, cell, in: &field.config)
        }
      }
      field.labels = Labels(all: labels)
      return field
    }
    return [result]
  }
}
