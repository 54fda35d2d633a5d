import Canvas
package import Documents
package import Metrics
import Panels

/// What has happened, as far as a view's server tells it.
package struct AnnotationState: Sendable {
  /// A question on its way.
  struct Asking: Sendable {
    var generation: Int
    var plan: AnnotationPlan
  }

  /// By the annotation's place among the dashboard's.
  package var events: [Int: [Annotation]] = [:]
  var asking: Asking?
  package var answeredAt: Timestamp?
  package var problem: Problem?
  /// When it is asked next; nil: at once.
  var due: Timestamp?

  package init() {}
}

extension PanelKey {
  /// Stands for a view's annotations, which are asked as a panel is.
  package static func annotations(of view: Int) -> Self { Self(view: view, panel: -1) }

  var isAnnotations: Bool { panel == -1 }
}

extension State {
  /// The annotations that are asked for and shown, by place.
  package var shownAnnotations: Set<Int> {
    let all = Set(dashboard.annotations.indices)
    switch annotationChoice {
    case .asWritten: return all.filter { dashboard.annotations[$0].isEnabled }
    case .all: return all
    case .none: return []
    }
  }

  /// Those that the file begins with, all, none.
  mutating func changeAnnotations() -> [Effect] {
    guard !dashboard.annotations.isEmpty else {
      tell("this dashboard has no annotations")
      return []
    }
    let enabled = dashboard.annotations.count(where: \.isEnabled)
    switch annotationChoice {
    case .asWritten where enabled < dashboard.annotations.count: annotationChoice = .all
    case .asWritten, .all: annotationChoice = .none
    // Where the file begins with none, that would be the same again.
    case .none: annotationChoice = enabled == 0 ? .all : .asWritten
    }
    let names = shownAnnotations.sorted().map { ForeignText(dashboard.annotations[$0].name).safe }
    tell(names.isEmpty ? "no annotations" : "annotations: \(names.joined(separator: ", "))")
    for view in views.indices { askAnnotationsAnew(view: view) }
    return askDue()
  }

  /// What is known stays on the screen till it is answered.
  mutating func askAnnotationsAnew(view: Int) {
    views[view].annotations.asking = nil
    views[view].annotations.due = nil
    if replay == nil { views[view].annotations.answeredAt = nil }
  }

  mutating func askAnnotations(view index: Int) -> [Effect] {
    let shown = shownAnnotations
    let known = views[index].annotations
    guard !shown.isEmpty, known.asking == nil, known.due.map({ $0 <= now }) ?? true else {
      return []
    }
    guard !isPaused || known.answeredAt == nil, moves || known.answeredAt == nil else { return [] }
    let (range, endsNow) = range(of: views[index])
    let plan = AnnotationPlan(
      dashboard.annotations,
      shown: shown,
      context: PlanContext(
        range: range,
        endsNow: endsNow,
        now: now + status(of: views[index]).skew,
        zone: zone,
        points: size.columns,
        scrapeInterval: views[index].environment.prometheus.scrapeInterval,
        dialect: status(of: views[index]).dialect,
        variables: views[index].resolver
      )
    )
    let generation = nextGeneration()
    views[index].annotations.asking = .init(generation: generation, plan: plan)
    return [
      .query(
        .annotations(of: index),
        environment: views[index].environment.name,
        generation: generation,
        plan.asks.map(\.query)
      )
    ]
  }

  mutating func receiveAnnotations(
    _ result: Result<[Answer], Problem>,
    view index: Int,
    generation: Int
  ) -> [Effect] {
    guard views.indices.contains(index), let asking = views[index].annotations.asking,
      asking.generation == generation
    else { return [] }
    takeAnnotations(result.map(asking.plan.events), view: index)
    return []
  }

  /// Whether this is the answer that a view's annotations wait for.
  package func awaitsAnnotations(_ key: PanelKey, generation: Int) -> Bool {
    key.isAnnotations && views.indices.contains(key.view)
      && views[key.view].annotations.asking?.generation == generation
  }

  /// Takes what has happened, by the annotation's place among the dashboard's.
  mutating func takeAnnotations(_ result: Result<[Int: [Annotation]], Problem>, view index: Int) {
    views[index].annotations.asking = nil
    switch result {
    case .success(let events):
      views[index].annotations.events = events
      views[index].annotations.answeredAt = now
      views[index].annotations.problem = nil
      let wanted = refresh ?? dashboard.refresh ?? Schedule.defaultRefresh
      views[index].annotations.due = now + max(wanted, Schedule.defaultRefresh)
    case .failure(let problem):
      views[index].annotations.problem = problem
      views[index].annotations.answeredAt = now
      views[index].annotations.due = now + (problem.retryAfter ?? Schedule.defaultRefresh)
    }
  }

  /// What a panel marks on its axis, the earliest first.
  package func annotations(view: Int, of spec: PanelSpec) -> [Annotation] {
    guard !dashboard.annotations.isEmpty, views.indices.contains(view) else { return [] }
    let places = shownAnnotations.filter { dashboard.annotations[$0].isShown(in: spec) }
    return places.flatMap { views[view].annotations.events[$0] ?? [] }
      .sorted { ($0.range.start, $0.title.safe) < ($1.range.start, $1.title.safe) }
  }

  /// Whether a view's annotations have been answered once, well or badly.
  func hasSettledAnnotations(_ view: EnvironmentView) -> Bool {
    shownAnnotations.isEmpty || view.annotations.answeredAt != nil
  }
}

/// Which annotations somebody wants to see.
package enum AnnotationChoice: Hashable, Sendable {
  /// Those that the file doesn't disable.
  case asWritten
  case all, none
}
