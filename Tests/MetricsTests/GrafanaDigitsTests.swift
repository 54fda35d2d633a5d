import Metrics
import Testing

/// Numbers as Grafana writes them.
struct GrafanaDigitsTests {
  @Test(
    arguments: [
      (0, nil, "0"), (0, 2, "0.00"), (1, nil, "1"), (1, 2, "1.00"), (1.5, nil, "1.50"),
      (0.5, nil, "0.500"), (0.123_4, nil, "0.123"), (0.012_34, nil, "0.0123"),
      (12.34, nil, "12.3"), (12, nil, "12"), (123.4, nil, "123"), (1_234.5, nil, "1235"),
      (9.999, nil, "10.00"), (99.96, nil, "100.0"), (1.234, 1, "1.2"), (1.25, 1, "1.3"),
      (-1.25, 1, "-1.2"), (-1.5, 0, "-1"), (-2.5, nil, "-2.5"), (-12.34, nil, "-12"),
      (-0.123, nil, "-0.12"), (-7, nil, "-7"), (1.5e-7, nil, "1.5e-7"), (1e21, nil, "1e+21"),
      (1e20, nil, "100000000000000000000"), (0.000_001, nil, "0.00000100"), (1.5, -1, "2"),
      (.infinity, 2, "∞"), (-.infinity, nil, "-∞"), (.nan, nil, "NaN"), (-0.001, 1, "0.0"),
    ] as [(Double, Int?, String)]
  )
  func fixed(value: Double, decimals: Int?, text: String) {
    #expect(GrafanaDigits.fixed(value, decimals) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (1.5, "1.5"), (100, "100"), (0.1, "0.1"),
      (0.000_001, "0.000001"), (0.000_000_1, "1e-7"), (1.5e-9, "1.5e-9"), (1e21, "1e+21"),
      (1.25e22, "1.25e+22"), (123_456_789.5, "123456789.5"), (-2.5, "-2.5"),
      (1e16, "10000000000000000"),
      (1_795_539_761_005, "1795539761005"),
    ] as [(Double, String)]
  )
  func plain(value: Double, text: String) {
    #expect(GrafanaDigits.plain(value) == text)
  }

  @Test(arguments: [(1.0, 0), (0.5, 1), (0.25, 2), (2.5, 1), (100, 0), (0.001, 3), (.nan, 0)])
  func decimalsOfAnIncrement(increment: Double, decimals: Int) {
    #expect(GrafanaDigits.decimals(of: increment) == decimals)
  }

  /// Unit, value, distance of ticks, the field's decimals; and the tick.
  @Test(
    arguments: [
      ("none", 1, 0.5, nil, "1"), ("none", 1.5, 0.5, nil, "1.5"), ("none", 0.25, 0.25, nil, "0.25"),
      ("none", 1, 0.5, 2, "1.00"), ("percentunit", 0.2, 0.1, nil, "20%"),
      ("s", 0.15, 0.05, nil, "150 ms"),
      ("short", 1_500, 500, nil, "1.50 K"), ("currencyUSD", 1, 0.5, nil, "$1"),
      ("bytes", 1_536, 512, nil, "1.50 KiB"), ("none", 1_500, 500, nil, "1500"),
      ("none", -0.5, 0.25, nil, "-0.5"), ("none", .nan, 1, nil, "NaN"),
    ] as [(String, Double, Double, Int?, String)]
  )
  func ticks(unit: String, value: Double, increment: Double, decimals: Int?, text: String) {
    #expect(Unit(unit).tick(value, increment: increment, decimals: decimals) == text)
  }
}
