/// How many digits a number has, and whether words have a plural.
package enum NumberStyle: Hashable, Sendable {
  /// Decimals that nobody asked for are left out where they are zeros: `1.5 K`, `2 hours`.
  case short
  /// As Grafana writes it: `1.50 K`, `2 hour`, `∞`.
  case grafana
}

/// A number as it is written, in its parts.
private struct Written {
  var prefix = ""
  var number: String
  var suffix = ""

  var text: String { prefix + number + suffix }
}

extension Unit {
  /// A tick of an axis as Grafana writes it: with the decimals of its neighbours, but no zeros
  /// behind them unless somebody asked for decimals.
  ///
  /// - Parameters:
  ///   - value: Of a date milliseconds since 1970 UTC.
  ///   - increment: From one tick to the next.
  ///   - decimals: What the field says.
  ///   - zone: Whose clock tells dates.
  ///   - now: What today is.
  /// - Returns: One line of plain text.
  package func tick(
    _ value: Double,
    increment: Double,
    decimals: Int? = nil,
    zone: Zone = .local,
    now: Timestamp? = nil
  ) -> String {
    guard !value.isNaN else { return "NaN" }
    let adjacent = GrafanaDigits.decimals(of: increment)
    guard decimals == nil, adjacent > 0, mayLoseZeros else {
      return written(value, decimals, zone: zone, now: now).text
    }
    var written = written(value, adjacent, zone: zone, now: now)
    written.number = GrafanaDigits.trimmed(written.number)
    return written.text
  }

  private var mayLoseZeros: Bool {
    switch form {
    case .date, .currency, .boolean, .grouped: false
    default: true
    }
  }

  func grafanaText(_ value: Double, _ decimals: Int?, zone: Zone, now: Timestamp?) -> String {
    guard !value.isNaN else { return "NaN" }
    return written(value, decimals, zone: zone, now: now).text
  }

  private func written(_ value: Double, _ decimals: Int?, zone: Zone, now: Timestamp?) -> Written {
    func fixed(_ value: Double) -> String { GrafanaDigits.fixed(value, decimals) }
    switch form {
    case .fixed where id == "string": return Written(number: GrafanaDigits.plain(value))
    case .fixed(let unit):
      return Written(number: fixed(value), suffix: unit.isEmpty ? "" : " \(unit)")
    case .prefixed(let sign): return Written(prefix: sign, number: fixed(value))
    case .metric(let unit, let power):
      return scaled(value, decimals, Self.metric.map { " \($0)\(unit)" }, Self.metricOffset + power)
    case .binary(let unit, let power):
      return scaled(value, decimals, Self.binary.map { " \($0)\(unit)" }, power, base: 1_024)
    case .steps(let steps): return scaled(value, decimals, steps, 0)
    case .count(let unit): return scaled(value, decimals, Self.counts.map { "\($0) \(unit)" }, 0)
    case .currency(let sign, let isBehind):
      let steps = Self.counts.map { isBehind ? $0 + sign : $0 }
      var written = scaled(abs(value), decimals, steps, 0)
      written.prefix = (value < 0 ? "-" : "") + (isBehind ? "" : sign)
      return written
    case .percent(let factor): return Written(number: fixed(value * factor), suffix: "%")
    case .grouped: return Written(number: GrafanaDigits.local(value, decimals))
    case .span(let span):
      let (number, word) = span.parts(value)
      return Written(number: fixed(number), suffix: " \(word)")
    case nil: return Written(number: fixed(value), suffix: id.isEmpty ? "" : " \(id)")
    case .boolean, .hexadecimal, .scientific, .duration, .date:
      guard value.isFinite else { return Written(number: GrafanaDigits.plain(value)) }
      return Written(
        number: text(value, decimals: decimals, zone: zone, now: now, style: .short)
      )
    }
  }

  /// The step is the one that the whole number reaches: `1000 K` of 999,999, whose rounding comes
  /// later.
  private func scaled(
    _ value: Double,
    _ decimals: Int?,
    _ steps: [String],
    _ offset: Int,
    base: Double = 1_000
  ) -> Written {
    guard value.isFinite else { return Written(number: GrafanaDigits.plain(value)) }
    var (number, step, power) = (value, offset, 1.0)
    while abs(number) >= base, step + 1 < steps.count {
      (step, power) = (step + 1, power * base)
      // By the whole power: dividing again and again would add up what rounding loses.
      number = value / power
    }
    while number != 0, abs(number) < 1, step > 0 {
      (step, power) = (step - 1, power * base)
      number = value * power
    }
    let suffix = steps[step] == " " ? "" : steps[step]
    return Written(number: GrafanaDigits.fixed(number, decimals), suffix: suffix)
  }
}
