package import Canvas
import Documents
import Metrics
import Panels

/// Where the parts of the dashboard's screen stand.
package struct ScreenPlan: Hashable, Sendable {
  package var top: Int
  /// The line for trouble with the server or the file; on it the legend where rows are few.
  package var notice: Int?
  package var legend: Int?
  package var body: Rect
  /// The query that is being edited, below the panel.
  package var edit: Rect?
  /// Where a replay stands in its recording.
  package var scrub: Int?
  package var footer: Int?

  init(size: Size, hasLegend: Bool, hasNotice: Bool, hasScrub: Bool = false, editRows: Int = 0) {
    top = 0
    var row = 1
    let isRoomy = size.rows >= 40
    footer = size.rows >= 8 ? size.rows - 1 : nil
    if isRoomy {
      notice = 1
      row = 2
      if hasLegend {
        legend = 2
        row = 4
      }
    } else if size.rows >= 10, hasNotice {
      // Trouble is worth more than the legend; the panels keep their place.
      notice = 1
      row = 2
    } else if size.rows >= 10, hasLegend {
      legend = 1
      row = 2
    }
    scrub = hasScrub ? footer.map { $0 - 1 } : nil
    var bottom = scrub ?? footer ?? size.rows
    if editRows > 0 {
      let rows = max(0, min(editRows, bottom - row - 2))
      bottom -= rows
      edit = Rect(column: 0, row: bottom, columns: size.columns, rows: rows)
    }
    body = Rect(column: 0, row: row, columns: size.columns, rows: bottom - row)
  }
}

extension State {
  /// Plots whose series are called by the same labels share one legend of the screen.
  ///
  /// The file decides it, not the data, so that nothing moves when answers come.
  var sharesLegend: Bool {
    guard !isFullScreen, !dashboard.colors.isEmpty else { return false }
    let plots = dashboard.panels.filter { PanelCatalog.reads($0.type) == .range }
    let names = Set(plots.flatMap { $0.targets.map(\.naming) })
    return plots.count > 1 && names.count == 1 && names != [""]
      && plots.allSatisfy { $0.options.string("legend") == nil }
  }

  var screenPlan: ScreenPlan {
    ScreenPlan(
      size: size,
      hasLegend: sharesLegend,
      hasNotice: notice != nil,
      hasScrub: replay != nil,
      editRows: editRows
    )
  }

  /// Least width of one of several environments side by side; below it they are tabs.
  static let leastViewColumns = 60

  /// Which views are drawn, and where.
  package var viewAreas: [(view: Int, area: Rect)] {
    let body = screenPlan.body
    let width = (size.columns + 2) / max(1, views.count)
    guard views.count > 1, !isFullScreen else { return [(focus.view, body)] }
    // A row for each view's own badge.
    let rows = body.size.rows - 1
    guard width - 2 >= Self.leastViewColumns else {
      return [
        (
          focus.view,
          Rect(column: 0, row: body.top + 1, columns: size.columns, rows: rows)
        )
      ]
    }
    return views.indices.map { index in
      (
        index,
        Rect(column: index * width, row: body.top + 1, columns: width - 2, rows: rows)
      )
    }
  }

  /// Whether a row's panels are hidden.
  func isClosed(_ row: PanelSpec) -> Bool { row.isCollapsed != turnedRows.contains(row.id) }

