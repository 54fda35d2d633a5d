import FoundationEssentials

/// OAuth2 tokens by client credentials: asked for once, kept until shortly before their end.
///
/// Requests that need a token while one is being fetched wait for that one.
actor TokenSource {
  private struct Token {
    var authorization: String
    var expires: ContinuousClock.Instant
    /// The secret it was asked with: another secret in the file drops the token.
    var secret: String
  }

  private struct Granted: Decodable {
    var access_token: String
    var token_type: String?
    var expires_in: Double?
  }

  private let settings: HTTPConfiguration.OAuth2
  private let transport: Transport
  private var token: Token?
  private var fetching: Task<Result<Token, TransportError>, Never>?
  /// Servers take the client's name and secret either as basic auth or in the form.
  private var putsSecretIntoForm = false

  init(_ settings: HTTPConfiguration.OAuth2, transport: Transport) {
    self.settings = settings
    self.transport = transport
  }

  /// `Bearer …`; with `refusing`, not the one that a server has just turned down.
  func authorization(refusing refused: String?) async throws(TransportError) -> String {
    let secret = try SecretFile.read(settings.clientSecretFile)
    if let token, token.secret == secret, token.expires > .now, token.authorization != refused {
      return token.authorization
    }
    let task = fetching ?? Task { await self.fetched(secret) }
    fetching = task
    let result = await task.value
    if fetching == task { fetching = nil }
    switch result {
    case .success(let fresh):
      token = fresh
      return fresh.authorization
    case .failure(let error): throw error
    }
  }

  private func fetched(_ secret: String) async -> Result<Token, TransportError> {
    do throws(TransportError) {
      var response = try await ask(secret)
      if [400, 401].contains(response.status), !putsSecretIntoForm {
        putsSecretIntoForm = true
        response = try await ask(secret)
        if response.status != 200 { putsSecretIntoForm = false }
      }
      return .success(try token(from: response, secret: secret))
    } catch {
      return .failure(error)
    }
  }

  private func ask(_ secret: String) async throws(TransportError) -> Response {
    var fields = [(name: "grant_type", value: "client_credentials")]
    if !settings.scopes.isEmpty {
      fields.append(("scope", settings.scopes.joined(separator: " ")))
    }
    for (name, value) in settings.endpointParameters.sorted(by: { $0.key < $1.key }) {
      fields.append((name, value))
    }
    if putsSecretIntoForm {
      fields += [("client_id", settings.clientID), ("client_secret", secret)]
    }
    var request = Request.form(
      settings.tokenURL,
      fields,
      deadline: .seconds(10),
      isIdempotent: true
    )
    request.maximumBytes = 1 << 20
    request.headers.append(Header("Accept", "application/json"))
    if !putsSecretIntoForm {
      let user = Form.escaped(settings.clientID)
      let header = Header("Authorization", Credentials.basic(user, Form.escaped(secret)))
      request.headers.append(header)
    }
    return try await transport.send(request)
  }

  private func token(
    from response: Response,
    secret: String
  ) throws(TransportError) -> Token {
    let place = WebAddress.shown(settings.tokenURL)
    guard response.status == 200 else {
      throw .tokenRefused(place, reason: "the server answered \(response.status)")
    }
    let decoded = try? JSONDecoder().decode(Granted.self, from: Data(response.body))
    guard let granted = decoded, granted.access_token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .tokenRefused(place, reason: "the answer holds no access_token") }
    // Ten seconds of slack, so that a token does not run out on its way.
    let life = max(1, min(granted.expires_in ?? 3_600, 86_400) - 10)
    let type = granted.token_type.map { $0.lowercased() == "bearer" ? "Bearer" : $0 } ?? "Bearer"
    return Token(
      authorization: "\(WebAddress.shown(type)) \(granted.access_token)",
      expires: .now + .seconds(life),
      secret: secret
    )
  }
}
