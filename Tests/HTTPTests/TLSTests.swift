import HTTP
import ServerSupport
import Testing

@Suite struct TLSTests {
  private let certificates: TestCertificates

  init() throws { certificates = try TestCertificates() }

  /// The outcome of a request to `localhost` over TLS.
  private func outcome(
    _ server: FakeServer.TLS,
    _ tls: HTTPConfiguration.TLS,
    named: Bool = true
  ) async throws -> Result<Response, TransportError> {
    let server = try await FakeServer(tls: server) { .reply(200, $0["host"] ?? "") }
    let url = named ? server.namedURL : server.url
    let outcome = try await withService(HTTPConfiguration(tls: tls)) { transport in
      do throws(TransportError) {
        return Result<Response, TransportError>.success(
          try await transport.send(Request(.get, url))
        )
      } catch {
        return .failure(error)
      }
    }
    await server.stop()
    return outcome
  }

  private func fault(
    _ outcome: Result<Response, TransportError>
  ) -> TransportError.TLSFault? {
    if case .failure(.tls(_, let fault)) = outcome { return fault }
    Issue.record("no TLS fault: \(outcome)")
    return nil
  }

  @Test func aKnownAuthorityIsTrusted() async throws {
    let server = try certificates.issued(to: "localhost")
    let outcome = try await outcome(server, .init(caFile: certificates.authority))
    #expect(try outcome.get().status == 200)
  }

  @Test func anUnknownAuthorityIsNot() async throws {
    let outcome = try await outcome(try certificates.issued(to: "localhost"), .init())
    #expect(fault(outcome) == .unknownAuthority(certificate: "localhost"))
  }

  @Test func aSelfSignedCertificateIsTold() async throws {
    let path = certificates.path("ca.pem")
    let server = FakeServer.TLS(certificate: path, key: certificates.path("ca.key"))
    let outcome = try await outcome(server, .init())
    #expect(fault(outcome) == .selfSigned(certificate: "Test?authority"))
  }

  @Test func anExpiredCertificateIsTold() async throws {
    let server = try certificates.issued(to: "localhost", days: -1)
    let outcome = try await outcome(server, .init(caFile: certificates.authority))
    guard case .expired("localhost", let date)? = fault(outcome) else {
      Issue.record("\(outcome)")
      return
    }
    #expect(date.count == 10 && date.hasPrefix("20"))
  }

  @Test func anotherNameIsTold() async throws {
    let server = try certificates.issued(to: "prom.example")
    let outcome = try await outcome(server, .init(caFile: certificates.authority))
    #expect(fault(outcome) == .wrongHostName(certificate: "prom.example"))
  }

  @Test func serverNameReplacesTheHostInTheCheck() async throws {
    let server = try certificates.issued(to: "prom.example")
    let tls = HTTPConfiguration.TLS(
      caFile: certificates.authority,
      serverName: "prom.example"
    )
    let response = try await outcome(server, tls).get()
    #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("localhost:"))
  }

  @Test func verificationCanBeSkipped() async throws {
    let server = try certificates.issued(to: "prom.example", days: -1)
    let outcome = try await outcome(server, .init(skipsVerification: true), named: false)
    #expect(try outcome.get().status == 200)
  }

  @Test func aClientCertificateIsShownWhereWanted() async throws {
    var server = try certificates.issued(to: "localhost")
    server.clientAuthority = certificates.authority
    let without = try await outcome(server, .init(caFile: certificates.authority))
    #expect(fault(without) == .wantsClientCertificate)
    let client = try certificates.issued(to: "wall")
    let tls = HTTPConfiguration.TLS(
      caFile: certificates.authority,
      certFile: client.certificate,
      keyFile: client.key
    )
    #expect(try await outcome(server, tls).get().status == 200)
  }

  @Test func versionsWithNothingInCommonAreTold() async throws {
    let server = try certificates.issued(to: "localhost")
    let tls = HTTPConfiguration.TLS(
      caFile: certificates.authority,
      minimumVersion: "TLS10",
      maximumVersion: "TLS11"
    )
    #expect(fault(try await outcome(server, tls)) == .noCommonVersion)
  }

  @Test func plainHTTPIsNotTLS() async throws {
    let server = try await FakeServer { _ in .reply(400) }
    try await withService { transport in
      let here = "localhost:\(server.port)"
      await #expect(throws: TransportError.tls(here, .notTLS)) {
        try await transport.send(Request(.get, "https://\(here)/"))
      }
    }
    await server.stop()
  }

  @Test func ourOwnFilesAreTold() async throws {
    let server = try certificates.issued(to: "localhost")
    let nothing = try certificates.folder.file("nothing.pem", "nothing")
    let missing = try await outcome(server, .init(caFile: "/nowhere/ca.pem"))
    #expect(fault(missing) == .file("/nowhere/ca.pem", "holds no certificate in PEM"))
    let empty = try await outcome(server, .init(caFile: nothing))
    #expect(fault(empty) == .file(nothing, "holds no certificate in PEM"))
    let key = try await outcome(server, .init(certFile: server.certificate, keyFile: nothing))
    #expect(fault(key) == .file(nothing, "holds no private key in PEM"))
    let version = try await outcome(server, .init(minimumVersion: "SSL3"))
    #expect(fault(version) == .file("tls_config", "has no version SSL3"))
  }

  @Test func aRenewedAuthorityIsReadAgain() async throws {
    let other = try TestCertificates()
    let path = try certificates.folder.file("trusted.pem", "")
    try run("cp", other.authority, path)
    let tls = try certificates.issued(to: "localhost")
    let server = try await FakeServer(tls: tls) { _ in .reply() }
    try await withService(HTTPConfiguration(tls: .init(caFile: path))) { transport in
      await #expect(throws: TransportError.self) {
        try await transport.send(Request(.get, server.namedURL))
      }
      try run("cp", certificates.authority, path)
      #expect(try await transport.send(Request(.get, server.namedURL)).status == 200)
    }
    await server.stop()
  }
}
