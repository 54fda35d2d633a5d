import Canvas
import Documents
import Metrics
package import Panels

extension State {
  /// After a change of size, file or view: page, scroll and focus are somewhere that exists.
  mutating func keepPlace() {
    let pages = grid(view: focus.view).pages
    page = max(0, min(page, pages.count - 1))
    let bottom = pages.flatMap { $0 }.map(\.rect.bottom).max() ?? 0
    let rows = viewAreas.first?.area.size.rows ?? 0
    scroll = dashboard.fit ? 0 : max(0, min(scroll, bottom - rows))
    if isFullScreen, focused == nil { isFullScreen = false }
    if !isFullScreen, !seenPanels().contains(focus.panel) { moveFocusToSomethingSeen() }
  }

  mutating func moveFocusToSomethingSeen() {
    focus.panel = placesOnPage(view: focus.view).first?.panel ?? 0
  }

  mutating func turnPage(_ direction: Int) -> [Effect] {
    let pages = grid(view: focus.view).pages
    if dashboard.fit {
      page = ((page + direction) % pages.count + pages.count) % pages.count
    } else {
      scroll += direction * max(1, (viewAreas.first?.area.size.rows ?? 2) - 2)
    }
    keepPlace()
    return askDue()
  }

  mutating func scrollBy(_ rows: Int) -> [Effect] {
    guard !dashboard.fit, !isFullScreen else { return [] }
    scroll += rows
    keepPlace()
    return askDue()
  }

  /// To the nearest panel in a direction, turning pages and scrolling where there is none.
  mutating func moveFocus(columns: Int, rows: Int) -> [Effect] {
    isFocusShown = true
    let places = grid(view: focus.view).pages.enumerated().flatMap { number, places in
      places.map { (page: number, place: $0) }
    }
    guard let here = places.first(where: { $0.place.panel == focus.panel }) else { return [] }
    let candidates = places.filter { other in
      guard other.place.panel != focus.panel else { return false }
      let (from, to) = (here.place.rect, other.place.rect)
      if columns != 0 {
        guard other.page == here.page, from.top < to.bottom, to.top < from.bottom else {
          return false
        }
        return columns > 0 ? to.left >= from.right : to.right <= from.left
      }
      if other.page != here.page {
        return rows > 0 ? other.page > here.page : other.page < here.page
      }
      return rows > 0 ? to.top >= from.bottom : to.bottom <= from.top
    }
    func distance(_ other: (page: Int, place: Grid.Place)) -> (Int, Int) {
      let (from, to) = (here.place.rect, other.place.rect)
      let across = abs((from.left + from.right) - (to.left + to.right))
      if columns != 0 { return (abs(to.left - from.left), abs(to.top - from.top)) }
      let pages = abs(other.page - here.page) * 1_000
      return (pages + abs(to.top - from.top) * (other.page < here.page ? -1 : 1), across)
    }
    guard let next = candidates.min(by: { distance($0) < distance($1) }) else {
      return moveView(columns: columns)
    }
    return focusPanel(next.place.panel)
  }

  /// Left and right of the outermost panels lie the other environments.
  private mutating func moveView(columns: Int) -> [Effect] {
    let view = focus.view + columns
    guard columns != 0, views.indices.contains(view) else { return [] }
    focus.view = view
    if focused == nil { keepPlace() }
    return askDue()
  }

  mutating func moveToNeighbour(_ direction: Int) -> [Effect] {
    isFocusShown = true
    let order = grid(view: focus.view).pages.flatMap { $0 }.map(\.panel)
    guard let here = order.firstIndex(of: focus.panel) else { return [] }
    return focusPanel(order[(here + direction + order.count) % order.count])
  }

  /// To the next panel that is not ok, on any page of any environment that is looked at.
  mutating func moveToTrouble(_ direction: Int) -> [Effect] {
    isFocusShown = true
    let order = views.indices.flatMap { view in
      grid(view: view).pages.flatMap { $0 }.map { PanelKey(view: view, panel: $0.panel) }
    }
    guard let here = order.firstIndex(of: focus) else { return [] }
    for distance in 1...max(1, order.count) {
      let place = ((here + direction * distance) % order.count + order.count) % order.count
      if isInTrouble(order[place]) {
        focus.view = order[place].view
        return focusPanel(order[place].panel)
      }
    }
    return []
  }

  mutating func focusPanel(_ panel: Int) -> [Effect] {
    focus.panel = panel
    let pages = grid(view: focus.view).pages
    page = pages.firstIndex { $0.contains { $0.panel == panel } } ?? page
    if !dashboard.fit, let rect = pages.flatMap({ $0 }).first(where: { $0.panel == panel })?.rect {
      let rows = viewAreas.first?.area.size.rows ?? 0
      if rect.bottom > scroll + rows { scroll = rect.bottom - rows }
      if rect.top < scroll { scroll = rect.top }
    }
    return askDue()
  }

  mutating func focusPanel(at point: Point) {
    isFocusShown = true
    for (view, area) in viewAreas where area.contains(point) {
      let inside = Point(column: point.column - area.left, row: point.row - area.top)
      guard let place = placesOnPage(view: view).first(where: { $0.rect.contains(inside) }) else {
        continue
      }
      focus = PanelKey(view: view, panel: place.panel)
    }
  }

  /// The worst of a panel's readings; a panel without data to judge is unknown.
  package func worst(_ key: PanelKey) -> Reading? { worst(key, colors: colorTable) }

  private func worst(_ key: PanelKey, colors: ColorTable) -> Reading? {
    guard let state = self[key], let panel = state.panel, let frame = state.frame else {
      return nil
    }
    let context = context(view: key.view, panel: state, colors: colors)
    return panel.readings(frame, in: context).max { $0.state < $1.state }
  }

  package func isInTrouble(_ key: PanelKey) -> Bool {
    guard let state = self[key] else { return false }
    switch state.status(now: now) {
    case .error, .stale: return true
    case .loading, .noData: return false
    case .live, .partial: return (worst(key)?.state ?? .ok) > .ok
    }
  }

  /// What surrounds a panel while it draws.
  func context(view: Int, panel: PanelState, colors: ColorTable) -> DrawContext {
    let skew = views.indices.contains(view) ? status(of: views[view]).skew : .zero
    let peers = views.indices.filter { $0 != view }.compactMap { other in
      views[other].panels.first { $0.spec.id == panel.spec.id }?.frame
    }
    var context = DrawContext(
      theme: look.theme,
      glyphs: look.glyphs,
      depth: look.depth,
      colors: colors,
      zone: zone,
      now: now + skew,
      isStale: panel.status(now: now) == .stale,
      showsLegend: !sharesLegend,
      peers: peers
    )
    context.cursor = cursor
    context.hidden = hidden[panel.spec.id] ?? []
    if !context.hidden.isEmpty {
      for place in context.peers.indices {
        context.peers[place].series.removeAll { context.hidden.contains($0.name) }
        context.peers[place].past?.series.removeAll { context.hidden.contains($0.name) }
      }
    }
    if isFullScreen { context.closeUp = closeUp }
    return context
  }
}
