/// Samples of one label set, in columns: `timestamps[i]` (milliseconds) belongs to `values[i]`.
///
/// Timestamps rise strictly. A value may be NaN or infinite; a point that the server left out is
/// left out here.
package struct Series: Hashable, Sendable {
  package var labels: Labels
  package var timestamps: [Int64]
  package var values: [Double]
  /// Native histograms, in the order of time; empty for ordinary series.
  package var histograms: [HistogramSample]

  package init(
    labels: Labels,
    timestamps: [Int64] = [],
    values: [Double] = [],
    histograms: [HistogramSample] = []
  ) {
    self.labels = labels
    self.timestamps = timestamps
    self.values = values
    self.histograms = histograms
  }

  package var last: (time: Timestamp, value: Double)? {
    guard let time = timestamps.last, let value = values.last else { return nil }
    return (Timestamp(milliseconds: time), value)
  }
}

/// A native histogram at a moment, as the HTTP API gives it.
package struct HistogramSample: Hashable, Sendable {
  package struct Bucket: Hashable, Sendable {
    /// 0 `(lower, upper]`, 1 `[lower, upper)`, 2 open, 3 closed.
    package var boundaries: Int
    package var lower: Double
    package var upper: Double
    package var count: Double

    package init(boundaries: Int, lower: Double, upper: Double, count: Double) {
      self.boundaries = boundaries
      self.lower = lower
      self.upper = upper
      self.count = count
    }
  }

  package var time: Timestamp
  package var count: Double
  package var sum: Double
  package var buckets: [Bucket]

  package init(time: Timestamp, count: Double, sum: Double, buckets: [Bucket]) {
    self.time = time
    self.count = count
    self.sum = sum
    self.buckets = buckets
  }
}
