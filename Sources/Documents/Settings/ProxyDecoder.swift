import Metrics

extension Connection.Proxy {
  /// Reads the keys `proxy_url`, `no_proxy`, `proxy_from_environment` and `proxy_connect_header`.
  ///
  /// What may stand together is as in Prometheus; what is wrong, the reader keeps.
  init(_ reader: inout ObjectReader) {
    self.init(
      url: reader.string("proxy_url"),
      noProxy: reader.string("no_proxy"),
      isFromEnvironment: reader.bool("proxy_from_environment") ?? false
    )
    connectHeaders = Self.connectHeaders(&reader)
    let json = reader.json
    if isFromEnvironment {
      for (key, fix) in [("proxy_url", "keep one"), ("no_proxy", "set NO_PROXY instead")] {
        guard let value = json[key] else { continue }
        reader.report(
          "`\(key)` can't stand beside `proxy_from_environment`",
          fix: fix,
          code: "settings.proxy.several",
          at: value.position
        )
      }
    } else if json["proxy_url"] == nil {
      for (key, missing) in [
        ("no_proxy", "`proxy_url`"),
        ("proxy_connect_header", "`proxy_url` or `proxy_from_environment`"),
      ] {
        guard let value = json[key] else { continue }
        reader.report(
          "`\(key)` says nothing without \(missing)",
          fix: "add it, or leave this out",
          code: "settings.proxy.missing",
          at: value.position
        )
      }
    }
  }

  /// `{ "X-Zone": ["a"] }`: plain values, for a secret must not stand in the settings.
  private static func connectHeaders(_ reader: inout ObjectReader) -> [Connection.Header] {
    guard let json = reader.any("proxy_connect_header") else { return [] }
    var own = ObjectReader(json, path: reader.path(of: "proxy_connect_header"), file: reader.file)
    var headers: [Connection.Header] = []
    let names = (json.members ?? []).map(\.name)
    for name in Set(names).subtracting(["$comment"]).sorted() {
      headers.append(Connection.Header(name: name, values: own.strings(name) ?? []))
      guard let fault = fault(headers[headers.count - 1]) else { continue }
      own.report(
        "the header \(ForeignText(name).safe) \(fault.what)",
        fix: fault.fix,
        code: "settings.header.reserved",
        at: json[name]?.position ?? json.position
      )
    }
    reader.add(own.problems)
    return headers
  }

  private static func fault(_ header: Connection.Header) -> (what: String, fix: String)? {
    switch header.name.lowercased() {
    case "authorization", "cookie", "proxy-authorization":
      return (
        "must not stand in the settings: it is a secret",
        "let the proxy allow this machine by its address, or name a local proxy that logs in to it"
      )
    case "connection", "content-length", "host", "transfer-encoding":
      return ("can't be set", "leave it out")
    default: break
    }
    guard header.name.wholeMatch(of: /[A-Za-z0-9._\-]+/) != nil else {
      return ("has no valid name", "write such as X-Zone")
    }
    // A line break would begin another header.
    let isLine = header.values.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    return isLine ? nil : ("holds a control character", "write plain text")
  }
}
