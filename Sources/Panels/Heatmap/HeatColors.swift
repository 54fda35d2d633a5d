import Canvas
import Documents
import Glibc
import Metrics

/// From what a bucket holds to its colour.
package struct HeatColors: Hashable, Sendable {
  package var scheme: String
  package var steps: Int
  package var isReversed: Bool
  /// One colour that fades, instead of a scheme.
  package var fill: String?
  /// Of the share to which it fades.
  package var exponent: Double
  package var min: Double?
  package var max: Double?
  /// What is at most that isn't drawn.
  package var hidesUpTo: Double
  package var hidesFrom: Double?
  /// As Grafana: what ranges over less than 1 is coloured as if it ranged over 1.
  package var isGrafana: Bool

  init(_ options: Options, isGrafana: Bool) {
    self.isGrafana = isGrafana
    scheme = options.string("color.scheme") ?? options.string("scheme") ?? "Oranges"
    steps = Swift.min(256, options.integer("color.steps") ?? 64)
    isReversed = options.bool("color.reverse") ?? options.bool("reverse") ?? false
    let isOpacity = options.string("color.mode") == "opacity"
    fill = isOpacity ? options.string("color.fill") ?? "dark-orange" : nil
    let isLinear = options.string("color.scale") == "linear"
    exponent = isLinear ? 1 : options.number("color.exponent") ?? 0.5
    min = options.number("color.min") ?? options.number("min")
    max = options.number("color.max") ?? options.number("max")
    hidesUpTo = options.number("filterValues.le") ?? 1e-9
    hidesFrom = options.number("filterValues.ge")
  }

  /// Whether a cell with this value is drawn.
  func shows(_ value: Double) -> Bool {
    value.isFinite && value > hidesUpTo && value < hidesFrom ?? .infinity
  }

  /// What has the lowest and the highest colour.
  func ends(of grid: HeatGrid) -> (low: Double, high: Double) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for row in grid.rows {
      for value in row.values where shows(value) {
        low = Swift.min(low, value)
        high = Swift.max(high, value)
      }
    }
    guard low <= high else { return (min ?? 0, max ?? 1) }
    return (min ?? low, max ?? high)
  }

  /// All colours from low to high.
  func palette(_ theme: Theme) -> [Color] {
    guard let fill else {
      return HeatScheme.steps(scheme, count: steps, isReversed: isReversed, theme: theme)
    }
    let color = theme.color(named: fill) ?? theme.bar
    let ground = theme.ground.isTerminal ? Color(0x000000) : theme.ground
    let colors = (0..<steps).map { step in
      let share = Double(step) / Double(Swift.max(1, steps - 1))
      return color.blended(over: ground, opacity: pow(share, Swift.max(0.01, exponent)))
    }
    return isReversed ? colors.reversed() : colors
  }

  /// The place of a value in a palette of a length.
  func place(_ value: Double, _ ends: (low: Double, high: Double), of count: Int) -> Int {
    let range = isGrafana ? Swift.max(ends.high - ends.low, 1) : ends.high - ends.low
    guard range > 0 else { return count - 1 }
    return (Double(count) * ((value - ends.low) / range)).rounded(.down)
      .whole(from: 0, to: count - 1)
  }
}

/// How points are counted, as options say it.
package struct HeatCounting: Hashable, Sendable {
  private var options: Options

  init(_ options: Options) { self.options = options }

  /// A number, or one that is written as text.
  static func number(_ options: Options, _ name: String) -> Double? {
    options.number(name) ?? options.string(name).flatMap { Double($0.trimmingSpaces) }
  }

  private func number(_ name: String) -> Double? {
    Self.number(options, "calculation.\(name)").flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }

  func grid(low: Double?, high: Double?) -> HeatGrid.Counting {
    var counting = HeatGrid.Counting(low: low, high: high)
    if options.string("calculation.xBuckets.mode") == "count" {
      counting.times = number("xBuckets.value").map { $0.whole(from: 1, to: 1_000) }
    } else if let text = options.string("calculation.xBuckets.value") {
      // Grafana's editor offers `1min`, too.
      counting.time = Duration(promQL: text.replacing("min", with: "m").trimmingSpaces)
    }
    let isLog = options.string("calculation.yBuckets.scale.type") == "log"
    if isLog { counting.base = number("yBuckets.scale.log").flatMap { $0 > 1 ? $0 : nil } ?? 2 }
    if options.string("calculation.yBuckets.mode") == "count", !isLog {
      counting.count = number("yBuckets.value").map { $0.whole(from: 1, to: 400) }
    } else {
      counting.size = number("yBuckets.value")
    }
    return counting
  }
}
