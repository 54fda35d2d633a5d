extension Double {
  /// The nearest whole number between two ends, both included; NaN is the lower one.
  ///
  /// `Int(_:)` traps on what data may well be: NaN, an infinity, 1e300.
  package func whole(from low: Int, to high: Int) -> Int {
    guard self > Double(low) else { return low }
    guard self < Double(high) else { return max(low, high) }
    return Int(rounded())
  }
}
