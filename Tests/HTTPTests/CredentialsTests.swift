import Glibc
import HTTP
import ServerSupport
import Testing

@Suite struct CredentialsTests {
  /// What a server is sent with a configuration.
  private func received(_ configuration: HTTPConfiguration) async throws -> FakeServer.Received {
    let server = try await FakeServer { _ in .reply() }
    _ = try await withService(configuration) { transport in
      try await transport.send(Request(.get, server.url))
    }
    await server.stop()
    return try #require(server.requests.first)
  }

  @Test func basicAuthReadsItsFiles() async throws {
    let folder = try TestFolder()
    let user = try folder.file("user", " aladdin \n")
    let password = try folder.file("password", "open sesame\n")
    let basic = HTTPConfiguration.BasicAuth(usernameFile: user, passwordFile: password)
    let request = try await received(HTTPConfiguration(basicAuth: basic))
    #expect(request["authorization"] == "Basic YWxhZGRpbjpvcGVuIHNlc2FtZQ==")
  }

  @Test(arguments: [("a", "Basic YTo="), ("ab", "Basic YWI6"), ("abc", "Basic YWJjOg==")])
  func basicAuthWithoutAPasswordIsPadded(user: String, header: String) async throws {
    let request = try await received(HTTPConfiguration(basicAuth: .init(username: user)))
    #expect(request["authorization"] == header)
  }

  @Test func aRotatedTokenIsUsedAtOnce() async throws {
    let folder = try TestFolder()
    let path = try folder.file("token", "one")
    let server = try await FakeServer { _ in .reply() }
    let authorization = HTTPConfiguration.Authorization(type: "Token", credentialsFile: path)
    try await withService(HTTPConfiguration(authorization: authorization)) { transport in
      _ = try await transport.send(Request(.get, server.url))
      _ = try folder.file("token", "two\n")
      _ = try await transport.send(Request(.get, server.url))
    }
    #expect(server.requests.map { $0["authorization"] } == ["Token one", "Token two"])
    await server.stop()
  }

  @Test func customHeadersHaveValuesAndFiles() async throws {
    let folder = try TestFolder()
    let path = try folder.file("tenant", "shop")
    let header = HTTPConfiguration.CustomHeader(
      name: "X-Scope-OrgID",
      values: ["a", "b"],
      files: [path]
    )
    let request = try await received(HTTPConfiguration(headers: [header]))
    let values = request.headers.filter { $0.lowercased().hasPrefix("x-scope-orgid: ") }
    #expect(values.map { $0.dropFirst(15) } == ["a", "b", "shop"])
  }

  @Test(arguments: [
    (0o640, TransportError.SecretFault.tooOpen(mode: 0o640)),
    (0o604, .tooOpen(mode: 0o604)), (0o620, .tooOpen(mode: 0o620)),
  ])
  func aSecretThatOthersKnowIsRefused(
    mode: Int,
    fault: TransportError.SecretFault
  ) async throws {
    let folder = try TestFolder()
    let path = try folder.file("token", "hunter2", mode: mode_t(mode))
    try await expect(fault, path)
  }

  @Test func aSecretThatIsNoneIsRefused() async throws {
    let folder = try TestFolder()
    try await expect(.missing, folder.path + "/nothing")
    try await expect(.notRegular, folder.path)
    try await expect(.empty, folder.file("empty", " \n"))
    try await expect(.holdsLineBreak, folder.file("lines", "a\r\nX-Evil: b"))
    try await expect(.tooLarge, folder.file("large", String(repeating: "x", count: 70_000)))
    let pipe = folder.path + "/pipe"
    mkfifo(pipe, 0o600)
    try await expect(.notRegular, pipe)
  }

  private func expect(_ fault: TransportError.SecretFault, _ path: String) async throws {
    let configuration = HTTPConfiguration(authorization: .init(credentialsFile: path))
    let (error, server) = try await failure(configuration) { _ in .reply() }
    #expect(error == .secretFile(path, fault))
    #expect(server.requests.isEmpty)
    #expect(error.map { "\($0)" }?.contains("hunter2") == false)
  }
}

