import Metrics

/// What `/query` and `/query_range` answered, as it came over the wire.
struct WireAnswer: Hashable, Sendable {
  var isSuccess = false
  var errorType = ""
  var error = ""
  var warnings: [String] = []
  var infos: [String] = []
  /// VictoriaMetrics: some of its storage did not answer.
  var isPartial = false
  /// VictoriaMetrics tells statistics beside the data.
  var hasFetchStatistics = false
  var resultType = ""
  var hasResult = false
  var series: [Series] = []
  /// All series, kept or not.
  var seriesCount = 0
  /// Points whose value was none.
  var skippedPoints = 0
}

/// Reads an answer in one pass over its bytes, straight into columns.
///
/// No text is made of a sample, numbers don't depend on the locale, the order of keys doesn't
/// matter, and unknown ones are gone over at every level.
struct AnswerDecoder {
  private let maximumSeries: Int
  private var answer = WireAnswer()
  /// Points of the series before: the next one has about as many.
  private var expectedPoints = 0
  private var labels = LabelReader()
  /// The text of a scalar or string result; which it is may come after it.
  private var lone: (time: Int64, text: String)?

  /// - Parameters:
  ///   - body: JSON.
  ///   - maximumSeries: The most that are kept; the others are only counted.
  /// - Returns: Columns of numbers; whether it was a success is for the caller to see.
  /// - Throws: Where the body stops being JSON of the expected shape.
  static func decode(
    _ body: [UInt8],
    maximumSeries: Int = 2_000
  ) throws(WireFault) -> WireAnswer {
    var bytes = body
    bytes.append(0)
    return try bytes.withUnsafeBufferPointer { buffer throws(WireFault) in
      guard var cursor = WireCursor(buffer) else { throw .truncated }
      var decoder = AnswerDecoder(maximumSeries: maximumSeries)
      try decoder.envelope(&cursor)
      cursor.skipSpace()
      guard cursor.isAtEnd else { throw cursor.fault }
      return decoder.answer
    }
  }

  private init(maximumSeries: Int) { self.maximumSeries = maximumSeries }

  // MARK: Envelope

  private mutating func envelope(_ cursor: inout WireCursor) throws(WireFault) {
    try cursor.object { (cursor, key) throws(WireFault) in
      if key.equals("status") {
        answer.isSuccess = try cursor.text() == "success"
      } else if key.equals("data") {
        try data(&cursor)
      } else if key.equals("error") {
        answer.error = try Self.text(&cursor)
      } else if key.equals("errorType") {
        answer.errorType = try Self.text(&cursor)
      } else if key.equals("warnings") {
        answer.warnings = try Self.texts(&cursor)
      } else if key.equals("infos") {
        answer.infos = try Self.texts(&cursor)
      } else if key.equals("isPartial") {
        answer.isPartial = cursor.byte == UInt8(ascii: "t")
        try cursor.skipValue()
      } else {
        if key.equals("stats") { answer.hasFetchStatistics = true }
        try cursor.skipValue()
      }
    }
    finish()
  }

  /// A text, or nothing where something else stands.
  private static func text(_ cursor: inout WireCursor) throws(WireFault) -> String {
    if cursor.byte == Byte.quote { return try cursor.text() }
    try cursor.skipValue()
    return ""
  }

  private static func texts(_ cursor: inout WireCursor) throws(WireFault) -> [String] {
    var texts: [String] = []
    guard cursor.byte == Byte.openBracket else {
      try cursor.skipValue()
      return []
    }
    try cursor.array { cursor throws(WireFault) in
      let text = try Self.text(&cursor)
      if texts.count < 20, !text.isEmpty { texts.append(text) }
    }
    return texts
  }

  private mutating func data(_ cursor: inout WireCursor) throws(WireFault) {
    guard cursor.byte == Byte.openBrace else { return try cursor.skipValue() }
    try cursor.object { (cursor, key) throws(WireFault) in
      if key.equals("resultType") {
        answer.resultType = try Self.text(&cursor)
      } else if key.equals("result") {
        try result(&cursor)
      } else {
        try cursor.skipValue()
      }
    }
  }

  private mutating func result(_ cursor: inout WireCursor) throws(WireFault) {
    answer.hasResult = true
    answer.series = []
    answer.seriesCount = 0
    guard cursor.byte == Byte.openBracket else { return try cursor.skipValue() }
    var column = 0
    var time: Int64 = 0
    try cursor.array { cursor throws(WireFault) in
      if cursor.byte == Byte.openBrace {
        try series(&cursor)
      } else if column == 0 {
        time = try cursor.milliseconds()
      } else if column == 1 {
        lone = (time, try Self.text(&cursor))
      } else {
        try cursor.skipValue()
      }
      column += 1
    }
  }

  private mutating func finish() {
    if let (time, text) = lone { answer.series = [loneSeries(time, text)] }
    if lone != nil { answer.seriesCount = 1 }
    // Colours and order must not depend on what order a server happens to use.
    let labels = answer.series.lazy.map(\.labels)
    if zip(labels, labels.dropFirst()).contains(where: { $1 < $0 }) {
      answer.series.sort { $0.labels < $1.labels }
    }
  }

