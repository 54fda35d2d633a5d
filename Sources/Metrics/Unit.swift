/// A unit by Grafana's id, and how numbers are written in it.
///
/// Source: Grafana, `packages/grafana-data/src/valueFormats`. An id that isn't known is written
/// behind the number as it stands, as Grafana does. Nothing depends on the locale. Unlike Grafana,
/// which pads to three digits (`1.50 K`), decimals that nobody asked for and that are zeros are
/// left out, and `hour` to `year` have a plural.
package struct Unit: Hashable, Sendable {
  package var id: String

  package init(_ id: String = "short") { self.id = id.isEmpty ? "short" : id }

  /// Whether it is one of Grafana's ids or custom forms; any other is written out as it stands.
  package var isKnown: Bool { form != nil }

  /// A number with its unit: `41.3 s`, `1.2 GiB`, `73`.
  ///
  /// - Parameters:
  ///   - value: Any; NaN is `NaN`, infinities are `Inf` and `-Inf`. Of a date: milliseconds since
  ///     1970 UTC.
  ///   - decimals: Digits after the point; nil lets the size of the number decide. Of a duration:
  ///     how many more parts follow the largest.
  ///   - zone: Whose clock tells dates.
  ///   - now: What `dateTimeFromNow` counts from and what today is; nil writes the whole date.
  ///   - style: Whether as Grafana does to the letter.
  /// - Returns: One line of plain text.
  package func text(
    _ value: Double,
    decimals: Int? = nil,
    zone: Zone = .local,
    now: Timestamp? = nil,
    style: NumberStyle = .short
  ) -> String {
    guard style == .short else { return grafanaText(value, decimals, zone: zone, now: now) }
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "Inf" : "-Inf" }
    switch form {
    case .fixed(let unit): return join(Digits.fixed(value, decimals), unit)
    case .prefixed(let sign): return sign + Digits.fixed(value, decimals)
    case .metric(let unit, let power):
      return scaled(value, decimals, unit, Self.metric, offset: Self.metricOffset + power)
    case .binary(let unit, let power):
      return scaled(value, decimals, unit, Self.binary, base: 1_024, offset: power)
    case .count(let unit): return join(counted(value, decimals), unit)
    case .currency(let sign, let isBehind):
      let number = counted(abs(value), decimals)
      let isNegative = value < 0 && number.contains { ("1"..."9").contains($0) }
      return (isNegative ? "-" : "") + (isBehind ? number + sign : sign + number)
    case .steps(let steps):
      let (number, step) = reduced(value, decimals, steps)
      return Digits.fixed(number, decimals) + step
    case .boolean(let yes, let no): return value == 0 ? no : yes
    case .percent(let factor): return Digits.fixed(value * factor, decimals) + "%"
    case .hexadecimal(let prefix): return hexadecimal(value, prefix)
    case .scientific: return Digits.scientific(value, decimals)
    case .grouped: return Digits.grouped(value, decimals: decimals)
    case .span(let span): return span.text(value, decimals)
    case .duration(let form, let seconds): return form.text(value, inSeconds: seconds, decimals)
    case .date(let form): return form.text(value, zone: zone, now: now) ?? Digits.fixed(value, 0)
    case nil: return join(Digits.fixed(value, decimals), id)
    }
  }

  /// Whether its numbers are moments.
  package var isDate: Bool { if case .date = form { true } else { false } }

  var form: UnitForm? { UnitTable.form(of: id) ?? custom }

  /// `suffix:x`, `prefix:x`, `si:kx`, `count:x`, `currency:x`, `time:YYYY` and `bool:yes/no`.
  private var custom: UnitForm? {
    guard let colon = id.firstIndex(of: ":") else { return nil }
    var rest = id[id.index(after: colon)...]
    while rest.first == " " { rest.removeFirst() }
    switch id[..<colon] {
    case "prefix": return .prefixed(String(rest))
    case "suffix": return .fixed(String(rest))
    case "si":
      // Its first letter is the prefix that the number comes with, where it is one: `si:mV`.
      let index = rest.first.flatMap { Self.metric.firstIndex(of: UnitTable.plain(String($0))) }
      guard let index, index != Self.metricOffset else { return .metric(String(rest), power: 0) }
      return .metric(String(rest.dropFirst()), power: index - Self.metricOffset)
    case "count": return .count(String(rest))
    case "currency": return .currency(String(rest), isBehind: false)
    case "time": return .date(.pattern(String(rest)))
    case "bool":
      let words = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      return .boolean(
        yes: words.first.map(String.init) ?? "",
        no: words.count > 1 ? String(words[1]) : "-"
      )
    default: return nil
    }
  }

  private func join(_ number: String, _ unit: String) -> String {
    unit.isEmpty ? number : "\(number) \(unit)"
  }

  static let metric = [
    "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y",
  ]
  /// Where in `metric` the unit itself stands.
  static let metricOffset = 5
  static let counts = ["", "K", "M", "B", "T"]
  static let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"]

  private func counted(_ value: Double, _ decimals: Int?) -> String {
    let (number, step) = reduced(value, decimals, Self.counts)
    return Digits.fixed(number, decimals) + step
  }

  /// The prefix belongs to the unit: `1.5 kB`.
  private func scaled(
    _ value: Double,
    _ decimals: Int?,
    _ unit: String,
    _ steps: [String],
    base: Double = 1_000,
    offset: Int
  ) -> String {
    let (number, step) = reduced(value, decimals, steps, base: base, offset: offset)
    return join(Digits.fixed(number, decimals), step + unit)
  }

  /// The number between 1 and the base, and the step that says so.
  ///
  /// - Parameters:
  ///   - value: Counted in the step at `offset`; zero stays there.
  ///   - decimals: Digits after the point.
  ///   - steps: From small to large, each the base times the one before.
  ///   - base: Above 1.
  ///   - offset: An index of `steps`.
  /// - Returns: The number in that step; below the first and above the last as it comes.
  private func reduced(
    _ value: Double,
    _ decimals: Int?,
    _ steps: [String],
    base: Double = 1_000,
    offset: Int = 0
  ) -> (number: Double, step: String) {
    var number = value
    var step = offset
    while abs(number) >= base, step + 1 < steps.count {
      number /= base
      step += 1
    }
    while number != 0, abs(number) < 1, step > 0 {
      number *= base
      step -= 1
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

  private func hexadecimal(_ value: Double, _ prefix: String) -> String {
    let number = Int64(clamping: value.rounded())
    let digits = String(number.magnitude, radix: 16, uppercase: true)
    return (number < 0 ? "-" : "") + prefix + digits
  }
}
