import Documents
import Metrics
import Panels

/// Dashboards and environments that a wall shows in turn.
package struct Playlist: Hashable, Sendable {
  package struct Stop: Hashable, Sendable {
    /// What to open: a path, or the bare name of a shipped layout.
    package var file: String
    package var environment: String

    package init(file: String, environment: String) {
      self.file = file
      self.environment = environment
    }
  }

  package var interval: Duration
  /// At least one.
  package var stops: [Stop]
  var place = 0
  /// When the next page or stop is due.
  var due: Timestamp?
  /// Since when a critical panel keeps the wall where it is; by stop.
  var heldSince: [Int: Timestamp] = [:]

  /// How many intervals trouble may keep a wall: the other dashboards may have some too.
  static let mostIntervalsHeld = 10
  /// After a key somebody is looking.
  static let patience = Duration.minutes(2)

  package init(interval: Duration, stops: [Stop]) {
    self.interval = interval
    self.stops = stops
  }
}

extension State {
  /// The next page, else the next stop, when it is time; new trouble keeps the wall for a while.
  mutating func turnPlaylist() -> [Effect] {
    guard let playlist, overlay == nil, edit == nil, !isPaused,
      playlist.stops.count > 1 || pageCount > 1 || isLeaving
    else { return [] }
    guard let due = playlist.due else {
      self.playlist?.due = now + playlist.interval
      return []
    }
    guard now >= due else { return [] }
    self.playlist?.due = now + playlist.interval
    if isHeld() { return [] }
    if dashboard.fit, page + 1 < pageCount { return turnPage(1) }
    return play((playlist.place + 1) % playlist.stops.count)
  }

  /// Whether what is shown is in the settings no more, and something else is.
  private var isLeaving: Bool {
    guard let playlist, views.contains(where: { status(of: $0).isRemoved }) else { return false }
    let names = Set(views.map(\.environment.name))
    return !playlist.stops.contains { names.contains($0.environment) }
  }

  private var pageCount: Int { dashboard.fit ? grid(view: focus.view).pages.count : 1 }

  /// Whether something critical is on the screen, and not for long.
  private mutating func isHeld() -> Bool {
    guard let playlist else { return false }
    let isCritical = seenPanels().contains { panel in
      worst(PanelKey(view: focus.view, panel: panel))?.state == .critical
    }
    guard isCritical else {
      self.playlist?.heldSince[playlist.place] = nil
      return false
    }
    let since = playlist.heldSince[playlist.place] ?? now
    self.playlist?.heldSince[playlist.place] = since
    return now < since + playlist.interval * Playlist.mostIntervalsHeld
  }

  private mutating func play(_ place: Int) -> [Effect] {
    guard let playlist, playlist.stops.indices.contains(place) else { return [] }
    let stop = playlist.stops[place]
    self.playlist?.place = place
    (page, scroll, isFullScreen) = (0, 0, false)
    keepPlace()
    var effects: [Effect] = []
    if views.map(\.environment.name) != [stop.environment] { effects += watch([stop.environment]) }
    if dashboard.file != stop.file { effects.append(.open(file: stop.file)) }
    return effects
  }

  /// An alert has begun there: the wall goes and shows it.
  mutating func jump(to environment: String) -> [Effect] {
    guard let playlist, overlay == nil, edit == nil, !isPaused,
      !views.contains(where: { $0.environment.name == environment }),
      let place = playlist.stops.firstIndex(where: { $0.environment == environment })
    else { return [] }
    self.playlist?.due = now + playlist.interval
    return play(place)
  }

  /// Somebody looks: the wall stands still for a while.
  mutating func delayPlaylist() {
    guard let playlist else { return }
    self.playlist?.due = now + max(playlist.interval, Playlist.patience)
  }

  /// Every environment whose alerts are asked: those looked at, and those the wall will show.
  var watchedEnvironments: Set<String> {
    Set(views.map(\.environment.name)).union(playlist?.stops.map(\.environment) ?? [])
  }
}

extension EnvironmentStatus {
  /// Alerts that fire and did not at the answer before; none at the first answer.
  ///
  /// One that was quiet and now fires because its silence can't be known any more has not begun.
  func begun(since before: EnvironmentStatus) -> [Alert] {
    guard before.answeredAt != nil, problem == nil else { return [] }
    let known = Set(
      before.alerts.filter {
        $0.state == .firing || (alertmanager.isUnknown && $0.state != .pending)
      }.map(\.labels)
    )
    return alerts.filter { $0.state == .firing && !known.contains($0.labels) }
  }
}
