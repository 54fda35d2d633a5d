import Canvas
import Glibc
import Metrics

/// Rows of buckets over time, from the lowest bucket to the highest.
struct HeatGrid: Hashable {
  struct Row: Hashable {
    var name: ForeignText
    /// Its ends, where they are known; a value is above the one and at most the other.
    var low: Double?
    var high: Double?
    /// The end that it is called by.
    var bound: Double?
    /// One per moment; NaN where there is none.
    var values: [Double]

    init(
      name: ForeignText,
      low: Double? = nil,
      high: Double? = nil,
      bound: Double? = nil,
      values: [Double]
    ) {
      self.name = name
      self.low = low
      self.high = high
      self.bound = bound ?? high
      self.values = values
    }
  }

  var rows: [Row]
  /// Milliseconds, rising.
  var times: [Int64]
  /// How much of the time up to its moment a cell describes.
  var step: Duration?

  /// No screen shows more rows.
  static let mostRows = 400

  init(rows: [Row] = [], times: [Int64] = [], step: Duration? = nil) {
    self.rows = rows
    self.times = times
    self.step = step
  }

  // MARK: - Rows that are asked for

  /// A row per series.
  ///
  /// - Parameters:
  ///   - series: Their names, or their labels `le`, are the buckets' upper ends.
  ///   - isCumulative: Each counts what the ones before it do.
  ///   - beginsAtBound: What they are called by are the buckets' lower ends.
  ///   - step: Distance of the moments.
  init(
    series: [FrameSeries],
    isCumulative: Bool,
    beginsAtBound: Bool = false,
    step: Duration?
  ) {
    times = Set(series.flatMap(\.timestamps)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(times, times.indices))
    self.step = step
    var sums: [String: Int] = [:]
    rows = []
    let bounds = series.map { Self.bound($0) }
    let areBounds = !bounds.contains(nil)
    for (one, bound) in zip(series, bounds) {
      let name = areBounds ? Self.name(one) : one.name
      // Of several histograms the buckets of one bound are one.
      let key = isCumulative ? name.raw : "\(rows.count)"
      let place = sums[key] ?? rows.count
      sums[key] = place
      if place == rows.count {
        let empty = Array(repeating: Double.nan, count: times.count)
        rows.append(Row(name: name, high: areBounds ? bound : nil, values: empty))
      }
      for (time, value) in zip(one.timestamps, one.values) {
        guard let column = places[time], !value.isNaN else { continue }
        let known = rows[place].values[column]
        rows[place].values[column] = known.isNaN ? value : known + value
      }
    }
    guard areBounds, !rows.isEmpty else { return }
    rows = rows.enumerated().sorted {
      ($0.element.high ?? 0, $0.offset) < ($1.element.high ?? 0, $1.offset)
    }.map(\.element)
    if isCumulative { subtractNeighbours() }
    for place in rows.indices.dropFirst() { rows[place].low = rows[place - 1].bound }
    guard beginsAtBound else { return }
    for place in rows.indices {
      rows[place].low = rows[place].bound
      rows[place].high = place + 1 < rows.count ? rows[place + 1].bound : .infinity
    }
  }

  /// As the file calls it, else its bound.
  private static func name(_ series: FrameSeries) -> ForeignText {
    series.config?.displayName == nil ? series.labels["le"] ?? series.name : series.name
  }

