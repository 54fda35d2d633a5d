/// Which keys belong to which of Grafana's panel types.
///
/// A panel that was another one once still has that one's keys: Grafana doesn't look at them, nor
/// do we. A key that no type has is told.
enum GrafanaPanelKeys {
  /// Of every panel, read here or elsewhere.
  static let common: Set<String> = [
    "id", "type", "title", "description", "gridPos", "targets", "datasource", "interval",
    "maxDataPoints", "timeFrom", "timeShift", "repeat", "repeatDirection", "maxPerRow", "minSpan",
    "transformations", "options", "fieldConfig", "links", "panels", "collapsed", "libraryPanel",
    "span", "height", "repeatIteration", "repeatPanelId", "repeatedByRow", "repeatRowId",
    "collapse",
    "showTitle", "titleSize",
  ]

  // MARK: - Options

  private static let legend = words(
    "legend.displayMode legend.placement legend.calcs legend.showLegend legend.sortBy"
      + " legend.sortDesc legend.width legend.limit"
  )
  private static let tooltip = words(
    "tooltip.mode tooltip.sort tooltip.maxHeight tooltip.maxWidth tooltip.hideZeros"
      + " tooltip.hoverProximity"
  )
  private static let reduce = words(
    "reduceOptions.calcs reduceOptions.fields reduceOptions.values reduceOptions.limit orientation"
      + " text"
  )
  private static let course = legend.union(tooltip)
  /// Where the legend isn't one of series, nothing of them is calculated for it.
  private static let states = course.subtracting(["legend.calcs"])

  /// By type; a name stands for all below it.
  private static let options = Keys([
    "timeseries": course.union(words("timezone orientation timeCompare")),
    "graph": words("alertThreshold dataLinks graph legend.isVisible legend.asTable"),
    "stat": reduce.union(
      words(
        "graphMode colorMode justifyMode textMode wideLayout showPercentChange"
          + " percentChangeColorMode"
      )
    ),
    "gauge": reduce.union(
      words(
        "showThresholdLabels showThresholdMarkers minVizWidth minVizHeight sizing barShape"
          + " barWidthFactor effects endpointMarker segmentCount segmentSpacing shape sparkline"
          + " textMode neutral"
      )
    ),
    "bargauge": reduce.union(legend).union(
      words(
        "displayMode showUnfilled valueMode namePlacement minVizHeight minVizWidth maxVizHeight"
          + " sizing"
      )
    ),
    "table": words(
      "showHeader cellHeight footer.show footer.reducer footer.fields footer.countRows"
        + " footer.enablePagination sortBy frameIndex showTypeIcons enablePagination frozenColumns"
        + " maxRowHeight disableKeyboardEvents"
    ),
    "text": words("mode content code"),
    "heatmap": tooltip.union(
      words(
        "calculate calculation.xBuckets calculation.yBuckets color.mode color.scheme color.steps"
          + " color.fill color.exponent color.scale color.min color.max color.reverse cellGap"
          + " cellRadius cellValues.unit cellValues.decimals showValue legend.show"
          + " tooltip.yHistogram tooltip.show tooltip.showColorScale exemplars filterValues.le"
          + " filterValues.ge rowsFrame.layout rowsFrame.value yAxis.unit yAxis.decimals yAxis.min"
          + " yAxis.max yAxis.reverse yAxis.axisPlacement yAxis.axisLabel yAxis.axisWidth"
          + " selectionMode"
      )
    ),
    "piechart": reduce.union(states).union(words("pieType displayLabels legend.values sort"))
      .subtracting(["orientation"]),
    "state-timeline": states.union(
      words("mergeValues alignValue rowHeight showValue perPage timezone")
    ),
    "status-history": states.union(words("colWidth rowHeight showValue perPage timezone")),
    "histogram": course.union(words("combine bucketSize bucketOffset bucketCount")),
    "barchart": course.union(
      words(
        "xField colorByField orientation barRadius barWidth groupWidth showValue stacking"
          + " fullHighlight xTickLabelRotation xTickLabelMaxLength xTickLabelSpacing text"
      )
    ),
    "alertlist": words(
      "maxItems sortOrder stateFilter alertName alertInstanceLabelFilter groupMode groupBy viewMode"
        + " showInstances folder folderId datasource dashboardAlerts dashboardTitle showOptions"
        + " tags alertStatus"
    ),
    "logs": words(
      "dedupStrategy enableLogDetails prettifyLogMessage showCommonLabels showLabels showTime"
        + " sortOrder wrapLogMessage"
    ),
    "dashlist": words(
      "folderId maxItems query showHeadings showRecentlyViewed showSearch showStarred tags"
        + " includeVars keepTime showFolderNames"
    ),
    "xychart": words("dims series seriesMapping mapping"),
    "news": words("feedUrl showImage"),
    "nodeGraph": words("nodes edges zoomMode"),
    "geomap": words("basemap controls layers view"),
    "canvas": words("root inlineEditing showAdvancedTypes panZoom"),
  ])

