import Documents
import Metrics

extension Field {
  /// How it is called at this moment, as far as no values of its own are asked for.
  var shownName: String {
    guard let name = config.displayName, !name.isEmpty, !name.contains("${__") else {
      return displayName.raw
    }
    return name
  }

  /// The same with other values; what only the old ones had is gone.
  func with(_ values: Column) -> Field {
    var field = self
    field.values = values
    field.histograms = []
    return field
  }

  mutating func rename(_ name: String) {
    config.displayName = name
    displayName = ForeignText(name)
  }

  var isTime: Bool { if case .times = values { true } else { false } }
}

/// By which names the fields of a frame are found.
struct FieldNaming {
  /// Of the frame's query.
  let refId: String
  private var counts: [String: Int] = [:]

  init(_ frame: DataFrame) {
    refId = frame.refId
    for field in frame.fields { counts[field.name.raw, default: 0] += 1 }
  }

  /// As it is shown; and its own name, where no other field has it and nobody has renamed it.
  func names(of field: Field) -> [String] {
    let shown = field.shownName
    let own = field.name.raw
    guard own != shown, counts[own] == 1, field.config.displayName?.isEmpty != false else {
      return [shown]
    }
    return [shown, own]
  }
}

extension DataFrame {
  /// The place of the first field that goes by this name; one that is shown so before others.
  func place(of name: String) -> Int? {
    if let place = fields.firstIndex(where: { $0.shownName == name }) { return place }
    let naming = FieldNaming(self)
    return fields.firstIndex { naming.names(of: $0).contains(name) }
  }

  /// The same rows of every field.
  func picking(_ rows: [Int]) -> DataFrame {
    var frame = self
    frame.fields = fields.map { $0.with($0.values.picking(rows)) }
    return frame
  }

  /// With rows enough for every field.
  var rowsOfLongest: Int { fields.map(\.values.count).max() ?? 0 }
}

extension FieldPick {
  func picks(_ field: Field, _ naming: FieldNaming) -> Bool {
    switch self {
    case .names(let names): naming.names(of: field).contains(where: names.contains)
    case .pattern(let pattern): naming.names(of: field).contains(where: pattern.matches)
    case .type(let name): field.values.typeName == name
    case .refId(let name): naming.refId == name
    case .any(let picks): picks.contains { $0.picks(field, naming) }
    case .all: true
    }
  }
}
