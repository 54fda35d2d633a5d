import HTTP
import Metrics
import Prometheus
import Support
import Testing

/// Answers that are broken on purpose: an error or an answer, never a trap.
@Suite struct FuzzTests {
  private static let whole = #"""
    {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","a":
    "\u00e9\"\ud83d\ude00"},"values":[[1435781451.781,"1"],[1435781466,"0.30000000000000004"],
    [1.7e9,"NaN"],[3,"-1e-7"],[4,"123456789012345678901"]],"histograms":[[5,{"count":"1","sum":
    "+Inf","buckets":[[0,"1","2","1"]]}]]},{"metric":{},"value":[1,"2"],"x":[{},null,true]}]},
    "warnings":["w"],"infos":[]}
    """#

  private func outcome(_ bytes: [UInt8]) async -> Result<Answer, QueryError> {
    let response = Response(body: bytes)
    let transport = Transport { (_) async throws(TransportError) -> Response in response }
    let client = PrometheusClient(url: "http://localhost", transport: transport)
    do throws(QueryError) {
      return .success(try await client.answer(.any))
    } catch {
      return .failure(error)
    }
  }

  @Test func cutAnywhereItIsAnError() async {
    let bytes = Array(Self.whole.utf8)
    guard case .success = await outcome(bytes) else {
      Issue.record("the whole is no answer")
      return
    }
    for length in 0..<bytes.count {
      guard case .failure(let error) = await outcome(Array(bytes[..<length])) else {
        Issue.record("\(length) bytes are an answer")
        return
      }
      #expect(error.kind == (length == 0 ? .notPrometheus : .truncated), "\(length) bytes")
    }
  }

  @Test(arguments: 0..<40)
  func changedAnywhereItDoesNotTrap(seed: UInt64) async {
    var random = SeededRandom(seed: seed)
    let bytes = Array(Self.whole.utf8)
    let signs = Array("{}[]\",:\\0123456789.-+eEnNIu \u{0}".utf8)
    for _ in 0..<250 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
        case 1: changed[place] = signs.randomElement(using: &random) ?? 0
        case 2: changed.remove(at: place)
        default: changed.insert(signs.randomElement(using: &random) ?? 0, at: place)
        }
      }
      if case .success(let answer) = await outcome(changed) {
        #expect(answer.series.allSatisfy { $0.timestamps.count == $0.values.count })
        #expect(answer.series.allSatisfy { isRising($0.timestamps) })
      }
    }
  }

  private func isRising(_ times: [Int64]) -> Bool {
    zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
  }

  @Test(arguments: ["[", "{\"a\":", "{\"data\":{\"result\":[{\"metric\":", "[[", "{\"data\":["])
  func anyDepthIsSurvived(piece: String) async {
    let bomb = Array(String(repeating: piece, count: 200_000).utf8)
    guard case .failure = await outcome(bomb) else {
      Issue.record("a bomb is an answer")
      return
    }
    let transport = Transport { (_) async throws(TransportError) -> Response in
      Response(body: bomb)
    }
    let client = PrometheusClient(url: "http://localhost", transport: transport)
    await #expect(throws: QueryError.self) { try await client.ruleGroups() }
  }

  /// Every number is what the standard library reads.
  @Test(arguments: 0..<20)
  func numbersAgreeWithTheStandardLibrary(seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    var texts: [String] = []
    for _ in 0..<500 {
      let digits = Int.random(in: 1...21, using: &random)
      var text = (0..<digits).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
      if Bool.random(using: &random) {
        let point = text.index(
          text.startIndex,
          offsetBy: Int.random(in: 0...digits, using: &random)
        )
        text.insert(".", at: point)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        text += "e\(Int.random(in: -330...310, using: &random))"
      }
      if Bool.random(using: &random) { text = "-" + text }
      texts.append(text)
      texts.append("\(Double(bitPattern: .random(in: 0..<0x7FE0 << 48, using: &random)))")
      texts.append("\(Double.random(in: 0...1_000, using: &random))")
    }
    let values = texts.enumerated().map { #"[\#($0.offset),"\#($0.element)"]"# }
    let data =
      #"{"resultType":"matrix","result":[{"metric":{},"values":[\#(values.joined(separator: ","))]}]}"#
    let series = try await answer(data).series[0]
    #expect(series.values.count == texts.count)
    for (text, value) in zip(texts, series.values) {
      #expect(value == Double(text), "\(text)")
    }
  }
}
