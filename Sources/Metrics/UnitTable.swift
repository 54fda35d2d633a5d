/// How the numbers of one unit are written.
enum UnitForm: Hashable, Sendable {
  /// As it stands, the unit behind it: `21.5 °C`.
  case fixed(String)
  /// As it stands, the unit before it: `#7`.
  case prefixed(String)
  /// By thousands, the prefix belongs to the unit: `1.5 kW`; the number counts thousands to this
  /// power of the unit.
  case metric(String, power: Int)
  /// By 1,024: `1.5 KiB`; the number counts 1,024s to this power of the unit.
  case binary(String, power: Int)
  /// By thousands, the letter belongs to the number: `1.5K req/s`.
  case count(String)
  /// By thousands, the sign before or behind: `$1.5K`, `1.5Kkr`.
  case currency(String, isBehind: Bool)
  /// By thousands, with words of its own: `1.5 Mil`.
  case steps([String])
  case boolean(yes: String, no: String)
  case percent(times: Double)
  case hexadecimal(prefix: String)
  case scientific
  case grouped
  case span(TimeSpan)
  case duration(DurationForm, inSeconds: Double)
  case date(DateForm)
}

/// Grafana's value formats by id.
///
/// Source: Grafana, `packages/grafana-data/src/valueFormats/categories.ts`; where its versions
/// differ, the newest.
enum UnitTable {
  static func form(of id: String) -> UnitForm? { forms[id] ?? forms[plain(id)] }

  /// Of the two signs for micro the one that is no Greek letter; Grafana's ids have both.
  static func plain(_ text: String) -> String { text.replacing("\u{3BC}", with: "\u{B5}") }

  private static let forms: [String: UnitForm] = {
    var forms = special
    for (id, unit) in fixed { forms[id] = .fixed(unit) }
    for (id, unit) in counts { forms[id] = .count(unit) }
    for (id, sign) in currencies { forms["currency" + id] = .currency(sign, isBehind: false) }
    for (id, sign) in currenciesBehind { forms["currency" + id] = .currency(sign, isBehind: true) }
    for (unit, ids) in metric {
      for (id, power) in ids { forms[id] = .metric(unit, power: power) }
    }
    for (unit, ids) in binary {
      for (id, power) in ids { forms[id] = .binary(unit, power: power) }
    }
    return forms
  }()

  private static let special: [String: UnitForm] = [
    "none": .fixed(""), "string": .fixed(""),
    "short": .steps(["", " K", " Mil", " Bil", " Tri", " Quadr", " Quint", " Sext", " Sept"]),
    "pressurepsi": .steps([" psi", " ksi", " Mpsi"]),
    "percent": .percent(times: 1), "percentunit": .percent(times: 100), "locale": .grouped,
    "hex": .hexadecimal(prefix: ""), "hex0x": .hexadecimal(prefix: "0x"), "sci": .scientific,
    "bool": .boolean(yes: "True", no: "False"), "bool_yes_no": .boolean(yes: "Yes", no: "No"),
    "bool_on_off": .boolean(yes: "On", no: "Off"),
    "ns": .span(.nanoseconds), "µs": .span(.microseconds), "ms": .span(.milliseconds),
    "s": .span(.seconds), "m": .span(.minutes), "h": .span(.hours), "d": .span(.days),
    "timeticks": .span(.ticks), "dtdurations": .duration(.words, inSeconds: 1),
    "dtdurationms": .duration(.words, inSeconds: 1e-3), "dthms": .duration(.hours, inSeconds: 1),
    "dtdhms": .duration(.days, inSeconds: 1), "clocks": .duration(.clock, inSeconds: 1),
    "clockms": .duration(.clock, inSeconds: 1e-3),
    "dateTimeAsIso": .date(.iso), "dateTimeAsIsoNoDateIfToday": .date(.isoUnlessToday),
    "dateTimeAsUS": .date(.american), "dateTimeAsUSNoDateIfToday": .date(.americanUnlessToday),
    // A browser would ask its locale; nothing of ours does.
    "dateTimeAsLocal": .date(.iso), "dateTimeAsLocalNoDateIfToday": .date(.isoUnlessToday),
    "dateTimeAsSystem": .date(.iso), "dateTimeFromNow": .date(.fromNow),
  ]

  private static let fixed: [String: String] = [
    "humidity": "%H", "dB": "dB", "pixel": "px",
    // Acceleration, angle, area.
    "accMS2": "m/sec²", "accFS2": "f/sec²", "accG": "g",
    "degree": "°", "radian": "rad", "grad": "grad", "arcmin": "arcmin", "arcsec": "arcsec",
    "areaM2": "m²", "areaF2": "ft²", "areaMI2": "mi²", "acres": "ac", "hectares": "ha",
    // Concentration.
    "ppm": "ppm", "conppb": "ppb", "conngm3": "ng/m³", "conngNm3": "ng/Nm³",
    "conµgm3": "µg/m³", "conµgNm3": "µg/Nm³", "conmgm3": "mg/m³",
    "conmgNm3": "mg/Nm³", "congm3": "g/m³", "congNm3": "g/Nm³", "conmgdL": "mg/dL",
    "conmmolL": "mmol/L",
    // Flow and light.
    "flowgpm": "gpm", "flowcms": "cms", "flowcfs": "cfs", "flowcfm": "cfm", "litreh": "L/h",
    "flowlpm": "L/min", "flowmlpm": "mL/min", "lux": "lux",
    // Mass, length, pressure.
    "masslb": "lb", "masst": "t", "lengthin": "in", "lengthft": "ft", "lengthmi": "mi",
    "pressurehpa": "hPa", "pressurekpa": "kPa", "pressurehg": "\"Hg",
    // Rotation, temperature.
    "rotrpm": "rpm", "rotrads": "rad/s", "rotdegs": "°/s",
    "celsius": "°C", "fahrenheit": "°F", "farenheit": "°F", "kelvin": "K",
    // Velocity, volume.
    "velocityms": "m/s", "velocitykmh": "km/h", "velocitymph": "mph", "velocityknot": "kn",
    "m3": "m³", "Nm3": "Nm³", "dm3": "dm³", "gallons": "gal",
  ]

