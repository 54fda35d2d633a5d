import Canvas
import Documents
import Metrics
import Panels

/// A link as it is told while its panel is inspected.
struct ToldLink {
  var title: ForeignText
  /// Of a table's row: the column whose link it is, where there are several.
  var column: ForeignText?
  /// As its file has it with names filled in; relative to a Grafana where it is so there.
  var address: String
}

/// Links with what they have in common.
struct ToldLinks {
  var heading: String
  var links: [ToldLink]
}

/// Where the panel leads that is inspected, its fields, and the dashboard.
///
/// Of many series or rows those links are told that the list or the cursor chooses; left and right
/// go on to others. A digit copies an address, nothing opens one.
extension State {
  /// The panel's own, and those of one series or row.
  var panelLinks: [ToldLinks] {
    guard let state = focused else { return [] }
    let names = linkNames(of: state)
    var told: [ToldLinks] = []
    if !state.spec.links.isEmpty {
      let links = state.spec.links.map { link(to: $0, names) }
      told.append(ToldLinks(heading: "links of the panel", links: links))
    }
    let values = linkedValues
    guard !values.isEmpty else { return told }
    let place = min(max(0, linkedPlace), values.count - 1)
    let value = values[place].value
    let context = drawContext(focus)
    let links = value.places.flatMap { field in
      (value.table.fields[field].config.links ?? []).map { item in
        var told = link(to: item, names) { value.text(of: $0, fieldAt: field, in: context) }
        told.column = value.column(field)
        return told
      }
    }
    let name = value.name.map { " of \($0.safe)" } ?? ""
    let more = values.count > 1 ? ", \(place + 1) of \(values.count): left, right" : ""
    told.append(ToldLinks(heading: "links\(name)\(more)", links: links))
    return told
  }

  var dashboardLinks: [ToldLinks] {
    guard let state = focused, !dashboard.links.isEmpty else { return [] }
    let names = linkNames(of: state)
    let links = dashboard.links.map { link(to: $0, names) }
    return [ToldLinks(heading: "links of the dashboard", links: links)]
  }

  private func link(
    to link: DataLink,
    _ names: Interpolation,
    own: (String) -> String? = { _ in nil }
  ) -> ToldLink {
    ToldLink(
      title: ForeignText(names.text(link.title, own: own)),
      address: names.address(link.url, own: own)
    )
  }

  /// What the panel's links may name besides their field.
  private func linkNames(of state: PanelState) -> Interpolation {
    let view = views[focus.view]
    let range = state.frame?.range ?? self.range(of: view).range
    let scrape = view.environment.prometheus.scrapeInterval
    let step = state.plan?.step ?? scrape
    var builtIns = BuiltIns(
      interval: step,
      rateInterval: StepRule.rateInterval(interval: step, scrape: scrape),
      range: range,
      zone: zone
    )
    builtIns.writtenRange = writtenRange(of: view)
    var resolver = view.resolver
    resolver.scoped = state.spec.scoped
    return resolver.interpolation(builtIns)
  }

  /// What the links of the panel's fields may be about, in order.
  private var linkedValues: [(value: LinkedValue, series: Int?)] {
    guard let state = focused, let panel = state.panel, let frame = state.frame else { return [] }
    let context = drawContext(focus)
    let isReduced = type(of: panel).reads == .instant
    return frame.linkedValues(
      rows: panel.rows(frame, in: context),
      at: cursor?.moment,
      readings: isReduced ? panel.readings(frame, in: context) : []
    )
  }

  // MARK: - Keys

  /// Begins with the series that is chosen in the list, else with the first.
  mutating func findLinks() {
    linkedPlace = 0
    guard choosesSeries, let series = focused?.frame?.series, !series.isEmpty else { return }
    let order = closeUp.order(of: series)
    let chosen = order[min(max(0, closeUp.selected), order.count - 1)]
    linkedPlace = linkedValues.firstIndex { $0.series == chosen } ?? 0
  }

  mutating func changeLinks(by places: Int) {
    linkedPlace = min(max(0, linkedPlace + places), max(0, linkedValues.count - 1))
  }

  /// Hands an address to the terminal's clipboard.
  mutating func copyLink(_ digit: Character) -> [Effect] {
    let links = (panelLinks + dashboardLinks).flatMap(\.links)
    guard let number = digit.wholeNumberValue, links.indices.contains(number - 1) else {
      tell("there is no link \(digit)")
      return []
    }
    let address = links[number - 1].address
    tell("copied, if the terminal takes it: \(ForeignText(address).safe)")
    return [.copy(address)]
  }
}