  /// The dashboard's panels as the grid takes them, those of collapsed rows left out.
  private func items(of view: EnvironmentView) -> [Grid.Item] {
    var items: [Grid.Item] = []
    var shift = 0
    var hiddenRow: PanelSpec?
    var hiddenBottom = 0
    func endHidden() {
      guard let row = hiddenRow else { return }
      shift += max(0, hiddenBottom - (row.grid.y + row.grid.h))
      hiddenRow = nil
    }
    // Panels are large: what is needed of each is taken from where it is.
    let panels = view.panels
    for index in panels.indices {
      let isRow = panels[index].spec.type == "row"
      if isRow {
        endHidden()
        if isClosed(panels[index].spec) { (hiddenRow, hiddenBottom) = (panels[index].spec, 0) }
      } else if panels[index].spec.isOutsideRow {
        endHidden()
      } else if hiddenRow != nil {
        let grid = panels[index].spec.grid
        hiddenBottom = max(hiddenBottom, grid.y + grid.h)
        continue
      }
      var grid = panels[index].spec.grid
      grid.y -= shift
      let kind = (try? panels[index].made.get()).map { type(of: $0) }
      let titleRows = 1
      items.append(
        Grid.Item(
          panel: index,
          grid: grid,
          minimum: Size(
            columns: kind?.minimumSize.columns ?? 16,
            rows: isRow ? titleRows : readableRows(kind) + titleRows
          ),
          isPlot: kind.map { $0.reads == .range } ?? false,
          isHeading: isRow
        )
      )
    }
    return items
  }

  /// Rows below which a panel shows too little of several values.
  private func readableRows(_ kind: (any Panel.Type)?) -> Int {
    guard let kind else { return 1 }
    let least = kind.minimumSize.rows
    switch kind.reads {
    // Whatever fires is to be read without a key.
    case .alerts: return max(least, 3)
    case .instant: return max(least, 2)
    case .range, .nothing: return least
    }
  }

  /// The pages of a view, by the size of its area.
  package func grid(view: Int) -> Grid {
    let area = viewAreas.first { $0.view == view }?.area ?? screenPlan.body
    guard views.indices.contains(view) else { return Grid([], size: .zero, fits: true) }
    return Grid(items(of: views[view]), size: area.size, fits: dashboard.fit)
  }

  /// The panels of all pages of a dashboard that is fitted to the screen, by index; those of
  /// collapsed rows are on none.
  func pagedPanels(view: Int) -> Set<Int> {
    dashboard.fit ? Set(grid(view: view).pages.flatMap { $0 }.map(\.panel)) : []
  }

  /// The panels that are on the screen, by index.
  package func seenPanels() -> Set<Int> { seenPanels(view: focus.view) }

  /// Those of a view: repeated for other values it has other panels than the one beside it.
  func seenPanels(view: Int) -> Set<Int> {
    guard isFullScreen else { return Set(placesOnPage(view: view).map(\.panel)) }
    guard view != focus.view, let id = focused?.spec.id else { return [focus.panel] }
    return Set(views[view].panels.indices.filter { views[view].panels[$0].spec.id == id })
  }

  /// The places of the current page, or the scrolled part, relative to the view's area.
  func placesOnPage(view: Int) -> [Grid.Place] {
    let pages = grid(view: view).pages
    let places = pages[min(page, pages.count - 1)]
    guard !dashboard.fit else { return places }
    let rows = viewAreas.first { $0.view == view }?.area.size.rows ?? 0
    return places.compactMap { place in
      var moved = place
      moved.rect.origin.row -= scroll
      return moved.rect.bottom > 0 && moved.rect.top < rows ? moved : nil
    }
  }

  /// How many columns each panel's plot has, by its id, on whichever page it is; what stands on
  /// none has the whole width, as one that fills the screen.
  var plotColumns: [Int: Int] {
    guard !isFullScreen, views.indices.contains(focus.view) else { return [:] }
    let places = grid(view: focus.view).pages.flatMap { $0 }
    let widths = Dictionary(places.map { ($0.panel, $0.rect.size.columns) }) { first, _ in first }
    let panels = views[focus.view].panels
    // Of two with one id the first counts.
    return Dictionary(
      panels.indices.map { (panels[$0].spec.id, widths[$0] ?? size.columns) }
    ) { first, _ in first }
  }

  func plotColumns(of spec: PanelSpec) -> Int { plotColumns[spec.id] ?? size.columns }
}

extension Target {
  /// What its series are called by; empty where each goes by all its labels.
  fileprivate var naming: String {
    if let legendFormat { return legendFormat }
    if case .count(_, let by) = question { return by.joined(separator: " ") }
    return ""
  }
}
