import Metrics

/// By what a list of alerts is put into groups.
package enum AlertGrouping: Hashable, Sendable {
  /// None of their labels: what fires, what is pending, and so on.
  case state
  /// That of the settings.
  case environment
  case label(String)

  /// Those that a key goes through.
  static let all: [Self] = [
    .state, .label("product"), .environment, .label("severity"), .label("alertname"),
  ]

  var next: Self {
    let place = Self.all.firstIndex(of: self) ?? 0
    return Self.all[(place + 1) % Self.all.count]
  }

  /// For the title of a list.
  var words: String {
    switch self {
    case .state: ""
    case .environment: "by environment"
    case .label(let name): "by \(ForeignText(name).safe)"
    }
  }

  /// A group's alerts and how it is called, safe to show.
  package struct Group: Hashable, Sendable {
    package var title: String
    package var alerts: [ListedAlert]

    package init(title: String, alerts: [ListedAlert]) {
      self.title = title
      self.alerts = alerts
    }
  }

  /// Every alert in a group, one without the label in one that says so.
  ///
  /// - Parameter alerts: In the order of the list, which the alerts of a group keep.
  /// - Returns: The group of the first alert first; by severity in the order of these.
  package func groups(_ alerts: [ListedAlert]) -> [Group] {
    var places: [ForeignText?: Int] = [:]
    // Places in the list.
    var groups: [[Int]] = []
    var names: [ForeignText?] = []
    for place in alerts.indices {
      let key = key(of: alerts[place])
      if let group = places[key] {
        groups[group].append(place)
      } else {
        places[key] = groups.count
        groups.append([place])
        names.append(key)
      }
    }
    var order = Array(groups.indices)
    if self == .label("severity") {
      let severities = groups.map { alerts[$0[0]].alert.severityPlace }
      order.sort { (severities[$0], $0) < (severities[$1], $1) }
    }
    return order.map { group in
      let states = groups[group].map { alerts[$0].group }
      return Group(title: title(names[group], states), alerts: groups[group].map { alerts[$0] })
    }
  }

  private func key(of listed: ListedAlert) -> ForeignText? {
    switch self {
    case .state: ForeignText(listed.group.word)
    case .environment: ForeignText(listed.environment)
    case .label(let name): listed.alert.labels[name]
    }
  }

  /// Such as `catalog: 2 firing, 1 silenced`.
  private func title(_ name: ForeignText?, _ states: [ListedAlert.Group]) -> String {
    let counts = ListedAlert.Group.allCases.compactMap { group -> String? in
      let count = states.count { $0 == group }
      return count > 0 ? "\(count) \(group.words)" : nil
    }.joined(separator: ", ")
    switch (self, name) {
    case (.state, _): return counts
    case (_, let name?): return "\(name.safe): \(counts)"
    case (.label(let label), nil): return "without the label \(ForeignText(label).safe): \(counts)"
    case (.environment, nil): return counts
    }
  }
}

extension ListedAlert.Group {
  fileprivate var words: String {
    switch self {
    case .firing, .pending, .silenced, .inhibited, .normal: word
    case .foreign: "sent by others"
    case .resolved: "resolved in the last \(RangeText.words(ResolvedAlerts.span))"
    }
  }
}
