/// What queries of Grafana's other sources have.
///
/// A query that asked another source once keeps that one's keys; Prometheus' own looks at none of
/// them.
enum GrafanaForeignQuery {
  static let keys: Set<String> = Set(bySource.flatMap { $0.split(separator: " ").map(String.init) })

  private static let bySource = [
    // InfluxDB and Graphite.
    "alias dataset groupBy measurement orderByTime policy query queryText resultFormat select tags"
      + " limit slimit tz refCount targetFull isMetricTank",
    // Elasticsearch.
    "bucketAggs metrics timeField aggregation decimals displayAliasType displayType"
      + " displayValueWithAlias units valueHandler isLogsQuery luceneQueryType logBase max min",
    // CloudWatch.
    "dimensions metricName metricEditorMode metricQueryType namespace period queryMode region"
      + " sqlExpression statistic statistics matchExact id label logGroupNames logGroups accountId"
      + " returnData highResolution usePeriod",
    // Loki, Tempo and profiles.
    "direction maxLines resolution stepInterval regexp filters tableType search serviceName"
      + " spanName minDuration maxDuration traceId profileTypeId labelSelector spanSelector"
      + " maxNodes",
    // SQL.
    "group metricColumn rawSql sql table timeColumn timeColumnType where selectedFormat",
    // OpenTSDB.
    "aggregator downsampleAggregator downsampleFillPolicy downsampleInterval disableDownsampling"
      + " currentTagKey currentTagValue currentFilterKey currentFilterValue currentFilterType"
      + " currentFilterGroupBy shouldComputeRate isCounter explicitTags",
    // Google's and Microsoft's clouds.
    "metricQuery metricType metricKind perSeriesAligner crossSeriesReducer alignmentPeriod"
      + " alignOptions aliasBy projectName projectId sloQuery timeSeriesList timeSeriesQuery"
      + " aggregations appInsights azureLogAnalytics azureMonitor azureResourceGraph azureTraces"
      + " insightsAnalytics subscription subscriptions",
    // Zabbix.
    "application functions host item itemTag mode options macro proxy trigger triggers schema"
      + " slaProperty itservice hostFilter textFilter useCaptureGroups itemids countTriggersBy"
      + " evaltype showProblems minSeverity",
    // JSON and Infinity.
    "data payload jsonPath fields method urlPath params headers body bodyType type"
      + " cacheDurationSeconds columns parser root_selector source url url_options uql groq"
      + " csv_options json_options computed_columns filterExpression summarizeExpression",
    // Grafana's own test data.
    "scenarioId stringInput csvWave csvContent csvFileName lines points pulseWave stream"
      + " levelColumn noise startValue spread seriesCount channel labels streamingUrl usa nodes"
      + " dropPercent",
  ]
}
