import Canvas
import Documents
import Metrics
import Panels

/// A piece of a line: text and its look.
struct Span: Hashable, Sendable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }

  var columns: Int { TextWidth.of(text) }
}

extension [Span] {
  var columns: Int { reduce(0) { $0 + $1.columns } }

  /// The first piece shortened, then the last ones left out, till it fits.
  func cut(to columns: Int) -> [Span] {
    guard self.columns > columns, var first else { return self }
    first.text = first.text.fitted(to: Swift.max(3, first.columns - self.columns + columns))
    var rest = [first] + dropFirst()
    while rest.count > 1, rest.columns > columns { rest.removeLast() }
    return rest
  }
}

extension Canvas {
  /// Writes pieces one after another; returns the column after the last.
  @discardableResult
  mutating func write(_ spans: [Span], at point: Point, columns: Int = .max) -> Int {
    var column = point.column
    let end = columns == .max ? size.columns : point.column + columns
    for span in spans where column < end {
      column = write(
        span.text,
        at: Point(column: column, row: point.row),
        style: span.style,
        columns: end - column
      )
    }
    return column
  }
}

/// The screen's first line: environment, title, range, live or STALE, alerts, clock.
///
/// When narrow it drops countdown, range, age and title, in that order; never the badge, live or
/// STALE, the alerts and the clock.
struct TopLine {
  var badge: [Span]
  var title: [Span]
  var range: [Span]
  var shortRange: [Span]
  var countdown: [Span]
  var live: [Span]
  var age: [Span]
  var shortLive: [Span]
  var alerts: [Span]
  var shortAlerts: [Span]
  var clock: [Span]
  var shortClock: [Span]

  func draw(on canvas: inout Canvas, row: Int) {
    let width = canvas.size.columns
    let isWide = width >= 120
    let gap = isWide ? 3 : width < 30 ? 1 : 2
    let keeps = kept(columns: width, gap: gap)
    var left: [[Span]] = []
    if keeps.contains(.title) { left.append(title) }
    if keeps.contains(.range) { left.append(isWide ? range : shortRange) }
    if keeps.contains(.countdown) { left.append(countdown) }
    let live = keeps.contains(.fullLive) ? self.live : shortLive
    let middle = keeps.contains(.age) ? live + age : live
    let alerts = keeps.contains(.fullAlerts) ? self.alerts : shortAlerts
    let clock = keeps.contains(.fullClock) ? self.clock : shortClock
    let others = ([middle, alerts, clock] + left).map(\.columns).filter { $0 > 0 }
    let room = width - others.reduce(0) { $0 + $1 + gap }
    // A long name is cut before it covers what must be seen.
    let badge = badge.cut(to: max(Self.leastBadge, room))
    var column = canvas.write(badge, at: Point(column: 0, row: row)) + min(2, gap)
    for part in left where part.columns > 0 {
      column = canvas.write(part, at: Point(column: column, row: row)) + gap
    }
    let right = width - clock.columns
    if isWide {
      // Alerts end a little left of the clock, so that the eye finds them at one place.
      let end = max(column + middle.columns + gap + alerts.columns, right - 12)
      let start = min(end, right - gap) - alerts.columns
      canvas.write(middle, at: Point(column: start - gap - middle.columns, row: row))
      canvas.write(alerts, at: Point(column: start, row: row))
    } else {
      column = canvas.write(middle, at: Point(column: column, row: row)) + gap
      canvas.write(alerts, at: Point(column: column, row: row))
    }
    canvas.write(clock, at: Point(column: max(0, right), row: row))
  }

  private static let leastBadge = 3

  private enum Part { case countdown, range, age, title, fullClock, fullAlerts, fullLive }

  /// What fits, dropping the least important first.
  private func kept(columns: Int, gap: Int) -> Set<Part> {
    let order: [(Part, Int)] = [
      (.countdown, countdown.columns + gap),
      (.range, (columns >= 120 ? range : shortRange).columns + gap),
      (.age, age.columns), (.title, title.columns + gap),
      (.fullClock, clock.columns - shortClock.columns),
      (.fullAlerts, alerts.columns - shortAlerts.columns),
      (.fullLive, live.columns - shortLive.columns),
    ]
    var used =
      badge.columns + live.columns + alerts.columns + clock.columns + 2 + 2 * gap
      + order.prefix(4).reduce(0) { $0 + $1.1 }
    var kept: Set<Part> = Set(order.map(\.0))
    for (part, width) in order where used > columns {
      kept.remove(part)
      used -= width
    }
    return kept
  }
}

extension State {
  /// The first line for the view that has the focus.
  func topLine() -> TopLine { topLine(view: min(focus.view, views.count - 1)) }

