/// What a Grafana panel says that no picture in cells could show, or that is no part of a picture.
///
/// This is the one list of what is left out without a word. Whatever else a panel kind doesn't
/// read is told.
enum GrafanaUnseen {
  /// Why, and which keys.
  ///
  /// A key of `options`, `field` (defaults and overrides alike), `target` or `panel` stands for all
  /// below it; `key=value` for one value of it, `key!=value` for all but one.
  static let reasons: [(reason: String, keys: [String])] = [
    (
      "thinner or thicker than a cell's dot",
      [
        "field.custom.lineWidth!=0", "field.custom.pointSize", "field.custom.barWidthFactor",
        "field.custom.barMaxWidth", "panel.pointradius", "panel.linewidth",
        "panel.seriesOverrides.pointradius", "options.barWidth", "options.groupWidth",
        "options.barRadius", "options.barShape", "options.barWidthFactor", "options.effects",
        "options.endpointMarker", "options.segmentCount", "options.segmentSpacing",
        "options.shape", "options.cellRadius", "options.cellGap", "options.rowHeight",
        "options.colWidth", "panel.strokeWidth", "panel.highlightCards", "field.custom.pointSymbol",
        "panel.seriesOverrides.pointRadius", "panel.lineWidth",
      ]
    ),
    (
      "a cell has one colour, without shades across it",
      [
        "field.custom.gradientMode=none", "field.custom.gradientMode=opacity",
        "field.custom.gradientMode=hue", "panel.seriesOverrides.zindex",
        "field.custom.axisColorMode", "options.exemplars",
      ]
    ),
    (
      "fonts, pixels and margins",
      [
        "options.text", "options.minVizHeight", "options.minVizWidth", "options.maxVizHeight",
        "options.sizing", "options.legend.width", "options.xTickLabelRotation",
        "options.xTickLabelMaxLength", "options.xTickLabelSpacing", "options.cellHeight",
        "options.maxRowHeight", "options.justifyMode", "panel.fontSize", "panel.valueFontSize",
        "panel.prefixFontSize", "panel.postfixFontSize", "panel.legend.sideWidth",
        "panel.dashLength", "panel.spaceLength", "panel.paceLength", "panel.breakPoint",
        "panel.seriesOverrides.dashLength", "panel.seriesOverrides.spaceLength",
        "field.custom.axisWidth", "field.custom.axisBorderShow", "field.custom.axisGridShow",
        "options.yAxis.axisWidth", "options.yAxis.axisColorMode", "options.yAxis.axisGridShow",
        "options.yAxis.axisBorderShow", "panel.yAxis.width", "panel.stylesheet",
        "field.custom.dashPattern", "panel.yaxes.align", "panel.yaxis", "panel.yaxes.alignLevel",
        "panel.yaxes.mappedLabelOnly",
        "panel.legend.alignLevel", "panel.height", "panel.span", "panel.transparent",
        "options.code", "field.custom.cellOptions.wrapText", "field.custom.wrapText",
        "field.custom.wrapHeaderText", "field.custom.cellOptions.dynamicHeight",
      ]
    ),
    (
      "where the mouse points, and what it opens",
      [
        "options.tooltip", "options.annotations", "panel.tooltip",
        "field.custom.inspect", "field.custom.filterable",
        "field.custom.tooltip", "options.showTypeIcons", "options.fullHighlight",
        "options.selectionMode", "options.disableKeyboardEvents", "options.frozenColumns",
        "options.footer.enablePagination", "options.enablePagination", "options.perPage",
        "panel.pageSize", "panel.scroll", "panel.xaxis.buckets", "panel.styles.linkTooltip",
        "panel.styles.linkTargetBlank", "panel.styles.preserveFormat", "panel.styles.sanitize",
        "field.filterable", "field.writeable", "field.actions", "field.description",
        "options.legend.enableFacetedFilter", "panel.interactive", "panel.zoomlinks",
      ]
    ),
    (
      "marks of the editor and of versions",
      [
        "panel.pluginVersion", "panel.editable", "panel.error", "panel.isNew", "panel.renderer",
        "panel.cacheTimeout", "panel.queryCachingTTL", "panel.$$hashKey", "panel.scopedVars",
        "panel.alert", "panel.hideTimeOverride", "panel.seriesOverrides.$$hashKey",
        "panel.yaxes.$$hashKey", "panel.legend.$$hashKey", "panel.styles.$$hashKey",
        "panel.hiddenSeries", "options.alertThreshold", "panel.libraryPanel", "panel.key",
        "panel.mappingTypes", "panel.tags", "panel.xaxis.name", "panel.yaxes.name",
        "panel.tooltip.value_type", "panel.tooltip.msResolution", "panel.isEditing",
        "panel.hasRefreshed", "panel.fullscreen", "panel.datasourceErrors", "panel.headings",
        "field.unitScale", "panel.id", "panel.$schema", "panel.$comment", "panel.isViewing",
        "panel.isInView", "panel.collapsible", "panel.autoMigrateFrom",
        "panel.version", "panel.uid", "panel.plugin", "panel.loadingEditor",
        "panel.spyable", "panel.annotate", "panel.snapshotData", "panel.legend_counts",
        "panel.repeatDimension", "panel.resolution",
        "panel.configRev", "field.path",
      ]
    ),
    (
      "remarks for whoever reads the file",
      [
        "panel.comment", "panel._comment", "panel.__comment", "target.comment", "target._comment",
        "target.description", "target.title", "target.name", "options._comment",
      ]
    ),
    (
      "what Grafana looks at nowhere: generators write it",
      [
        "panel.xaxis.format", "panel.xaxis.logBase", "panel.xaxis.decimals", "panel.xaxis.label",
        "panel.xaxis.min", "panel.xaxis.max", "panel.xaxis.align", "panel.xaxis.alignLevel",
        "panel.legend.displayMode", "panel.legend.placement", "panel.legend.calcs",
        "panel.legend.showLegend", "panel.legend.percentage", "panel.legend.header",
        "panel.seriesOverrides.instance", "panel.yAxes", "panel.xAxes", "panel.size", "panel.scale",
        "panel.derivative", "panel.zerofill", "panel.hideYAxis", "panel.auto_int",
        "panel.timezone", "panel.legend.sortBy", "panel.legend.isVisible", "panel.yaxes.width",
        "panel.seriesOverrides.lineWidth", "panel.xAxis.show",
        "field.calcs", "field.limit", "field.values", "field.override",
        "fieldConfig.showThresholdLabels", "fieldConfig.showThresholdMarkers",
      ]
    ),
    (
      "marks of the query editor",
      [
        "target.step", "target.editorMode", "target.metric", "target.target", "target.query",
        "target.disableTextWrap", "target.fullMetaSearch", "target.includeNullMetadata",
        "target.useBackend", "target.queryType", "target.legendLink", "target.key",
        "target.calculatedInterval", "target.datasourceErrors", "target.errors",
        "target.$$hashKey", "target.rawQuery", "target.requestId",
        "target.textEditor", "target.qryType", "target.valueType", "target.intervalMs",
        "target.maxDataPoints", "target.showIn", "target.prometheusQuery", "target.dsType",
        "target.expression", "target.hideMetrics", "target.scopes", "target.groupByKeys",
        "target.fromExploreMetrics", "target.legendFormatMode", "target.utcOffsetSec",
        "target.hidden=false", "target.datasourceUid", "target.datasourceId", "target.warnings",
        "target.hints",
      ]
    ),
    (
      "as it is without the word",
      [
        "options.reduceOptions.values=false", "options.showPercentChange=false",
        "options.orientation=auto", "options.namePlacement=auto", "options.frameIndex=0",
        "options.calculate=false", "options.combine=false", "options.legend.limit=0",
        "options.wideLayout=true", "options.yAxis.reverse=false", "options.orientation=horizontal",
        "options.color.reverse=false", "field.fieldMinMax=false", "field.nullValueMode=null",
        "field.nullValueMode=connected", "options.stateFilter.noData", "options.stateFilter.error",
        "options.stateFilter.recovering",
        "options.dashboardAlerts=false", "options.showInactiveAlerts=false",
        "field.custom.stacking.mode=none", "field.custom.stacking.mode=off",
        "field.custom.stacking.mode=value", "field.custom.stacking.group",
        "field.custom.hideFrom.legend=false", "field.custom.hideFrom.viz=false",
        "field.custom.hideFrom.tooltip", "field.custom.axisCenteredZero=false",
        "field.custom.insertNulls=false", "field.custom.spanNulls=false",
        "field.custom.thresholdsStyle.mode=off", "field.custom.scaleDistribution.type=linear",
        "field.custom.axisPlacement=auto", "field.custom.lineInterpolation=linear",
        "field.custom.lineStyle.fill=solid", "field.custom.barAlignment=0",
        "field.custom.showValues=false", "field.custom.hidden=false", "field.custom.align=auto",
        "field.custom.cellOptions.type=auto",
        "field.thresholds.mode=absolute", "panel.xaxis.show=true", "panel.xaxis.mode=time",
      ]
    ),
  ]

