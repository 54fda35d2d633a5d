extension [FakeServer.Step] {
  /// A whole response with its length.
  package static func reply(
    _ status: Int = 200,
    _ body: String = "",
    headers: [String] = []
  ) -> [FakeServer.Step] {
    bytes(status, [UInt8](body.utf8), headers: headers)
  }

  package static func bytes(
    _ status: Int = 200,
    _ body: [UInt8],
    headers: [String] = []
  ) -> [FakeServer.Step] {
    [.send(head(status, ["Content-Length: \(body.count)"] + headers) + body)]
  }

  /// JSON as Prometheus sends it.
  package static func json(_ body: String, status: Int = 200) -> [FakeServer.Step] {
    reply(status, body, headers: ["Content-Type: application/json"])
  }

  /// A response whose body is compressed.
  package static func gzip(_ compressed: [UInt8]) -> [FakeServer.Step] {
    bytes(200, compressed, headers: ["Content-Encoding: gzip", "Content-Type: application/json"])
  }

  /// A response that says it is longer than it is, and ends.
  package static func short(_ body: String, promised: Int) -> [FakeServer.Step] {
    [.send(head(200, ["Content-Length: \(promised)"]) + [UInt8](body.utf8)), .close]
  }

  /// A body in many small pieces with pauses, in chunks without end where `count` is nil.
  package static func drip(_ piece: String, times: Int, everyMilliseconds pause: Int64)
    -> [FakeServer.Step]
  {
    let chunk = chunk(piece)
    let steps = (0..<times).flatMap { _ -> [FakeServer.Step] in
      [.send(chunk), .wait(milliseconds: pause)]
    }
    return [.send(head(200, ["Transfer-Encoding: chunked"]))] + steps + [.send(Self.chunk(""))]
  }

  /// A body without end.
  package static func endless(_ piece: String) -> [FakeServer.Step] {
    [.send(head(200, ["Transfer-Encoding: chunked"])), .endless(chunk(piece))]
  }

  private static func chunk(_ text: String) -> [UInt8] {
    [UInt8]("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8)
  }

  private static func head(_ status: Int, _ headers: [String]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) Scripted"] + headers
    return [UInt8]((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}

/// Compressed bodies, made without a library.
package enum Gzip {
  /// Any text, stored.
  package static func stored(_ text: String) -> [UInt8] {
    let bytes = [UInt8](text.utf8)
    var result = header
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      result.append(rest.isEmpty ? 1 : 0)
      result += little(UInt32(length)).prefix(2) + little(UInt32(~length)).prefix(2)
      result += block
    } while !rest.isEmpty
    return result + little(crc32(bytes)) + little(UInt32(bytes.count))
  }

  /// So many zeros, about 160 times smaller; its checksum is wrong, but nobody gets there.
  package static func zeros(_ count: Int) -> [UInt8] {
    var bits = BitWriter(bytes: header)
    bits.append(0b011, 3)  // the last block, with fixed codes, lowest bit first
    bits.appendCode(0x30, 8)  // a zero
    for _ in 0..<count / 258 {
      bits.appendCode(0b1100_0101, 8)  // 258 bytes …
      bits.appendCode(0, 5)  // … from one byte back
    }
    bits.appendCode(0, 7)
    return bits.bytes + little(0) + little(UInt32(count))
  }

  private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

  private static func little(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private struct BitWriter {
    var bytes: [UInt8]
    var used = 8

    mutating func append(_ value: Int, _ count: Int) {
      for bit in 0..<count {
        if used == 8 {
          bytes.append(0)
          used = 0
        }
        bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << used
        used += 1
      }
    }

    /// Huffman codes go highest bit first.
    mutating func appendCode(_ code: Int, _ count: Int) {
      for bit in (0..<count).reversed() { append(code >> bit & 1, 1) }
    }
  }
}