  // MARK: - Field properties

  private static let look = words("lineWidth fillOpacity gradientMode hideFrom")
  private static let axes = words(
    "axisPlacement axisLabel axisWidth axisColorMode axisBorderShow axisGridShow axisSoftMin"
      + " axisSoftMax axisCenteredZero scaleDistribution"
  )

  private static let custom = Keys([
    "timeseries": look.union(axes).union(
      words(
        "drawStyle lineInterpolation lineStyle lineColor fillColor fillBelowTo showPoints pointSize"
          + " pointColor pointSymbol barAlignment barWidthFactor barMaxWidth spanNulls insertNulls"
          + " stacking thresholdsStyle transform showValues"
      )
    ),
    "barchart": look.union(axes).union(words("thresholdsStyle")),
    "histogram": look.union(words("stacking")),
    "state-timeline": look.union(words("spanNulls insertNulls axisPlacement")),
    "status-history": look.union(words("axisPlacement")),
    "heatmap": words("hideFrom scaleDistribution"),
    "piechart": words("hideFrom"),
    "table": words(
      "width minWidth align displayMode cellOptions hidden hideHeader inspect filterable footer hideFrom"
        + " wrapText wrapHeaderText tooltip styleField"
    ),
    "xychart": look.union(axes).union(
      words("pointSize pointShape show pointStrokeWidth pointColor label labelValue lineStyle")
    ),
    "bargauge": words("showUnfilled"), "gauge": words("neutral"),
  ])

  /// The standard properties of which a type draws nothing.
  private static let unread: [String: Set<String>] = [
    "text": GrafanaFields.standard, "row": GrafanaFields.standard,
    "alertlist": GrafanaFields.standard, "dashlist": GrafanaFields.standard,
    "piechart": ["min", "max", "fieldMinMax"], "histogram": ["noValue"],
    "heatmap": [
      "unit", "decimals", "min", "max", "fieldMinMax", "thresholds", "mappings", "color", "noValue",
    ],
  ]

  /// Of a box's border a cell shows nothing.
  private static let borders: Set<String> = ["state-timeline", "status-history"]

  // MARK: - The panel's own keys

