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
      ("hex", -1e300, "-8000000000000000"), ("hex0x", 255, "0xFF"), ("hex0x", -16, "-0x10"),
      ("sci", 1e21, "1e+21"), ("sci", 1_500, "1.5e+3"), ("sci", 0.00123, "1.23e-3"),
      ("sci", 0, "0e+0"), ("sci", -7, "-7e+0"), ("short", 6e18, "6 Quint"),
      ("short", 2e21, "2 Sext"),
      ("short", 5e24, "5 Sept"), ("short", 0.001, "0.001"), ("sishort", 0.0015, "1.5 m"),
      ("sishort", 2e-6, "2 µ"), ("sishort", 0, "0"), ("pixel", 12, "12 px"), ("candela", 5, "5 cd"),
      ("bool:Up/Down", 1, "Up"), ("bool:Up/Down", 0, "Down"), ("bool:Up", 0, "-"),
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
    if let text { #expect(written == text) } else { #expect(written.hasSuffix(" YiB")) }
  }

  /// Small numbers have prefixes too, and an id that names a prefix counts in it.
  @Test(
    arguments: [
      ("watt", 0.0025, "2.5 mW"), ("watt", 2.5e-6, "2.5 µW"), ("watt", 2.5e-9, "2.5 nW"),
      ("watt", 2.5e-12, "2.5 pW"), ("watt", 2.5e-15, "2.5 fW"), ("watt", 2.5e-18, "0.0025 fW"),
      ("watt", 0, "0 W"), ("watt", -0.5, "-500 mW"), ("watt", 0.99996, "1 W"),
      ("watt", 2e25, "20 YW"), ("kwatt", 0, "0 kW"), ("kwatt", 1_500, "1.5 MW"),
      ("kwatt", 0.5, "500 W"), ("megwatt", 1, "1 MW"), ("gwatt", 1, "1 GW"), ("mwatt", 5, "5 mW"),
      ("mwatt", 5e6, "5 kW"), ("pfarad", 0.5, "500 fF"), ("ffarad", 0.5, "0.5 fF"),
      ("µfarad", 3, "3 µF"), ("mbytes", 0.5, "512 KiB"), ("tbytes", 1, "1 TiB"),
      ("pbytes", 1, "1 PiB"), ("dectbytes", 1, "1 TB"), ("decpbytes", 1, "1 PB"),
      ("decbytes", 0.5, "500 mB"), ("TBs", 1, "1 TB/s"), ("PBs", 1, "1 PB/s"),
      ("Tbits", 1, "1 Tb/s"), ("Pbits", 1, "1 Pb/s"), ("KiBs", 1_024, "1 MiB/s"),
      ("MiBs", 1, "1 MiB/s"), ("GiBs", 1, "1 GiB/s"), ("TiBs", 1, "1 TiB/s"),
      ("PiBs", 1, "1 PiB/s"), ("Kibits", 1, "1 Kib/s"), ("Gibits", 1, "1 Gib/s"),
      ("Pibits", 1, "1 Pib/s"), ("flops", 2e9, "2 GFLOPS"), ("tflops", 1, "1 TFLOPS"),
      ("Hs", 1_500, "1.5 kH/s"), ("EHs", 1, "1 EH/s"), ("kwatth", 1.5, "1.5 kWh"),
      ("voltamp", 1, "1 VA"), ("kvoltampreact", 1, "1 kVAr"), ("ev", 1e6, "1 MeV"),
      ("mamp", 20, "20 mA"), ("kvolt", 1, "1 kV"), ("Mohm", 1, "1 MΩ"), ("mohm", 1, "1 mΩ"),
      ("henry", 0.001, "1 mH"), ("lumens", 800, "800 Lm"), ("Wm2", 1_000, "1 kW/m²"),
      ("forcekN", 1, "1 kN"), ("forceNm", 1, "1 Nm"), ("masskg", 1, "1 kg"),
      ("massmg", 1_500, "1.5 g"), ("masslb", 2, "2 lb"), ("masst", 2, "2 t"),
      ("lengthmm", 5, "5 mm"), ("lengthkm", 5, "5 km"), ("lengthft", 5, "5 ft"),
      ("pressurebar", 0.25, "250 mbar"), ("pressurepa", 101_325, "101 kPa"),
      ("pressurehpa", 1_013, "1013 hPa"), ("pressurehg", 30, "30 \"Hg"),
      ("pressurepsi", 1_500, "1.5 ksi"), ("pressurepsi", 0.5, "0.5 psi"),
      ("radsv", 0.002, "2 mSv"), ("radusvh", 3, "3 µSv/h"), ("radbq", 1_500, "1.5 kBq"),
      ("rotkhz", 1, "1 kHz"), ("rothz", 1_500, "1.5 kHz"), ("rotdegs", 90, "90 °/s"),
      ("degree", 90, "90 °"), ("arcmin", 3, "3 arcmin"), ("areaM2", 7, "7 m²"),
      ("acres", 7, "7 ac"), ("accMS2", 9.81, "9.81 m/sec²"), ("ppm", 412, "412 ppm"),
      ("con\u{3BC}gm3", 4, "4 µg/m³"), ("con\u{B5}gm3", 4, "4 µg/m³"), ("conmmolL", 5, "5 mmol/L"),
      ("flowlpm", 5, "5 L/min"), ("lux", 300, "300 lux"), ("farenheit", 70, "70 °F"),
      ("velocitykmh", 50, "50 km/h"), ("velocityknot", 5, "5 kn"), ("mlitre", 5, "5 mL"),
      ("litre", 0.005, "5 mL"), ("m3", 2, "2 m³"), ("gallons", 2, "2 gal"),
    ] as [(String, Double, String)]
  )
  func prefixesBelowOne(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
    #expect(Unit(id).isKnown)
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
      ("currency:$", 1_500, "$1.5K"), ("currency:€", 5, "€5"), ("currency:$", -1_500, "-$1.5K"),
      ("currencyUSD", 2e6, "$2M"), ("currencyUSD", -0.004, "-$0.004"), ("currencyUSD", 0, "$0"),
      ("currencyEUR", 3e9, "€3B"), ("currencyJPY", 5, "¥5"), ("currencyCHF", 5, "CHF5"),
      ("currencySEK", 1_500, "1.5Kkr"), ("currencySEK", -5, "-5kr"), ("currencyTRY", 5, "5₺"),
      ("currencyILS", 5, "₪5"), ("currencyBTC", 0.5, "฿0.5"), ("currencymBTC", 5, "mBTC5"),
      ("currency\u{3BC}BTC", 5, "µBTC5"),
    ] as [(String, Double, String)]
  )
  func counts(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  @Test(
    arguments: [
      ("prefix:#", 7, "#7"), ("suffix:s", 1.5, "1.5 s"), ("suffix: s", 1.5, "1.5 s"),
      ("suffix:", 2, "2"), ("si:B", 1_500, "1.5 kB"), ("si: J", 2e6, "2 MJ"),
      ("si:mV", 5, "5 mV"), ("si:mV", 5_000, "5 V"), ("si:kX", 0.5, "500 X"),
      ("si:\u{3BC}s", 5, "5 µs"), ("si:", 1_500, "1.5 k"), ("prefix:#", -7, "#-7"),
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
      ("s", 1_209_600, "2 weeks"), ("s", 31_536_000, "1 year"), ("s", 47_304_000, "1.5 years"),
      ("s", 5e-10, "0.5 ns"), ("ms", 0.5, "0.5 ms"), ("ms", 172_800_000, "2 days"),
      ("ms", 864_000_000, "10 days"), ("ms", 31_536_000_000, "1 year"), ("µs", 6e7, "60 s"),
      ("ns", 5e11, "8.33 min"), ("ns", 1.728e14, "2 days"), ("m", 0.5, "0.5 min"),
      ("m", 20_160, "2 weeks"), ("h", 0.25, "0.25 hours"), ("h", 336, "2 weeks"),
      ("d", 7, "1 week"), ("d", 730, "2 years"), ("timeticks", 18_400, "3.07 min"),
      ("timeticks", 0, "0 s"),
    ] as [(String, Double, String)]
  )
  func spansOfTime(id: String, value: Double, text: String) {
    #expect(Unit(id).text(value) == text)
  }

  /// Of these the decimals are the parts that follow the largest.
  @Test(
    arguments: [
      ("dtdurations", 0, nil, "0 seconds"), ("dtdurationms", 0, nil, "0 milliseconds"),
      ("dtdurations", 184, nil, "3 minutes"), ("dtdurations", 184, 1, "3 minutes, 4 seconds"),
      ("dtdurations", 93_600, 2, "1 day, 2 hours, 0 minutes"), ("dtdurations", 1, 0, "1 second"),
      ("dtdurations", -184, 1, "3 minutes, 4 seconds ago"),
      ("dtdurations", 0.25, 3, "250 milliseconds"),
      ("dtdurations", 0.000_1, nil, "0 seconds"), ("dtdurations", 3e7, 1, "11 months, 2 weeks"),
      ("dtdurationms", 184_005, 2, "3 minutes, 4 seconds, 5 milliseconds"),
      ("dtdurations", 31_536_000, nil, "1 year"), ("dthms", 3_661, nil, "01:01:01"),
      ("dthms", 360_000, nil, "100:00:00"), ("dthms", -61.9, nil, "00:01:01 ago"),
      ("dthms", -0.5, nil, "00:00:00"), ("dtdhms", 93_784, nil, "1 d 02:03:04"),
      ("dtdhms", 3_661, nil, "01:01:01"), ("dtdhms", -86_400, nil, "1 d 00:00:00 ago"),
      ("clockms", 500, nil, "500ms"), ("clockms", 5_006, nil, "05s:006ms"),
      ("clockms", 5_006, 0, "05s"), ("clocks", 306, nil, "05m:06s:000ms"),
      ("clocks", 306, 0, "05m"), ("clocks", 306, 1, "05m:06s"),
      ("clocks", 7_506.25, nil, "02h:05m:06s:250ms"), ("clocks", 7_506, 0, "02h"),
      ("clocks", 7_506, 2, "02h:05m:06s"), ("clocks", 360_000, 1, "100h:00m"),
      ("clocks", -306, 1, "-05m:06s"), ("clocks", 0, nil, "000ms"),
    ] as [(String, Double, Int?, String)]
  )
  func durationsHaveParts(id: String, value: Double, decimals: Int?, text: String) {
    #expect(Unit(id).text(value, decimals: decimals) == text)
  }

  @Test(
    arguments: [
      ("short", 1_500, 2, "1.50 K"), ("short", 7, 1, "7.0"), ("percent", 43.21, 0, "43%"),
      ("percentunit", 0.4321, 1, "43.2%"), ("bytes", 1_536, 2, "1.50 KiB"), ("s", 90, 0, "2 min"),
      ("reqps", 1_500, 2, "1.50K req/s"), ("short", 999_999, 2, "1.00 Mil"),
      ("s", 1.5, 3, "1.500 s"),
      ("cores", 1, 2, "1.00 cores"), ("locale", 1_234.5, 2, "1 234.50"),
      ("prefix:$", 1, 2, "$1.00"), ("sci", 1_555, 2, "1.56e+3"), ("sci", 9_999, 1, "1.0e+4"),
      ("sci", 5, 2, "5.00e+0"), ("currencyUSD", 5, 2, "$5.00"), ("watt", 0.0025, 2, "2.50 mW"),
    ] as [(String, Double, Int, String)]
  )
  func decimalsAreKept(id: String, value: Double, decimals: Int, text: String) {
    #expect(Unit(id).text(value, decimals: decimals) == text)
  }

  static let ids = [
    "short", "none", "bytes", "percent", "s", "ms", "reqps", "bool", "hex", "sci", "locale",
    "clocks",
    "dateTimeAsIso", "suffix:x", "currency:$", "unknown", "dtdurations", "si:m", "dthms", "dtdhms",
    "dateTimeFromNow", "dateTimeAsUS", "time:YYYY", "hex0x", "pressurepsi", "watt", "clockms", "ms",
    "d", "currencySEK", "percentunit",
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

  @Test(arguments: ["cores", "", "no:such", "MB/s", "currencyXYZ", "Short", ":x"])
  func whatGrafanaHasNotIsUnknown(id: String) {
    #expect(Unit(id).isKnown == id.isEmpty)
  }
}

/// Moments, whose number is the milliseconds since 1970.
struct DateUnitTests {
  /// 24 November 2026, 17:02:41.005, a Tuesday.
  private static let moment = 1_795_539_761_005.0

  private func text(_ id: String, _ value: Double = moment, now: Double? = nil) -> String {
    Unit(id).text(
      value,
      zone: .utc,
      now: now.map { Timestamp(milliseconds: Int64($0)) }
    )
  }

  @Test(arguments: [
    ("dateTimeAsIso", "2026-11-24 17:02:41"), ("dateTimeAsLocal", "2026-11-24 17:02:41"),
    ("dateTimeAsSystem", "2026-11-24 17:02:41"), ("dateTimeFromNow", "2026-11-24 17:02:41"),
    ("dateTimeAsUS", "11/24/2026 5:02:41 pm"),
    ("dateTimeAsIsoNoDateIfToday", "2026-11-24 17:02:41"),
    ("time:YYYY-MM-DD", "2026-11-24"), ("time: DD.MM.YY HH:mm", "24.11.26 17:02"),
    ("time:dddd Do MMMM", "Tuesday 24th November"), ("time:ddd D MMM h A", "Tue 24 Nov 5 PM"),
    ("time:H:m:s.SSS", "17:2:41.005"), ("time:X x", "1795539761 1795539761005"),
    ("time:[at] HH[h]", "at 17h"), ("time:DDDD Q E", "328 4 2"), ("time:Z ZZ", "+00:00 +0000"),
    ("time:LT", "5:02 PM"), ("time:L", "11/24/2026"), ("time:é", "é"), ("time:", ""),
  ])
  func momentsHaveForms(id: String, wanted: String) {
    #expect(text(id) == wanted)
  }

  @Test func theLocalZoneIsTheMachines() {
    let civil = Zone.local.civil(Timestamp(milliseconds: Int64(Self.moment)))
    #expect(Unit("dateTimeAsIso").text(Self.moment) == "\(civil.date) \(civil.clockWithSeconds)")
  }

  @Test func todayNeedsNoDate() {
    let later = Self.moment + 3_600_000
    #expect(text("dateTimeAsIsoNoDateIfToday", now: later) == "17:02:41")
    #expect(text("dateTimeAsUSNoDateIfToday", now: later) == "5:02:41 pm")
    #expect(text("dateTimeAsLocalNoDateIfToday", now: later) == "17:02:41")
    let tomorrow = Self.moment + 86_400_000
    #expect(text("dateTimeAsIsoNoDateIfToday", now: tomorrow) == "2026-11-24 17:02:41")
  }

  @Test(
    arguments: [
      (0, "a few seconds ago"), (44, "a few seconds ago"), (45, "a minute ago"),
      (90, "2 minutes ago"), (2_640, "44 minutes ago"), (2_700, "an hour ago"),
      (10_800, "3 hours ago"), (79_200, "a day ago"), (172_800, "2 days ago"),
      (2_160_000, "25 days ago"), (2_592_000, "a month ago"), (7_776_000, "3 months ago"),
      (31_536_000, "a year ago"), (94_608_000, "3 years ago"), (-30, "in a few seconds"),
      (-172_800, "in 2 days"),
    ] as [(Double, String)]
  )
  func howLongAgoItWas(seconds: Double, wanted: String) {
    #expect(text("dateTimeFromNow", now: Self.moment + seconds * 1_000) == wanted)
  }

  @Test func beyondEveryCalendarItIsANumber() {
    #expect(text("dateTimeAsIso", 1e16) == "10000000000000000")
    #expect(text("dateTimeFromNow", -8.64e15, now: 8.64e15).hasSuffix(" years ago"))
  }
}
