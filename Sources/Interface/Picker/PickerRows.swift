import Documents
import Metrics

extension State {
  /// The lines of a picker that its filter lets through.
  func rows(of picker: Picker) -> [PickerRow] {
    let all: [PickerRow]
    switch picker.subject {
    case .environments: all = environmentRows
    case .dashboards: all = dashboardRows(picker)
    case .variables: all = variableRows
    case .options(let name): all = optionRows(of: name, marked: picker.marked)
    case .find: all = findRows
    case .ranges: return rangeRows(typed: picker.filter)
    }
    guard !picker.filter.isEmpty else { return all }
    let wanted = picker.filter.lowercased()
    let found = all.enumerated().compactMap { place, row in
      Self.spread(of: wanted, in: row.text.lowercased()).map {
        (spread: $0, place: place, row: row)
      }
    }
    return found.sorted { ($0.spread, $0.place) < ($1.spread, $1.place) }.map(\.row)
  }

  /// Over how many characters the letters are spread, in their order, as fuzzy finders look for
  /// them; the fewer the better, nil where they don't come so.
  private static func spread(of wanted: String, in text: String) -> Int? {
    var best: Int?
    for start in text.indices where text[start] == wanted.first {
      var rest = text[start...]
      for letter in wanted {
        guard let place = rest.firstIndex(of: letter) else { return best }
        rest = rest[rest.index(after: place)...]
      }
      let spread = text.distance(from: start, to: rest.startIndex)
      best = min(best ?? spread, spread)
    }
    return best
  }

  private var environmentRows: [PickerRow] {
    environments.map { status in
      PickerRow(
        value: status.environment.name,
        text: ForeignText(status.environment.name).safe,
        detail: detail(of: status)
          + (status.environment.isReadOnly
            ? [.init(text: "read only", tone: .dim, width: 11)] : []),
        isCurrent: views.contains { $0.environment.name == status.environment.name }
      )
    }
  }

  /// `live  84 ms  1 CRITICAL  QueueAboveLimit 12m`, or why not.
  private func detail(of status: EnvironmentStatus) -> [PickerRow.DetailPart] {
    if status.isRemoved {
      return [.init(text: "no longer in the settings", tone: .warning, width: 60)]
    }
    if let problem = status.problem {
      let since = (status.failingSince).map { zone.civil($0).clockWithSeconds } ?? ""
      let age = status.answeredAt.map { "STALE \(Age.short(now - $0))" } ?? "NO ANSWER"
      return [
        .init(text: age, tone: .warning, width: 12),
        .init(text: "alerts unknown since \(since)", tone: .warning, width: 32),
        .init(text: problem.what, tone: .dim, width: 60),
      ]
    }
    guard status.answeredAt != nil, let took = status.took else {
      let asked = status.asking.map { ", asked \(Age.long(now - $0.since)) ago" } ?? ""
      return [.init(text: "no answer yet\(asked)", tone: .dim, width: 40)]
    }
    var parts: [PickerRow.DetailPart] = [
      .init(text: "live", tone: .good, width: 6),
      .init(text: "\(took.milliseconds) ms".leftPadded(to: 8), tone: .dim, width: 11),
    ]
    if status.watchdog?.alarm != nil {
      parts.append(.init(text: "NO WATCHDOG", tone: .critical, width: 13))
    }
    let firing = status.alerts.filter { $0.state == .firing }
      .sorted { ($0.severityPlace, $0.name) < ($1.severityPlace, $1.name) }
    guard let worst = firing.first else {
      if let blind = status.blind.first {
        return parts + [.init(text: "ALERTS UNKNOWN", tone: .warning, width: 16)]
          + [.init(text: blind.sentence.safe, tone: .dim, width: 60)]
      }
      let quiet = status.quieted.map { ", \($0)" } ?? ""
      return parts + [.init(text: "none firing" + quiet, tone: .plain, width: 20)]
    }
    for (rank, word, tone) in [
      (SeverityRank.critical, "CRITICAL", PickerRow.DetailPart.Tone.critical),
      (.warning, "WARNING", .warning), (.other, "OTHER", .plain),
    ] where status.firing(rank) > 0 {
      let text = "\(status.firing(rank)) \(word)"
      parts.append(.init(text: text, tone: tone, width: text.count + 2))
    }
    let age = worst.activeAt.map { " " + Age.short(now + status.skew - $0) } ?? ""
    parts.append(.init(text: worst.name.safe + age, tone: .plain, width: 40))
    if status.alertmanager.isUnknown {
      parts.append(.init(text: "SILENCES UNKNOWN", tone: .warning, width: 18))
    }
    return parts
  }

