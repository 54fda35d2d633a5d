import HTTP
import Metrics
import Prometheus
import Testing

/// A client whose server always answers the same.
func client(
  _ body: String,
  status: Int = 200,
  headers: [Header] = [],
  maximumSeries: Int = 2_000
) -> PrometheusClient {
  let response = Response(
    status: status,
    headers: [Header("Content-Type", "application/json")] + headers,
    body: Array(body.utf8)
  )
  let transport = Transport { (_) async throws(TransportError) -> Response in response }
  return PrometheusClient(
    url: "http://localhost:9090",
    transport: transport,
    maximumSeries: maximumSeries
  )
}

/// The answer whose `data` is this.
func answer(_ data: String, maximumSeries: Int = 2_000) async throws -> Answer {
  let body = #"{"status":"success","data":\#(data)}"#
  return try await client(body, maximumSeries: maximumSeries).answer(.any)
}

extension Query {
  static var any: Query { Query("up", .instant(nil)) }
}

/// The one value of a vector, as `text` comes over the wire, quotes included.
private func value(_ text: String) async throws -> Double? {
  let result = #"[{"metric":{},"value":[1,\#(text)]}]"#
  let answer = try await answer(#"{"resultType":"vector","result":\#(result)}"#)
  return answer.series[0].values.first
}

@Suite struct AnswerTests {
  @Test func aMatrixBecomesColumns() async throws {
    let result = #"""
      [{"metric":{"__name__":"up","job":"b"},"values":[[1,"1"],[1.5,"2.5"],[3,"NaN"]]},
       {"metric":{"job":"a"},"values":[]}]
      """#
    let answer = try await answer(#"{"resultType":"matrix","result":\#(result)}"#)
    #expect(answer.series.map(\.labels.text) == [#"up{job="b"}"#, #"{job="a"}"#])
    #expect(answer.series[0].timestamps == [1_000, 1_500, 3_000])
    #expect(answer.series[0].values[..<2] == [1, 2.5])
    #expect(answer.series[0].values[2].isNaN)
    #expect(answer.series[1].timestamps == [])
    #expect(answer.truncatedFrom == nil)
  }

  @Test func aVectorComesSorted() async throws {
    let result = ["c", "a", "b"].map { #"{"metric":{"x":"\#($0)"},"value":[1,"1"]}"# }
    let answer = try await answer(
      #"{"resultType":"vector","result":[\#(result.joined(separator: ","))]}"#
    )
    #expect(answer.series.map { $0.labels["x"] } == ["a", "b", "c"])
  }

  @Test func aScalarHasNoLabels() async throws {
    let answer = try await answer(#"{"resultType":"scalar","result":[1435781451.781,"1"]}"#)
    #expect(answer.series == [Series(labels: [:], timestamps: [1_435_781_451_781], values: [1])])
  }

  @Test(arguments: [
    #"{"resultType":"string","result":[1,"6"]}"#, #"{"result":[1,"6"],"resultType":"string"}"#,
  ])
  func aStringIsALabel(data: String) async throws {
    let answer = try await answer(data)
    #expect(answer.series.map(\.labels) == [["string": "6"]])
    #expect(answer.series[0].values[0].isNaN)
  }

  @Test func anEmptyAnswerIsNoError() async throws {
    #expect(try await answer(#"{"resultType":"vector","result":[]}"#).series == [])
    #expect(try await answer(#"{"resultType":"vector","result":null}"#).series == [])
  }

  @Test func orderSpaceAndUnknownKeysDoNotMatter() async throws {
    let body = #"""
      { "new" : {"deep":[[[{"a":"]}"}]],null,true,-1.5e3]} ,
        "data" : { "result" : [ { "extra" : [1,{"x":2}], "values" : [ [ 1 , "2" ] , [2,"3",4,{}] ],
          "metric" : { "a" : "b" , "odd" : 7 } } ], "stats": {"samples":{}}, "resultType" : "matrix" },
        "infos" : [ "i" ] , "warnings" : [ "w", 1, "w" ] , "status" : "success" }
      """#
    let answer = try await client("\u{20}\r\n\t" + body + "\n").answer(.any)
    let series = Series(labels: ["a": "b"], timestamps: [1_000, 2_000], values: [2, 3])
    #expect(answer.series == [series])
    #expect(answer.warnings == ["w"])
    #expect(answer.infos == ["i"])
  }

  @Test func nativeHistogramsAreRead() async throws {
    let histogram =
      #"{"count":"42","sum":"3.5","buckets":[[3,"-0.5","0.5","2"],[0,"1","+Inf","40"]]}"#
    let result = #"""
      [{"metric":{},"histograms":[[1.5,\#(histogram)],[2,{"sum":"NaN","count":"0"}]],
        "values":[[1,"1"]]}]
      """#
    let series = try await answer(#"{"resultType":"matrix","result":\#(result)}"#).series[0]
    #expect(series.values == [1])
    #expect(series.histograms.count == 2)
    let bucket = HistogramSample.Bucket(boundaries: 3, lower: -0.5, upper: 0.5, count: 2)
    #expect(series.histograms[0].buckets[0] == bucket)
    #expect(series.histograms[0].buckets[1].upper == .infinity)
    #expect(series.histograms[0].time.milliseconds == 1_500)
    #expect(series.histograms[0].count == 42 && series.histograms[0].sum == 3.5)
    #expect(series.histograms[1].buckets == [] && series.histograms[1].sum.isNaN)
    let vector = #"[{"metric":{},"histogram":[7,\#(histogram)]}]"#
    let one = try await answer(#"{"resultType":"vector","result":\#(vector)}"#).series[0]
    #expect(one.histograms.map(\.time.milliseconds) == [7_000])
  }

  @Test(arguments: [
    ("1", 1_000), ("1.5", 1_500), ("1.500", 1_500), ("0.001", 1), ("0.010", 10), ("0.100", 100),
    ("-0.001", -1), ("1.001", 1_001), ("12345678123456.555", 12_345_678_123_456_555),
    ("1435781451.7819", 1_435_781_451_781), ("1.7e9", 1_700_000_000_000), ("-5", -5_000),
    ("1435781451.781", 1_435_781_451_781), ("0", 0), ("1e0", 1_000),
  ])
  func aTimestampIsWholeMilliseconds(text: String, milliseconds: Int64) async throws {
    let answer = try await answer(#"{"resultType":"scalar","result":[\#(text),"1"]}"#)
    #expect(answer.series[0].timestamps == [milliseconds])
  }

  @Test(arguments: [
    ("+Inf", Double.infinity), ("-Inf", -.infinity), ("Inf", .infinity), ("inf", .infinity),
    ("1234567.8", 1_234_567.8), ("0.0000012345678", 0.0000012345678), ("0", 0),
    ("1.2345678e-67", 1.2345678e-67), ("1e+21", 1e21), ("1e+00", 1), ("-1.5", -1.5),
    ("1.7976931348623157e+308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude),
    ("0.30000000000000004", 0.30000000000000004),
    ("123456789012345678901234567890", 1.2345678901234568e29),
    ("9007199254740993", 9007199254740992), ("0.1", 0.1), (".5", 0.5), ("5.", 5),
    ("1e400", .infinity), ("1e-400", 0),
    ("2.2250738585072011e-308", .leastNormalMagnitude.nextDown),
  ])
  func aValueIsExact(text: String, number: Double) async throws {
    #expect(try await value("\"\(text)\"") == number)
  }

  @Test(arguments: ["NaN", "nan", "NAN"])
  func notANumberStays(text: String) async throws {
    #expect(try await value("\"\(text)\"")?.isNaN == true)
  }

  @Test func minusZeroStays() async throws {
    #expect(try await value(#""-0""#)?.sign == .minus)
    #expect(try await value(#""-0.0000000000000000000000000""#)?.sign == .minus)
  }

  @Test(arguments: [("1", 1), ("-2.5e1", -25), ("12345678.125", 12_345_678.125)])
  func anUnquotedValueIsTaken(text: String, number: Double) async throws {
    #expect(try await value(text) == number)
  }

  @Test(arguments: [
    "null", #""""#, #""abc""#, "true", #""0x10""#, #""1,5""#, #""1 ""#, "{}", "[1]",
  ])
  func aValueThatIsNoneIsSkipped(text: String) async throws {
    #expect(try await value(text) == nil)
  }

  @Test func unsortedAndRepeatedTimesAreOrdered() async throws {
    let values = #"[[3,"3"],[1,"1"],[2,"2"],[1,"4"],[3,"5"]]"#
    let answer = try await answer(
      #"{"resultType":"matrix","result":[{"metric":{},"values":\#(values)}]}"#
    )
    #expect(answer.series[0].timestamps == [1_000, 2_000, 3_000])
    #expect(answer.series[0].values == [4, 2, 5])
  }

  @Test func tooManySeriesAreCounted() async throws {
    let result = (0..<50).map { #"{"metric":{"x":"\#($0)"},"value":[1,"1"]}"# }
    let data = #"{"resultType":"vector","result":[\#(result.joined(separator: ","))]}"#
    let cut = try await answer(data, maximumSeries: 20)
    #expect(cut.series.count == 20)
    #expect(cut.truncatedFrom == 50)
    #expect(try await answer(data, maximumSeries: 50).truncatedFrom == nil)
  }

  // MARK: Texts

  @Test(arguments: [
    (#"a\"b\\c\/d"#, #"a"b\c/d"#), (#"\n\t\r\b\f"#, "\n\t\r\u{8}\u{C}"), (#"\u00e9"#, "é"),
    (#"\u0000"#, "\u{0}"), (#"\ud83d\ude00"#, "😀"), (#"\ud83d"#, "\u{FFFD}"),
    (#"\ude00x"#, "\u{FFFD}x"), (#"\ud83dx\u0041"#, "\u{FFFD}xA"), (#"\uZZZZ"#, "\u{FFFD}ZZZZ"),
    (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\u001b]0;x\u0007"#, "\u{1B}]0;x\u{7}"), ("ü", "ü"),
  ])
  func aLabelIsUnescaped(text: String, label: String) async throws {
    let result = #"[{"metric":{"a":"\#(text)","\#(text)":"b"},"value":[1,"1"]}]"#
    let labels = try await answer(#"{"resultType":"vector","result":\#(result)}"#).series[0].labels
    #expect(labels["a"]?.raw == label)
    #expect(labels[label]?.raw == "b")
  }

  @Test func invalidUTF8IsRepaired() async throws {
    let head = #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"x"#
    let bytes = Array(head.utf8) + [0xFF, 0xC3] + Array(#""},"value":[1,"1"]}]}}"#.utf8)
    let response = Response(body: bytes)
    let transport = Transport { (_) async throws(TransportError) -> Response in response }
    let client = PrometheusClient(url: "http://localhost", transport: transport)
    let answer = try await client.answer(.any)
    #expect(answer.series[0].labels["a"]?.raw == "x\u{FFFD}\u{FFFD}")
  }

  @Test func aLongLabelStaysWhole() async throws {
    let text = String(repeating: "x", count: 1_000_000)
    let result = #"[{"metric":{"a":"\#(text)"},"value":[1,"1"]}]"#
    let answer = try await answer(#"{"resultType":"vector","result":\#(result)}"#)
    #expect(answer.series[0].labels["a"]?.raw.utf8.count == 1_000_000)
  }

  @Test func partialDataIsAWarning() async throws {
    let body = #"{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}"#
    let answer = try await client(body).answer(.any)
    #expect(answer.warnings == ["some of the server's storage did not answer"])
  }
}