  private static let graph = words(
    "aliasColors bars dashLength dashes fill fillGradient hiddenSeries legend lines linewidth"
      + " nullPointMode percentage pointradius points renderer seriesOverrides spaceLength stack"
      + " steppedLine thresholds timeRegions tooltip xaxis yaxes yaxis grid alert decimals"
      + " paceLength"
  )
  private static let panel = Keys([
    "graph": graph,
    "singlestat": SinglestatMigration.read.union(
      words("valueFontSize prefixFontSize postfixFontSize")
    ),
    "table-old": words("styles transform columns sort showHeader fontSize pageSize scroll"),
    "heatmap": HeatmapMigration.read.union(words("heatmap highlightCards xAxis cardPadding")),
    "grafana-piechart-panel": PieMigration.read.union(
      words("strokeWidth fontSize breakPoint")
    ),
    "text": words("content mode"),
    "row": words("collapse showTitle titleSize collapsed panels"),
    "alertlist": AlertListMigration.read.union(words("alertName")),
    "dashlist": words("folderId headings limit query recent search starred tags"),
    "gauge": words("mappings"),
    "logs": words("logs"),
    // Plugins whose keys stay in a panel that became another one.
    "natel-discrete-panel": words(
      "backgroundColor colorMaps crosshairColor display expandFromQueryS extendLastValue"
        + " highlightOnMouseover legendSortBy lineColor metricNameColor rowHeight"
        + " showDistinctCount showLegend showLegendCounts showLegendNames showLegendPercent"
        + " showLegendTime showLegendValues showTimeAxis showTransitionCount textSize"
        + " textSizeTime timeOptions timePrecision timeTextColor units use12HourClock"
        + " useTimePrecision valueTextColor writeAllValues writeLastValue writeMetricNames"
    ),
    "grafana-worldmap-panel": words(
      "circleMaxSize circleMinSize esGeoPoint esLocationName esMetric hideEmpty hideZero"
        + " initialZoom jsonUrl jsonpCallback locationData mapCenter mapCenterLatitude"
        + " mapCenterLongitude mouseWheelZoom showLegend stickyLabels tableQueryOptions"
        + " unitPlural unitSingle unitSingular"
    ),
    "vonage-status-panel": words(
      "clusterName colorMode colors cornerRadius displayName flipCard flipTime fontFormat"
        + " isAutoScrollOnOverflow isGrayOnNoData isHideAlertsOnDisable isIgnoreOKColors"
        + " namePrefix statusMetric"
    ),
    "grafana-polystat-panel": words("polystat savedComposites savedOverrides tooltips"),
    "btplc-status-dot-panel": words(
      "defaultColor mathColorValue mathDisplayValue mathScratchPad radius"
    ),
  ])

  /// What an older type is called whose keys a panel has.
  private static let aliases = [
    "graphite": "graph", "grafana-singlestat-panel": "singlestat", "text2": "text",
  ]

  // MARK: - Questions

  /// The keys of a place in a panel.
  private struct Keys {
    /// By type; a name stands for all below it.
    let ofType: [String: Set<String>]
    let ofAny: Set<String>

    init(_ ofType: [String: Set<String>]) {
      self.ofType = ofType
      ofAny = ofType.values.reduce(into: []) { $0.formUnion($1) }
    }
  }

  /// Whether only other types look at this key of `options`.
  static func isOthersOption(_ path: String, type: String) -> Bool {
    isOthers(path, type: type, in: options)
  }

  /// Whether this type draws nothing of a field property, and another may.
  static func isOthersField(_ id: String, type: String) -> Bool {
    if id.hasPrefix("custom.") {
      if id == "custom.lineWidth", borders.contains(type) { return true }
      let own = String(id.dropFirst(7))
      // By mistake: a property of all types is nobody's own, and Grafana passes over it.
      return GrafanaFields.standard.contains(root(own)) || isOthers(own, type: type, in: custom)
    }
    return unread[type]?.contains(GrafanaFieldID(id).root) ?? false
  }

  private static func root(_ path: String) -> String {
    path.split(separator: ".").first.map(String.init) ?? path
  }

  /// Whether only other types look at this key of the panel itself.
  static func isOthersKey(_ name: String, written: String) -> Bool {
    isOthers(name, type: aliases[written] ?? written, in: panel)
  }

  private static func isOthers(_ path: String, type: String, in keys: Keys) -> Bool {
    var isKnown = false
    var key = path
    while true {
      if keys.ofType[type]?.contains(key) ?? false { return false }
      isKnown = isKnown || keys.ofAny.contains(key)
      guard let dot = key.utf8.lastIndex(of: UInt8(ascii: ".")) else { return isKnown }
      key = String(key[..<dot])
    }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
