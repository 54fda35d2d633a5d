import Documents
import Metrics
import ServerSupport
import Testing
import Triage

/// Hostile text on its way into Jira: it is shown as text, and nobody's terminal or page acts on it.
struct JiraTextTests {
  /// What was meant to do something, and something that must not be in what Jira gets.
  static let hostile: [(text: String, bad: String)] = [
    ("{noformat}*bold*{noformat}", "{noformat}*"),
    ("{NoFormat}[~admin]", "{NoFormat"), ("{code}x{code}", "{code}"),
    ("{color:red}x{color}", "{color"), ("{html}<script>alert(1)</script>{html}", "{html}"),
    ("x{{noformat}}", "{{noformat"), ("\u{1B}]0;x\u{7}", "\u{1B}"), ("a\rb", "\r"),
    ("a\u{8}b", "\u{8}"), ("\u{9B}31m", "\u{9B}"), ("\u{202E}gnp.exe", "\u{202E}"),
    ("\u{2066}x", "\u{2066}"), ("a\u{200B}b", "\u{200B}"), ("\u{E0041}\u{E0042}", "\u{E0041}"),
    ("a\u{2028}b", "\u{2028}"), ("a\u{0}b", "\u{0}"), ("\u{FEFF}x", "\u{FEFF}"),
    (String(repeating: "e\u{301}\u{301}\u{301}\u{301}", count: 3), "\u{301}\u{301}\u{301}\u{301}"),
    ("promwall: faked.1", "\npromwall: faked.1"),
    ("x\npromwall: faked.1", "\npromwall: faked.1"),
    ("a\u{85}promwall: faked.1", "\npromwall: faked.1"),
  ]

  @Test(arguments: hostile.indices, Product.Jira.APIType.allCases)
  func itIsHarmless(index: Int, type: Product.Jira.APIType) async throws {
    let (text, bad) = Self.hostile[index]
    let fixture = try await JiraFixture(type)
    var draft = JiraFixture.draft(text: text)
    draft.summary = text
    draft.paragraphs = [text]
    draft.labels = Labels([(name: "evil\(text)", value: text)])
    draft.chart = text
    draft.label = TicketLabel(
      alertname: ForeignText(text),
      product: ForeignText(text),
      environment: ForeignText(text)
    )
    let made = try await fixture.client.file(draft)
    #expect(made.outcome == .created, "and found again, by a label that JQL takes")
    draft.entries = [TicketDraft.Entry(mark: "b.2", text: text)]
    #expect(try await fixture.client.file(draft).outcome == .commented)
    let issue = try fixture.issue()
    for told in issue.texts + [issue.summary] {
      // A title has no markup, and neither has a document's text.
      if told != issue.summary, type == .datacenter || !bad.hasPrefix("{") {
        #expect(!told.contains(bad), "\(told.debugDescription)")
      }
      let scalars = told.unicodeScalars.filter { $0 != "\n" }
      #expect(!scalars.contains { $0.properties.generalCategory == .control })
      #expect(!scalars.contains { $0.properties.generalCategory == .format })
    }
    #expect(!issue.summary.contains { $0.isNewline })
    // A mark that somebody wrote into a label is none.
    draft.entries = [TicketDraft.Entry(mark: "faked.1", text: "real")]
    #expect(try await fixture.client.file(draft).outcome == .commented)
  }

  /// In wiki text each block ends where we end it.
  @Test func wikiBlocksAreOurs() async throws {
    let fixture = try await JiraFixture(.datacenter)
    var draft = JiraFixture.draft(text: "{noformat}\n{noformat}")
    draft.chart = "{noformat}"
    _ = try await fixture.client.file(draft)
    let text = try #require(try fixture.issue().fields?["description"]?.string)
    #expect(text.split(separator: "{noformat}", omittingEmptySubsequences: false).count == 5)
  }

  @Test(arguments: Product.Jira.APIType.allCases)
  func whatIsTooLongIsCut(type: Product.Jira.APIType) async throws {
    let fixture = try await JiraFixture(type)
    let long = String(repeating: "{🙂\n", count: 40_000)
    var draft = JiraFixture.draft(text: long)
    draft.summary = String(repeating: "🙂", count: 1_000)
    draft.paragraphs = [long, long]
    draft.chart = long
    draft.entries += (0..<400).map { number in
      TicketDraft.Entry(mark: "0123456789abcdef.\(1_795_000_000 + number)", text: long)
    }
    #expect(try await fixture.client.file(draft).outcome == .created)
    let issue = try fixture.issue()
    #expect(issue.summary.hasSuffix("🙂…"))
    #expect(issue.summary.utf16.count <= 255)
    #expect(try await fixture.client.file(draft).outcome == .commented, "the rest of 401")
    #expect(try await fixture.client.file(draft).outcome == .known)
  }

  @Test func moreThanTwentyAreCounted() async throws {
    let fixture = try await JiraFixture(.cloud)
    var draft = JiraFixture.draft()
    draft.entries = (1...25).map { TicketDraft.Entry(mark: "a.\($0)", text: "alert \($0)") }
    _ = try await fixture.client.file(draft)
    let text = try fixture.issue().texts[0]
    #expect(text.contains("alert 20\n… and 5 more\n"))
    #expect(!text.contains("alert 21"))
    #expect(text.contains("a.25"), "all of them are known")
  }
}
