import ArgumentParser
import Canvas
import Documents
import Engine
import Interface
import Logging
import Metrics
import Panels
import Terminal

struct QueryCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "One PromQL expression as a chart or a table.",
    discussion: "With a range (--since, --from) a chart, else a table of the values now."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: ArgumentHelp("PromQL.", valueName: "expression"))
  var expression: String

  @Option(help: "text, json or csv.")
  var format = Format.text

  @Option(help: ArgumentHelp("Columns and rows of a chart.", valueName: "size"))
  var size = SizeArgument(Size(columns: 100, rows: 24))

  @OptionGroup var options: CommonOptions

  func validate() throws { try options.requireOneEnvironment() }

  func run(log: Logger) async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    let isRange = options.since != nil || options.from != nil
    let panel = PanelSpec(
      id: 1,
      type: isRange ? "timeseries" : "table",
      title: expression,
      grid: GridPosition(x: 0, y: 0, w: GridPosition.columns, h: 8),
      targets: [Target(.expression(expression))]
    )
    let dashboard = Dashboard(
      source: .layout,
      file: "query",
      title: "query",
      from: options.start ?? "now-1h",
      to: options.end ?? "now",
      panels: [panel]
    )
    var state = launch.state(
      OpenedDashboard(dashboard: dashboard, problems: []),
      size: size.size,
      look: Look(theme: launch.theme, glyphs: glyphs, depth: options.depth ?? .mono)
    )
    let engine = launch.engine()
    state = await settle(
      state,
      inbox: engine.inbox,
      deadline: .seconds(35),
      perform: engine.perform
    )
    await engine.stop()
    let answered = state.views[0].panels[0]
    if let problem = answered.problem {
      throw Stop(problem, problem.isNoAnswer ? Exit.noAnswer : Exit.badDocument)
    }
    guard let frame = answered.frame else {
      throw Stop(Problem(what: "no answer in time", fix: "is the server slow?"), Exit.noAnswer)
    }
    switch format {
    case .json:
      Output.write(RenderJSON(state: state, panels: [0]).json.text(indented: true) + "\n")
    case .csv: Output.write(CSV.text(frame))
    case .text:
      if frame.isEmpty {
        Output.write("no data: no series for \(ForeignText(expression).safe)\n")
      } else {
        Output.show(drawn(frame, isRange: isRange, state: state), glyphs: glyphs)
      }
    }
  }

  func end(_ stop: Stop) -> ExitCode {
    stop.tell()
    for excerpt in stop.problems.compactMap(\.excerpt) { Output.write(excerpt + "\n", to: 2) }
    return stop.code
  }

  /// What a chart is drawn with; JSON has no characters to choose.
  private var glyphs: GlyphSet {
    let found = TerminalCapabilities.detect(environment: Launch.processEnvironment)
    return options.glyphSet ?? (format == .text ? found.glyphs : .braille)
  }

  @MainActor
  private func drawn(_ frame: Frame, isRange: Bool, state: State) -> String {
    let rows = isRange ? size.size.rows : frame.series.count + 1
    var canvas = Canvas(size: Size(columns: size.size.columns, rows: rows))
    var context = state.drawContext(PanelKey(view: 0, panel: 0))
    context.showsLegend = true
    state.views[0].panels[0].panel?.draw(frame, on: &canvas, in: context)
    return canvas.text()
  }
}

/// Comma-separated values as RFC 4180 has them.
enum CSV {
  static func text(_ frame: Frame) -> String {
    let names = labelNames([frame])
    return lines([["time", "value"] + names] + rows(of: frame, names: names))
  }

  /// Several panels' points in one table; a panel's title and the series' name come first.
  static func text(panels: [(title: String, frame: Frame)]) -> String {
    let names = labelNames(panels.map(\.frame))
    return lines(
      [["panel", "series", "time", "value"] + names]
        + panels.flatMap { title, frame in
          frame.series.flatMap { series in
            rows(of: series, names: names).map { [title, series.name.raw] + $0 }
          }
        }
    )
  }

  private static func labelNames(_ frames: [Frame]) -> [String] {
    Set(frames.flatMap(\.series).flatMap { $0.labels.all.map(\.name.raw) }).sorted()
  }

  private static func rows(of frame: Frame, names: [String]) -> [[String]] {
    frame.series.flatMap { rows(of: $0, names: names) }
  }

  private static func rows(of series: FrameSeries, names: [String]) -> [[String]] {
    let labels = names.map { series.labels[$0]?.raw ?? "" }
    return zip(series.timestamps, series.values).map { time, value in
      [Timestamp(milliseconds: time).parameter, number(value)] + labels
    }
  }

  private static func lines(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// As Prometheus writes it.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    return value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
  }

  /// Quoted where it must be; a control character stays harmless on a terminal.
  ///
  /// By scalars, for a mark may follow a comma or a quote and be one character with it.
  private static func field(_ text: String) -> String {
    let safe = ForeignText(text).safe.unicodeScalars
    guard safe.contains(where: { $0 == "," || $0 == "\"" }) else { return String(safe) }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in safe {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
