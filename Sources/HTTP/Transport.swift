/// Sends one request and gives its response: the seam between everything that asks servers and
/// the network.
///
/// A value with one closure. The live one comes from `HTTPService`; a `RequestQueue` wraps another
/// and is itself one; tests fill it with canned answers.
package struct Transport: Sendable {
  package var send: @Sendable (Request) async throws(TransportError) -> Response

  package init(send: @escaping @Sendable (Request) async throws(TransportError) -> Response) {
    self.send = send
  }
}

/// One field of a request's or a response's head.
package struct Header: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What to send, how long to wait for it, and how much to take.
package struct Request: Hashable, Sendable {
  package enum Method: String, Hashable, Sendable {
    case get = "GET", post = "POST", delete = "DELETE"
  }

  package var method: Method
  /// Absolute, `http` or `https`, without user and password.
  package var url: String
  package var headers: [Header]
  package var body: [UInt8]
  /// From sending to the last byte of the answer; waiting in a queue doesn't count.
  package var deadline: Duration
  /// The most bytes of a body, decompressed, that are taken.
  package var maximumBytes: Int
  /// Whether sending it twice does no harm, so that it may be repeated once after a reset.
  package var isIdempotent: Bool
  /// Whether it goes ahead of others that wait in a queue: what fires matters more than a graph.
  package var isUrgent = false

  package init(
    _ method: Method = .get,
    _ url: String,
    headers: [Header] = [],
    body: [UInt8] = [],
    deadline: Duration = .seconds(30),
    maximumBytes: Int = Request.defaultMaximumBytes,
    isIdempotent: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    self.maximumBytes = maximumBytes
    self.isIdempotent = isIdempotent ?? (method == .get)
  }

  /// A POST with a form as its body, marked safe to repeat where the caller knows that it only asks.
  package static func form(
    _ url: String,
    _ fields: [(name: String, value: String)],
    deadline: Duration = .seconds(30),
    isIdempotent: Bool = false
  ) -> Request {
    Request(
      .post,
      url,
      headers: [Header("Content-Type", "application/x-www-form-urlencoded")],
      body: Array(Form.encoded(fields).utf8),
      deadline: deadline,
      isIdempotent: isIdempotent
    )
  }

  /// 64 MiB: an absolute limit, for constant series compress ninetyfold in all honesty.
  package static let defaultMaximumBytes = 64 << 20
}

/// What came back, whatever its status.
package struct Response: Hashable, Sendable {
  package var status: Int
  package var headers: [Header]
  /// Decompressed.
  package var body: [UInt8]
  /// From sending to the last byte.
  package var elapsed: Duration
  /// This machine's wall clock when the request went out, in milliseconds since 1970 UTC.
  package var sentAt: Int64
  /// The same when the head of the answer came.
  package var receivedAt: Int64

  package init(
    status: Int = 200,
    headers: [Header] = [],
    body: [UInt8] = [],
    elapsed: Duration = .zero,
    sentAt: Int64 = 0,
    receivedAt: Int64 = 0
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.elapsed = elapsed
    self.sentAt = sentAt
    self.receivedAt = receivedAt
  }

  /// The first field of that name; case doesn't matter.
  package subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }

  /// `application/json` of `Application/JSON; charset=utf-8`; empty where none is told.
  package var mediaType: String {
    let text = self["Content-Type"] ?? ""
    return Form.trimmed(text.prefix { $0 != ";" }).lowercased()
  }

  /// The server's clock by the field `Date`, in milliseconds since 1970; it has whole seconds only.
  package var date: Int64? { self["Date"].flatMap(HTTPDate.milliseconds) }

  /// How long to stay away as `Retry-After` says, in seconds or as a date; between 1 s and 10 min.
  package var retryAfter: Duration? {
    guard let text = self["Retry-After"] else { return nil }
    let trimmed = Form.trimmed(text[...])
    let wait: Duration
    if !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      wait = .seconds(Int64(trimmed) ?? .max / 4)
    } else if let moment = HTTPDate.milliseconds(trimmed) {
      wait = .milliseconds(moment - (date ?? receivedAt))
    } else {
      return nil
    }
    return min(max(wait, .seconds(1)), .seconds(600))
  }
}
