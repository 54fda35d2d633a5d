package import Canvas
package import Documents
package import Metrics
package import Panels
package import Triage

/// The whole program as a value: what is known, what is shown, what was picked.
///
/// `apply` takes a message and says what to do in the world; `draw` paints everything anew. No
/// clock, no network, no terminal.
package struct State: Sendable {
  package var size: Size
  package var look: Look
  /// By the viewer's clock, of the last tick.
  package var now: Timestamp
  package var dashboard: Dashboard
  /// What the file has wrong; each panel shows its own.
  package var documentProblems: [Problem] = []
  /// Set while a changed file can't be read: the last good one stays.
  package var reloadProblem: Problem?
  /// Set while the changed settings can't be used: the last good ones stay.
  package var settingsProblem: Problem?
  /// As the settings name them: where their alerts go, and what can be done about them.
  package var products: [Product] = []
  /// The dashboards that `D` offers: what to open, and how it is called.
  package var library: [LibraryEntry]
  /// Every configured environment, looked at or not, in the order of the settings.
  package var environments: [EnvironmentStatus]
  /// The environments side by side; at least one.
  package var views: [EnvironmentView] = []
  /// Values by `--var`, and those that `V` picked later.
  package var chosen: [String: [String]]
  package var from: String
  package var to: String
  /// `--refresh`: instead of the file's.
  package var refresh: Duration?
  /// What `C` has every plot compared with.
  var comparison: Comparison?
  /// `--timezone`: whose clock tells times, instead of the file's.
  package var timezone: Zone?
  /// Whose clock `z` has chosen; nil: nobody has pressed it.
  var zoneChoice: ZoneChoice?
  /// Ranges looked at before, the last one last.
  var earlierRanges: [WrittenRange] = []
  /// The moment that all panels point at, while somebody looks closely.
  package var cursor: TimeCursor?
  package var focus = PanelKey(view: 0, panel: 0)
  package var isFullScreen = false
  /// How the panel that fills the screen lists its series.
  package var closeUp = CloseUp()
  /// By panel: series that somebody has hidden.
  package var hidden: [Int: Set<ForeignText>] = [:]
  /// Nobody has moved yet: a wall shows no cursor.
  package var isFocusShown = false
  package var overlay: Overlay?
  /// Of the alert whose details are looked at.
  package var alertGraph: AlertGraph?
  /// How the list of alerts is put into groups.
  package var alertGrouping = AlertGrouping.state
  /// The query that is being edited, on the whole screen.
  package var edit: QueryEdit?
  /// Which series or row the links are of that are told while a panel is inspected.
  var linkedPlace = 0
  /// First row of the overlay that is shown.
  package var overlayScroll = 0
  package var page = 0
  /// First row shown, where the dashboard scrolls.
  package var scroll = 0
  /// Rows that somebody has opened or closed, unlike the file, by their panel's id.
  package var turnedRows: Set<Int> = []
  package var isPaused = false
  /// A recording that is played instead of asking anybody.
  package var replay: Replay?
  /// How much later than a mark of the clock this viewer asks: many wallboards spread so.
  package var phase = Duration.zero
  /// Dashboards and environments that are shown in turn.
  package var playlist: Playlist?
  /// A wall: no key but Ctrl-C and `q q` leaves it.
  package var isKiosk = false
  package var dimHours: DimHours?
  /// How bad the values of the label `severity` are.
  package var severities = SeverityOrder.usual
  /// Who is on which alert.
  package var claims = Claims()
  /// Who acts here: `user@host`.
  package var author: ForeignText = ""
  /// A guest's: nothing is written anywhere.
  package var isReadOnly = false
  /// Environments that no settings name, and the address each was given by.
  package var adHocURLs: [String: String] = [:]
  /// Which annotations are shown.
  package var annotationChoice = AnnotationChoice.asWritten
  var flash: Flash?
  /// When `q` was pressed on a wall.
  var leaveAsked: Timestamp?
  /// How to begin, shown while no server has answered yet.
  package var hints: [String] = []
  /// Asks every panel, seen or not: for output that is no screen.
  package var asksAll = false
  package var isQuitting = false
  package var generation = 0

  package init(
    size: Size,
    look: Look = Look(),
    now: Timestamp,
    opened: OpenedDashboard,
    library: [LibraryEntry] = [],
    environments: [Documents.Environment],
    watching: [String],
    chosen: [String: [String]] = [:],
    from: String? = nil,
    to: String? = nil,
    refresh: Duration? = nil
  ) {
    self.size = size
    self.look = look
    self.now = now
    self.library = library
    self.environments = environments.map(EnvironmentStatus.init)
    self.chosen = chosen
    self.refresh = refresh
    dashboard = opened.dashboard
    documentProblems = opened.problems
    self.from = from ?? opened.dashboard.from
    self.to = to ?? opened.dashboard.to
    views = watching.compactMap { name in
      environments.first { $0.name == name }.map { makeView($0) }
    }
    moveFocusToSomethingSeen()
  }

  package func status(of view: EnvironmentView) -> EnvironmentStatus {
    environments.first { $0.environment.name == view.environment.name }
      ?? EnvironmentStatus(environment: view.environment)
  }

  /// A view of this state's dashboard on an environment, nothing known yet.
  func makeView(_ environment: Documents.Environment) -> EnvironmentView {
    let fixed = environment.variables.mapValues { [$0] }.merging(chosen) { $1 }
    var view = EnvironmentView(
      environment: environment,
      resolver: VariableResolver(dashboard.variables, chosen: fixed, title: dashboard.title)
    )
    view.makePanels(dashboard, writtenRange: writtenRange(of: view))
    return view
  }

  /// How an address says the range: one that moves with time does so there too, moments are told
  /// as Grafana tells them.
  func writtenRange(of view: EnvironmentView) -> String {
    let range = range(of: view).range
    let ends = zip([from, to], [range.start, range.end]).map { written, moment in
      written.hasPrefix("now") ? written : "\(moment.milliseconds)"
    }
    return "from=\(ends[0])&to=\(ends[1])"
  }

  /// The dashboard's range now, by the clock of a view's server.
  package func range(of view: EnvironmentView) -> (range: TimeRange, endsNow: Bool) {
    let serverNow = now + status(of: view).skew
    let end = (try? TimeExpression(parsing: to, place: "to"))?
      .moment(now: serverNow, zone: zone, roundsUp: true)
    let start = (try? TimeExpression(parsing: from, place: "from"))?
      .moment(now: serverNow, zone: zone, roundsUp: false)
    // The future has no samples: "today" ends now.
    let last = min(end ?? serverNow, serverNow)
    return (TimeRange(start: start ?? serverNow - .hours(6), end: last), last == serverNow)
  }

  /// Whether the range goes on with time, so that panels are asked again.
  package var moves: Bool { to.hasPrefix("now") }

  /// The panel that keys act on.
  package var focused: PanelState? { self[focus] }

  package subscript(key: PanelKey) -> PanelState? {
    guard views.indices.contains(key.view), views[key.view].panels.indices.contains(key.panel)
    else { return nil }
    return views[key.view].panels[key.panel]
  }

  mutating func nextGeneration() -> Int {
    generation += 1
    return generation
  }
}

