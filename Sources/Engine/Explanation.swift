import HTTP
package import Metrics
import Prometheus

extension Source {
  /// Why an expression had no result, where that can be told: no such metric, no series with these
  /// labels, or no sample in this range.
  ///
  /// - Parameters:
  ///   - expression: As it was asked.
  ///   - range: The panel's.
  /// - Returns: One sentence, safe to show; nil where the server doesn't tell.
  package func reason(whyEmpty expression: String, over range: TimeRange) async -> String? {
    // A server keeps some years at most.
    let ever = TimeRange(start: range.end - .hours(24 * 366 * 5), end: range.end)
    for selector in Selector.all(in: expression) {
      do throws(QueryError) {
        guard try await !has(selector.text, in: range) else { continue }
        let shown = ForeignText(selector.text).safe
        if try await has(selector.text, in: ever) {
          return "no sample of \(shown) in this range"
        }
        guard !selector.name.isEmpty, !selector.matchers.isEmpty else {
          return selector.name.isEmpty
            ? "no series matches \(shown)" : "there is no metric \(shown)"
        }
        let name = ForeignText(selector.name).safe
        return try await has(selector.name, in: ever)
          ? "no series of \(name) matches \(ForeignText(selector.matchers).safe)"
          : "there is no metric \(name)"
      } catch {
        return nil
      }
    }
    return nil
  }

  private func has(_ selector: String, in range: TimeRange) async throws(QueryError) -> Bool {
    try await !client.labelValues("__name__", matching: [selector], range: range).isEmpty
  }
}
