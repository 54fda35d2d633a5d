import Support
import Testing

/// The rule of a count, asked of promtool with series that Prometheus really sees: births, resets,
/// outages, and scrapes that don't fall on evaluations.
struct CountRuleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What promtool says of a product that counts errors within five minutes.
  ///
  /// Evaluations are every 7 s, which no scrape is; moments are in seconds.
  private func fires(
    above limit: Int,
    values: String,
    interval: String = "15s",
    at moments: [(seconds: Int, fires: Bool)]
  ) async throws -> Program.Result {
    let product = folder.path + "/shop.json"
    try writeFile(
      product,
      """
      {
        "product": "shop", "conditions": [
          { "alert": "Errors", "count": "errors_total{job='shop'}", "by": ["job"], "above": \(limit) }
        ]
      }
      """
    )
    let made = try await Program.run(["generate", "rules", product, "--output", folder.path])
    try #require(made.status == 0, "\(made.errors)")
    let checks = moments.map { moment in
      let samples =
        moment.fires ? "[{ labels: '{alertname=\"Errors\", job=\"shop\"}', value: 1 }]" : "[]"
      return """
              - expr: count by (alertname, job) (ALERTS{alertstate="firing"})
                eval_time: \(moment.seconds)s
                exp_samples: \(samples)

        """
    }
    try writeFile(
      folder.path + "/test.yml",
      """
      rule_files: ["rules/shop.rules.yml"]
      evaluation_interval: 7s
      tests:
        - interval: \(interval)
          input_series:
            - series: 'errors_total{job="shop", instance="a"}'
              values: '\(values)'
          promql_expr_test:
      \(checks.joined())
      """
    )
    return try await Program.command(["promtool", "test", "rules", folder.path + "/test.yml"])
  }

  private static let cases: [(name: String, limit: Int, values: String, moments: [(Int, Bool)])] = [
    (
      "the first error ever", 0, "_x40 1x40",
      [(590, false), (602, true), (893, true), (910, false)]
    ),
    ("an error more", 0, "5x39 6x40", [(590, false), (602, true), (893, true), (910, false)]),
    ("exactly the limit", 3, "5x39 8x40", [(602, false), (700, false), (893, false)]),
    ("one over the limit", 3, "5x39 9x40", [(602, true), (700, true), (893, true), (910, false)]),
    ("one by one to the limit", 3, "5x39 6x3 7x3 8x20", [(720, false), (800, false)]),
    ("a reset, and one after it", 0, "5x39 0x3 1x30", [(605, false), (670, true)]),
    (
      "an outage of ten minutes and no error", 0, "5x39 _x40 5x40",
      [(1_200, false), (1_400, false)]
    ),
    ("an outage of ten minutes and an error", 0, "5x39 _x40 6x40", [(1_210, true)]),
    ("gone, and born anew", 0, "5x20 stale _x60 1x40", [(1_190, false), (1_240, true)]),
    ("a counter that stands still", 0, "5x100", [(400, false), (1_200, false)]),
  ]

  @Test(arguments: cases.indices)
  func firesWhereItShould(index: Int) async throws {
    let (name, limit, values, moments) = Self.cases[index]
    let result = try await fires(above: limit, values: values, at: moments.map { ($0, $1) })
    #expect(result.status == 0, "\(name): \(result.output) \(result.errors)")
  }

  /// At one scrape a minute `increase` would make 3.75 of 3.
  @Test func thinScrapesDoNotMakeMoreOfACount() async throws {
    let result = try await fires(
      above: 3,
      values: "5x20 6 7 8x20",
      interval: "59s",
      at: [(1_302, false), (1_372, false), (1_442, false), (1_512, false)]
    )
    #expect(result.status == 0, "\(result.output) \(result.errors)")
  }
}
