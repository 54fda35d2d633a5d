package import Documents
package import Metrics

/// Turns a panel's targets into queries: steps, alignment, bars and variables.
package struct Planner: Sendable {
  package var spec: PanelSpec
  package var reads: Reads
  package var context: PlanContext

  package init(spec: PanelSpec, reads: Reads, context: PlanContext) {
    self.spec = spec
    self.reads = reads
    self.context = context
    self.context.variables.scoped = spec.scoped
  }

  /// The most points of one query; the server's own limit is 11,000.
  package static let pointsPerQuery = 10_000

  /// The width of a count's bars where the file gives none.
  package static let defaultBar = Duration.minutes(5)

  package func plan() throws(Problem) -> PanelPlan {
    var plan = PanelPlan(
      asks: [],
      targets: spec.targets,
      range: try panelRange(),
      step: nil,
      openBar: nil,
      legends: []
    )
    let inputs = spec.computedFrom
    for (index, target) in spec.targets.enumerated() {
      let (step, names) = try interpolation(target, range: plan.range)
      plan.legends.append(target.legendFormat.map(names.text))
      guard !target.isHidden || inputs.contains(target.refId) else { continue }
      let isInstant = target.instant ?? (reads == .instant)
      switch target.question {
      case .expression(let text):
        let expression = names.query(text)
        // The range comes first: the instant's value is the newer one.
        for isInstant in isInstant && target.range == true ? [false, true] : [isInstant] {
          if !isInstant { plan.step = step }
          plan.asks.append(
            .init(
              target: index,
              role: .data,
              query: query(expression, isInstant: isInstant, step: step, range: plan.range)
            )
          )
        }
      case .count(let selector, let by):
        let count = CountExpression(
          selector: names.expression(selector),
          by: by,
          dialect: context.dialect
        )
        if isInstant {
          addSpan(of: count, target: index, bar: try barWidth(names), to: &plan)
        } else {
          try addBars(of: count, target: index, names: names, to: &plan)
        }
      // Nobody is asked; the formula takes the legend's place, with variables filled in.
      case .computed(let expression): plan.legends[index] = names.text(expression.text)
      }
      addZeroWhile(target: index, names: names, to: &plan)
    }
    addPast(to: &plan)
    plan.shape = try shape(range: plan.range)
    return plan
  }

  /// What the file says of fields, with variables filled in; nil where it says nothing.
  package func shape(range: TimeRange) throws(Problem) -> FieldShape? {
    guard var rules = spec.fields else { return nil }
    let names = try interpolation(Target(.expression("")), range: range).names
    func fill(_ config: inout FieldConfig) {
      config.displayName = config.displayName.map(names.text)
      config.graph.axisLabel = config.graph.axisLabel.map(names.text)
    }
    fill(&rules.defaults)
    for place in rules.overrides.indices { fill(&rules.overrides[place].config) }
    var shape = FieldShape(
      rules: rules,
      transformations: spec.transformations.map { $0.filled(names.text) },
      defaultColorMode: PanelCatalog.defaultColorMode(spec.type)
    )
    shape.zone = context.zone
    return shape
  }

  /// Every range once more, earlier: the same expressions, on the grid that comes to lie on the
  /// present's when it is moved on.
  private func addPast(to plan: inout PanelPlan) {
    guard let shift = context.compared else { return }
    for ask in plan.asks where ask.role == .data || ask.role == .bars {
      guard case .range(var range, let step) = ask.query.span else { continue }
      // Of the bar that is still being counted the past is known already.
      if ask.role == .bars, range.end == plan.openBar?.start { range.end = range.end + step }
      let earlier = TimeRange(start: range.start - shift, end: range.end - shift)
      plan.asks.append(
        .init(
          target: ask.target,
          role: .past,
          query: Query(ask.query.expression, .range(earlier, step: step))
        )
      )
    }
  }

  /// The dashboard's range, or the panel's own by `timeFrom` and `timeShift`.
  private func panelRange() throws(Problem) -> TimeRange {
    var range = context.range
    if let text = spec.timeFrom, context.endsNow {
      let name = plainNames(range).text(text)
      let written = name.hasPrefix("now") ? name : "now-\(name)"
      let start = try TimeExpression(parsing: written, place: "timeFrom")
        .moment(now: context.now, zone: context.zone, roundsUp: false)
      range = TimeRange(start: start, end: context.now)
    }
    if let text = spec.timeShift {
      range = try shifted(range, by: plainNames(range).text(text))
    }
    return range
  }

  /// Both ends earlier: by `1h`, or like `1d/d` by a day and then to that day's own ends.
  private func shifted(_ range: TimeRange, by text: String) throws(Problem) -> TimeRange {
    if let shift = Duration(promQL: text) {
      return TimeRange(start: range.start - shift, end: range.end - shift)
    }
    guard let shift = try? TimeExpression(parsing: "now-\(text)", place: "timeShift") else {
      throw Problem(
        what: "`timeShift` is \"\(ForeignText(text).safe)\"",
        place: spec.title,
        fix: "write a span such as 1h",
        code: "layout.value.duration"
      )
    }
    let start = shift.moment(now: range.start, zone: context.zone, roundsUp: false)
    let end = shift.moment(now: range.end, zone: context.zone, roundsUp: true)
    return TimeRange(start: start, end: max(start, min(end, context.now)))
  }

  /// Variables where no step is known yet.
  private func plainNames(_ range: TimeRange) -> Interpolation {
    let scrape = context.scrapeInterval
    return context.variables.interpolation(
      BuiltIns(interval: scrape, rateInterval: scrape * 4, range: range, zone: context.zone)
    )
  }

  /// Grafana's rule for the step and the variables that follow from it.
  private func interpolation(_ target: Target, range: TimeRange) throws(Problem) -> (
    step: Duration, names: Interpolation
  ) {
    let scrape = context.scrapeInterval
    let plain = plainNames(range)
    let panelMinimum = try span(spec.interval, names: plain) ?? scrape
    let points = max(1, spec.maxDataPoints.map { min($0, context.points) } ?? context.points)
    let interval = StepRule.step(range: range.length, points: points, minimum: panelMinimum)
    // As it is written: filled in it would be a span like any other.
    let own = target.interval.map { $0.filter { !$0.isWhitespace } }
    if own == "$__rate_interval" || own == "${__rate_interval}" {
      let rate = StepRule.rateInterval(interval: interval, scrape: scrape)
      return (
        rate,
        context.variables.interpolation(
          BuiltIns(interval: rate, rateInterval: rate, range: range, zone: context.zone)
        )
      )
    }
    let isBuiltIn = own == "$__interval" || own == "${__interval}"
    let minimum = isBuiltIn ? nil : try span(target.interval, names: plain)
    var step = StepRule.step(
      range: range.length,
      points: points,
      minimum: minimum ?? interval
    )
    step = step * max(1, target.intervalFactor)
    let rate = StepRule.rateInterval(
      interval: interval,
      scrape: isBuiltIn ? step : minimum ?? scrape
    )
    return (
      step,
      context.variables.interpolation(
        BuiltIns(interval: step, rateInterval: rate, range: range, zone: context.zone)
      )
    )
  }

  /// In seconds; about a hundred years.
  private static let longestSpan = 0...3.2e9

  private func span(_ text: String?, names: Interpolation) throws(Problem) -> Duration? {
    guard let text else { return nil }
    let trimmed = names.text(text).filter { $0 != "<" && $0 != ">" && $0 != " " }
    guard !trimmed.isEmpty, trimmed != "auto" else { return nil }
    let seconds = Double(trimmed).flatMap { Self.longestSpan.contains($0) ? $0 : nil }
    guard let span = Duration(promQL: trimmed) ?? seconds.map({ .seconds($0) }) else {
      throw Problem(
        what: "`interval` is \"\(ForeignText(trimmed).safe)\"",
        place: spec.title,
        fix: "write a span such as 5m",
        code: "layout.value.duration"
      )
    }
    return span > .zero ? span : nil
  }

  private func query(
    _ expression: String,
    isInstant: Bool,
    step: Duration,
    range: TimeRange
  ) -> Query {
    guard !isInstant else {
      return Query(expression, .instant(isPast(range) ? range.end : nil))
    }
    return Query(expression, .range(aligned(range, to: step), step: step))
  }

  private func isPast(_ range: TimeRange) -> Bool { !context.endsNow || spec.timeShift != nil }

  /// Both ends on multiples of the step in local time, so that a refresh never moves the grid.
  private func aligned(_ range: TimeRange, to step: Duration) -> TimeRange {
    let offset = context.zone.civil(range.end).offset
    return TimeRange(
      start: (range.start + offset).floored(to: step) - offset,
      end: (range.end + offset).floored(to: step) - offset
    )
  }

  private func barWidth(_ names: Interpolation) throws(Problem) -> Duration {
    try span(spec.interval, names: names) ?? Self.defaultBar
  }

  /// Completed bars in pieces that the server accepts, and the open bar by itself.
  private func addBars(
    of count: CountExpression,
    target: Int,
    names: Interpolation,
    to plan: inout PanelPlan
  ) throws(Problem) {
    let width = try barWidth(names)
    plan.step = width
    let end = min(
      plan.range.end.floored(to: width),
      (context.now - context.settle).floored(to: width)
    )
    var start = plan.range.start.floored(to: width) + width
    let expression = count.expression(over: width)
    while start <= end {
      let last = min(end, start + width * (Self.pointsPerQuery - 1))
      plan.asks.append(
        .init(
          target: target,
          role: .bars,
          query: Query(
            expression,
            .range(TimeRange(start: start, end: last), step: width)
          )
        )
      )
      start = last + width
    }
    guard !isPast(plan.range) else { return }
    let open = TimeRange(start: end, end: min(context.now, end + width))
    guard open.length >= .seconds(1) else { return }
    plan.openBar = TimeRange(start: end, end: end + width)
    plan.asks.append(
      .init(
        target: target,
        role: .openBar,
        query: Query(count.expression(over: open.length), .instant(open.end))
      )
    )
  }

  /// The count over the panel's range: whole bars in one question, and what is before the first and
  /// after the last, because they end only on multiples of their width.
  private func addSpan(
    of count: CountExpression,
    target: Int,
    bar: Duration,
    to plan: inout PanelPlan
  ) {
    let range = plan.range
    // A reset in a longer piece would lose what was before it.
    let piece = min(bar, CountExpression.longestPiece)
    let first = range.start.ceiled(to: piece)
    let last = min(range.end, context.now - context.settle).floored(to: piece)
    func add(_ role: PanelPlan.Ask.Role, _ expression: String, _ end: Timestamp?) {
      plan.asks.append(
        .init(target: target, role: role, query: Query(expression, .instant(end)))
      )
    }
    guard count.dialect == .portable, range.length > piece, first < last else {
      let end = isPast(range) ? range.end : nil
      return add(.data, count.expression(over: range.length), end)
    }
    add(.bars, count.expression(over: last - first, inPiecesOf: piece), last)
    if range.start < first {
      add(.remainder, count.expression(over: first - range.start), first)
    }
    if last < range.end {
      add(.remainder, count.expression(over: range.end - last), range.end)
    }
  }

  private func addZeroWhile(target: Int, names: Interpolation, to plan: inout PanelPlan) {
    guard let text = spec.zeroWhile else { return }
    let expression = names.expression(text)
    for ask in plan.asks where ask.target == target {
      let role: PanelPlan.Ask.Role
      var span = ask.query.span
      switch (ask.role, span) {
      // Of a count over a span only its end is asked: no series is a zero there or nothing.
      case (.bars, .instant): (role, span) = (.zeroWhile, .instant(plan.range.end))
      case (.data, _), (.bars, .range): role = .zeroWhile
      case (.openBar, _): role = .zeroWhileOpen
      case (.remainder, _), (.zeroWhile, _), (.zeroWhileOpen, _), (.past, _): continue
      }
      plan.asks.append(.init(target: target, role: role, query: Query(expression, span)))
    }
  }
}