/// How this screen may look: what the terminal can and the user wants.
package struct Look: Hashable, Sendable {
  package var theme: Theme
  package var glyphs: GlyphSet
  package var depth: ColorDepth
  package var zone: Zone
  /// What the terminal was opened for; a theme may want less.
  private let deepest: ColorDepth

  package init(
    theme: Theme = .dark,
    glyphs: GlyphSet = .braille,
    depth: ColorDepth = .truecolor,
    zone: Zone = .local
  ) {
    self.theme = theme
    self.glyphs = glyphs
    self.depth = depth
    self.zone = zone
    deepest = depth
  }

  /// Changes the theme while the terminal stays as it is.
  mutating func wear(_ theme: Theme) {
    self.theme = theme
    depth = min(deepest, theme.deepest)
  }
}

/// A dashboard that can be opened.
package struct LibraryEntry: Hashable, Sendable {
  /// A path, or the bare name of a shipped layout.
  package var file: String
  package var title: String
  /// The folders it was found in, outermost first, as paths.
  package var folders: [String]
  /// The value of the label `product` whose data it shows.
  package var product: String?

  /// Stands for the folder of the layouts that the program carries; no path is empty.
  package static let shipped = ""

  package init(
    file: String,
    title: String,
    folders: [String] = [],
    product: String? = nil
  ) {
    self.product = product
    self.file = file
    self.title = title
    self.folders = folders
  }
}