  /// The upper end that a series stands for; nil where its name is no number.
  private static func bound(_ series: FrameSeries) -> Double? {
    let text = name(series).raw.filter { $0 != " " && $0 != "\u{A0}" }
    if ["+Inf", "Inf", "inf", "+inf"].contains(text) { return .infinity }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// What a cumulative bucket has more than the one below it.
  private mutating func subtractNeighbours() {
    for place in rows.indices.dropFirst().reversed() {
      for column in times.indices {
        let more = rows[place].values[column] - rows[place - 1].values[column]
        guard !more.isNaN else { continue }
        rows[place].values[column] = more < 1e-9 ? 0 : more
      }
    }
  }

  // MARK: - Native histograms

  /// A row per bucket of any of the histograms.
  init(histogramsOf series: [FrameSeries], step: Duration?) {
    struct Bounds: Hashable {
      var low: Double
      var high: Double
    }
    let samples = series.flatMap(\.histograms)
    times = Set(samples.map(\.time.milliseconds)).sorted()
    self.step = step
    let places = Dictionary(uniqueKeysWithValues: zip(times, times.indices))
    var rows: [Bounds: [Double]] = [:]
    for sample in samples {
      guard let column = places[sample.time.milliseconds] else { continue }
      for bucket in sample.buckets where !bucket.lower.isNaN && !bucket.upper.isNaN {
        let bounds = Bounds(low: bucket.lower, high: bucket.upper)
        rows[bounds, default: Array(repeating: 0, count: times.count)][column] += bucket.count
      }
    }
    let sorted = rows.sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
    self.rows = sorted.prefix(Self.mostRows).map { bounds, values in
      Row(
        name: ForeignText(Digits.fixed(bounds.high, nil)),
        low: bounds.low,
        high: bounds.high,
        values: values
      )
    }
  }

  // MARK: - Rows that are counted

  /// How points are counted.
  struct Counting: Hashable {
    /// Of a span of time; nil: a twentieth of the range, rounded.
    var time: Duration?
    /// About how many spans of time, without their length.
    var times: Int?
    /// Of a bucket; of a logarithmic scale how many buckets a power has.
    var size: Double?
    /// About how many buckets, without a size.
    var count: Int?
    /// The base of a logarithmic scale.
    var base: Double?
    var low: Double?
    var high: Double?

    func holds(_ value: Double) -> Bool {
      value >= low ?? -.infinity && value <= high ?? .infinity && (base == nil || value > 0)
    }
  }

  /// How many points of all series fall into each span of time and values.
  init(points series: [FrameSeries], counting: Counting, range: TimeRange) {
    self.init()
    let span = max(1, counting.time?.milliseconds ?? Self.span(range, counting.times ?? 20))
    var kept: [(Int64, Double)] = []
    for one in series {
      for (time, value) in zip(one.timestamps, one.values)
      where value.isFinite && counting.holds(value) { kept.append((time, value)) }
    }
    let values = kept.map { point in
      counting.base.map { log(point.1) / log($0) } ?? point.1
    }
    guard let least = values.min(), let greatest = values.max(), (greatest - least).isFinite else {
      return
    }
    let size = Self.size(counting, from: least, to: greatest)
    let start = floor(least / size + 1e-9) * size
    let count = ((greatest - start) / size + 1e-9).rounded(.down).whole(from: 0, to: 399) + 1
    let first = (kept.map(\.0).min() ?? 0) / span * span
    let spans = Int(clamping: ((kept.map(\.0).max() ?? 0) - first) / span + 1)
    guard spans <= 10_000 else { return }
    times = (1...spans).map { first + Int64($0) * span }
    step = .milliseconds(span)
    func end(_ place: Int) -> Double {
      let value = start + Double(place) * size
      return counting.base.map { pow($0, value) } ?? value
    }
    rows = (0..<count).map { place in
      Row(
        name: ForeignText(Digits.fixed(end(place + 1), nil)),
        low: end(place),
        high: end(place + 1),
        values: Array(repeating: 0, count: spans)
      )
    }
    for (point, value) in zip(kept, values) {
      let row = ((value - start) / size + 1e-9).rounded(.down).whole(from: 0, to: count - 1)
      let column = Int(clamping: (point.0 - first) / span)
      rows[row].values[min(spans - 1, column)] += 1
    }
  }

  /// A round length of which about so many are in a range, in milliseconds.
  private static func span(_ range: TimeRange, _ count: Int) -> Int64 {
    let wanted = range.length.milliseconds / Int64(max(1, count))
    let round: [Int64] = [
      1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
      604_800,
    ]
    return (round.last { $0 * 1_000 <= wanted } ?? 1) * 1_000
  }

  private static func size(_ counting: Counting, from least: Double, to greatest: Double) -> Double
  {
    let most = Double(mostRows - 1)
    let smallest = max((greatest - least) / most, .leastNormalMagnitude)
    if counting.base != nil {
      let parts = counting.size.flatMap { $0 >= 1 ? $0 : nil } ?? 1
      return max(1 / parts, smallest)
    }
    if let size = counting.size, size > 0 { return max(size, smallest) }
    let wanted = (greatest - least) / Double(max(1, counting.count ?? 10))
    guard wanted > 0 else { return 1 }
    let power = pow(10, floor(log10(wanted)))
    let round = [5, 4, 2.5, 2, 1].map { $0 * power }
    return max(round.first { $0 <= wanted * 1.000_001 } ?? power, smallest)
  }
}