  /// Every panel and, after it, its series.
  private var findRows: [PickerRow] {
    guard views.indices.contains(focus.view) else { return [] }
    let shown = Set(grid(view: focus.view).pages.flatMap { $0 }.map(\.panel))
    return views[focus.view].panels.enumerated().filter { shown.contains($0.offset) }
      .flatMap { index, panel in
        let title = ForeignText(panel.spec.title).safe
        let names = (panel.frame?.series ?? []).prefix(Self.mostSeriesFound).enumerated()
          .filter { !$0.element.name.isEmpty }
        return [PickerRow(value: "\(index)", text: title, isCurrent: index == focus.panel)]
          + names.map { place, series in
            PickerRow(value: "\(index) \(place)", text: "\(title) / \(series.name.safe)")
          }
      }
  }

  /// Of one panel; nobody reads a longer list.
  private static let mostSeriesFound = 500

  /// What is typed, if it is a range; then the quick ranges that it filters.
  private func rangeRows(typed: String) -> [PickerRow] {
    let quick = RangeInput.quick.filter {
      typed.isEmpty || Self.spread(of: typed.lowercased(), in: $0.text.lowercased()) != nil
    }.map { text, range in
      PickerRow(
        value: "\(range.from) to \(range.to)",
        text: text,
        isCurrent: range == WrittenRange(from: from, to: to)
      )
    }
    guard !typed.isEmpty, views.indices.contains(focus.view) else { return quick }
    let now = now + status(of: views[focus.view]).skew
    switch RangeInput.range(typed, now: now, zone: zone) {
    case .success(let range):
      let text = RangeText.long(from: range.from, to: range.to, zone: zone)
      return [PickerRow(value: "\(range.from) to \(range.to)", text: text)] + quick
    case .failure(let problem):
      guard quick.isEmpty else { return quick }
      return [
        PickerRow(
          value: "",
          text: ForeignText(typed).safe,
          detail: [.init(text: problem.what, tone: .warning, width: 60)]
        )
      ]
    }
  }

  private var variableRows: [PickerRow] {
    guard views.indices.contains(focus.view) else { return [] }
    let values = views[focus.view].resolver.values
    return dashboard.variables.filter { !$0.isHidden }.map { variable in
      let value = values[variable.name]
      let shown = value.map { $0.isAll ? "All" : $0.texts.joined(separator: ", ") } ?? "not known"
      return PickerRow(
        value: variable.name,
        text: ForeignText(variable.label ?? variable.name).safe,
        detail: [.init(text: ForeignText(shown).safe, tone: .plain, width: 60)]
      )
    }
  }

  private func optionRows(of name: String, marked: Set<String>) -> [PickerRow] {
    guard views.indices.contains(focus.view),
      let variable = dashboard.variables.first(where: { $0.name == name })
    else { return [] }
    let options = views[focus.view].resolver.values[name]?.options ?? []
    let current = Set(chosenValues(of: name))
    let all = variable.includesAll ? [VariableOption(text: "All", value: VariableValue.all)] : []
    return (all + options).map { option in
      PickerRow(
        value: option.value,
        text: ForeignText(option.text).safe,
        isCurrent: current.contains(option.value),
        isMarked: variable.isMulti && marked.contains(option.value)
      )
    }
  }
}

extension String {
  /// With spaces in front, to at least `width` characters.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
}
