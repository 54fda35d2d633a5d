/// Numbers as Grafana writes them, which are JavaScript's.
///
/// Source: Grafana, `packages/grafana-data/src/valueFormats/valueFormats.ts`, and ECMAScript's
/// `Number::toString`.
package enum GrafanaDigits {
  /// A number with so many digits after the point, zeros too; nil: as many as its size calls for.
  package static func fixed(_ value: Double, _ decimals: Int?) -> String {
    guard value.isFinite else { return plain(value) }
    let places = min(decimals ?? automatic(value), 20)
    guard value != 0 else { return padded("0", to: places) }
    let power = (0..<max(0, places)).reduce(1.0) { product, _ in product * 10 }
    let text = plain(rounded(value * power) / power)
    return text.contains("e") || text.contains("∞") ? text : padded(text, to: places)
  }

  /// Without more digits than tell it: `1.5`, `0`, `1e+21`.
  package static func plain(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "∞" : "-∞" }
    guard value != 0 else { return "0" }
    let (digits, exponent) = Digits.significant(abs(value))
    let text = digits.map(String.init).joined()
    let sign = value < 0 ? "-" : ""
    func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
    switch exponent {
    case 0..<21 where text.count <= exponent + 1:
      return sign + text + zeros(exponent + 1 - text.count)
    case 0..<21: return sign + text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
    case -6..<0: return sign + "0." + zeros(-1 - exponent) + text
    default:
      let rest = text.dropFirst()
      return sign + text.prefix(1) + (rest.isEmpty ? "" : ".\(rest)")
        + "e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
    }
  }

  /// Without the zeros after the last digit that says something: a tick's.
  static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : text
  }

  /// How many digits after the point an increment has.
  package static func decimals(of increment: Double) -> Int {
    guard increment.isFinite, increment != 0 else { return 0 }
    let (digits, exponent) = Digits.significant(abs(rounded(increment * 1e9) / 1e9))
    return max(0, digits.count - 1 - exponent)
  }

  /// As `toLocaleString` in English: commas, three digits after the point or as many as asked,
  /// no zeros behind.
  static func local(_ value: Double, _ decimals: Int?) -> String {
    let text = fixed(value, max(0, decimals ?? 3))
    return text.contains("e") ? text : Digits.grouped(trimmed(text), by: ",")
  }

  /// Three digits that mean something, none after a whole number; of what is negative two, because
  /// Grafana's rule for the third looks at the sign too.
  private static func automatic(_ value: Double) -> Int {
    let size = abs(value)
    guard size > 0, size != size.rounded(.down) else { return 0 }
    let exponent = Digits.significant(size).exponent
    return max(0, (value > 0 ? 2 : 1) - exponent)
  }

  /// The half goes up, of negative numbers too.
  private static func rounded(_ value: Double) -> Double {
    let floor = value.rounded(.down)
    return value - floor >= 0.5 ? floor + 1 : floor
  }

  private static func padded(_ text: String, to places: Int) -> String {
    guard places > 0 else { return text }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let has = parts.count > 1 ? parts[1].count : 0
    return text + (has == 0 ? "." : "") + String(repeating: "0", count: max(0, places - has))
  }
}