  /// The listed keys, each with the values that are meant; an empty list is all.
  private static let listed: [String: [(value: String, isOnly: Bool)]] = {
    var found: [String: [(value: String, isOnly: Bool)]] = [:]
    for key in reasons.flatMap(\.keys) {
      if let range = key.firstRange(of: "!=") {
        found[String(key[..<range.lowerBound]), default: []].append(
          (String(key[range.upperBound...]), false)
        )
      } else if let range = key.firstRange(of: "=") {
        found[String(key[..<range.lowerBound]), default: []].append(
          (String(key[range.upperBound...]), true)
        )
      } else {
        found[key] = []
      }
    }
    return found
  }()

  /// Whether a key with this value is on the list, itself or by what it stands in.
  ///
  /// Numbers of places in lists, `[3]`, don't count.
  static func isUnseen(_ path: String, _ value: JSON) -> Bool {
    // By bytes: thousands of keys are asked for, and few have places in lists.
    let hasPlaces = path.utf8.contains(UInt8(ascii: "["))
    var key = hasPlaces ? path.replacing(/\[\d+\]/, with: "") : path
    if let values = listed[key] {
      guard !values.isEmpty else { return true }
      let plain = value.plain ?? ""
      for (word, isOnly) in values where (word == plain) == isOnly { return true }
    }
    while let dot = key.utf8.lastIndex(of: UInt8(ascii: ".")) {
      key = String(key[..<dot])
      if listed[key]?.isEmpty == true { return true }
    }
    return false
  }
}