@Suite struct OAuth2Tests {
  /// A service with tokens from one server for requests to another.
  private func withTokens(
    _ tokens: @escaping FakeServer.Script,
    _ answers: @escaping FakeServer.Script,
    _ body: (Transport, _ url: String, TestFolder) async throws -> Void
  ) async throws -> (tokens: [FakeServer.Received], answers: [FakeServer.Received]) {
    let folder = try TestFolder()
    let secret = try folder.file("secret", "hunter2")
    let tokenServer = try await FakeServer(tokens)
    let server = try await FakeServer(answers)
    let oauth2 = HTTPConfiguration.OAuth2(
      clientID: "wall",
      clientSecretFile: secret,
      tokenURL: tokenServer.url + "/token",
      scopes: ["read", "list"],
      endpointParameters: ["audience": "prometheus"]
    )
    try await withService(HTTPConfiguration(oauth2: oauth2)) { transport in
      try await body(transport, server.url, folder)
    }
    await tokenServer.stop()
    await server.stop()
    return (tokenServer.requests, server.requests)
  }

  @Test func oneTokenServesManyRequests() async throws {
    let seen = try await withTokens(
      { _ in .json(#"{"access_token":"t1","token_type":"bearer","expires_in":3600}"#) },
      { _ in .reply() },
      { transport, url, _ in
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<5 {
            group.addTask { _ = try? await transport.send(Request(.get, url + "/\(number)")) }
          }
        }
        _ = try await transport.send(Request(.get, url))
      }
    )
    #expect(seen.tokens.count == 1)
    let form = "grant_type=client_credentials&scope=read%20list&audience=prometheus"
    #expect(seen.tokens.first?.body == form)
    #expect(seen.tokens.first?["authorization"] == "Basic d2FsbDpodW50ZXIy")
    #expect(seen.answers.count == 6)
    #expect(seen.answers.allSatisfy { $0["authorization"] == "Bearer t1" })
  }

  @Test func aRefusedTokenIsRenewedOnce() async throws {
    let seen = try await withTokens(
      { request in .json(#"{"access_token":"t\#(request.connection)","expires_in":3600}"#) },
      { $0["authorization"] == "Bearer t0" ? .reply(401) : .reply(200) },
      { transport, url, folder in
        #expect(try await transport.send(Request(.get, url)).status == 401)
        // Another secret in the file drops the token too.
        _ = try folder.file("secret", "hunter3")
        _ = try await transport.send(Request(.get, url))
      }
    )
    // Twice for the 401, then anew for the new secret and its 401.
    #expect(seen.tokens.count == 4)
    #expect(seen.tokens.last?["authorization"] == "Basic d2FsbDpodW50ZXIz")
    #expect(seen.answers.count == 4)
  }

  @Test func aServerThatWantsTheSecretInTheFormGetsIt() async throws {
    let seen = try await withTokens(
      { $0["authorization"] == nil ? .json(#"{"access_token":"t"}"#) : .reply(401) },
      { _ in .reply() },
      { transport, url, _ in
        let response = try await transport.send(Request(.get, url))
        #expect(response.status == 200)
      }
    )
    #expect(seen.tokens.count == 2)
    #expect(seen.tokens.last?.body.hasSuffix("&client_id=wall&client_secret=hunter2") == true)
  }

  @Test(arguments: [
    (403, "{}", "the server answered 403"), (200, "{}", "the answer holds no access_token"),
    (200, "<html>", "the answer holds no access_token"),
    (200, #"{"access_token":"a\r\nb"}"#, "the answer holds no access_token"),
  ])
  func noTokenIsTold(status: Int, body: String, reason: String) async throws {
    _ = try await withTokens(
      { _ in .json(body, status: status) },
      { _ in .reply() },
      { transport, url, _ in
        let error = await #expect(throws: TransportError.self) {
          try await transport.send(Request(.get, url))
        }
        guard case .tokenRefused(_, reason)? = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(error.map { "\($0)" }?.contains("hunter2") == false)
      }
    )
  }
}
