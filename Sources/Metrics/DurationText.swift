extension Duration {
  /// Reads a span as Prometheus and Grafana write it: `5m`, `1h30m`, `15s`, `100ms`, `1d`, `2w`,
  /// `1y`; `M` is a month of 30 days.
  package init?(promQL text: String) {
    let units: [String: Int64] = [
      "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
      "M": 2_592_000_000, "y": 31_536_000_000,
    ]
    var total: Int64 = 0
    var rest = text[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let count = Int64(digits), let width = units[String(unit)] else { return nil }
      let (span, overflows) = count.multipliedReportingOverflow(by: width)
      let (sum, overflowsToo) = total.addingReportingOverflow(span)
      guard !overflows, !overflowsToo, sum < 4_000_000_000_000 else { return nil }
      total = sum
    }
    self = .milliseconds(total)
  }
}
