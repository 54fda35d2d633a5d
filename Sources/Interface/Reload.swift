package import Canvas
package import Documents
package import Metrics
import Panels

/// What the settings say now, as far as flags leave it to them.
package struct Configuration: Hashable, Sendable {
  /// Every environment that may be looked at, in the order of the settings.
  package var environments: [Documents.Environment]
  package var theme: Theme
  package var products: [Product]
  package var severities: SeverityOrder

  package init(
    environments: [Documents.Environment],
    theme: Theme,
    products: [Product] = [],
    severities: SeverityOrder = .usual
  ) {
    self.environments = environments
    self.theme = theme
    self.products = products
    self.severities = severities
  }
}

extension State {
  /// Takes what the settings say now; what stays the same keeps all that is known of it.
  mutating func reconfigure(_ result: Result<Configuration, Problem>) -> [Effect] {
    switch result {
    case .failure(let problem):
      settingsProblem = problem
      return []
    case .success(let configuration):
      settingsProblem = nil
      look.wear(configuration.theme)
      products = configuration.products
      take(configuration.severities)
      let before = environments.map(\.environment)
      keepingSelection { $0.take(configuration.environments) }
      let after = environments.map(\.environment)
      guard after != before else { return [] }
      keepPlace()
      return [.connect(after)] + askDue()
    }
  }

  /// What is known already stands in the new order at once.
  private mutating func take(_ order: SeverityOrder) {
    guard order != severities else { return }
    severities = order
    for index in environments.indices { environments[index].rank(by: order) }
    for view in views.indices { tellAlertPanels(view: view) }
  }

  private mutating func take(_ configured: [Documents.Environment]) {
    let known = Dictionary(
      environments.map { ($0.environment.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let names = Set(configured.map(\.name))
    let looked = Set(views.map(\.environment.name))
    // A screen that somebody reads doesn't go dark because a line was deleted elsewhere.
    let removed = environments.filter {
      !names.contains($0.environment.name) && looked.contains($0.environment.name)
    }
    environments =
      configured.map { environment in
        guard var status = known[environment.name],
          status.environment.prometheus == environment.prometheus
        else { return EnvironmentStatus(environment: environment) }
        status.environment = environment
        status.isRemoved = false
        return status
      }
      + removed.map { status in
        var status = status
        status.isRemoved = true
        return status
      }
    playlist?.keepOnly(environments: names)
    for environment in configured { renewViews(of: environment) }
  }

  /// Other servers or variables mean other data; a new colour alone changes nothing that is known.
  private mutating func renewViews(of environment: Documents.Environment) {
    for index in views.indices where views[index].environment.name == environment.name {
      let old = views[index].environment
      views[index].environment = environment
      guard old.prometheus != environment.prometheus || old.variables != environment.variables
      else { continue }
      views[index] = makeView(environment)
      // What another server said of an edited panel is not what its file asks for now.
      if edit?.before != nil { edit?.before = [] }
      for place in environments.indices
      where environments[place].environment.name == environment.name {
        environments[place].due = now
      }
    }
  }

  /// Environments that the settings have lost are listed only as long as somebody looks at them.
  mutating func forgetRemoved() -> [Effect] {
    let looked = Set(views.map(\.environment.name))
    let count = environments.count
    environments.removeAll { $0.isRemoved && !looked.contains($0.environment.name) }
    return environments.count == count ? [] : [.connect(environments.map(\.environment))]
  }

  /// Takes the dashboards that can be opened now.
  mutating func list(_ entries: [LibraryEntry], playable: [String]) {
    keepingSelection { $0.library = entries }
    playlist?.show(playable)
  }

  /// An open list keeps its choice while what it lists changes.
  private mutating func keepingSelection(_ change: (inout State) -> Void) {
    guard case .picker(var picker) = overlay else { return change(&self) }
    let before = rows(of: picker)
    let value = before.indices.contains(picker.selected) ? before[picker.selected].value : nil
    change(&self)
    let after = rows(of: picker)
    picker.selected =
      after.firstIndex { $0.value == value } ?? max(0, min(picker.selected, after.count - 1))
    overlay = .picker(picker)
  }
}

extension Playlist {
  /// Leaves out the environments that there are no more, unless nothing would be left.
  mutating func keepOnly(environments: Set<String>) {
    change(to: stops.filter { environments.contains($0.environment) })
  }

  /// These dashboards of each environment.
  mutating func show(_ files: [String]) {
    var environments: [String] = []
    for stop in stops where !environments.contains(stop.environment) {
      environments.append(stop.environment)
    }
    change(
      to: environments.flatMap { environment in
        files.map { Stop(file: $0, environment: environment) }
      }
    )
  }

  private mutating func change(to stops: [Stop]) {
    guard !stops.isEmpty, stops != self.stops else { return }
    let shown = self.stops[place]
    self.stops = stops
    place = stops.firstIndex(of: shown) ?? min(place, stops.count - 1)
    heldSince = [:]
  }
}
