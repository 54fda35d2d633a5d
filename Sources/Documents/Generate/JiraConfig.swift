/// One of Alertmanager's `jira_configs`, as 0.33 reads them.
struct JiraConfig {
  private let jira: Product.Jira
  private let kind: Product.Ticket.Kind
  private let product: Product
  private var ticket: Product.Ticket { jira.ticket(kind) }

  init(_ jira: Product.Jira, _ kind: Product.Ticket.Kind, _ product: Product) {
    self.jira = jira
    self.kind = kind
    self.product = product
  }

  var yaml: YAML {
    // Alertmanager sends its descriptions as version 2 takes them, and searches in a cloud by 3.
    let base = jira.server.url.hasSuffix("/") ? String(jira.server.url.dropLast()) : jira.server.url
    var entries: [YAML.Entry] = [
      .init("api_url", .text(base + "/rest/api/2/")),
      .init("api_type", .text(jira.apiType.rawValue)),
      .init("project", .text(GoTemplate.literal(ticket.project ?? jira.project))),
      .init("issue_type", .text(GoTemplate.literal(ticket.issueType))),
      // Without a word Alertmanager would choose one by the severity.
      .init("priority", .text(GoTemplate.literal(ticket.priority ?? ""))),
      .init(
        "summary",
        .map([.init("template", .text(Self.summary)), .init("enable_update", .flag(false))])
      ),
      .init("description", .text(Self.description)), .init("labels", .texts(labels)),
      .init("send_resolved", .flag(true)),
    ]
    if !ticket.fields.isEmpty {
      let fields = ticket.fields.map { member in
        YAML.Entry(member.name, YAML(member.value).mapTexts(GoTemplate.literal))
      }
      entries.append(.init("fields", .map(fields)))
    }
    let http = jira.server.httpConfig
    if !http.isEmpty { entries.append(.init("http_config", .map(http))) }
    return .map(entries)
  }

  /// Besides Alertmanager's own: the same as of tickets that people make.
  private var labels: [String] {
    ["alert", Self.ticketLabel, "kind-\(kind.rawValue)"] + ticket.labels.map(GoTemplate.literal)
  }

  /// `TicketLabel` as a template.
  private static let ticketLabel =
    "alert-{{ .GroupLabels.alertname }}.{{ .GroupLabels.product }}.{{ .GroupLabels.environment }}"

  /// Jira takes one line.
  private static let summary =
    "[{{ .GroupLabels.environment }}] {{ .GroupLabels.alertname }}"
    + "{{ with .CommonAnnotations.summary }}: {{ . | reReplaceAll \"\\\\s+\" \" \" }}{{ end }}"

  private static let description =
    "{{ range .Alerts.Firing }}\(line("firing since"))\n{{ end }}"
    + "{{ range .Alerts.Resolved }}\(line("resolved, firing since"))\n{{ end }}"

  /// Text of servers stands where Jira reads no markup.
  private static func line(_ state: String) -> String {
    "\(state) {{ .StartsAt.UTC.Format \"2006-01-02 15:04 MST\" }}:\n{noformat}\n"
      + "{{ .Annotations.summary | \(harmless) }}\n"
      + "{{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value | \(harmless) }}\n{{ end }}"
      + "{{ with .Annotations.runbook_url }}{{ . | \(harmless) }}\n{{ end }}{noformat}"
  }

  private static let harmless = "reReplaceAll \"(?i)[{]noformat\" \"(noformat\""
}

extension Connection {
  /// The same words as in Prometheus' and Alertmanager's `http_config`.
  fileprivate var httpConfig: [YAML.Entry] {
    var entries: [YAML.Entry] = []
    if let basicAuth {
      entries.append(
        .init(
          "basic_auth",
          Self.texts([
            ("username", basicAuth.username), ("username_file", basicAuth.usernameFile),
            ("password_file", basicAuth.passwordFile),
          ])
        )
      )
    }
    if let authorization {
      entries.append(
        .init(
          "authorization",
          Self.texts([
            ("type", authorization.type), ("credentials_file", authorization.credentialsFile),
          ])
        )
      )
    }
    if let oauth2 { entries.append(.init("oauth2", oauth2.yaml)) }
    let tls = tls.entries
    if !tls.isEmpty { entries.append(.init("tls_config", .map(tls))) }
    if let url = proxy.url { entries.append(.init("proxy_url", .text(url))) }
    if let hosts = proxy.noProxy { entries.append(.init("no_proxy", .text(hosts))) }
    if proxy.isFromEnvironment { entries.append(.init("proxy_from_environment", .flag(true))) }
    if !proxy.connectHeaders.isEmpty {
      let headers = proxy.connectHeaders.map { YAML.Entry($0.name, .texts($0.values)) }
      entries.append(.init("proxy_connect_header", .map(headers)))
    }
    if !followsRedirects { entries.append(.init("follow_redirects", .flag(false))) }
    if !headers.isEmpty {
      let headers = headers.map { header in
        var values: [YAML.Entry] = []
        if !header.values.isEmpty { values.append(.init("values", .texts(header.values))) }
        if !header.files.isEmpty { values.append(.init("files", .texts(header.files))) }
        return YAML.Entry(header.name, .map(values))
      }
      entries.append(.init("http_headers", .map(headers)))
    }
    return entries
  }

  fileprivate static func texts(_ fields: [(String, String?)]) -> YAML {
    .map(fields.compactMap { name, text in text.map { YAML.Entry(name, .text($0)) } })
  }
}

extension Connection.OAuth2 {
  fileprivate var yaml: YAML {
    var entries: [YAML.Entry] = [
      .init("client_id", .text(clientID)), .init("client_secret_file", .text(clientSecretFile)),
      .init("token_url", .text(tokenURL)),
    ]
    if !scopes.isEmpty { entries.append(.init("scopes", .texts(scopes))) }
    if !endpointParameters.isEmpty {
      let parameters = endpointParameters.sorted { $0.key < $1.key }.map {
        YAML.Entry($0.key, .text($0.value))
      }
      entries.append(.init("endpoint_params", .map(parameters)))
    }
    if !tls.entries.isEmpty { entries.append(.init("tls_config", .map(tls.entries))) }
    return .map(entries)
  }
}

extension Connection.TLS {
  fileprivate var entries: [YAML.Entry] {
    var entries = [
      ("ca_file", caFile), ("cert_file", certFile), ("key_file", keyFile),
      ("server_name", serverName), ("min_version", minimumVersion),
      ("max_version", maximumVersion),
    ].compactMap { name, text in text.map { YAML.Entry(name, .text($0)) } }
    if skipsVerification { entries.append(.init("insecure_skip_verify", .flag(true))) }
    return entries
  }
}
