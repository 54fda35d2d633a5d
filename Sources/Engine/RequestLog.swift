import HTTP
import Logging
import Metrics

extension Transport {
  /// Tells each request that is really sent: no query string, no field of its head, no body, for
  /// those may hold what is secret.
  func logged(to log: Logger?, environment: String) -> Self {
    logged(to: log, "environment", environment)
  }

  /// - Parameters:
  ///   - log: nil: nobody is told.
  ///   - kind: What `name` is the name of.
  ///   - name: Whose server it is.
  ///   - isPathSecret: Whether it must not be told either.
  /// - Returns: A transport that does the same.
  func logged(
    to log: Logger?,
    _ kind: String,
    _ name: String,
    isPathSecret: Bool = false
  ) -> Self {
    guard let log else { return self }
    let send = send
    return Transport { request throws(TransportError) in
      let start = ContinuousClock.now
      let tell = { @Sendable (level: Logger.Level, key: String, outcome: String) in
        log.log(
          level: level,
          "request",
          metadata: [
            "\(kind)": "\(ForeignText(name).safe)", "method": "\(request.method.rawValue)",
            "path": "\(isPathSecret ? "secret" : Self.path(of: request.url))",
            "\(key)": "\(outcome)",
            "milliseconds": "\((ContinuousClock.now - start).milliseconds)",
          ]
        )
      }
      do throws(TransportError) {
        let response = try await send(request)
        tell(response.status < 400 ? .info : .warning, "status", "\(response.status)")
        return response
      } catch {
        tell(error == .cancelled ? .info : .warning, "failure", ForeignText(error.what).safe)
        throw error
      }
    }
  }

  private static func path(of url: String) -> String {
    let plain = url.prefix { $0 != "?" && $0 != "#" }
    let rest = plain.firstRange(of: "://").map { plain[$0.upperBound...] } ?? plain
    return ForeignText(String(rest.drop { $0 != "/" })).safe
  }
}
