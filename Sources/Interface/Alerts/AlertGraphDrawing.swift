import Canvas
import Documents
import Metrics
import Panels

extension State {
  /// Below it a graph has no room beside what is said of the alert.
  private static let leastRows = 16

  /// How many of the rows of an alert's details its graph takes; 0: Enter shows it.
  func alertGraphRows(_ listed: ListedAlert, rows: Int) -> Int {
    guard rows >= Self.leastRows, listed.alert.rule != nil, replay == nil else { return 0 }
    return min(rows / 2, 24)
  }

  /// The expression over time, its threshold, and when the alert fired, with a title's rule.
  func drawAlertGraph(of listed: ListedAlert, on canvas: inout Canvas) {
    guard canvas.size.rows > 1 else { return }
    guard let graph = alertGraph, graph.id == listed.id else {
      let reason =
        replay != nil
        ? "a recording holds no graphs of alerts"
        : listed.isForeign
          ? "another Prometheus has the rule: its expression is not known here"
          : "the rule is not known any more, and with it what it asks"
      drawWrapped(reason, on: &canvas, row: 1, style: Style(look.theme.dim))
      return
    }
    let context = alertGraphContext(graph, of: listed)
    TitleRule(
      title: "Last \(RangeText.words(graph.length))",
      unit: graph.expression.words,
      note: graph.words(isStale: context.isStale),
      shortNote: context.isStale ? "not known now" : "",
      noteColor: context.isStale ? look.theme.warning : look.theme.dim,
      isFocused: false,
      glyphs: look.glyphs
    ).draw(on: &canvas, row: 0, columns: canvas.size.columns, theme: look.theme)
    var plot = Canvas(size: Size(columns: canvas.size.columns, rows: canvas.size.rows - 1))
    if let frame = graph.panel.frame, let panel = graph.panel.panel {
      if frame.series.isEmpty {
        let text = "the expression had no value in this time"
        plot.write(text, at: Point(column: 2, row: 0), style: Style(look.theme.dim))
      } else {
        panel.draw(frame, on: &plot, in: context)
      }
    } else {
      let problem = graph.panel.problem
      let style = Style(problem == nil ? look.theme.dim : look.theme.warning)
      drawWrapped(problem?.description ?? "asking", on: &plot, row: 0, style: style)
    }
    canvas.place(plot, at: Point(column: 0, row: 1))
  }

  private func alertGraphContext(_ graph: AlertGraph, of listed: ListedAlert) -> DrawContext {
    let view = views.firstIndex { $0.environment.name == listed.environment } ?? 0
    var context = context(view: view, panel: graph.panel, colors: ColorTable())
    (context.cursor, context.closeUp) = (nil, nil)
    context.showsLegend = (graph.panel.frame?.series.count ?? 0) > 1
    return context
  }
}

extension AlertExpression {
  /// Such as `max by (queue) (rabbitmq_queue_messages)  above 50`, safe to show.
  fileprivate var words: String {
    let text = ForeignText(asked).safe
    guard let threshold else { return text }
    let limit = Unit("short").text(threshold.limit)
    switch threshold.condition {
    case .above: return "\(text), limit above \(limit)"
    case .below: return "\(text), limit below \(limit)"
    case .atLeast: return "\(text), limit \(limit)"
    }
  }
}

extension AlertGraph {
  fileprivate func words(isStale: Bool) -> String {
    if isStale { return "not known now" }
    guard let spans = panel.frame?.spans else { return "" }
    switch spans.count {
    case 0: return "it fired at no point of it"
    case 1: return "shaded while it fired"
    default: return "shaded while it fired, \(spans.count) times"
    }
  }
}
