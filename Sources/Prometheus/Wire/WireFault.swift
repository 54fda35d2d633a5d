/// Why bytes are not an answer of Prometheus.
enum WireFault: Error, Hashable, Sendable {
  /// They end in the middle.
  case truncated
  /// They aren't JSON at this offset, or not of the shape that the API gives.
  case malformed(at: Int)
  /// Arrays and objects in each other beyond any honest depth.
  case tooDeep
}
