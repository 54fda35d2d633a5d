import Metrics
import Prometheus
import Testing

@Suite struct ExternalLabelTests {
  private func labels(_ yaml: String) async -> Labels? {
    let quoted = yaml.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return try? await Recorder("{\"yaml\":\"\(quoted)\"}").client().externalLabels()
  }

  private func global(_ lines: String...) -> String {
    "global:\n  scrape_interval: 1s\n  external_labels:\n"
      + lines.map { "    \($0)\n" }.joined()
      + "rule_files:\n- rules.yml\nscrape_configs:\n- job_name: a\n  external_labels:\n    no: x\n"
  }

  @Test func asPrometheusWritesThem() async {
    #expect(
      await labels(global("cluster: eu-1", "env: prod", "n: \"1\"", "q: 'a \"b'"))
        == ["cluster": "eu-1", "env": "prod", "n": "1", "q": "a \"b"]
    )
    #expect(await labels("global:\n  scrape_interval: 1s\n") == [:])
    #expect(await labels("") == [:])
  }

  @Test(arguments: [
    "a: |-", "a: 'it''s'", "a: \"\\t\"", "a:", "\"y\": b", "a: long value\n      that goes on",
  ])
  func whatIsNotExpectedIsNothingKnown(line: String) async {
    #expect(await labels(global(line)) == nil)
  }
}
