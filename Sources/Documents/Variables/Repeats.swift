import Metrics

extension Dashboard {
  /// The panels with every repeated panel and row once for each value of its variable.
  ///
  /// Source: Grafana, `DashboardModel.repeatPanel` and `repeatRow`. The first copy keeps the id of
  /// what it copies; the others' ids follow from their values, so that one is the same panel
  /// whatever stands before it.
  ///
  /// - Parameter values: What variables stand for, as far as that is known.
  /// - Returns: In the order of the screen, all rows open.
  package func expanded(_ values: [String: VariableValue]) -> [PanelSpec] {
    guard panels.contains(where: { $0.repeats != nil }) else { return panels }
    var repeating = Repeating(values: values, panels: panels)
    return repeating.panels(sections)
  }

  /// What stands before the first row, then each row with its panels, and what stands below one
  /// without being its own.
  private var sections: [[PanelSpec]] {
    var sections: [[PanelSpec]] = [[]]
    for panel in panels {
      let isBelow = panel.isOutsideRow && sections.last?.last?.isOutsideRow == false
      if panel.type == "row" || isBelow { sections.append([]) }
      sections[sections.count - 1].append(panel)
    }
    return sections.filter { !$0.isEmpty }
  }
}

extension Dashboard {
  /// How a recording tells a panel: by its place among the file's, a copy by its id.
  package func recordedPlace(of spec: PanelSpec) -> Int? {
    spec.original == nil ? panels.firstIndex { $0.id == spec.id } : spec.id
  }

  /// The panel of the file that a recording tells of.
  package func panel(recordedAs place: Int) -> PanelSpec? {
    if panels.indices.contains(place) { return panels[place] }
    guard PanelSpec.isCopy(place) else { return nil }
    return panels.first { $0.id == PanelSpec.fileID(of: place) }
  }
}

extension PanelSpec {
  /// The id of the panel in the file that this one is, or is a copy of.
  package var fileID: Int { original ?? id }

  /// The id of what a copy was made of, as far as an id alone tells.
  package static func fileID(of id: Int) -> Int { Int(Int32(truncatingIfNeeded: id)) }

  /// Whether an id is a copy's: above the 32 bits of a file's.
  package static func isCopy(_ id: Int) -> Bool { id > 1 << 31 }
}

/// One pass over a dashboard's panels.
private struct Repeating {
  /// Copies of one panel or row; more of a variable's values are told.
  static let mostCopies = 200
  /// All panels of a dashboard.
  static let mostPanels = 2_000

  let values: [String: VariableValue]
  private var used: Set<Int>
  private var count = 0

  init(values: [String: VariableValue], panels: [PanelSpec]) {
    self.values = values
    used = Set(panels.map(\.id))
  }

  mutating func panels(_ sections: [[PanelSpec]]) -> [PanelSpec] {
    var bands: [[PanelSpec]] = []
    for section in sections {
      guard let row = section.first, row.type == "row", let rule = row.repeats,
        let options = options(rule.variable, for: row)
      else {
        bands.append(filled(section))
        continue
      }
      for (place, option) in options.kept.enumerated() {
        var copy = section
        for index in copy.indices {
          copy[index].scoped[rule.variable] = option
          guard place > 0 else { continue }
          copy[index].id = id(of: section[index], rule.variable, option)
          copy[index].original = section[index].fileID
        }
        copy[0].repeats = nil
        if place == 0, let note = options.note { copy[0].problems.append(note) }
        bands.append(filled(copy))
      }
    }
    return GrafanaLayout.stacked(bands, grid: \.grid)
  }

  /// A section with its repeated panels; what is below one of them goes down.
  private mutating func filled(_ section: [PanelSpec]) -> [PanelSpec] {
    var result: [PanelSpec] = []
    var shifts: [(below: Int, by: Int)] = []
    for spec in section {
      var spec = spec
      let written = spec.grid.y
      spec.grid.y += shifts.reduce(0) { $0 + (written > $1.below ? $1.by : 0) }
      guard spec.type != "row", let rule = spec.repeats,
        let options = spec.scoped[rule.variable].map({ ([$0], nil) })
          ?? options(rule.variable, for: spec)
      else {
        result.append(spec)
        continue
      }
      var copies = copies(of: spec, rule, options.0)
      if let note = options.1 { copies[0].problems.append(note) }
      let bottom = copies.map { $0.grid.y + $0.grid.h }.max() ?? spec.grid.y
      let more = bottom - (spec.grid.y + spec.grid.h)
      if more > 0 { shifts.append((written, more)) }
      result += copies
    }
    count += result.count
    return result
  }

  private mutating func copies(
    of spec: PanelSpec,
    _ rule: PanelSpec.Repeat,
    _ options: [VariableOption]
  ) -> [PanelSpec] {
    let beside = max(1, min(options.count, max(1, min(GridPosition.columns, rule.perRow))))
    return options.enumerated().map { place, option in
      var copy = spec
      copy.repeats = nil
      copy.scoped[rule.variable] = option
      if place > 0 {
        copy.id = id(of: spec, rule.variable, option)
        copy.original = spec.fileID
      }
      switch rule.direction {
      case .v: copy.grid.y += place * spec.grid.h
      case .h:
        let column = place % beside
        let left = column * GridPosition.columns / beside
        copy.grid.x = left
        copy.grid.w = (column + 1) * GridPosition.columns / beside - left
        copy.grid.y += place / beside * spec.grid.h
      }
      return copy
    }
  }

  /// The values to repeat for, and what is told where there are too many.
  ///
  /// - Returns: nil where the variable isn't known, or has no value: then there is one panel.
  private func options(
    _ variable: String,
    for spec: PanelSpec
  ) -> (kept: [VariableOption], note: Problem?)? {
    guard let value = values[variable], !value.values.isEmpty else { return nil }
    let all = zip(value.values, value.texts).map { VariableOption(text: $1, value: $0) }
    let room = max(1, min(Self.mostCopies, Self.mostPanels - count))
    guard all.count > room else { return (all, nil) }
    let name = ForeignText(variable).safe
    let note = Problem(
      what: "repeated for the first \(room) of \(all.count) values of `\(name)`",
      place: spec.title,
      fix: "choose fewer values",
      code: "grafana.repeat.many",
      severity: .warning,
      position: spec.position
    )
    return (Array(all.prefix(room)), note)
  }

  /// Above the 32 bits of what it copies: the same for the same values.
  private mutating func id(of spec: PanelSpec, _ variable: String, _ option: VariableOption) -> Int
  {
    let words = spec.scoped.merging([variable: option]) { $1 }
    let key = words.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value.value)" }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.joined(separator: "\u{1}").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let slots = 1 << 20
    var slot = Int(hash % UInt64(slots - 1)) + 1
    let base = PanelSpec.fileID(of: spec.fileID)
    while !used.insert(base + slot << 32).inserted { slot = slot % (slots - 1) + 1 }
    return base + slot << 32
  }
}
