/// A Grafana panel's `options` under their paths, those that its kind reads and in forms that it
/// takes.
struct GrafanaOptions {
  private(set) var values: [String: JSON] = [:]
  private(set) var notes: [GrafanaNote] = []
  private let declared: [String: PanelOption.Form]
  private let type: String

  /// - Parameters:
  ///   - json: `options`.
  ///   - declared: What the kind reads.
  ///   - type: Grafana's word for the panel.
  init(_ json: JSON?, declared: [PanelOption], type: String) {
    self.declared = Dictionary(declared.map { ($0.name, $0.form) }) { $1 }
    self.type = type
    for member in json?.members ?? [] { walk(member.name, member.value, depth: 0) }
  }

  private mutating func walk(_ path: String, _ value: JSON, depth: Int) {
    if let form = declared[path] {
      take(path, value, form)
    } else if let members = value.members, depth < 8 {
      for member in members { walk("\(path).\(member.name)", member.value, depth: depth + 1) }
    } else if !value.isEmpty, !GrafanaUnseen.isUnseen("options.\(path)", value),
      !GrafanaPanelKeys.isOthersOption(path, type: type)
    {
      notes.append(.leftOut("grafana.option.unsupported", "options.\(path)", at: value))
    }
  }

  private mutating func take(_ path: String, _ value: JSON, _ form: PanelOption.Form) {
    // An empty word asks for nothing.
    guard !value.isNull, value.string != "" || form == .string else { return }
    let value = form.lenient(value)
    if case .choices(let words) = form, let list = value.array {
      let known = list.filter { words.contains($0.string ?? "") }
      for other in list where !words.contains(other.string ?? "") { refuse(path, other) }
      values[path] = known.isEmpty && !list.isEmpty ? nil : value.list(known)
    } else if form.faults(in: value, path: path, file: "").contains(where: { $0.severity == .error }
    ) {
      refuse(path, value)
    } else {
      values[path] = value
    }
  }

  private mutating func refuse(_ path: String, _ value: JSON) {
    guard !GrafanaUnseen.isUnseen("options.\(path)", value) else { return }
    notes.append(.refused("grafana.option.unsupported", "options.\(path)", value))
  }
}

extension PanelOption.Form {
  /// Grafana's older words for reducers.
  private static let reducers = ["avg": "mean", "current": "lastNotNull", "total": "sum"]

  /// The value as this form has it, where a file writes it in another way: numbers as texts, one
  /// word for a list.
  func lenient(_ value: JSON) -> JSON {
    switch self {
    case .number, .integer:
      value.number == nil ? value.lenientNumber.map { value.count($0) } ?? value : value
    case .boolean: value.lenientBool.map { value.flag($0) } ?? value
    case .string: value.string == nil ? value.plain.map { value.word($0) } ?? value : value
    case .strings, .zones: value.string == nil ? value : value.list([value])
    case .choice(let words): Self.known(value, words)
    case .choices(let words):
      value.list(
        (value.array ?? [value]).filter { !$0.isEmpty }.map { Self.known($0, words) }
      )
    default: value
    }
  }

  private static func known(_ value: JSON, _ words: [String]) -> JSON {
    guard let word = value.string, !words.contains(word), let other = reducers[word] else {
      return value
    }
    return value.word(other)
  }
}