  private static let counts: [String: String] = [
    "cps": "c/s", "ops": "ops/s", "reqps": "req/s", "rps": "rd/s", "wps": "wr/s", "iops": "io/s",
    "eps": "evt/s", "mps": "msg/s", "recps": "rec/s", "rowsps": "rows/s", "cpm": "c/m",
    "opm": "ops/m", "reqpm": "req/m", "rpm": "rd/m", "wpm": "wr/m", "epm": "evts/m",
    "mpm": "msgs/m", "recpm": "rec/m", "rowspm": "rows/m",
  ]

  private static let currencies: [String: String] = [
    "USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "RUB": "₽", "UAH": "₴", "BRL": "R$",
    "CZK": "czk", "CHF": "CHF", "PLN": "PLN", "BTC": "฿", "mBTC": "mBTC", "µBTC": "µBTC",
    "ZAR": "R", "INR": "₹", "KRW": "₩", "IDR": "Rp", "PHP": "PHP", "MYR": "RM", "XPF": "XPF",
    "BGN": "BGN", "PYG": "₲", "UYU": "UYU", "ILS": "₪",
  ]

  private static let currenciesBehind: [String: String] = [
    "DKK": "kr", "ISK": "kr", "NOK": "kr", "SEK": "kr", "VND": "đ", "TRY": "₺",
  ]

  private static let binary: [String: [String: Int]] = [
    "B": ["bytes": 0, "kbytes": 1, "mbytes": 2, "gbytes": 3, "tbytes": 4, "pbytes": 5],
    "b": ["bits": 0],
    "B/s": ["binBps": 0, "KiBs": 1, "MiBs": 2, "GiBs": 3, "TiBs": 4, "PiBs": 5],
    "b/s": ["binbps": 0, "Kibits": 1, "Mibits": 2, "Gibits": 3, "Tibits": 4, "Pibits": 5],
  ]

  private static let metric: [String: [String: Int]] = [
    "": ["sishort": 0],
    "cd": ["candela": 0],
    // Data and its rates.
    "B": [
      "decbytes": 0, "deckbytes": 1, "decmbytes": 2, "decgbytes": 3, "dectbytes": 4, "decpbytes": 5,
    ],
    "b": ["decbits": 0],
    "p/s": ["pps": 0],
    "B/s": ["Bps": 0, "KBs": 1, "MBs": 2, "GBs": 3, "TBs": 4, "PBs": 5],
    "b/s": ["bps": 0, "Kbits": 1, "Mbits": 2, "Gbits": 3, "Tbits": 4, "Pbits": 5],
    "FLOPS": [
      "flops": 0, "mflops": 2, "gflops": 3, "tflops": 4, "pflops": 5, "eflops": 6, "zflops": 7,
      "yflops": 8,
    ],
    "H/s": ["Hs": 0, "KHs": 1, "MHs": 2, "GHs": 3, "THs": 4, "PHs": 5, "EHs": 6],
    // Energy.
    "W": ["watt": 0, "kwatt": 1, "megwatt": 2, "gwatt": 3, "mwatt": -1],
    "W/m²": ["Wm2": 0],
    "VA": ["voltamp": 0, "kvoltamp": 1],
    "VAr": ["voltampreact": 0, "kvoltampreact": 1],
    "Wh": ["watth": 0, "kwatth": 1, "mwatth": 2],
    "Wh/kg": ["watthperkg": 0],
    "W-Min": ["kwattm": 1],
    "Ah": ["amph": 0, "kamph": 1, "mamph": -1],
    "J": ["joule": 0],
    "eV": ["ev": 0],
    "A": ["amp": 0, "kamp": 1, "mamp": -1],
    "V": ["volt": 0, "kvolt": 1, "mvolt": -1],
    "dBm": ["dBm": 0],
    "Ω": ["ohm": 0, "kohm": 1, "Mohm": 2, "mohm": -1],
    "F": ["farad": 0, "µfarad": -2, "nfarad": -3, "pfarad": -4, "ffarad": -5],
    "H": ["henry": 0, "mhenry": -1, "µhenry": -2],
    "Lm": ["lumens": 0],
    // Force, mass, length, volume, pressure.
    "Nm": ["forceNm": 0, "forcekNm": 1],
    "N": ["forceN": 0, "forcekN": 1],
    "g": ["massg": 0, "masskg": 1, "massmg": -1],
    "m": ["lengthm": 0, "lengthkm": 1, "lengthmm": -1],
    "L": ["litre": 0, "mlitre": -1],
    "bar": ["pressurebar": 0, "pressurekbar": 1, "pressurembar": -1],
    "Pa": ["pressurepa": 0],
    "Hz": ["hertz": 0, "rothz": 0, "rotkhz": 1, "rotmhz": 2, "rotghz": 3],
    // Radiation.
    "Bq": ["radbq": 0],
    "Ci": ["radci": 0],
    "Gy": ["radgy": 0],
    "rad": ["radrad": 0],
    "Sv": ["radsv": 0, "radmsv": -1, "radusv": -2],
    "rem": ["radrem": 0],
    "C/kg": ["radexpckg": 0],
    "R": ["radr": 0],
    "Sv/h": ["radsvh": 0, "radmsvh": -1, "radusvh": -2],
  ]
}
