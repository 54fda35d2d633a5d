import Canvas
import Documents
import Metrics

/// The list of all alerts, one of which is chosen; or all that is known of that one.
package struct AlertsScreen: Sendable {
  package var filter = ""
  /// Keys are letters of the filter.
  package var isTyping = false
  package var showsDetails = false
  /// The chosen alert's graph has the whole screen.
  package var showsGraph = false
  /// The chosen one, wherever it stands in the list; nil: the first.
  package var selected: ListedAlert.ID?
  /// Where it stood: there the choice stays when it is gone.
  var place = 0

  package init() {}

  /// Where the chosen alert stands.
  func index(in alerts: [ListedAlert]) -> Int {
    // Two rules may make one alert twice.
    if alerts.indices.contains(place), alerts[place].id == selected { return place }
    let found = selected.flatMap { id in alerts.firstIndex { $0.id == id } }
    return max(0, min(found ?? place, alerts.count - 1))
  }

  mutating func select(_ index: Int, in alerts: [ListedAlert]) {
    place = max(0, min(index, alerts.count - 1))
    selected = alerts.indices.contains(place) ? alerts[place].id : nil
  }
}

extension State {
  /// The keys of the list of alerts; nil for those that mean there what they always do.
  mutating func press(_ key: Key, in screen: AlertsScreen) -> [Effect]? {
    var screen = screen
    // A letter of the filter needs no list of what the filter before let through.
    if screen.isTyping, type(key, &screen) { return take(screen) }
    let alerts = listedAlerts(screen.filter)
    if key == .character("x"), !screen.isTyping, !alerts.isEmpty {
      let index = screen.index(in: alerts)
      screen.select(index, in: alerts)
      showActs(on: alerts[index], over: screen)
      return []
    }
    if screen.showsDetails, let effects = pressInDetails(key, screen, alerts) { return effects }
    let isHandled =
      screen.isTyping
      ? move(key, &screen, alerts)
      : screen.showsDetails
        ? read(key, &screen, alerts) : look(key, &screen, alerts) || move(key, &screen, alerts)
    guard isHandled else { return screen.isTyping ? [] : nil }
    return take(screen)
  }

  private mutating func take(_ screen: AlertsScreen) -> [Effect] {
    var screen = screen
    // Another filter leaves others: the choice stays with its alert, or with the first.
    if screen.filter != filterOfAlerts { screen.place = 0 }
    overlay = .alerts(screen)
    return askAlertGraph()
  }

  /// What can be done with the alert whose details are looked at; nil for keys that only look.
  private mutating func pressInDetails(
    _ key: Key,
    _ screen: AlertsScreen,
    _ alerts: [ListedAlert]
  ) -> [Effect]? {
    guard let listed = alerts.first(where: { $0.id == screen.selected }) else { return nil }
    switch key {
    case .character("y"): return copyRunbook(of: listed)
    case .character("D"): return showDashboards(of: listed)
    default: return nil
    }
  }

  /// For a browser elsewhere: none is started here, and no address of a server's is followed.
  private mutating func copyRunbook(of listed: ListedAlert) -> [Effect] {
    guard let link = listed.alert.runbook?.safe else {
      tell("this alert has no runbook: its rule has no annotation runbook_url", isTrouble: true)
      return []
    }
    tell("copied, if the terminal takes it: \(link)")
    return [.copy(link)]
  }

  /// The dashboards of the alert's product, on the alert's environment.
  private mutating func showDashboards(of listed: ListedAlert) -> [Effect] {
    if let view = views.firstIndex(where: { $0.environment.name == listed.environment }) {
      focus.view = view
    }
    guard let product = listed.alert.labels["product"] else {
      tell("this alert has no label product; these are all dashboards", isTrouble: true)
      return showPicker(.dashboards)
    }
    guard !dashboards(of: product).isEmpty else {
      tell("no dashboard is of the product \(product.safe); these are all", isTrouble: true)
      return showPicker(.dashboards)
    }
    return showPicker(.dashboards, of: product)
  }

  private var filterOfAlerts: String {
    guard case .alerts(let screen) = overlay else { return "" }
    return screen.filter
  }

  private func type(_ key: Key, _ screen: inout AlertsScreen) -> Bool {
    switch key {
    case .character(let character): screen.filter.append(character)
    case .backspace: _ = screen.filter.popLast()
    case .enter: screen.isTyping = false
    case .escape: (screen.isTyping, screen.filter) = (false, "")
    default: return false
    }
    return true
  }

  private mutating func look(
    _ key: Key,
    _ screen: inout AlertsScreen,
    _ alerts: [ListedAlert]
  ) -> Bool {
    switch key {
    case .character("/"): screen.isTyping = true
    case .character("g"):
      // The choice stays with its alert, wherever it stands now.
      screen.select(screen.index(in: alerts), in: alerts)
      alertGrouping = alertGrouping.next
      let after = listedAlerts(screen.filter)
      screen.place = after.firstIndex { $0.id == screen.selected } ?? 0
    case .escape where !screen.filter.isEmpty: screen.filter = ""
    case .enter:
      screen.select(screen.index(in: alerts), in: alerts)
      screen.showsDetails = !alerts.isEmpty
      overlayScroll = 0
    default: return false
    }
    return true
  }

  private func move(_ key: Key, _ screen: inout AlertsScreen, _ alerts: [ListedAlert]) -> Bool {
    let index = screen.index(in: alerts)
    let letters: [Key: Int] = [.character("k"): -1, .character("j"): 1]
    switch key {
    case .up: screen.select(index - 1, in: alerts)
    case .down: screen.select(index + 1, in: alerts)
    case .pageUp, .scrollUp: screen.select(index - (key == .pageUp ? 10 : 3), in: alerts)
    case .pageDown, .scrollDown: screen.select(index + (key == .pageDown ? 10 : 3), in: alerts)
    case .home: screen.select(0, in: alerts)
    case .end: screen.select(alerts.count - 1, in: alerts)
    case .left, .right, .character("h"), .character("l"): break
    default:
      guard let rows = letters[key] else { return false }
      screen.select(index + rows, in: alerts)
    }
    return true
  }

  /// Details scroll, and go on to the alert beside.
  private mutating func read(
    _ key: Key,
    _ screen: inout AlertsScreen,
    _ alerts: [ListedAlert]
  ) -> Bool {
    let index = screen.index(in: alerts)
    switch key {
    case .enter where !screen.showsGraph: screen.showsGraph = true
    case .escape, .enter, .character("q"):
      if screen.showsGraph { screen.showsGraph = false } else { screen.showsDetails = false }
    case .left, .character("h"): screen.select(index - 1, in: alerts)
    case .right, .character("l"): screen.select(index + 1, in: alerts)
    default: return false
    }
    overlayScroll = 0
    return true
  }
}
