package import Canvas
package import Documents
package import Metrics

/// A kind of panel: it reads its options, says what to ask, and draws what was answered.
///
/// A new kind is one folder beside this file and one line in `PanelCatalog`. A panel draws on a
/// canvas of its own, can't fail and can't wait: any size and any data have a look.
package protocol Panel: Sendable {
  /// The names this kind answers to in layout files and Grafana dashboards.
  static var names: [String] { get }
  /// One line for the README's table and the schema.
  static var summary: String { get }
  /// The keys of its own that it knows in layout files.
  static var options: [PanelOption] { get }
  /// What it reads of a Grafana panel's `options`, by the path in there: `legend.calcs`. Whatever
  /// isn't here is told as left out.
  static var grafanaOptions: [PanelOption] { get }
  /// What it reads of a Grafana panel's field configuration: `unit`, `custom.drawStyle`.
  static var grafanaFields: Set<String> { get }
  /// The colour mode of fields that set none.
  static var defaultColorMode: String { get }
  /// The least canvas on which it says anything; below it the frame says so instead.
  static var minimumSize: Size { get }
  /// How its targets are asked unless they say otherwise.
  static var reads: Reads { get }
  /// Whether it draws what a frame has of the past beside the present.
  static var showsPast: Bool { get }

  init(_ spec: PanelSpec) throws(Problem)

  /// What it shows where nothing was answered, as its file says; nil: that there is no data.
  var noValue: String? { get }

  /// How many points across a plot can be told apart, on a canvas `columns` wide.
  func plotPoints(columns: Int, glyphs: GlyphSet) -> Int
  /// What stands on the title's rule.
  func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading
  /// What it shows, where that are the rows of a table: the table, and their places in order.
  func rows(_ frame: Frame, in context: DrawContext) -> (table: DataFrame, order: [Int])?
  /// Each series reduced to what a reader is told of it, in drawing order.
  func readings(_ frame: Frame, in context: DrawContext) -> [Reading]
  func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext)
}

extension Panel {
  package static var showsPast: Bool { false }
  package static var grafanaOptions: [PanelOption] { [] }
  package static var grafanaFields: Set<String> { [] }
  package var noValue: String? { nil }
  package func rows(
    _ frame: Frame,
    in context: DrawContext
  ) -> (table: DataFrame, order: [Int])? { nil }
  package static var defaultColorMode: String { GrafanaColorMode.usual(names.first ?? "") }
}

/// The colour modes that Grafana's panel types begin with.
enum GrafanaColorMode {
  static func usual(_ type: String) -> String {
    switch type {
    case "timeseries", "barchart", "piechart", "histogram", "trend", "xychart": "palette-classic"
    case "state-timeline": "continuous-GrYlRd"
    default: "thresholds"
    }
  }
}

/// How a panel's targets are asked by default.
package enum Reads: Hashable, Sendable {
  /// A value at a moment.
  case instant
  /// Values over the range.
  case range
  /// The alerts, which the screen asks for anyway.
  case alerts
  case nothing
}

/// What stands on a panel's title rule, besides the title and the data's age.
package struct Heading: Hashable, Sendable {
  /// Grey beside the title: `per 5 min`, `seconds`, `messages waiting, limit 50`.
  package var unit: String
  /// Grey at the rule's right end: `5 952 total, 44 so far in this bar`.
  package var note: String
  /// The note where room is short: `5 859, now 44`.
  package var shortNote: String

  package init(unit: String = "", note: String = "", shortNote: String? = nil) {
    self.unit = unit
    self.note = note
    self.shortNote = shortNote ?? note
  }
}

/// A series as a reader is told of it.
package struct Reading: Hashable, Sendable {
  /// How bad, in the order of badness.
  package enum State: Int, Hashable, Sendable, Comparable {
    case ok, unknown, warning, critical

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  package var name: ForeignText
  package var labels: Labels
  /// Its place among the frame's series; names and labels may be alike.
  package var series: Int?
  /// Reduced, where the panel reduces.
  package var value: Double?
  /// The value with its unit; empty where the panel doesn't reduce.
  package var text: String
  package var color: Color?
  package var state: State
  /// What was crossed, for a sentence: `73 > 50`.
  package var reason: String

  package init(
    name: ForeignText,
    labels: Labels = [:],
    series: Int? = nil,
    value: Double? = nil,
    text: String = "",
    color: Color? = nil,
    state: State = .ok,
    reason: String = ""
  ) {
    self.name = name
    self.labels = labels
    self.series = series
    self.value = value
    self.text = text
    self.color = color
    self.state = state
    self.reason = reason
  }
}
