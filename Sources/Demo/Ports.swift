import Glibc

/// Ports of 127.0.0.1, and one plain question to whoever listens on one.
enum Ports {
  private static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func withAddress<Result>(
    _ address: inout sockaddr_in,
    _ body: (UnsafeMutablePointer<sockaddr>) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
  }

  private static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

  /// A port that nobody has at this moment.
  static func free() -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var own = address(0)
    var size = length
    let isBound = withAddress(&own) { pointer in
      bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &size) == 0
    }
    return isBound ? Int(UInt16(bigEndian: own.sin_port)) : nil
  }

  /// A socket that listens at a free port, and the port.
  ///
  /// No child inherits it: one that did would keep the port open after us.
  static func listener() -> (descriptor: Int32, port: Int)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var own = address(0)
    var size = length
    let listens = withAddress(&own) { pointer in
      bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &size) == 0
        && listen(descriptor, 16) == 0
    }
    guard listens else {
      close(descriptor)
      return nil
    }
    return (descriptor, Int(UInt16(bigEndian: own.sin_port)))
  }

  /// What a server on this machine answers to a GET, head and all; nil where none does.
  static func get(port: Int, path: String) async -> String? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    var server = address(port)
    guard withAddress(&server, { connect(descriptor, $0, length) }) == 0 else { return nil }
    let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) > 0 else {
      return nil
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while answer.count < 1 << 20 {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return answer.isEmpty
      ? nil
      : String(decoding: answer, as: UTF8.self).replacing("HTTP/1.0 200", with: "HTTP/1.1 200")
  }
}
