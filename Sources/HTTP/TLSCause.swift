/// Why a TLS handshake failed, as far as BoringSSL's message tells.
enum TLSCause: Hashable, CaseIterable {
  case certificateRefused
  case wrongHostName
  case wantsClientCertificate
  case noCommonVersion
  case notTLS

  init?(message: String) {
    let words: [(String, TLSCause)] = [
      ("CERTIFICATE_VERIFY_FAILED", .certificateRefused),
      ("unableToValidateCertificate", .certificateRefused),
      ("failedToValidateHostname", .wrongHostName),
      ("serverHostnameImpossibleToMatch", .wrongHostName),
      ("CERTIFICATE_REQUIRED", .wantsClientCertificate),
      ("ALERT_BAD_CERTIFICATE", .wantsClientCertificate),
      ("ALERT_HANDSHAKE_FAILURE", .wantsClientCertificate),
      ("PROTOCOL_VERSION", .noCommonVersion),
      ("NO_SUPPORTED_VERSIONS_ENABLED", .noCommonVersion),
      ("UNSUPPORTED_PROTOCOL", .noCommonVersion),
      ("WRONG_VERSION_NUMBER", .notTLS),
      ("HTTP_REQUEST", .notTLS),
    ]
    guard let found = words.first(where: { message.range(of: $0.0) != nil }) else { return nil }
    self = found.1
  }

  /// Whether a look at the server's certificate tells more.
  var concernsCertificate: Bool { self == .certificateRefused || self == .wrongHostName }

  /// - Parameters:
  ///   - certificate: The server's own, where we could get it.
  ///   - now: Seconds since 1970 UTC.
  /// - Returns: What went wrong, with what the certificate tells of it.
  func fault(_ certificate: PeerCertificate?, now: Int64) -> TransportError.TLSFault {
    let name = certificate?.name ?? "not shown"
    switch self {
    case .wantsClientCertificate: return .wantsClientCertificate
    case .noCommonVersion: return .noCommonVersion
    case .notTLS: return .notTLS
    case .wrongHostName: return .wrongHostName(certificate: name)
    case .certificateRefused:
      guard let certificate else { return .unknownAuthority(certificate: name) }
      if let end = certificate.notAfter, end.seconds < now {
        return .expired(certificate: name, on: end.date)
      }
      if let start = certificate.notBefore, start.seconds > now {
        return .notYetValid(certificate: name, from: start.date)
      }
      return certificate.isSelfSigned
        ? .selfSigned(certificate: name) : .unknownAuthority(certificate: name)
    }
  }
}