  /// The same for another view; only its badge, liveness and alerts differ.
  func topLine(view index: Int) -> TopLine {
    let theme = look.theme
    let dim = Style(theme.dim)
    let view = views[index]
    let status = status(of: view)
    let clock = zone.civil(now)
    let (live, age) = liveness(view: index)
    return TopLine(
      badge: badge(of: view) + marked(times(of: view) + connection(of: view)),
      title: [Span(ForeignText(dashboard.title).safe, Style(theme.text).bold)],
      range: [Span(RangeText.long(from: from, to: to, zone: zone), dim)],
      shortRange: [Span(RangeText.short(from: from, to: to, zone: zone), dim)],
      countdown: countdown.map { [Span($0, dim)] } ?? [],
      live: live,
      age: age,
      shortLive: live.prefix(1).map { Span(Self.firstWord($0.text), $0.style) },
      alerts: alertBadges(status),
      shortAlerts: shortAlertBadges(status),
      clock: [Span("\(clock.clockWithSeconds) \(clock.abbreviation)", Style(theme.text).bold)],
      shortClock: [Span(clock.clock, Style(theme.text).bold)]
    )
  }

  /// The environment's name on its colour.
  func badge(of view: EnvironmentView) -> [Span] {
    let given =
      view.environment.color.flatMap { look.theme.color(named: $0) } ?? Color(0x5F6470)
    let name = ForeignText(view.environment.name).safe.uppercased()
    let white = Color(0xFFFFFF)
    // White where it can nearly be read: a badge is quieter than what fires.
    let isDeep = given.contrast(to: white) >= 3
    let color = isDeep ? given.legible(on: white, least: 4.5) : given
    // The sixteen's bright shades carry black alone.
    let isBright = look.depth == .sixteen && color.sixteenIndex > 8
    let text = isDeep && !isBright ? white : isBright ? Color(0x000000) : color.ink
    let pad = size.columns >= 120 ? "  " : " "
    return [Span("\(pad)\(name)\(pad)", Style(text, on: color).bold)]
  }

  /// What must be known of the screen before anything on it is believed.
  private func times(of view: EnvironmentView) -> [(String, Color)] {
    var words: [(String, Color)] = []
    if replay != nil { words.append(("REPLAY", look.theme.warning)) }
    if !range(of: view).endsNow { words.append(("PAST", look.theme.warning)) }
    if isPaused { words.append(("PAUSED", look.theme.warning)) }
    return words
  }

  /// What must be known of one environment.
  private func connection(of view: EnvironmentView) -> [(String, Color)] {
    guard view.environment.prometheus.tls.skipsVerification else { return [] }
    return [("TLS NOT VERIFIED", look.theme.critical)]
  }

  private func marked(_ words: [(String, Color)]) -> [Span] {
    words.flatMap { word, color in
      [Span(" ", .plain), Span(" \(word) ", Style(look.theme.ink(on: color), on: color).bold)]
    }
  }

  /// One environment of several: its name, whether its data may be believed, what fires.
  ///
  /// - Parameters:
  ///   - index: Which view.
  ///   - width: What it may take; the shortest form may still be cut.
  /// - Returns: The longest form that fits.
  func header(view index: Int, columns width: Int) -> [Span] {
    let line = topLine(view: index)
    let name = badge(of: views[index]) + marked(connection(of: views[index]))
    let gap = [Span("  ", .plain)]
    let forms = [
      name + gap + line.live + gap + line.alerts,
      name + gap + line.shortLive + gap + line.shortAlerts,
    ]
    return forms.first { $0.columns <= width } ?? forms[1]
  }

  /// An environment as a tab; of one that isn't looked at also what is wrong there.
  func tab(view index: Int) -> [Span] {
    let name = badge(of: views[index])
    guard index != focus.view else { return name }
    let line = topLine(view: index)
    let isLive = line.live.first?.text == Self.liveMark
    let parts = [
      connection(of: views[index]).map { Span("TLS?", Style($0.1).bold) },
      isLive ? [] : line.shortLive, line.shortAlerts,
    ]
    let told = parts.filter { $0.columns > 0 }.flatMap { $0 + [Span(" ", .plain)] }
    return name.map { Span($0.text, Style(look.theme.dim)) } + told
  }

  private static let liveMark = "● "

  /// `● live` and how old the oldest data is, or since when there is none.
  private func liveness(view index: Int) -> (live: [Span], age: [Span]) {
    let theme = look.theme
    let status = status(of: views[index])
    if status.problem != nil || (status.answeredAt != nil && !status.knowsAlerts(now: now)) {
      let age = status.answeredAt.map { Age.short(now - $0) }
      let text = age.map { "STALE \($0)" } ?? "NO ANSWER"
      return ([Span(" \(text) ", Style(theme.ink(on: theme.warning), on: theme.warning).bold)], [])
    }
    guard status.answeredAt != nil else { return ([Span("○ asking", Style(theme.dim))], []) }
    let dot = Span(Self.liveMark, Style(replay == nil ? theme.good : theme.dim))
    let word = replay == nil ? "live" : "recorded"
    let oldest = seenPanels().compactMap { self[PanelKey(view: index, panel: $0)]?.answeredAt }
      .min()
    let age = oldest.map { " oldest data \(Age.steady(now - $0))" } ?? ""
    let stale = staleAmongSeen(view: index)
    if let since = stale.oldest, stale.count == stale.of {
      let text = " STALE \(Age.short(now - since)) "
      return ([Span(text, Style(theme.ink(on: theme.warning), on: theme.warning).bold)], [])
    }
    if stale.count > 0 {
      let told = Span(", \(stale.count) of \(stale.of) stale", Style(theme.warning))
      return ([dot, Span(word, Style(theme.text)), told], [Span(age, Style(theme.dim))])
    }
    return ([dot, Span(word, Style(theme.text))], [Span(age, Style(theme.dim))])
  }

