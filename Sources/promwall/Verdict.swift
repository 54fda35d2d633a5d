import Canvas
import Documents
import Interface
import Metrics
import Panels

/// What a monitoring system is told: one line and a code, which always agree.
struct Verdict {
  /// The words of monitoring plugins, by their codes.
  enum Word: Int32 {
    case ok, warning, critical, unknown

    var text: String { "\(self)".uppercased() }
  }

  var word: Word
  var sentence: String

  var line: String { "\(word.text) - \(sentence)" }
  var code: Int32 { word.rawValue }

  /// Nothing could be known, because of this.
  init(unknown problem: Problem?) {
    word = .unknown
    sentence = problem?.description ?? "no panel could be asked"
  }

  @MainActor
  init(state: State, panels: [Int], failOn: Render.FailOn) {
    let findings = panels.compactMap { Finding(state, panel: $0) }
    let first = { (badness: Reading.State) in findings.first { $0.state == badness }?.text }
    if let text = first(.critical) {
      (word, sentence) = (.critical, text)
    } else if let text = first(.unknown) {
      // Whatever keeps us from knowing is worse than a warning.
      (word, sentence) = (.unknown, text)
    } else if findings.isEmpty {
      (word, sentence) = (.unknown, "no panel asks anything")
    } else {
      let count = "\(findings.count) panel\(findings.count == 1 ? "" : "s")"
      let warning = first(.warning)
      switch (failOn, warning) {
      case (.warning, let text?): (word, sentence) = (.warning, text)
      case (.critical, let text?): (word, sentence) = (.ok, "\(count); a mere warning: \(text)")
      case (_, nil): (word, sentence) = (.ok, count)
      }
    }
  }
}

/// How one panel is; nil where it shows nothing that could be good or bad.
private struct Finding {
  var state: Reading.State
  var text: String

  @MainActor
  init?(_ state: State, panel index: Int) {
    let panel = state.views[0].panels[index]
    guard panel.panel.map({ type(of: $0).reads != .nothing }) ?? true else { return nil }
    let title = ForeignText(panel.spec.title).safe
    switch panel.status(now: state.now) {
    case .noData: self.init(.unknown, "\(title): no data")
    case .loading: self.init(.unknown, "\(title): \(panel.problem?.what ?? "no answer in time")")
    case .error, .stale: self.init(.unknown, "\(title): \(panel.problem?.what ?? "no answer")")
    case .live, .partial:
      let key = PanelKey(view: 0, panel: index)
      let readings =
        panel.frame.flatMap { panel.panel?.readings($0, in: state.drawContext(key)) } ?? []
      // An unknown reading may hide what is worse than a warning.
      let critical = readings.first { $0.state == .critical }
      if critical == nil, let gap = panel.frame.flatMap(Self.gap) {
        self.init(.unknown, "\(title): the answer is partial: \(gap)")
        return
      }
      let worst =
        critical ?? readings.first { $0.state == .unknown }
        ?? readings.first { $0.state == .warning }
      guard let worst else {
        self.init(.ok, title)
        return
      }
      let reason = worst.state == .unknown ? "no value" : worst.reason
      let words = [worst.name.safe, reason].filter { !$0.isEmpty }.joined(separator: " ")
      self.init(worst.state, "\(title): \(words)")
    }
  }

  /// What the answer lacks: what isn't there may be worse than what is.
  private static func gap(_ frame: Frame) -> String? {
    frame.warnings.first?.safe ?? frame.truncatedFrom.map { "there are \($0) series" }
  }

  private init(_ state: Reading.State, _ text: String) {
    self.state = state
    self.text = text
  }
}
