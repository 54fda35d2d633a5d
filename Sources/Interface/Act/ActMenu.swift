import Canvas
import Documents
import Metrics
import Panels

/// One line of the menu of `x`.
struct ActEntry {
  var key: Character
  var kind: ActForm.Kind
  var what: String
  /// Those that it is about.
  var silences: [Silence] = []
  /// Why it can't be chosen.
  var obstacle: String?

  var word: String {
    switch kind {
    case .silence: silences.isEmpty ? "silence" : "edit silence"
    case .unsilence: "unsilence"
    default: "\(kind)"
    }
  }
}

extension State {
  /// `x`: what can be done about the chosen alert, or with the panel in focus.
  mutating func showActs(on listed: ListedAlert? = nil, over back: AlertsScreen? = nil) {
    if let obstacle = actObstacle(in: listed?.environment) {
      tell(obstacle, isTrouble: true)
      return
    }
    if let listed {
      let product = products.product(of: listed.alert)
      let chart = panel(showing: listed.alert, of: product).map { self.chart(of: $0) } ?? []
      overlay = .act(
        ActScreen(subject: .alert(listed), back: back, chart: chart, product: product)
      )
    } else if let panel = focused {
      guard panel.spec.type != "alertlist" else {
        tell("press a and choose an alert; there x acts on it")
        return
      }
      let view = views[focus.view]
      overlay = .act(
        ActScreen(
          subject: .panel(title: panel.spec.title, environment: view.environment.name),
          back: nil,
          chart: chart(of: focus),
          product: products.first { isShown($0) }
        )
      )
    }
    overlayScroll = 0
  }

  /// Why nothing can be done here at all.
  private func actObstacle(in environment: String?) -> String? {
    let name = environment ?? views[focus.view].environment.name
    let status = environments.first { $0.environment.name == name }
    if replay != nil { return "this is a recording: nothing can be done about it any more" }
    if isReadOnly { return "this session may only look" }
    if status?.environment.isReadOnly == true {
      return "the environment \(ForeignText(name).safe) is read only"
    }
    return nil
  }

  /// Whether the dashboard is one of a product's.
  private func isShown(_ product: Product) -> Bool {
    dashboard.product == product.name || product.layouts.contains(dashboard.file)
  }

  /// The panel on the screen that a condition names.
  private func panel(showing alert: Alert, of product: Product?) -> PanelKey? {
    guard let product, isShown(product),
      let title = product.condition(of: alert)?.panel,
      let index = views[focus.view].panels.firstIndex(where: { $0.spec.title == title })
    else { return nil }
    return PanelKey(view: focus.view, panel: index)
  }

  func actEntries(of screen: ActScreen) -> [ActEntry] {
    let channel = screen.product?.slack?.channel(in: screen.environment).name
    let unnamed =
      screen.product == nil
      ? "no product of the settings has it" : "the product \(screen.product?.name ?? "") names none"
    let post = ActEntry(
      key: "p",
      kind: .post,
      what: channel.map { "tell \(ForeignText($0).safe), with the panel as text" }
        ?? "tell the product's channel in Slack",
      obstacle: channel == nil ? unnamed : nil
    )
    guard let alert = screen.alert else { return [post] }
    let status = environments.first { $0.environment.name == screen.environment }
    let noAlertmanager =
      status?.environment.alertmanagers.isEmpty == false
      ? nil : "the settings name no Alertmanager for this environment"
    let jira = screen.product?.jira
    var entries = [
      ActEntry(key: "a", kind: .claim, what: "\"I am on it\"; it stays loud"),
      ActEntry(
        key: "s",
        kind: .silence,
        what: "keep it quiet for a while",
        obstacle: noAlertmanager
      ),
    ]
    if let silence = alert.delivery.silencedBy.first {
      let text = silence.sentence(now: now, zone: zone)
      let same = alert.delivery.silencedBy.filter { other in
        other.matchers == silence.matchers && other.comment == silence.comment
      }
      entries += [
        ActEntry(
          key: "e",
          kind: .silence,
          what: text,
          silences: same,
          obstacle: silence.readMatchers == nil ? "its matchers can't be read here" : nil
        ),
        ActEntry(key: "u", kind: .unsilence, what: "end it now", silences: same),
      ]
    }
    return entries + [
      ActEntry(key: "n", kind: .note, what: "write down what you saw"),
      ActEntry(
        key: "t",
        kind: .ticket,
        what: jira.map { "make a task in \($0.project): urgent, bug or adjust" }
          ?? "make a task in Jira",
        obstacle: jira == nil ? unnamed : nil
      ),
      post,
      ActEntry(key: "v", kind: .verdict, what: "was it right? real, false, noise, test"),
    ]
  }

  /// A panel as it can be pasted: no colour, and narrow enough for a chat.
  package func chart(of key: PanelKey) -> [String] {
    var plain = self
    plain.look = Look(theme: .dark, glyphs: .block, depth: .mono, zone: look.zone)
    var known = DrawnPanels()
    known.begin(plain.colorTable)
    let size = Size(columns: Self.chartColumns, rows: 14)
    let canvas = plain.drawn(key, size: size, keeping: &known)
    var lines = canvas.text().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// What Slack shows without a break.
  static let chartColumns = 72
}
