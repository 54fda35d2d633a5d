/// A unit by Grafana's id, and how numbers are written in it.
///
/// Source: Grafana, `packages/grafana-data/src/valueFormats`. An id that isn't known is written
/// behind the number as it stands, as Grafana does. Nothing depends on the locale.
package struct Unit: Hashable, Sendable {
  package var id: String

  package init(_ id: String = "short") { self.id = id.isEmpty ? "short" : id }

  /// A number with its unit: `41.3 s`, `1.2 GiB`, `73`.
  ///
  /// - Parameters:
  ///   - value: Any; NaN is `NaN`, infinities are `Inf` and `-Inf`.
  ///   - decimals: Digits after the point; nil lets the size of the number decide.
  /// - Returns: One line of plain text.
  package func text(_ value: Double, decimals: Int? = nil) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "Inf" : "-Inf" }
    if let (prefix, rest) = Self.split(id) {
      switch prefix {
      case "prefix": return rest + Digits.fixed(value, decimals)
      case "suffix": return join(Digits.fixed(value, decimals), rest)
      case "si": return scaled(value, decimals, unit: rest, base: 1_000, steps: Self.metric)
      case "count": return count(value, decimals, unit: rest)
      case "currency": return rest + count(value, decimals, unit: "")
      default: break
      }
    }
    return known(value, decimals) ?? join(Digits.fixed(value, decimals), id)
  }

  private func join(_ number: String, _ unit: String) -> String {
    unit.isEmpty ? number : "\(number) \(unit)"
  }

  private static func split(_ id: String) -> (String, String)? {
    guard let colon = id.firstIndex(of: ":") else { return nil }
    var rest = id[id.index(after: colon)...]
    while rest.first == " " { rest.removeFirst() }
    return (String(id[..<colon]), String(rest))
  }

  private static let metric = ["", "k", "M", "G", "T", "P", "E"]
  private static let counts = ["", "K", "M", "B", "T"]
  private static let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
  private static let counted: [String: String] = [
    "cps": "c/s", "ops": "ops/s", "reqps": "req/s", "rps": "rd/s", "wps": "wr/s", "iops": "io/s",
    "eps": "evt/s", "mps": "msg/s", "recps": "rec/s", "rowsps": "rows/s", "cpm": "c/m",
    "opm": "ops/m", "reqpm": "req/m", "rpm": "rd/m", "wpm": "wr/m", "epm": "evts/m",
    "mpm": "msgs/m", "recpm": "rec/m", "rowspm": "rows/m",
  ]
  private static let suffixes: [String: String] = [
    "celsius": "°C", "fahrenheit": "°F", "kelvin": "K", "humidity": "%H", "pressurebar": "bar",
    "rotrpm": "rpm", "degree": "°", "rothz": "Hz", "dB": "dB", "dBm": "dBm", "lux": "lx",
    "lengthmm": "mm", "lengthkm": "km",
  ]
  private static let scientific: [String: String] = [
    "hertz": "Hz", "watt": "W", "volt": "V", "amp": "A", "joule": "J", "lengthm": "m", "pps": "p/s",
    "bps": "b/s", "binbps": "b/s", "Bps": "B/s", "bytes": "B", "decbytes": "B", "decbits": "b",
  ]

  private func known(_ value: Double, _ decimals: Int?) -> String? {
    switch id {
    case "none", "string": return Digits.fixed(value, decimals)
    case "short": return scaled(value, decimals, unit: "", base: 1_000, steps: Self.short)
    case "sishort": return scaled(value, decimals, unit: "", base: 1_000, steps: Self.metric)
    case "locale": return Digits.grouped(value, decimals: decimals)
    case "percent": return Digits.fixed(value, decimals) + "%"
    case "percentunit":
      return Digits.fixed(value * 100, decimals) + "%"
    case "bool": return value == 0 ? "False" : "True"
    case "bool_yes_no": return value == 0 ? "No" : "Yes"
    case "bool_on_off": return value == 0 ? "Off" : "On"
    case "hex": return String(Int64(clamping: value), radix: 16, uppercase: true)
    case "sci": return "\(value)"
    case "bytes", "kbytes", "mbytes", "gbytes":
      return scaled(value * from(1_024), decimals, unit: "B", base: 1_024, steps: Self.binary)
    case "decbytes", "deckbytes", "decmbytes", "decgbytes":
      return scaled(value * from(1_000), decimals, unit: "B", base: 1_000, steps: Self.metric)
    case "bits": return scaled(value, decimals, unit: "b", base: 1_024, steps: Self.binary)
    case "decbits": return scaled(value, decimals, unit: "b", base: 1_000, steps: Self.metric)
    case "binBps": return scaled(value, decimals, unit: "B/s", base: 1_024, steps: Self.binary)
    case "Bps", "KBs", "MBs", "GBs":
      return scaled(value * from(1_000), decimals, unit: "B/s", base: 1_000, steps: Self.metric)
    case "binbps": return scaled(value, decimals, unit: "b/s", base: 1_024, steps: Self.binary)
    case "bps", "Kbits", "Mbits", "Gbits":
      return scaled(value * from(1_000), decimals, unit: "b/s", base: 1_000, steps: Self.metric)
    default: return rest(value, decimals)
    }
  }

  /// What an id that names thousands, such as `mbytes`, multiplies by.
  private func from(_ base: Double) -> Double {
    let letters: [(String, Double)] = [("k", 1), ("m", 2), ("g", 3)]
    let name = id.lowercased().replacing("dec", with: "")
    guard id != "bits", name != "bytes", name != "bps" else { return 1 }
    for (letter, power) in letters where name.hasPrefix(letter) {
      return (0..<Int(power)).reduce(1) { product, _ in product * base }
    }
    return 1
  }

  private func rest(_ value: Double, _ decimals: Int?) -> String? {
    if let unit = Self.counted[id] { return count(value, decimals, unit: unit) }
    if let unit = Self.scientific[id] {
      return scaled(value, decimals, unit: unit, base: 1_000, steps: Self.metric)
    }
    if let unit = Self.suffixes[id] { return join(Digits.fixed(value, decimals), unit) }
    return TimeUnit.text(value, id: id, decimals: decimals)
  }

  private static let short = ["", "K", "Mil", "Bil", "Tri", "Quadr"]

  /// The letter belongs to the number: `1.5K req/s`.
  private func count(_ value: Double, _ decimals: Int?, unit: String) -> String {
    let (number, step) = reduced(value, decimals, base: 1_000, steps: Self.counts)
    return join(Digits.fixed(number, decimals) + step, unit)
  }

  /// The prefix belongs to the unit: `1.5 kB`.
  private func scaled(
    _ value: Double,
    _ decimals: Int?,
    unit: String,
    base: Double,
    steps: [String]
  ) -> String {
    let (number, step) = reduced(value, decimals, base: base, steps: steps)
    return join(Digits.fixed(number, decimals), step + unit)
  }

  /// The number divided until it is below the base, and the step that says so.
  private func reduced(
    _ value: Double,
    _ decimals: Int?,
    base: Double,
    steps: [String]
  ) -> (number: Double, step: String) {
    var number = value
    var step = 0
    while abs(number) >= base, step + 1 < steps.count {
      number /= base
      step += 1
    }
    // Rounding may reach the next step: 1000.0 K is 1 Mil.
    if let rounded = Double(Digits.fixed(abs(number), decimals)), rounded >= base,
      step + 1 < steps.count
    {
      number /= base
      step += 1
    }
    return (number, steps[step])
  }
}

