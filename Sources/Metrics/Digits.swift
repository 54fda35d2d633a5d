/// Numbers as text, the same in every locale; never `-0`.
package enum Digits {
  /// A number with so many digits after the point; nil: as many as its size calls for.
  package static func fixed(_ value: Double, _ decimals: Int?) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "Inf" : "-Inf" }
    let places = max(0, min(12, decimals ?? automatic(value)))
    let power = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * power).rounded()
    guard scaled < 9e17 else { return "\(value)" }
    let (whole, rest) = Int64(scaled).quotientAndRemainder(dividingBy: Int64(power))
    var text = String(whole)
    if places > 0 {
      let digits = String(rest)
      text += "." + String(repeating: "0", count: places - digits.count) + digits
    }
    // Decimals that nobody asked for are only shown where they say something.
    if decimals == nil, text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return value < 0 && !isZero ? "-\(text)" : text
  }

  /// Grafana's rule: about three digits that mean something.
  private static func automatic(_ value: Double) -> Int {
    let size = abs(value)
    guard size > 0 else { return 0 }
    if size == size.rounded() { return 0 }
    switch size {
    case 100...: return 0
    case 10..<100: return 1
    case 1..<10: return 2
    case 0.1..<1: return 3
    case 0.01..<0.1: return 4
    case 0.001..<0.01: return 5
    case 1e-6..<0.001: return 8
    default: return 12
    }
  }

  /// With a space between thousands: `5 952`.
  package static func grouped(_ value: Double, decimals: Int? = nil) -> String {
    let text = fixed(value, decimals)
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return text }
    var groups: [Substring] = []
    var rest = whole
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    let joined = ([rest] + groups).joined(separator: " ")
    return sign + joined + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}

extension Int64 {
  /// The nearest whole number that fits.
  init(clamping value: Double) {
    self = value.isNaN ? 0 : value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : Int64(value)
  }
}
