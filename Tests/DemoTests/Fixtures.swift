import Demo
import Glibc
import Metrics

enum Fixture {
  /// 2026-11-24 17:02:30 UTC, on the grid of scrapes.
  static let origin = Timestamp(seconds: 1_795_539_750)
  static let story = Story(origin: origin)

  /// The history and an hour after it, as one telling.
  static let day = Samples(story, from: -86_400, to: 3_600)

  static func moment(_ second: Int) -> Timestamp { origin + .seconds(second) }
}

/// What a story tells of a grid of scrapes, by series.
struct Samples {
  /// Seconds from the origin.
  var seconds: [Int]
  var names: [String] = []
  var values: [String: [Double?]] = [:]

  init(_ story: Story, from start: Int, to end: Int) {
    self.init(story, at: Array(stride(from: start, through: end, by: 15)))
  }

  init(_ story: Story, at seconds: [Int]) {
    self.seconds = seconds
    var (names, values) = ([String](), [String: [Double?]]())
    story.samples(at: seconds.map { story.origin + .seconds($0) }) { series, samples in
      names.append(series)
      values[series] = samples
    }
    (self.names, self.values) = (names, values)
  }

  var counters: [String] { names.filter { $0.prefix { $0 != "{" }.hasSuffix("_total") } }

  subscript(series: String, second: Int) -> Double? {
    guard let place = seconds.firstIndex(of: second) else { return nil }
    return values[series]?[place] ?? nil
  }
}

/// One plain question to a server on this machine.
enum Loopback {
  private static func connected(_ port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, length) == 0
      }
    }
    guard isConnected else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  static func listens(_ port: Int) -> Bool {
    guard let descriptor = connected(port) else { return false }
    close(descriptor)
    return true
  }

  /// The answer, head and all; the server closes after it.
  static func get(_ port: Int, _ path: String) -> String? {
    guard let descriptor = connected(port) else { return nil }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      return nil
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  static func port(_ url: String) -> Int { Int(url.split(separator: ":").last ?? "") ?? 0 }
}
