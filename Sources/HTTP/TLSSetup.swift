import NIOSSL

/// Turns `tls_config` into what NIOSSL takes, every fault told by its file.
enum TLSSetup {
  static func configuration(
    _ tls: HTTPConfiguration.TLS
  ) throws(TransportError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if tls.skipsVerification { configuration.certificateVerification = .none }
    configuration.minimumTLSVersion = try version(tls.minimumVersion) ?? .tlsv12
    configuration.maximumTLSVersion = try version(tls.maximumVersion)
    if let file = tls.caFile {
      configuration.trustRoots = .certificates(try certificates(file))
    }
    if let file = tls.certFile {
      configuration.certificateChain = try certificates(file).map { .certificate($0) }
    }
    if let file = tls.keyFile {
      let text = try SecretFile.read(file)
      do {
        let key = try NIOSSLPrivateKey(bytes: Array(text.utf8), format: .pem)
        configuration.privateKey = .privateKey(key)
      } catch {
        throw .tls("", .file(WebAddress.shown(file), "holds no private key in PEM"))
      }
    }
    return configuration
  }

  /// The files whose change calls for new connections.
  static func files(_ tls: HTTPConfiguration.TLS) -> [String] {
    [tls.caFile, tls.certFile, tls.keyFile].compactMap(\.self)
  }

  private static func certificates(_ file: String) throws(TransportError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(file)
      if !certificates.isEmpty { return certificates }
    } catch NIOSSLError.failedToLoadCertificate {
      // Told below, as an empty file is.
    } catch {
      throw .tls("", .file(WebAddress.shown(file), "cannot be read"))
    }
    throw .tls("", .file(WebAddress.shown(file), "holds no certificate in PEM"))
  }

  private static func version(_ name: String?) throws(TransportError) -> TLSVersion? {
    switch name {
    case nil: nil
    case "TLS10": .tlsv1
    case "TLS11": .tlsv11
    case "TLS12": .tlsv12
    case "TLS13": .tlsv13
    case let name?:
      throw .tls("", .file("tls_config", "has no version \(WebAddress.shown(name))"))
    }
  }
}
