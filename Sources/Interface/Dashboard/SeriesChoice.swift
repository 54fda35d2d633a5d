import Canvas
import Documents
import Metrics
import Panels

/// The series of the panel that fills the screen: chosen, hidden, alone.
extension State {
  /// Whether keys choose series: a plot fills the screen.
  var choosesSeries: Bool {
    isFullScreen && focused?.panel.map { type(of: $0).reads == .range } ?? false
  }

  mutating func selectSeries(_ rows: Int) {
    let count = focused?.frame?.series.count ?? 0
    closeUp.selected = max(0, min(closeUp.selected + rows, count - 1))
  }

  private var selectedName: ForeignText? {
    guard let series = focused?.frame?.series, !series.isEmpty else { return nil }
    let order = closeUp.order(of: series)
    return series[order[min(closeUp.selected, order.count - 1)]].name
  }

  /// Hides the selected series, or shows it again.
  mutating func toggleSelectedSeries() {
    guard choosesSeries, let name = selectedName, let id = focused?.spec.id else { return }
    hidden[id, default: []].formSymmetricDifference([name])
  }

  /// The selected series alone, or all again.
  mutating func isolateSelectedSeries() {
    guard choosesSeries, let name = selectedName, let state = focused else { return }
    let others = Set(state.frame?.series.map(\.name) ?? []).subtracting([name])
    hidden[state.spec.id] = hidden[state.spec.id] == others ? [] : others
  }

  /// To a series that was found: its panel on the whole screen, the series selected.
  mutating func lookAtSeries(_ place: Int) {
    isFullScreen = true
    closeUp = CloseUp()
    guard let series = focused?.frame?.series else { return }
    closeUp.selected = closeUp.order(of: series).firstIndex(of: place) ?? 0
  }
}