extension EnvironmentView {
  /// The dashboard's panels with this view's variables filled in.
  ///
  /// A panel that stays the same keeps what is known of it.
  mutating func makePanels(_ dashboard: Dashboard, writtenRange: String) {
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 0))
    var builtIns = BuiltIns(
      interval: environment.prometheus.scrapeInterval,
      rateInterval: environment.prometheus.scrapeInterval * 4,
      range: range
    )
    builtIns.writtenRange = writtenRange
    let names = resolver.interpolation(builtIns)
    let known = panels.enumerated().map { place, state in
      (place: place, spec: state.spec.unplaced.anywhere, state: state)
    }
    panels = dashboard.expanded(resolver.values).enumerated().map { place, spec in
      var own = resolver
      own.scoped = spec.scoped
      let scoped = spec.scoped.isEmpty ? names : own.interpolation(builtIns)
      let filled = spec.interpolated(scoped, asGrafana: dashboard.source == .grafana)
      let unplaced = filled.unplaced.anywhere
      guard let old = known.first(where: { $0.spec == unplaced }) else {
        return PanelState(spec: filled)
      }
      var panel = old.state
      panel.spec = filled
      // Its answer would come for a place that is another's now.
      if old.place != place { panel.asking = nil }
      return panel
    }
  }

  /// Forgets every answer: the questions have changed.
  mutating func forgetAnswers() {
    panels = panels.map { PanelState(spec: $0.spec) }
  }
}

extension PanelSpec {
  /// Wherever it stands on the grid: what is repeated above it may grow.
  fileprivate var anywhere: PanelSpec {
    var spec = self
    (spec.grid.x, spec.grid.y) = (0, 0)
    return spec
  }

  /// With variables filled in wherever text is shown; queries are filled in when they are asked.
  ///
  /// - Parameters:
  ///   - names: The variables.
  ///   - asGrafana: A title says the texts of values, as Grafana's do.
  /// - Returns: The panel as it is shown.
  func interpolated(_ names: Interpolation, asGrafana: Bool = false) -> PanelSpec {
    var spec = self
    spec.title = asGrafana ? names.title(title) : names.text(title)
    spec.description = names.text(description)
    spec.options.values = options.values.mapValues { value in
      guard let text = value.string, text.contains(where: { $0 == "$" || $0 == "[" }) else {
        return value
      }
      return JSON(.string(names.text(text)), at: value.position)
    }
    return spec
  }
}

extension State {
  /// Whether everything that was asked has been answered once, well or badly.
  package var isSettled: Bool {
    let watched = views.map { status(of: $0) }
    guard watched.allSatisfy({ $0.answeredAt != nil || $0.problem != nil }) else { return false }
    guard !watched.contains(where: { $0.resolved?.isLate == true }) else { return false }
    return views.allSatisfy { view in
      view.resolver.isComplete && hasSettledAnnotations(view)
        && view.panels.allSatisfy { panel in
          guard let kind = panel.panel.map({ type(of: $0) }) else { return true }
          guard kind.reads == .instant || kind.reads == .range, !panel.spec.targets.isEmpty else {
            return true
          }
          guard panel.asking == nil, panel.explanation?.isAsked != true else { return false }
          return panel.answeredAt != nil || panel.problem != nil
        }
    }
  }
}
