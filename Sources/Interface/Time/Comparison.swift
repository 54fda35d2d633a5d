import Documents
import Metrics
import Panels

/// Which past a plot shows beside the present.
enum Comparison: Hashable, Sendable, CaseIterable {
  case day, week

  var span: Duration { self == .day ? .hours(24) : .hours(7 * 24) }
  var words: String { self == .day ? "a day ago" : "a week ago" }
}

extension State {
  /// A day ago, a week ago, nothing.
  mutating func changeComparison() -> [Effect] {
    switch comparison {
    case nil: comparison = .day
    case .day: comparison = .week
    case .week: comparison = nil
    }
    tell(comparison.map { "compared with \($0.words)" } ?? "compared with nothing")
    for view in views.indices {
      for panel in views[view].panels.indices {
        let kind = views[view].panels[panel].panel.map { type(of: $0) }
        guard kind?.showsPast == true else { continue }
        views[view].panels[panel].forgetPast()
        views[view].panels[panel].asking = nil
        views[view].panels[panel].due = now
        // While the screen stands still only what has no plan is asked.
        if isPaused { views[view].panels[panel].plan = nil }
      }
    }
    return askDue()
  }
}

extension PanelState {
  /// What was compared with isn't any more; the present stays as it is.
  fileprivate mutating func forgetPast() {
    switch content {
    case .live(var frame):
      frame.past = nil
      content = .live(frame)
    case .stale(var frame, let problem):
      frame.past = nil
      content = .stale(frame, problem)
    case .loading, .failed: break
    }
  }
}
