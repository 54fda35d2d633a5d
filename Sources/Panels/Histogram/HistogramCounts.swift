import Canvas
import Glibc

/// How many values of each series fall into spans of one width.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/transformers/histogram.ts`.
struct HistogramCounts: Hashable {
  /// Where the first span begins.
  private(set) var start = 0.0
  private(set) var size = 1.0
  /// A count per span, by series.
  private(set) var series: [[Double]] = []

  /// More spans than any screen has columns.
  static let most = 2_000

  /// - Parameters:
  ///   - values: By series; what isn't finite isn't counted.
  ///   - size: Of a span; nil: the first round one of which about `count` hold all values.
  ///   - count: See there.
  ///   - offset: Where some span begins.
  ///   - combines: All series as one.
  init(_ values: [[Double]], size: Double?, count: Int, offset: Double, combines: Bool) {
    let finite = values.map { $0.filter(\.isFinite) }
    let all = finite.joined().sorted()
    guard let least = all.first, let greatest = all.last, (greatest - least).isFinite else {
      return
    }
    let gaps = zip(all, all.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    self.size = size ?? Self.size(for: (greatest - least) / Double(count), atLeast: gaps.min() ?? 0)
    if (greatest - least) / self.size > Double(Self.most) {
      self.size = (greatest - least) / Double(Self.most)
    }
    let offset = offset.isFinite ? offset : 0
    start = floor((least - offset) / self.size) * self.size + offset
    guard start.isFinite else { return }
    let spans = place(of: greatest) + 1
    for one in combines ? [Array(finite.joined())] : finite {
      var counts = Array(repeating: 0.0, count: spans)
      for value in one { counts[min(spans - 1, place(of: value))] += 1 }
      series.append(counts)
    }
  }

  private func place(of value: Double) -> Int {
    // A little more, since 0.3 is three times 0.1 though no Double says so.
    floor((value - start) / size + 1e-9).whole(from: 0, to: Self.most)
  }

  /// The least round number above a width: 1, 2, 2.5, 4 or 5 by a power of ten.
  private static func size(for width: Double, atLeast least: Double) -> Double {
    guard width > 0, width.isFinite else { return 1 }
    let power = pow(10, floor(log10(max(width, least))))
    let round = [1, 2, 2.5, 4, 5, 10, 20].map { $0 * power }
    return round.first { $0 > width && $0 >= least * 0.999_999 } ?? width
  }

  var count: Int { series.first?.count ?? 0 }

  var highest: Double { series.joined().max() ?? 0 }

  /// At most so many spans: neighbours are counted together.
  func fitted(to columns: Int) -> HistogramCounts {
    guard columns > 0, count > columns else { return self }
    let each = (count + columns - 1) / columns
    var result = self
    result.size = size * Double(each)
    result.series = series.map { counts in
      stride(from: 0, to: counts.count, by: each).map { start in
        counts[start..<min(counts.count, start + each)].reduce(0, +)
      }
    }
    return result
  }
}
