import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// What people need to know of a server's certificate that was not accepted.
struct PeerCertificate: Hashable, Sendable {
  struct Moment: Hashable, Sendable {
    /// Since 1970 UTC.
    var seconds: Int64
    /// As `YYYY-MM-DD`.
    var date: String
  }

  /// The names that it is for, in plain characters.
  var name: String
  var notBefore: Moment?
  var notAfter: Moment?
  var isSelfSigned: Bool

  /// From its DER form.
  ///
  /// Whatever can't be read is left out: these bytes are a stranger's.
  init(der: [UInt8], name: String) {
    self.name = name
    isSelfSigned = false
    var outer = DER(der)
    var certificate = DER(outer.next()?.content ?? [])
    var body = DER(certificate.next()?.content ?? [])
    var element = body.next()
    if element?.tag == 0xA0 { element = body.next() }  // the version; then the serial number
    _ = body.next()  // the signature's algorithm
    let issuer = body.next()
    if let validity = body.next() {
      var times = DER(validity.content)
      notBefore = times.next().flatMap(Moment.init)
      notAfter = times.next().flatMap(Moment.init)
    }
    if let subject = body.next(), let issuer { isSelfSigned = subject.content == issuer.content }
  }

  /// Connects once more, looks, and goes away before anything is sent; nil where that fails.
  static func shown(by address: WebAddress, to name: String) async -> PeerCertificate? {
    let found = FoundCertificate()
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.minimumTLSVersion = .tlsv1
    guard let context = try? NIOSSLContext(configuration: settings) else { return nil }
    let isAddress = name.contains(":") || name.utf8.allSatisfy { $0 == 0x2E || $0 < 0x3A }
    let bootstrap = ClientBootstrap(group: networkThread)
      .connectTimeout(.seconds(connectSeconds))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try NIOSSLClientHandler(
            context: context,
            serverHostname: isAddress ? nil : name,
            customVerificationCallback: { certificates, promise in
              if let first = certificates.first { found.keep(first) }
              promise.succeed(.failed)
            }
          )
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
    guard let channel = try? await bootstrap.connect(host: address.host, port: address.port).get()
    else { return nil }
    let limit = channel.eventLoop.scheduleTask(in: .seconds(connectSeconds)) {
      channel.close(promise: nil)
    }
    try? await channel.closeFuture.get()
    limit.cancel()
    return found.certificate
  }
}

/// Carries the certificate from the network thread.
private final class FoundCertificate: Sendable {
  private let held = Mutex<PeerCertificate?>(nil)

  var certificate: PeerCertificate? { held.withLock { $0 } }

  func keep(_ certificate: NIOSSLCertificate) {
    guard let bytes = try? certificate.toDERBytes() else { return }
    // `<NIOSSLCertificate;serial_number=…;common_name=…;alternative_names=…>`
    let words = certificate.description.dropLast().split(separator: ";").dropFirst(2)
    let values = words.map { $0.drop { $0 != "=" }.dropFirst() }
    let name = String(values.last ?? "without a name")
    let plain = name.utf8.prefix(120).map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }
    let peer = PeerCertificate(der: bytes, name: String(decoding: plain, as: UTF8.self))
    held.withLock { $0 = peer }
  }
}

/// A reader of DER, the form of certificates: tag, length, content, again and again.
private struct DER {
  struct Element {
    var tag: UInt8
    var content: ArraySlice<UInt8>
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }
  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() -> Element? {
    guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let digits = Int(first & 0x7F)
      guard (1...4).contains(digits), rest.count >= digits else { return nil }
      length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(digits)
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return Element(tag: tag, content: rest.prefix(length))
  }
}

extension PeerCertificate.Moment {
  /// `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`; the time of day is left out of what is shown.
  fileprivate init?(_ element: DER.Element) {
    let digits = element.content.filter { (0x30...0x39).contains($0) }.map { Int64($0) - 0x30 }
    let isLong = element.tag == 0x18
    guard digits.count == (isLong ? 14 : 12) else { return nil }
    let number = { (from: Int, count: Int) in
      digits[from..<from + count].reduce(0) { $0 * 10 + $1 }
    }
    let head = isLong ? 4 : 2
    let short = number(0, head)
    let year = isLong ? short : short + (short < 50 ? 2_000 : 1_900)
    let (month, day) = (number(head, 2), number(head + 2, 2))
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let days = HTTPDate.daysSince1970(year: year, month: month, day: day)
    let clock = number(head + 4, 2) * 3_600 + number(head + 6, 2) * 60 + number(head + 8, 2)
    seconds = days * 86_400 + clock
    let two = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
    date = "\(year)-\(two(month))-\(two(day))"
  }
}
