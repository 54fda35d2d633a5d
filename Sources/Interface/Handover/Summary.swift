import Canvas
import Documents
import Metrics
import Panels

/// What the screen says, in sentences: for screen readers and chat.
extension State {
  private static let mostReadings = 8

  /// One line for the whole, one for the alerts, one for each panel that shows data.
  ///
  /// - Parameter panels: Which panels of the first view, by index.
  /// - Returns: Lines, each a sentence that stands by itself.
  package func summary(panels: [Int]) -> String {
    guard let view = views.first else { return "" }
    let civil = zone.civil(now)
    let title = ForeignText(dashboard.title).safe
    let name = ForeignText(view.environment.name).safe
    let range = RangeText.long(from: from, to: to, zone: zone)
    var lines = [
      "\(title), \(name), \(range), at \(civil.date) \(civil.clockWithSeconds)"
        + " \(civil.abbreviation).",
      alertSentence(status(of: view)),
    ]
    lines += panels.compactMap { sentence(PanelKey(view: 0, panel: $0)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func alertSentence(_ status: EnvironmentStatus) -> String {
    let told = firingSentence(status)
    guard status.knowsAlerts(now: now) else { return told }
    let quiet = status.quieted.map { [" Besides, \($0)."] } ?? []
    let trouble = status.deliveryTrouble.prefix(Self.mostReadings).map { " \($0.safe)." }
    let alarm = status.watchdog?.alarm.map { "CRITICAL: \($0.safe). " } ?? ""
    return alarm + told + (quiet + trouble).joined()
  }

  private func firingSentence(_ status: EnvironmentStatus) -> String {
    guard status.knowsAlerts(now: now) else {
      let reason = status.problem.map { ": \($0.what)" } ?? ""
      return "ALERTS UNKNOWN\(reason)."
    }
    let firing = status.alerts.filter { $0.state == .firing }
      .sorted { ($0.severityPlace, $0.name) < ($1.severityPlace, $1.name) }
    let blind = status.blind.prefix(Self.mostReadings).map { "The rule \($0.sentence.safe)." }
    guard !firing.isEmpty else {
      return blind.isEmpty ? "No alert fires." : "ALERTS UNKNOWN. " + blind.joined(separator: " ")
    }
    let told = firing.prefix(Self.mostReadings).map { alert in
      let age = alert.activeAt.map { " since \(Age.long(now + status.skew - $0))" } ?? ""
      let rank = alert.rank == .other ? "" : "\(alert.rank) "
      return "\(rank)\(alert.name.safe)\(age)"
    }
    let more = firing.count - told.count
    return "\(firing.count) \(firing.count == 1 ? "alert fires" : "alerts fire"): "
      + told.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "") + "."
      + blind.map { " \($0)" }.joined()
  }

  private func sentence(_ key: PanelKey) -> String? {
    guard let state = self[key] else { return nil }
    let title = ForeignText(state.spec.title).safe
    let status = state.status(now: now)
    switch status {
    case .loading: return "\(title): no answer yet."
    case .noData: return "\(title): no data\(state.explanation?.reason.map { ", \($0)" } ?? "")."
    case .error: return "\(title): \(state.problem?.what ?? "an error")."
    case .live, .partial, .stale: break
    }
    guard let panel = state.panel, let frame = state.frame else { return nil }
    guard [.instant, .range].contains(type(of: panel).reads) else { return nil }
    let context = context(view: key.view, panel: state, colors: colorTable)
    let heading = panel.heading(frame, in: context, columns: size.columns)
    var parts = [heading.unit, heading.note].filter { !$0.isEmpty }
    let readings = panel.readings(frame, in: context)
      .map { counted($0, frame) }
      // The worst first; the others as they are drawn.
      .enumerated().sorted { ($1.element.state, $0.offset) < ($0.element.state, $1.offset) }
      .map(\.element)
    parts += readings.prefix(Self.mostReadings).map(told)
    let more = readings.count - Self.mostReadings
    if more > 0 { parts.append("and \(more) more") }
    let age =
      status == .stale ? ", STALE, \(state.answeredAt.map { Age.long(now - $0) } ?? "") old" : ""
    let partly = status == .partial ? ", not all of it is known" : ""
    return "\(title)\(age)\(partly): \(parts.joined(separator: "; "))."
  }

  /// Of a count over time its sum, as the title has it; one bar says little.
  private func counted(_ reading: Reading, _ frame: Frame) -> Reading {
    guard frame.step != nil, let place = reading.series, frame.series[place].isCount else {
      return reading
    }
    let series = frame.series[place]
    var reading = reading
    let sum = series.values.filter(\.isFinite).reduce(0, +) + (series.open ?? 0)
    reading.text = Digits.grouped(sum)
    return reading
  }

  private func told(_ reading: Reading) -> String {
    let text = [reading.name.safe, reading.text].filter { !$0.isEmpty }.joined(separator: " ")
    switch reading.state {
    case .critical: return "\(text) CRITICAL (\(reading.reason))"
    case .warning: return "\(text) WARNING (\(reading.reason))"
    case .unknown: return "\(text) not known"
    case .ok: return text
    }
  }
}
