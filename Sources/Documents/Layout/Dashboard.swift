package import Metrics

/// A dashboard as a file defines it, a layout or an imported Grafana dashboard; variables are not
/// filled in yet.
package struct Dashboard: Hashable, Sendable {
  package enum Source: String, Hashable, Sendable { case layout, grafana }

  package var source: Source
  /// Where it came from: a path, or the bare name of a shipped layout.
  package var file: String
  package var title: String
  /// Dashboards of one product share their colours.
  package var product: String?
  package var refresh: Duration?
  /// Grafana's date math or ISO 8601, such as `now-6h` and `now`.
  package var from: String
  package var to: String
  /// Whose clock its times are told by; nil: the viewer's.
  package var zone: Zone?
  /// Value to colour, for every panel, in the order of the file.
  package var colors: [DashboardColor]
  package var variables: [Variable]
  package var panels: [PanelSpec]
  /// Events that are marked on every time axis.
  package var annotations: [AnnotationQuery] = []
  /// Where it leads, of Grafana's.
  package var links: [DataLink] = []
  /// Scale to the screen, what gets too small goes to a next page; else scroll.
  package var fit: Bool

  package init(
    source: Source,
    file: String,
    title: String,
    product: String? = nil,
    refresh: Duration? = nil,
    from: String = "now-6h",
    to: String = "now",
    zone: Zone? = nil,
    colors: [DashboardColor] = [],
    variables: [Variable] = [],
    panels: [PanelSpec] = [],
    fit: Bool = true
  ) {
    self.source = source
    self.file = file
    self.title = title
    self.product = product
    self.refresh = refresh
    self.from = from
    self.to = to
    self.zone = zone
    self.colors = colors
    self.variables = variables
    self.panels = panels
    self.fit = fit
  }
}

/// One entry of `colors`: a value, raw, and the name or `#rrggbb` of its colour.
package struct DashboardColor: Hashable, Sendable {
  package var value: String
  package var color: String

  package init(value: String, color: String) {
    self.value = value
    self.color = color
  }
}

/// A panel as its file defines it.
package struct PanelSpec: Hashable, Sendable {
  /// The file's, else its place in the file counted from 1; unique in a dashboard.
  package var id: Int
  package var type: String
  /// What its file calls the type, where it is drawn as another.
  package var writtenType: String?
  package var title: String
  package var description: String
  /// Complete: what the file left out is placed already.
  package var grid: GridPosition
  package var targets: [Target]
  /// The least step, and of a count the width of its bars; may name variables.
  package var interval: String?
  package var maxDataPoints: Int?
  /// Its own range up to now: `5m`, `now-5m` or `now/d`.
  package var timeFrom: String?
  /// Both ends earlier by this: `1h`.
  package var timeShift: String?
  package var refresh: Duration?
  /// No series means 0 while this expression answers non-empty.
  package var zeroWhile: String?
  package var options: Options
  /// Of a `row`: its panels while it is collapsed.
  package var isCollapsed: Bool
  /// What the file has wrong in this panel; errors are shown in its own place.
  package var problems: [Problem]
  /// What is left out of it beside its series, which are shown in full.
  package var remarks: Set<Remark> = []
  package var position: SourcePosition?
  /// Whose data it shows.
  package var source = DataSource.prometheus
  /// What its file says of fields: Grafana's; layouts say it in `options`.
  package var fields: FieldRules?
  /// In order, of a Grafana panel.
  package var transformations: [Transformation] = []
  /// One of these for each value of a variable.
  package var repeats: Repeat?
  /// Of a copy: what the variables stand for that it was made for.
  package var scoped: [String: VariableOption] = [:]
  /// Of a copy: the id of the panel of the file.
  package var original: Int?
  /// Below a closed row, and not hidden with it.
  package var isOutsideRow = false
  /// Where it leads, whatever its data, of Grafana's.
  package var links: [DataLink] = []
  /// Whether the title is silent of the panel's own range.
  package var hidesTimeOverride = false

  /// Where the copies of a repeated panel or row go.
  package struct Repeat: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable { case h, v }
    package var variable: String
    package var direction: Direction
    /// The most beside each other.
    package var perRow: Int

    package init(variable: String, direction: Direction = .h, perRow: Int = 4) {
      self.variable = variable
      self.direction = direction
      self.perRow = perRow
    }
  }

  package enum DataSource: String, Hashable, Sendable { case prometheus, other, none }

  /// The raw value is the code that scripts read.
  package enum Remark: String, Hashable, Sendable {
    case exemplars = "grafana.exemplars.ignored"

    package var sentence: String {
      switch self {
      case .exemplars: "exemplars are not asked for"
      }
    }
  }

  package init(
    id: Int,
    type: String,
    title: String = "",
    description: String = "",
    grid: GridPosition = GridPosition(x: 0, y: 0, w: 12, h: 8),
    targets: [Target] = [],
    interval: String? = nil,
    maxDataPoints: Int? = nil,
    timeFrom: String? = nil,
    timeShift: String? = nil,
    refresh: Duration? = nil,
    zeroWhile: String? = nil,
    options: Options = Options(),
    isCollapsed: Bool = false,
    problems: [Problem] = [],
    position: SourcePosition? = nil
  ) {
    self.id = id
    self.type = type
    self.title = title
    self.description = description
    self.grid = grid
    self.targets = targets
    self.interval = interval
    self.maxDataPoints = maxDataPoints
    self.timeFrom = timeFrom
    self.timeShift = timeShift
    self.refresh = refresh
    self.zeroWhile = zeroWhile
    self.options = options
    self.isCollapsed = isCollapsed
    self.problems = problems
    self.position = position
  }
}

/// Grafana's grid: 24 columns, any number of rows.
package struct GridPosition: Hashable, Sendable {
  package var x, y, w, h: Int

  package init(x: Int, y: Int, w: Int, h: Int) {
    self.x = x
    self.y = y
    self.w = w
    self.h = h
  }

  package static let columns = 24
}

/// One question of a panel.
package struct Target: Hashable, Sendable {
  package enum Question: Hashable, Sendable {
    /// PromQL, sent unchanged but for variables.
    case expression(String)
    /// Whole counts per bar of the counters that a selector picks, summed by labels.
    case count(selector: String, by: [String])
    /// From the answers of other targets, hidden ones too.
    case computed(ServerExpression)
  }

  package enum Format: String, Hashable, Sendable, CaseIterable {
    case timeSeries = "time_series"
    case table, heatmap
  }

  package var refId: String
  package var question: Question
  package var legendFormat: String?
  /// nil: as the panel kind does by default.
  package var instant: Bool?
  /// Grafana's `range`: beside an `instant` that is true the range is asked too.
  package var range: Bool?
  /// The least step of this target; may name variables.
  package var interval: String?
  package var intervalFactor: Int
  package var format: Format
  package var isHidden: Bool
  /// Where the question's string stands in its file.
  package var position: SourcePosition?

  package init(
    refId: String = "A",
    _ question: Question,
    legendFormat: String? = nil,
    instant: Bool? = nil,
    range: Bool? = nil,
    interval: String? = nil,
    intervalFactor: Int = 1,
    format: Format = .timeSeries,
    isHidden: Bool = false,
    position: SourcePosition? = nil
  ) {
    self.refId = refId
    self.question = question
    self.legendFormat = legendFormat
    self.instant = instant
    self.range = range
    self.interval = interval
    self.intervalFactor = intervalFactor
    self.format = format
    self.isHidden = isHidden
    self.position = position
  }
}
