import Canvas
import Documents
import Metrics

/// The plot of a Grafana panel: every series in its own style, on the scale of its own unit.
///
/// What is behind comes first: bands of limits, fillings, bars, then lines, and what marks moments
/// over all of it.
struct Graph {
  let panel: TimeSeriesPanel
  let frame: Frame
  let context: DrawContext
  /// In the order of the frame; a later one lies on top.
  let series: [GraphSeries]
  /// What was earlier, moved on to now.
  let past: [GraphSeries]
  let scales: [GraphScale]
  private let rows: Int
  /// Rows that tell times.
  private let clocks: Int
  private let hasCaptions: Bool

  init(panel: TimeSeriesPanel, frame: Frame, context: DrawContext, rows: Int) {
    self.panel = panel
    self.frame = frame
    self.context = context
    var keys: [GraphScale.Key] = []
    series = Self.settled(frame.series, of: frame, panel, context, keys: &keys, growing: true)
    past = Self.settled(frame.past?.series ?? [], of: frame, panel, context, keys: &keys)
    // Panels beside this one share its scales.
    let others = context.peers.flatMap { peer in
      Self.settled(peer.series, of: peer, panel, context, keys: &keys)
        + Self.settled(peer.past?.series ?? [], of: peer, panel, context, keys: &keys)
    }
    // A file may hide the axis of times alone.
    let isHidden = frame.frames.first?.time?.config.graph.axis == .hidden
    clocks = rows >= 5 && !isHidden ? context.clockRows(of: rows) : 0
    hasCaptions = rows >= 8 && Self.captions(keys).count > 1
    self.rows = max(0, rows - clocks - (hasCaptions ? 1 : 0))
    let all = series + past + others
    let sides = Self.sides(keys)
    let plotRows = self.rows
    scales = keys.indices.map { place in
      GraphScale(
        keys[place],
        side: sides[place],
        places: all.indices.filter { all[$0].scale == place },
        of: all,
        rows: plotRows
      )
    }
  }

  /// Series with their styles, transformed and stacked, each on its scale.
  private static func settled(
    _ all: [FrameSeries],
    of frame: Frame,
    _ panel: TimeSeriesPanel,
    _ context: DrawContext,
    keys: inout [GraphScale.Key],
    growing: Bool = false
  ) -> [GraphSeries] {
    let looks = panel.graphLooks(of: all, in: context)
    var settled: [GraphSeries] = []
    settled.reserveCapacity(all.count)
    for (place, one) in all.enumerated() {
      var series = GraphSeries(
        one,
        place: place,
        field: looks[place].field,
        color: looks[place].color,
        fill: looks[place].fill,
        frame: frame
      )
      let key = GraphScale.Key(series)
      if let scale = keys.firstIndex(of: key) {
        series.scale = scale
      } else if series.isHidden {
        series.scale = -1
      } else if growing {
        series.scale = keys.count
        keys.append(key)
      } else {
        continue
      }
      settled.append(series)
    }
    GraphStacking.stack(&settled)
    for place in settled.indices { settled[place].findRuns() }
    return settled
  }

  /// The first axis that has no place of its own stands left, the next ones right.
  private static func sides(_ keys: [GraphScale.Key]) -> [GraphScale.Side] {
    var hasLeft = keys.contains { $0.axis == .left }
    return keys.map { key in
      switch key.axis {
      case .hidden: return .hidden
      case .right: return .right
      case .left: return .left
      case .auto:
        defer { hasLeft = true }
        return hasLeft ? .right : .left
      }
    }
  }

  // MARK: - Names of axes

  /// The names of the axes that have one, and on which side each stands.
  private static func captions(_ keys: [GraphScale.Key]) -> [(side: GraphScale.Side, text: String)]
  {
    zip(sides(keys), keys).filter { $0.0 != .hidden && !$0.1.label.isEmpty }
      .map { ($0.0, $0.1.label) }
  }

  /// The name of the only axis that has one; several stand above the plot.
  static func caption(of frame: Frame) -> String {
    var labels: [String] = []
    // Asked at every frame of every panel: of few series more than the label is looked at.
    for place in frame.series.indices {
      guard let label = frame.series[place].config?.graph.axisLabel, !label.isEmpty,
        !labels.contains(label), let style = frame.series[place].config?.graph,
        style.axis != .hidden, !(style.hidden?.fromPlot ?? false)
      else { continue }
      labels.append(label)
    }
    return labels.count == 1 ? labels[0] : ""
  }