  /// Of the panels on the screen that show data of the server: how many are stale, and since when.
  private func staleAmongSeen(view: Int) -> (count: Int, of: Int, oldest: Timestamp?) {
    let panels = seenPanels().compactMap { self[PanelKey(view: view, panel: $0)] }
      .filter { $0.panel.map { [.instant, .range].contains(type(of: $0).reads) } ?? false }
    let stale = panels.filter { $0.status(now: now) == .stale }
    return (stale.count, panels.count, stale.compactMap(\.answeredAt).min())
  }

  /// Firing alerts by severity; never "0 firing" while they can't be read.
  func alertBadges(_ status: EnvironmentStatus) -> [Span] {
    let theme = look.theme
    guard status.knowsAlerts(now: now) else {
      guard status.answeredAt != nil || status.problem != nil else {
        return [Span("alerts not asked yet", Style(theme.dim))]
      }
      let since = status.failingSince ?? status.due.map { $0 + PanelState.deadline }
      let told = size.columns < 100 ? nil : since.map { " since \(zone.civil($0).clock)" }
      return [
        Span(
          " ALERTS UNKNOWN\(told ?? "") ",
          Style(theme.ink(on: theme.warning), on: theme.warning).bold
        )
      ]
    }
    var spans: [Span] = []
    if status.watchdog?.alarm != nil {
      let ink = Style(theme.critical.ink, on: theme.critical).bold
      spans.append(Span(" NO WATCHDOG ", ink))
    }
    for (rank, word, color) in [
      (SeverityRank.critical, "CRITICAL", theme.critical), (.warning, "WARNING", theme.warning),
      (.other, "OTHER", theme.dim),
    ] where status.firing(rank) > 0 {
      if !spans.isEmpty { spans.append(Span(" ", .plain)) }
      spans.append(
        Span(" \(status.firing(rank)) \(word) ", Style(color.ink, on: color).bold)
      )
    }
    let quiet = size.columns < 100 ? nil : status.quieted
    guard !status.blind.isEmpty else {
      let dim = Style(theme.dim)
      guard !spans.isEmpty else {
        return [Span("none firing" + (quiet.map { ", \($0)" } ?? ""), dim)]
      }
      return spans + (quiet.map { [Span("  \($0)", dim)] } ?? [])
    }
    let unknown = spans.isEmpty ? "ALERTS UNKNOWN" : "\(status.blind.count) UNKNOWN"
    let style = Style(theme.ink(on: theme.warning), on: theme.warning).bold
    return spans + (spans.isEmpty ? [] : [Span(" ", .plain)]) + [Span(" \(unknown) ", style)]
  }

  /// `STALE` of ` STALE 5m `.
  private static func firstWord(_ text: String) -> String {
    let words = text.split(separator: " ").map(String.init)
    return words.first == "NO" ? words.joined(separator: " ") : words.first ?? ""
  }

  /// So short that it stands beside STALE and the clock on the narrowest screen.
  private var unknownSign: String { size.columns < 30 ? "!?" : "ALERTS?" }

  /// The same in as few columns as can be: `!!1 !2`.
  private func shortAlertBadges(_ status: EnvironmentStatus) -> [Span] {
    let theme = look.theme
    let loud = Style(theme.ink(on: theme.warning), on: theme.warning).bold
    guard status.knowsAlerts(now: now) else {
      let isAsked = status.answeredAt != nil || status.problem != nil
      return [Span(isAsked ? unknownSign : "", loud)]
    }
    let signs: [(SeverityRank, String, Color)] = [
      (.critical, "!!", theme.critical), (.warning, "!", theme.warning), (.other, "i", theme.dim),
    ]
    let watchdog = status.watchdog?.alarm == nil ? 0 : 1
    let firing = signs.flatMap { rank, sign, color -> [Span] in
      let count = status.firing(rank) + (rank == .critical ? watchdog : 0)
      guard count > 0 else { return [] }
      return [Span("\(sign)\(count)", Style(color).bold), Span(" ", .plain)]
    }
    guard !status.blind.isEmpty else { return firing }
    return firing + [Span(firing.isEmpty ? unknownSign : "?\(status.blind.count)", loud)]
  }

  /// `bars 5 min, next 17:05`, where the dashboard has bars.
  private var countdown: String? {
    let seen = seenPanels()
    let bars = views[focus.view].panels.enumerated().first {
      seen.contains($0.offset) && $0.element.spec.countsBars
    }
    guard let panel = bars?.element, let step = panel.plan?.step, let open = panel.plan?.openBar
    else { return nil }
    return "bars \(RangeText.words(step)), next \(zone.civil(open.end).clock)"
  }
}
