import Metrics
import Support
import Testing

struct DigitsTests {
  @Test(
    arguments: [
      (0, 0, "0"), (0, 2, "0.00"), (-0.0, 1, "0.0"), (1, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"),
      (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-0.4, 0, "0"),
      (9.999, 2, "10.00"), (99.95, 1, "100.0"), (1.05, 3, "1.050"), (12.034, 2, "12.03"),
      (1_234_567.891, 2, "1234567.89"), (5, -3, "5"), (1.5, -1, "2"), (1, 99, "1.000000000000"),
      (123_456_789_012_345, 0, "123456789012345"), (0.1, 12, "0.100000000000"),
      (.nan, 2, "NaN"), (.infinity, 2, "Inf"), (-.infinity, 2, "-Inf"), (1e18, 0, "1e+18"),
      (-1e300, 2, "-1e+300"), (1e17, 0, "100000000000000000"),
    ] as [(Double, Int, String)]
  )
  func asManyDecimalsAsAsked(value: Double, decimals: Int, text: String) {
    #expect(Digits.fixed(value, decimals) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (7, "7"), (-7, "-7"), (1.5, "1.5"), (1.234, "1.23"), (12.34, "12.3"),
      (12.04, "12"), (123.4, "123"), (99.96, "100"), (9.999, "10"), (0.5, "0.5"), (0.123, "0.123"),
      (0.1234, "0.123"), (0.012_34, "0.0123"), (0.001_234, "0.00123"), (0.000_5, "0.0005"),
      (0.000_123_456, "0.000123"), (0.000_012_345_6, "0.0000123"),
      (-1.005, "-1"), (1_000_000, "1000000"), (1.5e-9, "0.0000000015"), (1e-13, "0"),
      (-1e-13, "0"), (.nan, "NaN"), (.infinity, "Inf"),
    ] as [(Double, String)]
  )
  func aboutThreeDigitsThatMeanSomething(value: Double, text: String) {
    #expect(Digits.fixed(value, nil) == text)
  }

  @Test(
    arguments: [
      (0, nil, "0"), (999, nil, "999"), (1_000, nil, "1 000"), (5_952, nil, "5 952"),
      (1_234_567, nil, "1 234 567"), (-1_234, nil, "-1 234"), (-999, nil, "-999"),
      (1_234.5, 1, "1 234.5"), (1_234_567.25, 2, "1 234 567.25"), (999.96, 1, "1 000.0"),
      (0.5, nil, "0.5"), (.nan, nil, "NaN"), (.infinity, nil, "Inf"), (-.infinity, nil, "-Inf"),
      (1e300, nil, "1e+300"), (123_456, 0, "123 456"),
    ] as [(Double, Int?, String)]
  )
  func thousandsAreGrouped(value: Double, decimals: Int?, text: String) {
    #expect(Digits.grouped(value, decimals: decimals) == text)
  }

  @Test(arguments: 0..<20)
  func anyNumberReadsAsItself(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<500 {
      let size = try #require(Double("1e\(Int.random(in: -6...9, using: &random))"))
      let value = Double.random(in: -1...1, using: &random) * size
      let decimals = Int.random(in: 0...6, using: &random)
      let text = Digits.fixed(value, decimals)
      let half = try #require(Double("0.5e-\(decimals)"))
      let read = try #require(Double(text))
      #expect(abs(read - value) <= half * 1.000_1 + abs(value) * 1e-15, "\(value): \(text)")
      #expect(text.split(separator: ".").dropFirst().first?.count ?? 0 == decimals)
      #expect(!text.hasPrefix("-") || read < 0)
      #expect(Digits.grouped(value, decimals: decimals).replacing(" ", with: "") == text)
      let short = Digits.fixed(value, nil)
      #expect(abs((Double(short) ?? .nan) - value) <= abs(value) * 0.005_1 + 1e-12, "\(value)")
    }
  }

  // MARK: - Ages

  @Test(
    arguments: [
      (-5, "0s", "0 s"), (0, "0s", "0 s"), (12, "12s", "12 s"), (99, "99s", "99 s"),
      (100, "1m", "1 m"), (240, "4m", "4 m"), (5_999, "99m", "99 m"), (6_000, "1h", "1 h"),
      (172_799, "47h", "47 h"), (172_800, "2d", "2 d"), (31_536_000, "365d", "365 d"),
    ]
  )
  func agesInOneUnit(seconds: Int, short: String, long: String) {
    #expect(Age.short(.seconds(seconds)) == short)
    #expect(Age.long(.seconds(seconds)) == long)
  }

  @Test(arguments: [(0, " 0 s"), (9, " 9 s"), (10, "10 s"), (99, "99 s"), (100, " 1 m")])
  func aLiveAgeKeepsItsWidth(seconds: Int, text: String) {
    #expect(Age.steady(.seconds(seconds)) == text)
  }
}
