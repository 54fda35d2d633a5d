package import Canvas
package import Documents
package import Metrics

/// What state each series was in, and how long.
package struct StateTimelinePanel: Panel {
  package static let names = ["state-timeline"]
  package static let summary = "States over time: boxes that last as long as a state."
  package static let minimumSize = Size(columns: 12, rows: 1)
  package static let reads = Reads.range
  package static let defaultColorMode = "continuous-GrYlRd"

  package static let options = StatePanels.options + FieldOptions.options

  package static let grafanaOptions: [PanelOption] =
    StatePanels.grafanaOptions + [
      PanelOption("mergeValues", .boolean, "Neighbours of one state are one box."),
      PanelOption(
        "alignValue",
        .choice(TextAlignment.allCases.map(\.rawValue)),
        "Where words stand in boxes."
      ),
    ]

  package static let grafanaFields =
    StatePanels.grafanaFields.union(["custom.spanNulls"])

  package var field: FieldOptions
  package var merges: Bool
  private var look: StateDrawing.Look

  package init(_ spec: PanelSpec) throws(Problem) {
    field = spec.fields.map { FieldOptions($0.defaults) } ?? FieldOptions(spec.options)
    merges = spec.options.bool("mergeValues") ?? true
    look = StateDrawing.Look(
      spec.options,
      fillOpacity: spec.fields.map { $0.defaults.graph.fillOpacity ?? 70 }
    )
  }

  package func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns * 2 }

  package func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    Heading()
  }

  package func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    StatePanels.readings(frame, by: field, in: context)
  }

  package func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let making = StateRow.Making(
      field: field,
      merges: merges,
      tellsSpans: merges,
      defaultColorMode: Self.defaultColorMode,
      frame: frame,
      context: context
    )
    StateDrawing(rows: making.rows(), look: look, range: frame.range, context: context)
      .draw(on: &canvas)
  }
}

/// What state timelines and status histories share.
enum StatePanels {
  private static let showValue = PanelOption(
    "showValue",
    .choice(StateDrawing.ShowValue.allCases.map(\.rawValue)),
    "Words in boxes, where they have room."
  )

  static let options: [PanelOption] = [showValue, ChartLegend.Place.option]

  static let grafanaOptions: [PanelOption] =
    [showValue, PanelClocks.option] + ChartLegend.Place.grafanaOptions

  static let grafanaFields: Set<String> = [
    "unit", "decimals", "min", "max", "fieldMinMax", "noValue", "displayName", "thresholds",
    "mappings", "color", "custom.hideFrom", "custom.fillOpacity",
  ]

  static func readings(
    _ frame: Frame,
    by field: FieldOptions,
    in context: DrawContext
  ) -> [Reading] {
    frame.series.enumerated().map { place, series in
      let (own, value) = (field.own(series), Reducer.lastNotNull.value(of: series))
      return own.reading(
        of: series,
        at: place,
        value: value,
        color: own.color(of: value, in: context),
        in: context
      )
    }
  }
}