  /// A scalar has no labels; a string is the label `string` of a point that is no number.
  private func loneSeries(_ time: Int64, _ text: String) -> Series {
    if answer.resultType == "string" {
      return Series(labels: ["string": text], timestamps: [time], values: [.nan])
    }
    guard let value = WireCursor.number(text) else { return Series(labels: [:]) }
    return Series(labels: [:], timestamps: [time], values: [value])
  }

  // MARK: Series

  private mutating func series(_ cursor: inout WireCursor) throws(WireFault) {
    answer.seriesCount += 1
    guard answer.series.count < maximumSeries else { return try cursor.skipValue() }
    var series = Series(labels: [:])
    var isOrdered = true
    try cursor.object { (cursor, key) throws(WireFault) in
      if key.equals("metric") {
        series.labels = try labels.labels(&cursor)
      } else if key.equals("values") {
        series.timestamps.reserveCapacity(expectedPoints)
        series.values.reserveCapacity(expectedPoints)
        guard cursor.byte == Byte.openBracket else { return try cursor.skipValue() }
        try cursor.array { cursor throws(WireFault) in
          try point(&cursor, &series, &isOrdered)
        }
      } else if key.equals("value") {
        try point(&cursor, &series, &isOrdered)
      } else if key.equals("histograms") {
        try cursor.array { cursor throws(WireFault) in
          try histogram(&cursor, &series)
        }
      } else if key.equals("histogram") {
        try histogram(&cursor, &series)
      } else {
        try cursor.skipValue()
      }
    }
    if !isOrdered { series.order() }
    expectedPoints = series.timestamps.count
    answer.series.append(series)
  }

  /// A sample such as `[1435781451.781,"1"]`.
  @inline(__always)
  private mutating func point(
    _ cursor: inout WireCursor,
    _ series: inout Series,
    _ isOrdered: inout Bool
  ) throws(WireFault) {
    try cursor.expect(Byte.openBracket)
    cursor.skipSpace()
    let time = try cursor.milliseconds()
    try cursor.expect(Byte.comma)
    cursor.skipSpace()
    let value = try cursor.sample()
    if !cursor.take(Byte.closeBracket) { try Self.skipRest(&cursor) }
    guard let value else {
      answer.skippedPoints += 1
      return
    }
    if let last = series.timestamps.last, last >= time { isOrdered = false }
    series.timestamps.append(time)
    series.values.append(value)
  }

  /// What else stands in an array, to its end.
  private static func skipRest(_ cursor: inout WireCursor) throws(WireFault) {
    cursor.skipSpace()
    while cursor.take(Byte.comma) {
      try cursor.skipValue()
      cursor.skipSpace()
    }
    guard cursor.take(Byte.closeBracket) else { throw cursor.fault }
  }

  // MARK: Native histograms

  /// A sample such as `[1435781451.781,{"count":"42","sum":"3.5","buckets":[[0,"1","2","42"]]}]`.
  private mutating func histogram(
    _ cursor: inout WireCursor,
    _ series: inout Series
  ) throws(WireFault) {
    try cursor.expect(Byte.openBracket)
    cursor.skipSpace()
    let time = Timestamp(milliseconds: try cursor.milliseconds())
    var sample = HistogramSample(time: time, count: 0, sum: 0, buckets: [])
    try cursor.expect(Byte.comma)
    try cursor.object { (cursor, key) throws(WireFault) in
      if key.equals("count") {
        sample.count = try cursor.sample() ?? .nan
      } else if key.equals("sum") {
        sample.sum = try cursor.sample() ?? .nan
      } else if key.equals("buckets"), cursor.byte == Byte.openBracket {
        try cursor.array { cursor throws(WireFault) in
          sample.buckets.append(try Self.bucket(&cursor))
        }
      } else {
        try cursor.skipValue()
      }
    }
    try Self.skipRest(&cursor)
    series.histograms.append(sample)
  }

  private static func bucket(
    _ cursor: inout WireCursor
  ) throws(WireFault) -> HistogramSample.Bucket {
    var numbers: [Double] = []
    try cursor.array { cursor throws(WireFault) in
      numbers.append(try cursor.sample() ?? .nan)
    }
    guard numbers.count >= 4, let boundaries = Int(exactly: numbers[0]) else { throw cursor.fault }
    return HistogramSample.Bucket(
      boundaries: boundaries,
      lower: numbers[1],
      upper: numbers[2],
      count: numbers[3]
    )
  }
}

extension Series {
  /// Sorts by time; of points at the same time the one that came last stays.
  fileprivate mutating func order() {
    let order = timestamps.indices.sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    var times: [Int64] = []
    var sorted: [Double] = []
    for index in order {
      if times.last == timestamps[index] {
        sorted[sorted.count - 1] = values[index]
      } else {
        times.append(timestamps[index])
        sorted.append(values[index])
      }
    }
    timestamps = times
    values = sorted
  }
}
