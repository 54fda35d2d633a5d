import Metrics
import Testing

/// Grafana's units; decimals that nobody asked for are left out where they are zeros.
struct UnitTests {
  @Test(
    arguments: [
      ("none", 1_500, "1500"), ("string", 1.5, "1.5"), ("short", 0, "0"), ("short", 999, "999"),
      ("short", 1_500, "1.5 K"), ("", 1_500, "1.5 K"), ("short", -2e6, "-2 Mil"),
      ("short", 3.25e9, "3.25 Bil"), ("short", 4e12, "4 Tri"), ("short", 5e15, "5 Quadr"),
      ("short", 999.96, "1 K"), ("short", 999_999, "1 Mil"), ("short", 0.5, "0.5"),
      ("sishort", 1_500, "1.5 k"), ("sishort", 2e6, "2 M"), ("sishort", 7, "7"),
      ("locale", 1_234_567, "1 234 567"), ("percent", 43.21, "43.2%"), ("percent", 100, "100%"),
      ("percentunit", 0.4321, "43.2%"), ("percentunit", 1, "100%"), ("humidity", 40, "40 %H"),
      ("bool", 1, "True"), ("bool", 0, "False"), ("bool_yes_no", 2, "Yes"),
      ("bool_yes_no", 0, "No"), ("bool_on_off", 1, "On"), ("bool_on_off", 0, "Off"),
      ("hex", 255, "FF"), ("hex", -255, "-FF"), ("hex", 1e300, "7FFFFFFFFFFFFFFF"),
      ("hex", -1e300, "-8000000000000000"), ("sci", 1e21, "1e+21"),
    ] as [(String, Double, String)]
  )
  func plainNumbers(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  @Test(
    arguments: [
      ("bytes", 0, "0 B"), ("bytes", 0.5, "0.5 B"), ("bytes", 1_023, "1023 B"),
      ("bytes", 1_024, "1 KiB"), ("bytes", 1.2 * 1_073_741_824, "1.2 GiB"),
      ("bytes", 1_023.7, "1 KiB"), ("bytes", -2_048, "-2 KiB"), ("kbytes", 1, "1 KiB"),
      ("kbytes", 2_048, "2 MiB"), ("mbytes", 1, "1 MiB"), ("gbytes", 1, "1 GiB"),
      ("bits", 2_048, "2 Kib"), ("decbytes", 1_500, "1.5 kB"), ("decbytes", 2e9, "2 GB"),
      ("decbits", 1_500, "1.5 kb"), ("deckbytes", 1, "1 kB"), ("decmbytes", 1.5, "1.5 MB"),
      ("decgbytes", 1, "1 GB"), ("Bps", 1_500, "1.5 kB/s"), ("KBs", 1, "1 kB/s"),
      ("MBs", 1, "1 MB/s"), ("GBs", 1_000, "1 TB/s"), ("binBps", 2_048, "2 KiB/s"),
      ("bps", 1_500, "1.5 kb/s"), ("Kbits", 1, "1 kb/s"), ("Mbits", 1, "1 Mb/s"),
      ("Gbits", 1, "1 Gb/s"), ("binbps", 2_048, "2 Kib/s"), ("pps", 1_500, "1.5 kp/s"),
      ("bytes", 1e300, nil), ("hertz", 2.5e9, "2.5 GHz"), ("watt", 1_500, "1.5 kW"),
      ("volt", 230, "230 V"), ("amp", 16, "16 A"), ("joule", 3.6e6, "3.6 MJ"),
      ("lengthm", 1_500, "1.5 km"), ("celsius", 21.55, "21.6 °C"), ("fahrenheit", 70, "70 °F"),
      ("kelvin", 300, "300 K"), ("rotrpm", 1_500, "1500 rpm"), ("dB", -3, "-3 dB"),
      ("dBm", -67, "-67 dBm"),
    ] as [(String, Double, String?)]
  )
  func sizesAndRates(id: String, value: Double, text: String?) {
    let written = Unit(id).text(value)
    if let text { #expect(written == text) } else { #expect(written.hasSuffix(" EiB")) }
  }

  /// `1.5K req/s`: the letter belongs to the number.
  @Test(
    arguments: [
      ("reqps", 73, "73 req/s"), ("reqps", 1_500, "1.5K req/s"), ("reqps", 2e6, "2M req/s"),
      ("reqps", 3e9, "3B req/s"), ("reqps", 4e12, "4T req/s"), ("ops", 999.9, "1K ops/s"),
      ("ops", 0.25, "0.25 ops/s"), ("cps", 1, "1 c/s"), ("rps", 1, "1 rd/s"), ("wps", 1, "1 wr/s"),
      ("iops", 1, "1 io/s"), ("eps", 1, "1 evt/s"), ("mps", 1, "1 msg/s"), ("recps", 1, "1 rec/s"),
      ("rowsps", 1, "1 rows/s"), ("cpm", 1, "1 c/m"), ("opm", 1, "1 ops/m"),
      ("reqpm", 1_500, "1.5K req/m"), ("rpm", 1, "1 rd/m"), ("wpm", 1, "1 wr/m"),
      ("epm", 1, "1 evts/m"), ("mpm", 1, "1 msgs/m"), ("recpm", 1, "1 rec/m"),
      ("rowspm", 1, "1 rows/m"), ("count:jobs", 1_500, "1.5K jobs"), ("count:", 1_500, "1.5K"),
      ("currency:$", 1_500, "$1.5K"), ("currency:€", 5, "€5"),
    ] as [(String, Double, String)]
  )
  func counts(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  @Test(
    arguments: [
      ("prefix:#", 7, "#7"), ("suffix:s", 1.5, "1.5 s"), ("suffix: s", 1.5, "1.5 s"),
      ("suffix:", 2, "2"), ("si:B", 1_500, "1.5 kB"), ("si: J", 2e6, "2 MJ"),
      ("cores", 2, "2 cores"), ("/s", 2, "2 /s"), ("%", 2, "2 %"), ("MB/s", 2, "2 MB/s"),
      ("no:such", 2, "2 no:such"),
    ] as [(String, Double, String)]
  )
  func unitsThatAreWrittenOut(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  @Test(
    arguments: [
      ("s", 0, "0 s"), ("s", 41.3, "41.3 s"), ("s", 59, "59 s"), ("s", 60, "1 min"),
      ("s", 90, "1.5 min"), ("s", -90, "-1.5 min"), ("s", 3_600, "1 hour"), ("s", 7_200, "2 hours"),
      ("s", 86_400, "1 day"), ("s", 259_200, "3 days"), ("s", 0.5, "500 ms"),
      ("s", 0.0002, "200 µs"),
      ("s", 2e-9, "2 ns"), ("ms", 0, "0 ms"), ("ms", 250, "250 ms"), ("ms", 1_000, "1 s"),
      ("ms", 60_000, "1 min"), ("µs", 1_000, "1 ms"), ("µs", 1e6, "1 s"), ("ns", 1_000, "1 µs"),
      ("ns", 1, "1 ns"), ("ns", 0.1, "0.1 ns"), ("m", 1, "1 min"), ("m", 60, "1 hour"),
      ("h", 1, "1 hour"), ("h", 24, "1 day"), ("d", 2, "2 days"), ("d", 0, "0 days"),
      ("dtdurations", 0, "0 s"), ("dtdurations", 184, "3 min 4 s"),
      ("dtdurations", 93_600, "1 d 2 h"),
      ("dtdurations", -184, "-3 min 4 s"), ("dtdurations", -0.2, "0 s"),
      ("dthms", 3_661, "1 h 1 min"),
      ("dtdurationms", 184_000, "3 min 4 s"), ("clockms", 1_500, "2 s"),
      ("timeticks", 18_400, "3 min 4 s"),
      ("dtdurations", 1e300, "Inf"),
    ] as [(String, Double, String)]
  )
  func spansOfTime(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  @Test(
    arguments: [
      ("short", 1_500, 2, "1.50 K"), ("short", 7, 1, "7.0"), ("percent", 43.21, 0, "43%"),
      ("percentunit", 0.4321, 1, "43.2%"), ("bytes", 1_536, 2, "1.50 KiB"), ("s", 90, 0, "2 min"),
      ("reqps", 1_500, 2, "1.50K req/s"), ("short", 999_999, 2, "1.00 Mil"),
      ("s", 1.5, 3, "1.500 s"),
      ("cores", 1, 2, "1.00 cores"), ("locale", 1_234.5, 2, "1 234.50"),
      ("prefix:$", 1, 2, "$1.00"),
    ] as [(String, Double, Int, String)]
  )
  func decimalsAreKept(id: String, value: Double, decimals: Int, text: String) {
    #expect(Unit(id).text(value, decimals: decimals) == text)
  }

  static let ids = [
    "short", "none", "bytes", "percent", "s", "ms", "reqps", "bool", "hex", "sci", "locale",
    "clocks",
    "dateTimeAsIso", "suffix:x", "currency:$", "unknown", "dtdurations", "si:m",
  ]

  @Test(arguments: ids)
  func noNumbersAreNamed(id: String) {
    #expect(Unit(id).text(.nan) == "NaN")
    #expect(Unit(id).text(.infinity) == "Inf")
    #expect(Unit(id).text(-.infinity) == "-Inf")
  }

  @Test(arguments: ids)
  func noNumberTrapsAUnit(id: String) {
    for power in [-320, -30, -9, -3, 0, 3, 9, 15, 18, 19, 30, 300, 308] {
      for digits in ["1", "-1", "1.7", "-9.2", "9.999999999999999"] {
        guard let value = Double("\(digits)e\(power)"), value.isFinite else { continue }
        for decimals in [nil, -1, 0, 3, 99] {
          let text = Unit(id).text(value, decimals: decimals)
          #expect(!text.isEmpty && !text.contains("\n"))
          #expect(!text.hasPrefix("-0 ") && text != "-0", "\(value): \(text)")
        }
      }
    }
    #expect(!Unit(id).text(-0x1p63).isEmpty)
  }

  /// Each in the local zone, which is the machine's.
  @Test func datesAreTheWallClocks() {
    let civil = Zone.local.civil(Timestamp(milliseconds: 1_795_539_761_000))
    for id in ["dateTimeAsIso", "dateTimeAsLocal"] {
      #expect(Unit(id).text(1_795_539_761_000) == "\(civil.date) \(civil.clockWithSeconds)")
    }
  }
}
