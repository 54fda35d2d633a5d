import Metrics
import Testing

/// What Grafana writes of a number, beyond its unit's name.
struct GrafanaUnitTests {
  @Test(
    arguments: [
      ("short", 999.96, "1000"), ("short", 999_999, "1000 K"), ("short", 1_000, "1 K"),
      ("short", -1_500, "-1.5 K"), ("short", 2.5e9, "2.50 Bil"), ("short", 1e24, "1 Sept"),
      ("short", 1e30, "1000000 Sept"), ("short", 0.001_5, "0.00150"), ("short", 123_456, "123 K"),
      ("bytes", 1_023, "1023 B"), ("bytes", 1_024, "1 KiB"), ("bytes", 1_610_612_736, "1.50 GiB"),
      ("bytes", 0.5, "0.500 B"), ("decbytes", 0.001_5, "1.50 mB"), ("gbytes", 0.5, "512 MiB"),
      ("watt", 2.5e-18, "0.00250 fW"), ("watt", 2.5e25, "25 YW"), ("kwatt", 0.5, "500 W"),
      ("reqps", 0.25, "0.250 req/s"), ("reqps", 2.5e15, "2500T req/s"),
      ("currencyUSD", -1_500, "-$1.50K"), ("currencySEK", -5, "-5kr"),
      ("percentunit", 0.432_1, "43.2%"), ("percent", 99.95, "100.0%"), ("percent", 0.05, "0.0500%"),
      ("locale", 1_234_567.891, "1,234,567.891"), ("locale", -1_234, "-1,234"),
      ("none", 1e-7, "1e-7"), ("celsius", 21.55, "21.6 °C"),
    ] as [(String, Double, String)]
  )
  func scaled(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value, style: .grafana) == text)
  }

  @Test(
    arguments: [
      ("prefix:#", 7.5, "#7.50"), ("suffix:req", 7, "7 req"), ("suffix: req", 7, "7 req"),
      ("si:mV", 5_000, "5 V"), ("si:B", 1_500, "1.50 kB"), ("count:jobs", 1_500, "1.50K jobs"),
      ("currency:€", 1_500, "€1.50K"), ("time:YYYY", 0, "1970"), ("bool:Up/Down", 1, "Up"),
      ("bool:Up/Down", 0, "Down"), ("no:such", 2, "2 no:such"), ("cores", 0.25, "0.250 cores"),
      ("%", 12.34, "12.3 %"),
    ] as [(String, Double, String)]
  )
  func unitsOfOnesOwn(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value, zone: .utc, style: .grafana) == text)
  }

  /// `hour`, never `hours`; a year of seconds is a little longer than one of days.
  @Test(
    arguments: [
      ("s", 0, "0 s"), ("s", 5e-10, "0.500 ns"), ("s", 2.5e-6, "2.50 µs"), ("s", 0.0015, "1.50 ms"),
      ("s", 59, "59 s"), ("s", 90, "1.50 min"), ("s", 5_400, "1.50 hour"), ("s", 7_200, "2 hour"),
      ("s", 259_200, "3 day"), ("s", 907_200, "1.50 week"), ("s", 47_335_350, "1.50 year"),
      ("s", -90, "-1.5 min"), ("ms", 0, "0 ms"), ("ms", 0.5, "0.500 ms"), ("ms", 1_500, "1.50 s"),
      ("ms", 90_000, "1.50 min"), ("ms", 5_400_000, "1.50 hour"), ("ms", 864_000_000, "10 day"),
      ("ms", 47_304_000_000, "1.50 year"), ("µs", 1_500, "1.50 ms"), ("µs", 90_000_000, "90 s"),
      ("ns", 150, "150 ns"), ("ns", 1_500, "1.50 µs"), ("ns", 1.5e6, "1.50 ms"),
      ("ns", 1.5e9, "1.50 s"), ("ns", 9e10, "1.50 min"), ("ns", 5.4e12, "1.50 hour"),
      ("ns", 1.728e14, "2 day"), ("m", 0.5, "0.500 min"), ("m", 90, "1.50 hour"),
      ("m", 2_160, "1.50 day"), ("m", 20_160, "2 week"), ("m", 525_948, "52.2 week"),
      ("m", 1_051_896, "2 year"), ("h", 1.5, "1.50 hour"), ("h", 36, "1.50 day"),
      ("h", 252, "1.50 week"), ("h", 13_140, "1.50 year"), ("d", 1.5, "1.50 day"),
      ("d", 10.5, "1.50 week"), ("d", 547.5, "1.50 year"), ("timeticks", 9_000, "1.50 min"),
    ] as [(String, Double, String)]
  )
  func spans(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value, style: .grafana) == text)
  }

  @Test(
    arguments: [
      ("short", 1_500, 0, "2 K"), ("short", 1_500, 3, "1.500 K"), ("none", 0, 2, "0.00"),
      ("percentunit", 0.5, 2, "50.00%"), ("bytes", 1_024, 1, "1.0 KiB"), ("s", 90, 1, "1.5 min"),
      ("locale", 1_234.5, 2, "1,234.5"), ("locale", 1_234.567_8, 2, "1,234.57"),
      ("sci", 1_555, 2, "1.56e+3"), ("dtdurations", 7_500, 1, "2 hours, 5 minutes"),
      ("dtdurations", 7_500, 0, "2 hours"),
      (
        "dtdurationms", 90_061_000, 3,
        "1 day, 1 hour, 1 minute, 1 second"
      ), ("dthms", 93_784, 0, "26:03:04"),
      ("dtdhms", 273_906, 0, "3 d 04:05:06"), ("clocks", 7_506, 1, "02h:05m"),
      ("clockms", 5_006, 0, "05s"), ("currencyUSD", 5, 2, "$5.00"),
    ] as [(String, Double, Int, String)]
  )
  func decimals(id: String, value: Double, decimals: Int, text: String) {
    #expect(Unit(id).text(value, decimals: decimals, style: .grafana) == text)
  }

  /// A unit that scales leaves its sign out.
  @Test(arguments: [
    ("none", "∞"), ("short", "∞"), ("bytes", "∞"), ("percent", "∞%"), ("celsius", "∞ °C"),
    ("cores", "∞ cores"), ("prefix:#", "#∞"), ("locale", "∞"), ("s", "∞ year"), ("µs", "∞ s"),
    ("dateTimeAsIso", "∞"), ("hex", "∞"), ("dtdurations", "∞"),
  ])
  func infinities(id: String, text: String) {
    #expect(Unit(id).text(.infinity, style: .grafana) == text)
    #expect(Unit(id).text(.nan, style: .grafana) == "NaN")
    #expect(Unit(id).text(-.infinity, style: .grafana).contains("-∞") || id == "prefix:#")
  }

  /// 24 November 2026, 17:02:41.005 UTC.
  @Test(arguments: [
    ("dateTimeAsIso", "2026-11-24 17:02:41"), ("dateTimeAsSystem", "2026-11-24 17:02:41"),
    ("dateTimeAsUS", "11/24/2026 5:02:41 pm"), ("dateTimeFromNow", "an hour ago"),
    ("dateTimeAsIsoNoDateIfToday", "17:02:41"), ("time: DD/MM HH:mm", "24/11 17:02"),
  ])
  func moments(id: String, text: String) {
    let now = Timestamp(milliseconds: 1_795_543_361_005)
    #expect(Unit(id).text(1_795_539_761_005, zone: .utc, now: now, style: .grafana) == text)
  }

  @Test(arguments: UnitTests.ids)
  func noNumberTraps(id: String) {
    for power in [-320, -30, -9, 0, 9, 19, 30, 308] {
      for digits in ["1", "-1.7", "9.999999999999999"] {
        guard let value = Double("\(digits)e\(power)"), value.isFinite else { continue }
        for decimals in [nil, -1, 0, 3, 99] {
          #expect(!Unit(id).text(value, decimals: decimals, style: .grafana).isEmpty)
          #expect(!Unit(id).tick(value, increment: value / 3, decimals: decimals).isEmpty)
        }
      }
    }
  }
}
