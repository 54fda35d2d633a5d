extension Double {
  /// The nearest whole number between two ends, both included; NaN is the lower one.
  ///
  /// `Int(_:)` traps on what data may well be: NaN, an infinity, 1e300.
  @inlinable
  package func whole(from low: Int, to high: Int) -> Int {
    guard self > Double(low) else { return low }
    guard self < Double(high) else { return max(low, high) }
    let whole = Int(self)
    // Away from zero from halves on, as `rounded()` does it with a call into the C library.
    let rest = self - Double(whole)
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }
}
