import HTTP
import Metrics
import Prometheus
import Testing

@Suite struct WireFieldTests {
  @Test(arguments: [
    ("1h30m", 5_400_000 as Int64?), ("15s", 15_000), ("100ms", 100), ("1d", 86_400_000),
    ("1w2d", 777_600_000), ("0s", 0), ("1y", 31_536_000_000), ("", nil), ("5", nil), ("m", nil),
    ("5x", nil), ("-5m", nil), ("9999999999s", nil),
  ])
  func aDurationIsRead(text: String, milliseconds: Int64?) {
    #expect(Duration(promQL: text) == milliseconds.map { .milliseconds($0) })
  }

  /// Through an alert's `activeAt`.
  @Test(arguments: [
    ("1970-01-01T00:00:01Z", 1_000 as Int64?),
    ("2024-02-29T12:00:00.123456789Z", 1_709_208_000_123),
    ("2024-02-29T12:00:00.5+02:30", 1_709_199_000_500),
    ("2024-02-29T12:00:00-01:00", 1_709_211_600_000),
    ("0001-01-01T00:00:00Z", nil), ("2024-02-29", nil), ("2024-02-29T12:00:00", nil),
    ("2024-13-01T00:00:00Z", nil), ("2024-01-01T00:00:00Zx", nil), ("", nil),
  ])
  func aMomentIsRead(text: String, milliseconds: Int64?) async throws {
    let rule = #"{"name":"r","alerts":[{"state":"firing","activeAt":"\#(text)"}]}"#
    let body = #"{"status":"success","data":{"groups":[{"rules":[\#(rule)]}]}}"#
    let alerts = try await client(body).alerts().alerts
    #expect(alerts.map(\.activeAt?.milliseconds) == [milliseconds])
    #expect(alerts[0].name == "r")
  }

  @Test func labelsThatAreNoneAreLeftOut() async throws {
    let body = #"{"status":"success","data":[{"a":"b","c":1},7,null]}"#
    #expect(try await client(body).series(matching: ["up"]) == [["a": "b"], [:], [:]])
  }
}
