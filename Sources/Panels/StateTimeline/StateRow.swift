import Canvas
import Documents
import Metrics

/// A row of a state timeline: its name, and its states over time.
struct StateRow: Hashable {
  /// One state and how long it lasts.
  struct Box: Hashable {
    /// Milliseconds.
    var start: Int64
    var end: Int64
    var text: String
    var color: Color
    /// One of a few, which a legend can tell; else a number of its own.
    var isState = true
  }

  var name: ForeignText
  /// In the order of time, without overlaps.
  var boxes: [Box]
  var isInLegend = true

  /// What makes the rows of a panel.
  struct Making {
    var field: FieldOptions
    /// Neighbours of one state are one box; else each sample has its own.
    var merges: Bool
    /// Numbers that thresholds colour are shown as the span they are in.
    var tellsSpans: Bool
    /// The colour mode of fields that set none.
    var defaultColorMode: String
    var frame: Frame
    var context: DrawContext

    /// How a value's box looks.
    private struct Look {
      var text: String
      var color: Color
      var isState = true
    }

    func rows() -> [StateRow] {
      guard frame.frames.isEmpty else {
        return frame.frames.flatMap { table -> [StateRow] in
          guard let (table, times) = table.timed else { return [] }
          return table.fields.filter(isShown).map { row($0, times, step: table.step) }
        }
      }
      return frame.series.map { series in
        let field = Field(series.name, .numbers(series.values))
        return StateRow(
          name: series.name,
          boxes: boxes(field, series.timestamps, step: frame.step, look: plainLook)
        )
      }
    }

    private func isShown(_ field: Field) -> Bool {
      switch field.values {
      case .numbers, .texts, .booleans: field.config.graph.hidden?.fromPlot != true
      case .times, .trends: false
      }
    }

    private func row(_ field: Field, _ times: [Int64], step: Duration?) -> StateRow {
      var field = field
      field.config.color = field.config.color ?? FieldColor(mode: defaultColorMode)
      let options = FieldOptions(field)
      let hasSpans =
        tellsSpans && field.config.color?.mode == "thresholds" && field.values.isNumeric
      return StateRow(
        name: field.displayName,
        boxes: boxes(field, times, step: step ?? frame.step) { value in
          let look = options.shownSafely(value, in: context)
          let span = hasSpans ? span(value, of: options) : nil
          let isRamp = field.config.color?.mode.hasPrefix("continuous") == true
          return Look(
            text: span ?? look.text,
            color: context.isStale ? context.theme.faint : look.color ?? color(of: look.text),
            isState: !isRamp || !field.values.isNumeric || options.display?.mapped(value) != nil
          )
        },
        isInLegend: field.config.graph.hidden?.fromLegend != true
      )
    }

    /// Of a layout: by thresholds, where nothing is wrong plain; without any by what is said.
    private func plainLook(_ value: FieldValue) -> Look {
      let look = field.shownSafely(value, in: context)
      if context.isStale { return Look(text: look.text, color: context.theme.faint) }
      let plain = field.thresholds.isEmpty ? color(of: look.text) : context.theme.bar
      return Look(text: look.text, color: look.color ?? plain)
    }

    private func color(of text: String) -> Color {
      context.colors.color(of: FrameSeries(name: ForeignText(text)), theme: context.theme)
    }

    /// `< 80`, `80+`: between which limits a number is; nil where a mapping says what it is.
    private func span(_ value: FieldValue, of options: FieldOptions) -> String? {
      guard case .number(let number) = value, !options.isPercentage,
        options.display?.mapped(value)?.text == nil
      else { return nil }
      let limits = options.thresholds.map(\.limit).filter(\.isFinite)
      guard !limits.isEmpty else { return nil }
      guard let last = limits.lastIndex(where: { number >= $0 }) else {
        return "< \(options.text(limits[0]))"
      }
      let low = options.text(limits[last])
      return last + 1 < limits.count ? "\(low) - \(options.text(limits[last + 1]))" : "\(low)+"
    }

    // MARK: - Boxes

    private func boxes(
      _ field: Field,
      _ times: [Int64],
      step: Duration?,
      look: (FieldValue) -> Look
    ) -> [Box] {
      let end = frame.range.end.milliseconds
      let span = step?.milliseconds ?? TimeColumns.least(times)
      let connects = connectedSpan(field.config.graph.gaps)
      var boxes: [Box] = []
      for (place, time) in times.enumerated() {
        let value = field.values[place]
        if isNothing(value, mappedBy: field) { continue }
        let look = look(value)
        let next = place + 1 < times.count ? times[place + 1] : nil
        let ownEnd = span.map { time.addingReportingOverflow($0).partialValue } ?? end
        let box = Box(
          start: time,
          end: next.map { min($0, ownEnd) } ?? ownEnd,
          text: look.text,
          color: look.color,
          isState: look.isState
        )
        guard let last = boxes.last else {
          boxes.append(box)
          continue
        }
        let gap = time.subtractingReportingOverflow(last.end).partialValue
        // Servers' moments are not quite on a grid.
        let isNear = gap <= max(connects, (span ?? 0) / 2)
        if isNear { boxes[boxes.count - 1].end = time }
        if merges, isNear, last.text == look.text, last.color == look.color {
          boxes[boxes.count - 1].end = box.end
        } else {
          boxes.append(box)
        }
      }
      return boxes
    }

    private func isNothing(_ value: FieldValue, mappedBy field: Field) -> Bool {
      switch value {
      case .null: FieldOptions(field).display?.mapped(.null) == nil
      case .number(let number):
        number.isNaN && FieldOptions(field).display?.mapped(value) == nil
      case .text, .boolean, .time, .trend: false
      }
    }

    /// The longest gap that a box reaches over, in milliseconds.
    private func connectedSpan(_ gaps: GraphStyle.Gaps?) -> Int64 {
      switch gaps {
      case .connected?: .max
      case .connectedUpTo(let span)?: span.milliseconds
      case .left?, .zero?, nil: 0
      }
    }
  }
}
