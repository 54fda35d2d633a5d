import Documents
import HTTP
import Metrics
import ServerSupport
import Testing
import Triage

struct JiraClientTests {
  private static let both = Product.Jira.APIType.allCases

  @Test(arguments: both)
  func aTicketIsMadeOnceAndThenToldMore(type: Product.Jira.APIType) async throws {
    let fixture = try await JiraFixture(type)
    #expect(try await fixture.client.open(JiraFixture.label).isEmpty)
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.outcome == .created)
    #expect(made.key == "SHOP-1")
    #expect(made.url == "\(fixture.jira.url)/browse/SHOP-1")
    #expect(made.duplicateOf == nil)
    let issue = try fixture.issue()
    #expect(issue.labels == ["alert", "alert-QueueAboveLimit.catalog.prod", "kind-bug"])
    #expect(issue.summary == "[prod] QueueAboveLimit queue=orders 73 > 50")
    #expect(issue.fields?["issuetype"]?["name"]?.string == "Task")
    #expect(issue.fields?["priority"] == nil)

    let open = try await fixture.client.open(JiraFixture.label)
    #expect(open.map(\.key) == ["SHOP-1"])
    #expect(open[0].url == made.url)
    #expect(open[0].summary == "[prod] QueueAboveLimit queue=orders 73 > 50")
    #expect(open[0].status == "Offen")
    #expect(open[0].created == Timestamp(rfc3339: "2026-11-25T20:00:00.123Z"))

    let again = try await fixture.client.file(JiraFixture.draft())
    #expect(again.outcome == .known, "its mark is in the description")
    let more = try await fixture.client.file(JiraFixture.draft("b.2", text: "it fires again"))
    #expect(more.outcome == .commented)
    #expect(more.key == "SHOP-1")
    let same = try await fixture.client.file(JiraFixture.draft("b.2", text: "it fires again"))
    #expect(same.outcome == .known, "its mark is in a comment")
    let told = try fixture.issue().texts
    #expect(told.count == 2)
    #expect(told[1].contains("it fires again"))
    #expect(!told[1].contains("Firing since"), "a comment has the news alone")
    #expect(told[1].contains("promwall: b.2"))