/// Spans of time, each in the unit that suits its size.
enum TimeUnit {
  private static let sizes: [(id: String, seconds: Double, name: String)] = [
    ("ns", 1e-9, "ns"), ("µs", 1e-6, "µs"), ("ms", 1e-3, "ms"), ("s", 1, "s"), ("m", 60, "min"),
    ("h", 3_600, "hour"), ("d", 86_400, "day"),
  ]

  static func text(_ value: Double, id: String, decimals: Int?) -> String? {
    switch id {
    case "dtdurations", "dthms", "clocks": return parts(value)
    case "dtdurationms", "clockms": return parts(value / 1_000)
    case "timeticks": return parts(value / 100)
    case "dateTimeAsIso", "dateTimeFromNow", "dateTimeAsLocal", "dateTimeAsUS":
      guard let milliseconds = Int64(exactly: value.rounded()) else { return nil }
      let civil = Zone.local.civil(Timestamp(milliseconds: milliseconds))
      return "\(civil.date) \(civil.clockWithSeconds)"
    default: break
    }
    guard let own = sizes.first(where: { $0.id == id }) else { return nil }
    let seconds = value * own.seconds
    let size = sizes.last { abs(seconds) >= $0.seconds } ?? (value == 0 ? own : sizes[0])
    let number = Digits.fixed(seconds / size.seconds, decimals)
    let plural = size.seconds >= 3_600 && number != "1" ? "s" : ""
    return "\(number) \(size.name)\(plural)"
  }

  /// `1 d 2 h`, `3 min 4 s`: the two largest units.
  private static func parts(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e15 else { return "Inf" }
    var rest = Int64(abs(seconds).rounded())
    var words: [String] = []
    for (name, width) in [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)] as [(String, Int64)]
    where rest >= width && words.count < 2 {
      words.append("\(rest / width) \(name)")
      rest %= width
    }
    guard !words.isEmpty else { return "0 s" }
    return (seconds < 0 ? "-" : "") + words.joined(separator: " ")
  }
}
