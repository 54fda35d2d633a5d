import Documents

/// PromQL's own words, as completion offers them.
enum PromQL {
  struct Word: Hashable, Sendable {
    var name: String
    /// What it takes: `(v range-vector)`.
    var signature: String
    var what: String

    init(_ name: String, _ signature: String, _ what: String) {
      self.name = name
      self.signature = signature
      self.what = what
    }
  }

  static let aggregations: [Word] = [
    Word("sum", "by (…) (v)", "sum over labels"),
    Word("avg", "by (…) (v)", "mean over labels"),
    Word("min", "by (…) (v)", "least over labels"),
    Word("max", "by (…) (v)", "greatest over labels"),
    Word("count", "by (…) (v)", "how many series"),
    Word("group", "by (…) (v)", "1 for each group"),
    Word("stddev", "by (…) (v)", "standard deviation over labels"),
    Word("stdvar", "by (…) (v)", "variance over labels"),
    Word("topk", "(k, v)", "the k largest series"),
    Word("bottomk", "(k, v)", "the k smallest series"),
    Word("quantile", "(φ, v)", "φ-quantile over labels"),
    Word("count_values", "(label, v)", "how many series have each value"),
  ]

  static let functions: [Word] = [
    Word("rate", "(v[range])", "increase per second of a counter, on average"),
    Word("irate", "(v[range])", "increase per second between the last two samples"),
    Word("increase", "(v[range])", "increase of a counter over the range, extrapolated"),
    Word("delta", "(v[range])", "difference of a gauge over the range, extrapolated"),
    Word("idelta", "(v[range])", "difference of the last two samples"),
    Word("deriv", "(v[range])", "change per second of a gauge, by regression"),
    Word("predict_linear", "(v[range], seconds)", "the value that many seconds from now"),
    Word("resets", "(v[range])", "how often a counter was reset"),
    Word("changes", "(v[range])", "how often the value changed"),
    Word("avg_over_time", "(v[range])", "mean of each series' samples"),
    Word("min_over_time", "(v[range])", "least of each series' samples"),
    Word("max_over_time", "(v[range])", "greatest of each series' samples"),
    Word("sum_over_time", "(v[range])", "sum of each series' samples"),
    Word("count_over_time", "(v[range])", "how many samples each series has"),
    Word("quantile_over_time", "(φ, v[range])", "φ-quantile of each series' samples"),
    Word("stddev_over_time", "(v[range])", "standard deviation of each series' samples"),
    Word("stdvar_over_time", "(v[range])", "variance of each series' samples"),
    Word("last_over_time", "(v[range])", "newest sample in the range"),
    Word("present_over_time", "(v[range])", "1 for each series with samples"),
    Word("absent_over_time", "(v[range])", "1 where there is no sample"),
    Word("absent", "(v)", "1 where there is no series"),
    Word("histogram_quantile", "(φ, buckets)", "φ-quantile of a histogram"),
    Word("histogram_count", "(v)", "observations of a native histogram"),
    Word("histogram_sum", "(v)", "sum of a native histogram's observations"),
    Word("histogram_avg", "(v)", "mean of a native histogram's observations"),
    Word("histogram_fraction", "(low, high, v)", "share of observations between two values"),
    Word("label_replace", "(v, dst, replacement, src, regex)", "sets a label by a regex"),
    Word("label_join", "(v, dst, separator, src…)", "joins labels into one"),
    Word("clamp", "(v, min, max)", "values kept between two"),
    Word("clamp_min", "(v, min)", "values not below one"),
    Word("clamp_max", "(v, max)", "values not above one"),
    Word("round", "(v, to)", "nearest whole number, or multiple"),
    Word("ceil", "(v)", "next whole number above"),
    Word("floor", "(v)", "next whole number below"),
    Word("abs", "(v)", "without its sign"),
    Word("sgn", "(v)", "-1, 0 or 1"),
    Word("sqrt", "(v)", "square root"),
    Word("exp", "(v)", "e to that power"),
    Word("ln", "(v)", "natural logarithm"),
    Word("log2", "(v)", "logarithm to base 2"),
    Word("log10", "(v)", "logarithm to base 10"),
    Word("sort", "(v)", "smallest first"),
    Word("sort_desc", "(v)", "largest first"),
    Word("sort_by_label", "(v, label…)", "in the order of labels"),
    Word("sort_by_label_desc", "(v, label…)", "in reverse order of labels"),
    Word("scalar", "(v)", "the value of the only series"),
    Word("vector", "(s)", "a series without labels"),
    Word("time", "()", "the moment of evaluation, in seconds"),
    Word("timestamp", "(v)", "when each sample was taken, in seconds"),
    Word("minute", "(v)", "minute of the hour, UTC"),
    Word("hour", "(v)", "hour of the day, UTC"),
    Word("day_of_week", "(v)", "0 is Sunday, UTC"),
    Word("day_of_month", "(v)", "day of the month, UTC"),
    Word("day_of_year", "(v)", "day of the year, UTC"),
    Word("days_in_month", "(v)", "how many days the month has"),
    Word("month", "(v)", "1 is January, UTC"),
    Word("year", "(v)", "year, UTC"),
    Word("pi", "()", "3.14159"),
    Word("deg", "(v)", "radians to degrees"),
    Word("rad", "(v)", "degrees to radians"),
    Word("sin", "(v)", "sine"),
    Word("cos", "(v)", "cosine"),
    Word("tan", "(v)", "tangent"),
    Word("asin", "(v)", "arcsine"),
    Word("acos", "(v)", "arccosine"),
    Word("atan", "(v)", "arctangent"),
    Word("holt_winters", "(v[range], sf, tf)", "smoothed value, in Prometheus 2"),
    Word("double_exponential_smoothing", "(v[range], sf, tf)", "smoothed value"),
    Word("mad_over_time", "(v[range])", "median absolute deviation of the samples"),
    Word("info", "(v, selector)", "with the labels of info metrics"),
  ]