    fixture.jira.close("SHOP-1")
    #expect(try await fixture.client.comment(JiraFixture.draft("c.3")) == nil)
    let second = try await fixture.client.file(JiraFixture.draft("c.3"))
    #expect(second.outcome == .created)
    #expect(second.key == "SHOP-2")
    #expect(!fixture.jira.uris.contains { $0.contains("never") }, "`self` is never followed")
  }

  @Test func theDocumentOfTheCloud() async throws {
    let fixture = try await JiraFixture(.cloud)
    _ = try await fixture.client.file(JiraFixture.draft())
    let body = try fixture.issue().fields?["description"]
    #expect(
      body?.text()
        == #"{"type":"doc","version":1,"content":[{"type":"paragraph","content":"#
        + #"[{"type":"text","text":"Firing since 13:36 UTC."},{"type":"hardBreak"},"#
        + #"{"type":"text","text":"Rule: queue > 50 for 5m"}]},"#
        + #"{"type":"paragraph","content":[{"type":"text","text":"#
        + #""Labels: {alertname=\"QueueAboveLimit\", queue=\"orders\"}"}]},"#
        + #"{"type":"paragraph","content":[{"type":"text","text":"orders: 73 wait"}]},"#
        + #"{"type":"codeBlock","attrs":{"language":"text"},"content":[{"type":"text","#
        + #""text":"100┤ ╭╮\n 50┼─╯╰"}]},"#
        + #"{"type":"paragraph","content":[{"type":"text","#
        + #""text":"promwall: 9f3c2ab1d4e5f607.1795539761"}]}]}"#
    )
  }

  @Test func theWikiTextOfADataCenter() async throws {
    let fixture = try await JiraFixture(.datacenter)
    _ = try await fixture.client.file(JiraFixture.draft())
    let body = try fixture.issue().fields?["description"]
    #expect(
      body?.string == """
        {noformat}
        Firing since 13:36 UTC.
        Rule: queue > 50 for 5m

        Labels: { alertname="QueueAboveLimit", queue="orders"}

        orders: 73 wait
        {noformat}
        {noformat}
        100┤ ╭╮
         50┼─╯╰
        {noformat}
        promwall: 9f3c2ab1d4e5f607.1795539761
        """
    )
  }

  @Test func aKindHasItsOwnProjectAndFields() async throws {
    let parts = try JSON(parsing: Array(#"[{"name":"Queues"}]"#.utf8), file: "test")
    let position = SourcePosition(line: 1, column: 1)
    let ticket = Product.Ticket(
      project: "OPS",
      issueType: "Incident",
      priority: "Highest",
      labels: ["night", "alert"],
      fields: [
        JSON.Member(name: "components", position: position, value: parts),
        JSON.Member(name: "labels", position: position, value: parts),
      ]
    )
    let fixture = try await JiraFixture(.cloud, kinds: [.urgent: ticket])
    let made = try await fixture.client.file(JiraFixture.draft(kind: .urgent))
    #expect(made.key == "OPS-1")
    let issue = try fixture.issue()
    #expect(issue.labels.suffix(2) == ["kind-urgent", "night"], "\(issue.labels)")
    #expect(issue.fields?["issuetype"]?["name"]?.string == "Incident")
    #expect(issue.fields?["priority"]?["name"]?.string == "Highest")
    #expect(issue.fields?["components"]?.array?.first?["name"]?.string == "Queues")
    let other = try await fixture.client.file(JiraFixture.draft("b.2", kind: .bug))
    #expect(other.key == "OPS-1", "whatever its kind, it is found")
  }

  /// What people paste: a slash at the end, a path, the API's own address.
  @Test(arguments: ["/", "/rest/api/2", "/rest/api/3/"])
  func theAddressIsWhereTheAPIIs(path: String) async throws {
    let fixture = try await JiraFixture(.datacenter, path: path)
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.url == "\(fixture.jira.url)/browse/SHOP-1")
  }

  // MARK: - Faults

  @Test(arguments: both)
  func afterACreateWithoutAnAnswerTheTicketIsFound(type: Product.Jira.APIType) async throws {
    let fixture = try await JiraFixture(type)
    fixture.jira.setLag(2)
    fixture.jira.next(.create, .done, .drop)
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.outcome == .created)
    #expect(made.key == "SHOP-1")
    #expect(fixture.jira.issues.count == 1)
    #expect(fixture.jira.seen == [.search, .create, .search, .search, .search])
    #expect(fixture.waits.all == [.milliseconds(500), .seconds(1)], "the index was waited for")
  }

  @Test func aTimeOutAfterACreateIsLookedInto() async throws {
    let fixture = try await JiraFixture(.cloud)
    fixture.jira.next(.create, .done, .slow(milliseconds: 20_000))
    let made = try await fixture.client(deadline: .seconds(5)).file(JiraFixture.draft())
    #expect(made.outcome == .created)
    #expect(fixture.jira.issues.count == 1)
  }

  @Test func whatWasNotMadeIsNotMadeTwiceAtOnce() async throws {
    let fixture = try await JiraFixture(.cloud)
    fixture.jira.next(.create, .received, .drop)
    let problem = await problem { () throws(Problem) in
      _ = try await fixture.client.file(JiraFixture.draft())
    }
    let origin = "127.0.0.1:\(fixture.jira.port)"
    #expect(
      problem?.description
        == "Jira: \(origin) closed the connection without an answer; the ticket may be there"
        + " all the same; try again: promwall looks for it first"
    )
    #expect(problem?.isNoAnswer == true)
    #expect(fixture.jira.issues.isEmpty)
    #expect(fixture.waits.all.reduce(.zero, +) == .milliseconds(7_500))
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.outcome == .created)
  }

  @Test(arguments: [JiraStandIn.Step.received, .done])
  func aCommentWithoutAnAnswerIsThereOnce(step: JiraStandIn.Step) async throws {
    let fixture = try await JiraFixture(.datacenter)
    _ = try await fixture.client.file(JiraFixture.draft())
    fixture.jira.next(.comment, step, .drop)
    let more = JiraFixture.draft("b.2", text: "it fires again")
    let lost = await problem { () throws(Problem) in
      let told = try await fixture.client.file(more)
      #expect(told.outcome == .commented)
    }
    #expect((lost == nil) == (step == .done))
    if let lost {
      #expect(lost.what.hasSuffix("; the comment on SHOP-1 may be there all the same"))
    }
    _ = try await fixture.client.file(more)
    #expect(try fixture.issue().comments.count == 1)
  }

  /// Somebody else's ticket comes between the search and ours.
  @Test(arguments: both)
  func ofTwoAtOnceTheLaterOneIsToldSo(type: Product.Jira.APIType) async throws {
    let fixture = try await JiraFixture(type)
    let jira = fixture.jira
    jira.next(.search, .done) { jira.add([JiraFixture.label.text]) }
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.outcome == .created)
    #expect(made.key == "SHOP-2")
    #expect(made.duplicateOf == "SHOP-1")
    let later = jira.issues[1]
    #expect(later.comments.count == 1)
    #expect(later.texts[1].contains("This is a duplicate of SHOP-1"))
    // The next who comes tells the older one, and says nothing twice.
    let more = try await fixture.client.file(JiraFixture.draft("b.2"))
    #expect(more.key == "SHOP-1")
    #expect(jira.issues.map(\.comments.count) == [1, 1])
  }

  /// Two programs, really at once: whatever comes of it, the later ticket names the older one.
  @Test func twoAtOnce() async throws {
    let fixture = try await JiraFixture(.cloud)
    let filed = try await withThrowingTaskGroup(of: FiledTicket.self) { group in
      for number in 0..<2 {
        group.addTask { try await fixture.client.file(JiraFixture.draft("a.\(number)")) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let issues = fixture.jira.issues
    #expect(issues.count == filed.count(where: { $0.outcome == .created }))
    #expect(issues.dropFirst().allSatisfy { $0.texts.joined().contains("duplicate.SHOP-1") })
  }

  @Test(arguments: [429, 503])
  func jiraSaysWhenToComeAgain(status: Int) async throws {
    let fixture = try await JiraFixture(.cloud)
    fixture.jira.next(.create, .received, .answer(status, headers: ["Retry-After: 7"]))
    fixture.jira.next(.create, .received, .answer(status, headers: ["Retry-After: 9"]))
    let made = try await fixture.client.file(JiraFixture.draft())
    #expect(made.outcome == .created)
    #expect(fixture.waits.all == [.seconds(7), .seconds(9)])
    #expect(fixture.jira.issues.count == 1)
  }

  @Test func patienceEnds() async throws {
    let fixture = try await JiraFixture(.cloud)
    let busy = JiraStandIn.Fate.answer(
      429,
      headers: ["Retry-After: 20", "RateLimit-Reason: jira-burst-based"]
    )
    fixture.jira.next(.create, .received, busy)
    fixture.jira.next(.create, .received, busy)
    let problem = await problem { () throws(Problem) in
      _ = try await fixture.client.file(JiraFixture.draft())
    }
    #expect(
      problem?.description
        == "Jira at 127.0.0.1:\(fixture.jira.port) takes no more requests now"
        + " (429, jira-burst-based); try again in 20 s"
    )
    #expect(problem?.retryAfter == .seconds(20))
    #expect(fixture.waits.all == [.seconds(20)])
  }
}

/// What went wrong; nil where nothing did.
func problem(_ body: () async throws(Problem) -> Void) async -> Problem? {
  do throws(Problem) {
    try await body()
    return nil
  } catch {
    return error
  }
}
