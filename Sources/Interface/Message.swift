package import Canvas
package import Documents
package import Metrics
package import Panels
package import Triage

/// What has happened; the only way anything gets into `State`.
package enum Message: Sendable {
  /// Time has passed, by the viewer's clock.
  case tick(Timestamp)
  case keyPressed(Key)
  case resized(Size)
  /// A panel's queries were answered, in the order they were asked.
  case answered(PanelKey, generation: Int, Result<[Answer], Problem>)
  case alertsAnswered(environment: String, generation: Int, Result<AlertsReport, Problem>)
  case variableAnswered(view: Int, name: String, generation: Int, Result<[String], Problem>)
  /// Those of an alert's graph.
  case alertGraphAnswered(generation: Int, Result<[Answer], Problem>)
  /// Why a panel's answer was empty; nil where the server doesn't tell.
  case explained(PanelKey, expression: String, reason: String?)
  /// What the server can do better than plain Prometheus.
  case detected(environment: String, CountExpression.Dialect)
  /// A dashboard was picked, or its file has changed.
  case opened(file: String, Result<OpenedDashboard, Problem>)
  /// The settings were saved.
  case reconfigured(Result<Configuration, Problem>)
  /// Dashboards have come or gone; of these `--playlist` shows some.
  case listed([LibraryEntry], playable: [String])
  /// Who is on what, by the journal.
  case claimed(Claims)
  /// A picture was saved under this name, or not.
  case saved(Result<String, Problem>)
  /// What the server offers for what is being typed.
  case completed(generation: Int, Result<CompletionAnswer, Problem>)
  /// Edited queries stand in the file of this path now, or don't.
  case queriesSaved(Result<String, Problem>)
  /// What an act would mean.
  case prepared(generation: Int, Result<ActPreview, Problem>)
  /// It was done, or not.
  case acted(generation: Int, Result<ActReceipt, Problem>)
  /// The process slept or was stopped: everything known is old.
  case resumed
}

/// What is to be done in the world; `Engine` performs it and posts a message back.
package enum Effect: Hashable, Sendable {
  case query(PanelKey, environment: String, generation: Int, [Query])
  /// - withResolved: Those that have ended lately are wanted too, which costs a query.
  /// - withNormal: And the rules that nothing fulfils.
  case alerts(environment: String, generation: Int, withResolved: Bool, withNormal: Bool = false)
  /// What an alert's graph asks; a newer question takes the older one's place.
  case alertGraph(environment: String, generation: Int, [Query])
  case variable(
    view: Int,
    environment: String,
    name: String,
    generation: Int,
    VariableRequest,
    TimeRange
  )
  case detect(environment: String)
  /// An expression had no result over a range: which part of it has no data?
  case explain(PanelKey, environment: String, expression: String, TimeRange)
  /// Somebody wants an answer now, however long the server has been given to come back.
  case retryNow(environment: String)
  case open(file: String)
  /// These are the environments from now on, with these connections.
  case connect([Documents.Environment])
  /// Rings: something has begun to fire.
  case bell
  /// Hands text to the terminal's clipboard.
  case copy(String)
  /// Writes a new file in the working folder; never over one.
  case save(name: String, text: String)
  /// Somebody is typing a query: what may stand there? A newer question takes the older one's place.
  case complete(environment: String, generation: Int, CompletionQuestion, TimeRange)
  /// Writes queries into the file of a dashboard, and leaves the rest of it as it is.
  case saveQueries(file: String, [QueryChange])
  /// What would this mean?
  case prepare(Act, generation: Int)
  /// Does it.
  case act(Act, generation: Int)
}

/// A panel of one view.
package struct PanelKey: Hashable, Sendable {
  /// Which of the environments side by side, from 0.
  package var view: Int
  /// Index in the dashboard's panels.
  package var panel: Int

  package init(view: Int, panel: Int) {
    self.view = view
    self.panel = panel
  }
}

package struct OpenedDashboard: Hashable, Sendable {
  package var dashboard: Dashboard
  package var problems: [Problem]

  package init(dashboard: Dashboard, problems: [Problem]) {
    self.dashboard = dashboard
    self.problems = problems
  }
}