  private func drawCaptions(on canvas: inout Canvas) {
    let captions = Self.captions(scales.map(\.key))
    func text(_ side: GraphScale.Side) -> String {
      ForeignText(captions.filter { $0.side == side }.map(\.text).joined(separator: ", ")).safe
    }
    let (left, right) = (text(.left), text(.right))
    let half = canvas.size.columns / 2
    let style = Style(context.theme.dim)
    canvas.write(
      left.fitted(to: max(half, canvas.size.columns - TextWidth.of(right) - 2)),
      at: .zero,
      style: style
    )
    let fitted = right.fitted(to: half)
    canvas.write(
      fitted,
      at: Point(column: canvas.size.columns - TextWidth.of(fitted), row: 0),
      style: style
    )
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas) {
    guard !canvas.size.isEmpty else { return }
    if hasCaptions { drawCaptions(on: &canvas) }
    let top = hasCaptions ? 1 : 0
    let shown = labelled(columns: canvas.size.columns)
    let left = shown.filter { scales[$0].side == .left }.map { scales[$0].width }.reduce(0, +)
    let right = shown.filter { scales[$0].side == .right }.map { scales[$0].width }.reduce(0, +)
    var plot = Canvas(size: Size(columns: canvas.size.columns - left - right, rows: rows))
    drawLimitAreas(on: &plot)
    drawFills(on: &plot)
    drawSolids(on: &plot)
    drawLines(on: &plot)
    drawLimitLines(on: &plot)
    drawMarks(on: &plot)
    canvas.place(plot, at: Point(column: left, row: top))
    drawLabels(shown, left: left, top: top, on: &canvas)
    if clocks > 0 {
      TimeLabels.draw(
        frame.range,
        left: left,
        columns: plot.size.columns,
        row: top + rows,
        rows: clocks,
        on: &canvas,
        in: context
      )
      annotations.drawAxis(
        gutter: left,
        plotColumns: plot.size.columns,
        row: top + rows,
        on: &canvas
      )
    }
  }

  private var annotations: AnnotationMarks { AnnotationMarks(frame: frame, context: context) }

  /// What belongs to moments: spans, events, and the cursor over them.
  private func drawMarks(on plot: inout Canvas) {
    let shading = SpanShading(frame: frame, context: context, color: context.theme.dim)
    if !frame.spans.isEmpty { shading.draw(on: &plot) }
    annotations.draw(on: &plot)
    drawCursor(on: &plot)
    annotations.drawNote(on: &plot)
  }

  /// The scales whose labels have room: together they take at most half.
  private func labelled(columns: Int) -> [Int] {
    var shown = scales.indices.filter { scales[$0].side != .hidden && scales[$0].width > 0 }
    while shown.reduce(0, { $0 + scales[$1].width }) > columns / 2 { shown.removeLast() }
    return shown
  }

  private func drawLabels(_ shown: [Int], left: Int, top: Int, on canvas: inout Canvas) {
    var (before, after) = (left, 0)
    for place in shown.reversed() where scales[place].side == .right {
      after += scales[place].width
    }
    after = canvas.size.columns - after
    for place in shown {
      let scale = scales[place]
      let isLeft = scale.side == .left
      // The first stands beside the plot.
      if isLeft { before -= scale.width }
      var taken: Set<Int> = []
      for (value, text) in scale.labels {
        let row = row(of: value, scale)
        guard (0..<rows).contains(row), taken.insert(row).inserted else { continue }
        canvas.write(
          isLeft ? text.padded(to: scale.width - 1, alignment: .right) : text,
          at: Point(column: isLeft ? before : after + 1, row: top + row),
          style: Style(context.theme.dim)
        )
      }
      if !isLeft { after += scale.width }
    }
  }

  /// The row of the plot in which a line at a value is drawn; -1 outside.
  func row(of value: Double, _ scale: GraphScale) -> Int {
    let share = scale.values.share(value)
    guard rows > 0, share > -1e-9, share < 1 + 1e-9 else { return -1 }
    let down = Dots.down(context.glyphs)
    return ((1 - share) * Double(rows * down - 1)).whole(from: 0, to: rows * down - 1) / down
  }

  // MARK: - What the parts share

  /// Whether a ground takes the tint of a colour.
  var hasTints: Bool { context.depth > .sixteen && !context.theme.ground.isTerminal }

  /// The colour of each row of a plot, where cells have those of their values.
  func tones(of series: GraphSeries, rows: Int) -> [Color]? {
    guard series.isGraded, series.scale >= 0, !context.isStale else { return nil }
    let scale = scales[series.scale].values
    return (0..<rows).map { row in
      let value = scale.value(at: 1 - (Double(row) + 0.5) / Double(max(1, rows)))
      return series.field.color(of: value, in: context) ?? series.color
    }
  }
}