  static let keywords: [Word] = [
    Word("by", "(labels)", "keeps these labels"),
    Word("without", "(labels)", "drops these labels"),
    Word("on", "(labels)", "matches by these labels"),
    Word("ignoring", "(labels)", "matches by all other labels"),
    Word("group_left", "(labels)", "many series on the left match one"),
    Word("group_right", "(labels)", "many series on the right match one"),
    Word("and", "", "those of the left that the right has"),
    Word("or", "", "the left, and what only the right has"),
    Word("unless", "", "those of the left that the right has not"),
    Word("bool", "", "0 or 1 instead of leaving out"),
    Word("offset", "duration", "earlier by a span"),
    Word("atan2", "", "angle of two values"),
    Word("start", "()", "the range's start, after @"),
    Word("end", "()", "the range's end, after @"),
  ]

  static let aggregationNames = Set(aggregations.map(\.name))
  static let groupingNames: Set<String> = [
    "by", "without", "on", "ignoring", "group_left", "group_right",
  ]
  static let functionNames = Set(functions.map(\.name))
  /// Words between two operands.
  static let binaryNames: Set<String> = ["and", "or", "unless", "atan2"]
  static let keywordNames = Set(keywords.map(\.name))

  /// Spans that people write in brackets.
  static let durations = [
    "1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "6h", "12h", "1d", "7d",
  ]
  static let units = ["s", "m", "h", "d", "w", "y"]

  /// Variables that every query may use.
  static let builtIns: [Word] = [
    Word("__rate_interval", "", "a range that rate() is right over"),
    Word("__interval", "", "the step between two points"),
    Word("__range", "", "the time range that is shown"),
    Word("__interval_ms", "", "the step in milliseconds"),
    Word("__range_s", "", "the time range in seconds"),
    Word("__range_ms", "", "the time range in milliseconds"),
  ]
}

extension String {
  /// Whether it may stand as a metric's name without quotes.
  var isPlainMetric: Bool {
    !isEmpty && allSatisfy(\.isPartOfName) && first?.isNumber == false
  }

  /// Whether it may stand as a label's name without quotes.
  var isPlainLabel: Bool { isPlainMetric && !contains(":") }
}
