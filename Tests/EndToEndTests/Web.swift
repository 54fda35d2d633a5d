import Documents
import Glibc
import Support
import Synchronization

/// Asking a server of this machine, apart from the program's own client.
enum Web {
  struct NoAnswer: Error { var path: String }

  /// `data` of an endpoint of Prometheus' API.
  static func data(_ port: Int, _ path: String, _ fields: [(String, String)] = []) throws -> JSON {
    let query = fields.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    let whole = path + (query.isEmpty ? "" : "?" + query)
    guard let answer = get(port, whole), let start = answer.firstRange(of: "\r\n\r\n") else {
      throw NoAnswer(path: whole)
    }
    let root = try JSON(parsing: Array(answer[start.upperBound...].utf8), file: path)
    guard root["status"]?.string == "success", let data = root["data"] else {
      throw NoAnswer(path: "\(whole): \(answer)")
    }
    return data
  }

  static func isReady(_ port: Int) -> Bool {
    get(port, "/-/ready")?.firstRange(of: " 200 ") != nil
  }

  /// Head and body of the answer to a GET; nil where nobody answers.
  static func get(_ port: Int, _ path: String) -> String? {
    let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    return exchange(port, request).map { String(decoding: $0, as: UTF8.self) }
  }

  /// All that comes back for some bytes until the other side closes; nil where nobody listens.
  static func exchange(_ port: Int, _ request: [UInt8]) -> [UInt8]? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = loopback(port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, length) == 0
      }
    }
    guard isConnected else { return nil }
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { return nil }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      answer += buffer[..<count]
    }
    return answer
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar))
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(scalar) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }

  /// Those handed out already: a server may not listen at its port yet.
  private static let given = Mutex<Set<Int>>([])

  /// A port of 127.0.0.1 that nobody has.
  ///
  /// It lies below those that the kernel gives to connections going out, so that none of them has
  /// it before the server that it is meant for.
  static func freePort() throws -> Int {
    for _ in 0..<1_000 {
      let port = Int.random(in: 20_000..<32_000)
      guard given.withLock({ $0.insert(port).inserted }),
        let descriptor = try? listener(port)
      else { continue }
      close(descriptor)
      return port
    }
    throw NoAnswer(path: "a free port")
  }

  /// Listens at a port of 127.0.0.1.
  ///
  /// - Returns: Its descriptor, to be closed.
  static func listener(_ port: Int) throws -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    var address = loopback(port)
    let isListening = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
          && listen(descriptor, 1) == 0
      }
    }
    guard isListening else {
      close(descriptor)
      throw NoAnswer(path: "listen")
    }
    return descriptor
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
