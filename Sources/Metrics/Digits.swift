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

  /// Grafana's rule: three digits that mean something, none after a whole number.
  private static func automatic(_ value: Double) -> Int {
    let size = abs(value)
    guard size > 0, size != size.rounded() else { return 0 }
    var (places, limit) = (2, 10.0)
    while places > 0, size >= limit { (places, limit) = (places - 1, limit * 10) }
    limit = 1
    while places < 12, size < limit { (places, limit) = (places + 1, limit / 10) }
    return places
  }

  /// As JavaScript's `toExponential`: `1.5e+3`; nil decimals are as many as tell the number.
  package static func scientific(_ value: Double, _ decimals: Int?) -> String {
    guard value.isFinite else { return fixed(value, decimals) }
    var (digits, exponent) = significant(abs(value))
    if let decimals {
      let count = max(0, min(12, decimals)) + 1
      let roundsUp = digits.count > count && digits[count] >= 5
      digits =
        Array(digits.prefix(count)) + Array(repeating: 0, count: max(0, count - digits.count))
      if roundsUp {
        var place = count - 1
        while place >= 0, digits[place] == 9 {
          digits[place] = 0
          place -= 1
        }
        if place >= 0 {
          digits[place] += 1
        } else {
          digits = [1] + digits.dropLast()
          exponent += 1
        }
      }
    }
    let rest = digits.dropFirst().map(String.init).joined()
    return (value < 0 ? "-" : "") + "\(digits[0])" + (rest.isEmpty ? "" : ".\(rest)")
      + "e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
  }

  /// The digits that tell a number, none of them a zero at an end, and the power of ten of the first.
  static func significant(_ value: Double) -> (digits: [Int], exponent: Int) {
    let parts = "\(value)".split(separator: "e", maxSplits: 1)
    let whole = parts[0].prefix { $0 != "." }
    var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    var digits = parts[0].compactMap(\.wholeNumberValue)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, digits == [0] ? 0 : exponent)
  }

  /// With a space between thousands: `5 952`.
  package static func grouped(_ value: Double, decimals: Int? = nil) -> String {
    grouped(fixed(value, decimals), by: " ")
  }

  static func grouped(_ text: String, by separator: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return text }
    var groups: [Substring] = []
    var rest = whole
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    let joined = ([rest] + groups).joined(separator: separator)
    return sign + joined + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}

extension Int64 {
  /// The nearest whole number that fits.
  init(clamping value: Double) {
    self = value.isNaN ? 0 : value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : Int64(value)
  }
}
