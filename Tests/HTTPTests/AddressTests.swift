import HTTP
import Testing

@Suite struct AddressTests {
  @Test(arguments: [
    ("http://localhost:9090", "localhost:9090", true),
    ("HTTP://LocalHost", "localhost", true),
    ("https://prometheus.example/prometheus/", "prometheus.example", false),
    ("https://prometheus.example:443", "prometheus.example", false),
    ("http://127.0.0.1:80/x?y=1#z", "127.0.0.1", true),
    ("http://[::1]:9090/", "[::1]:9090", true),
    ("http://[2001:db8::1]", "[2001:db8::1]", false),
    ("http://127.example", "127.example", false),
  ])
  func anAddressHasAnOrigin(url: String, origin: String, isLoopback: Bool) throws {
    let address = try WebAddress(url)
    #expect(address.origin == origin)
    #expect(address.isLoopback == isLoopback)
  }

  @Test(arguments: [
    ("localhost:9090", "localhost:9090 begins with neither http:// nor https://"),
    ("ftp://host/", "ftp://host/ begins with neither http:// nor https://"),
    ("http://", "http:// has no valid host and port"),
    ("http://host:99999", "http://host:99999 has no valid host and port"),
    ("http://host:port", "http://host:port has no valid host and port"),
    ("http://a:b:c", "http://a:b:c has no valid host and port"),
    ("http://host/a b", "http://host/a?b holds a space or a character that must be escaped"),
    ("http://me:secret@host/x", "http://host/x holds a user name or a password"),
    ("http://me@host?token=secret", "http://host holds a user name or a password"),
  ])
  func aBadURLIsTold(url: String, sentence: String) {
    let error = #expect(throws: TransportError.self) { _ = try WebAddress(url) }
    #expect(error?.what == sentence)
    #expect(error?.fix.isEmpty == false)
    #expect(error?.description.contains("secret") == false)
  }

  @Test(arguments: [
    ("rate(x[5m]) + 1", "rate%28x%5B5m%5D%29%20%2B%201"),
    ("{a=~\"b|c&d%\"}", "%7Ba%3D~%22b%7Cc%26d%25%22%7D"),
    ("é\n", "%C3%A9%0A"),
    ("a-._~Z9", "a-._~Z9"),
  ])
  func aFormEscapesWhatItMust(text: String, escaped: String) {
    #expect(Form.encoded([("query", text), ("a b", "")]) == "query=\(escaped)&a%20b=")
  }
}

@Suite struct ResponseTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000 as Int64?),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000_000),
    ("Wed, 31 Dec 2098 23:59:59 GMT", 4_070_908_799_000),
    ("Sun, 06 Nov 1994 08:49:37", nil),
    ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
    ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
    ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
    ("", nil),
  ])
  func aDateIsRead(text: String, milliseconds: Int64?) {
    #expect(Response(headers: [Header("date", text)]).date == milliseconds)
  }

  @Test(arguments: [
    ("7", 7), ("0", 1), ("86400", 600), ("99999999999999999999999", 600),
    ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sun, 06 Nov 1994 08:00:00 GMT", 1),
    ("Mon, 07 Nov 1994 08:49:37 GMT", 600),
  ])
  func retryAfterIsClamped(text: String, seconds: Int) {
    let date = Header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
    let response = Response(status: 429, headers: [date, Header("Retry-After", text)])
    #expect(response.retryAfter == .seconds(seconds))
  }

  @Test(arguments: ["soon", "-5", ""])
  func anOddRetryAfterIsNone(text: String) {
    #expect(Response(headers: [Header("Retry-After", text)]).retryAfter == nil)
  }

  @Test func aMediaTypeHasNoParameters() {
    let header = Header("CONTENT-TYPE", "Application/JSON ; charset=utf-8")
    #expect(Response(headers: [header]).mediaType == "application/json")
    #expect(Response().mediaType == "")
  }
}
