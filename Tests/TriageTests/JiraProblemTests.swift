import Documents
import HTTP
import ServerSupport
import Testing
import Triage

struct JiraProblemTests {
  typealias Case = (
    operation: JiraStandIn.Operation, fate: JiraStandIn.Fate, what: String, fix: String
  )

  static let cases: [Case] = [
    (
      .create,
      .answer(
        400,
        #"{"errorMessages":["No.\u001b[31m"],"errors":{"labels":"Field 'labels' cannot be set.","#
          + #""customfield_10010":"Team is required.\nReally."}}"#
      ),
      "Jira at ORIGIN refused the ticket (400): No.␛[31m; labels: Field 'labels' cannot be set.;"
        + " customfield_10010: Team is required. Really.",
      "mend jira.kinds.bug in the product's file, or the project's screens in Jira"
    ),
    (
      .create, .answer(413), "Jira at ORIGIN refused the ticket (413)",
      "mend jira.kinds.bug in the product's file, or the project's screens in Jira"
    ),
    (
      .search, .answer(403, #"{"errorMessages":["No."],"errors":{}}"#),
      "Jira at ORIGIN does not allow the search (403): No.",
      "let the account browse the project, and create and comment tickets in it"
    ),
    (
      .search, .answer(404, #"{"message":"null for uri"}"#),
      "ORIGIN has no REST API 3 of Jira at this path (404): null for uri",
      "check server.url and api_type"
    ),
    (
      .search, .answer(410), "Jira at ORIGIN has no longer what REST API 3 asks (410)",
      "check server.url"
    ),
    (
      .search, .answer(429), "Jira at ORIGIN takes no more requests now (429)", "try again later"
    ),
    (
      .search, .answer(503, headers: ["Retry-After: 40"]),
      "Jira at ORIGIN takes no more requests now (503)", "try again in 40 s"
    ),
    (.search, .answer(500), "Jira at ORIGIN failed (500)", "try again later"),
    (
      .search, .answer(503, #"{"errorMessages":["Down.\u202e"]}"#),
      "Jira at ORIGIN failed (503): Down.‹202E›", "try again later"
    ),
    (
      .create, .answer(502), "Jira at ORIGIN failed (502)", "try again later"
    ),
    (
      .search, .answer(200, "<html>Log in</html>"),
      "ORIGIN sent a web page instead of Jira's answer, probably a login",
      "check server.url, and set credentials that need no browser"
    ),
    (
      .search, .answer(200, "[1]"), "what ORIGIN sent is no answer of Jira's",
      "check server.url and api_type"
    ),
    (
      .search, .answer(200, #"{"issues":[{"key":"../../x"}]}"#),
      "what ORIGIN sent is no answer of Jira's", "check server.url and api_type"
    ),
    (
      .search, .answer(302, headers: ["Location: /login?os_destination=x"]),
      "Jira: ORIGIN redirects to another address, probably a login",
      "set server.url to where Jira's own pages are, and check the credentials"
    ),
    (
      .search, .answer(307, headers: ["Location: http://127.0.0.1:1/x"]),
      "Jira: ORIGIN redirects to another address, probably a login",
      "set server.url to where Jira's own pages are, and check the credentials"
    ),
    (
      .search,
      .answer(200, #"{"issues":["# + String(repeating: #""x","#, count: 2_200_000) + "1]}"),
      "Jira at ORIGIN answered with too much", "check server.url"
    ),
  ]

  @Test(arguments: cases.indices)
  func eachIsOneSentence(index: Int) async throws {
    let (operation, fate, what, fix) = Self.cases[index]
    let fixture = try await JiraFixture(.cloud)
    fixture.jira.next(operation, .received, fate)
    let problem = await problem { () throws(Problem) in
      _ = try await fixture.client.file(JiraFixture.draft())
    }
    let origin = "127.0.0.1:\(fixture.jira.port)"
    #expect(problem?.what == what.replacing("ORIGIN", with: origin))
    #expect(problem?.fix == fix)
    #expect(fixture.jira.issues.isEmpty)
  }

  @Test(arguments: [
    (Product.Jira.APIType.cloud, "check basic_auth: the account's e-mail, and an API token"),
    (.datacenter, "check authorization: a personal access token in credentials_file"),
  ])
  func wrongCredentials(type: Product.Jira.APIType, fix: String) async throws {
    let fixture = try await JiraFixture(type, authorization: "Bearer wrong")
    let problem = await problem { () throws(Problem) in
      _ = try await fixture.client.file(JiraFixture.draft())
    }
    #expect(
      problem?.what == "Jira at 127.0.0.1:\(fixture.jira.port) takes no such credentials (401)"
    )
    #expect(problem?.fix.hasPrefix(fix) == true)
    #expect(problem?.isNoAnswer == true)
  }

  /// What the other kind of Jira says.
  @Test func theWrongTypeIsTold() async throws {
    let fixture = try await JiraFixture(.cloud)
    let product = Product.Jira(
      server: Connection(url: fixture.jira.url),
      apiType: .datacenter,
      project: "SHOP",
      kinds: [:]
    )
    let client = JiraClient(product, transport: fixture.service.transport)
    let problem = await problem { () throws(Problem) in
      _ = try await client.open(JiraFixture.label)
    }
    #expect(
      problem?.description
        == "Jira at 127.0.0.1:\(fixture.jira.port) has no longer what REST API 2 asks (410);"
        + " a Jira in the cloud needs \"api_type\": \"cloud\""
    )
  }

  @Test func nobodyIsThere() async throws {
    let closed = try #require(ClosedPort())
    let product = Product.Jira(
      server: Connection(url: closed.url),
      apiType: .cloud,
      project: "SHOP",
      kinds: [:]
    )
    let service = HTTPService(userAgent: "test/1")
    let client = JiraClient(product, transport: service.transport)
    let problem = await problem { () throws(Problem) in
      _ = try await client.file(JiraFixture.draft())
    }
    #expect(
      problem?.description
        == "Jira: nothing listens on 127.0.0.1:\(closed.port) (connection refused);"
        + " start the server there, or mend the port in its URL"
    )
    await service.shutdown()
  }

  @Test func aTicketThatIsGone() async throws {
    let fixture = try await JiraFixture(.cloud)
    _ = try await fixture.client.file(JiraFixture.draft())
    fixture.jira.next(.comment, .received, .answer(404))
    let problem = await problem { () throws(Problem) in
      _ = try await fixture.client.file(JiraFixture.draft("b.2"))
    }
    #expect(
      problem?.description
        == "Jira at 127.0.0.1:\(fixture.jira.port) has no ticket SHOP-1, or does not show it"
        + " (404); see whether it was deleted or moved"
    )
  }
}
