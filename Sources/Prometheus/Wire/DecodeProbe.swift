import Metrics

/// A look into the decoder for the benchmark, without a client around it.
package enum DecodeProbe {
  /// How many points an answer's body holds; nil where it is none.
  package static func points(in body: [UInt8]) -> Int? {
    guard let answer = try? AnswerDecoder.decode(body, maximumSeries: .max) else { return nil }
    return answer.series.reduce(0) { $0 + $1.timestamps.count }
  }
}
