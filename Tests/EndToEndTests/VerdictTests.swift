import Glibc
import ServerSupport
import Support
import Testing

/// What a monitoring system is told of answers that lack something.
struct VerdictTests {
  private static let layout = """
    { "title": "T", "panels": [{ "type": "stat", "title": "S", "targets": [{ "expr": "x" }],
      "thresholds": [{ "above": 50, "state": "warning" }, { "above": 90, "state": "critical" }] }] }
    """

  /// A server that answers each query with so many series of one value, and says this beside it.
  private static func server(_ value: Int, series: Int, beside: String) async throws -> FakeServer {
    try await FakeServer { request in
      guard request.path == "/api/v1/query" else {
        return .json(#"{"status":"success","data":{"alerts":[]}}"#)
      }
      let results = (0..<series).map { index in
        #"{"metric":{"i":"\#(index)"},"value":[\#(time(nil)),"\#(value)"]}"#
      }
      return .json(
        #"{"status":"success","data":{"resultType":"vector","result":["#
          + results.joined(separator: ",") + "]}\(beside)}"
      )
    }
  }

  private static let warnings = #","warnings":["\u001b[31mstore a is down","store b is down"]"#

  @Test(arguments: [
    (1, 1, "", Int32(0), "OK - 1 panel\n"),
    (1, 1, #","infos":["the name has no _total"],"isPartial":false"#, 0, "OK - 1 panel\n"),
    (1, 1, warnings, 3, "UNKNOWN - S: the answer is partial: ␛[31mstore a is down\n"),
    (60, 1, warnings, 3, "UNKNOWN - S: the answer is partial: "),
    // What is bad is bad, whatever else there may be.
    (95, 1, warnings, 2, "CRITICAL - S: "),
    (
      1, 1, #","isPartial":true"#, 3,
      "UNKNOWN - S: the answer is partial: some of the server's storage did not answer\n"
    ),
    (1, 2_500, "", 3, "UNKNOWN - S: the answer is partial: 2 000 of 2 500 series are shown\n"),
  ])
  func whatIsMissingKeepsFromKnowing(
    value: Int,
    series: Int,
    beside: String,
    code: Int32,
    start: String
  ) async throws {
    let server = try await Self.server(value, series: series, beside: beside)
    let folder = try TemporaryFolder()
    let file = folder.path + "/s.json"
    try writeFile(file, Self.layout)
    for failOn in ["warning", "critical"] {
      let result = try await Program.run([
        "render", file, "--prometheus", server.url, "--fail-on", failOn,
      ])
      #expect(result.status == code, "\(failOn): \(result.errors)")
      #expect(result.output.hasPrefix(start), "\(failOn): \(result.output.prefix(120))")
    }
    // Without it a partial answer is an answer.
    let plain = try await Program.run(["render", file, "--prometheus", server.url])
    #expect(plain.status == 0)
    await server.stop()
  }
}
