import Documents
import Metrics
import Support
import Testing

/// A whole company's files before the servers' own tools.
@Suite(.serialized)
struct CompanyTests {
  private let folder: TemporaryFolder
  private let company: Company
  private var output: String { folder.path + "/out" }

  init() throws {
    folder = try TemporaryFolder()
    company = try Company(folder: folder.path)
  }

  /// Installed by Tests/run.
  private static let python = repository + "/.build/amlint/bin/python"
  private static let amlint = repository + "/.build/amlint/bin/amlint"

  private static let repository: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  private func generate(_ what: String, _ more: String...) async throws -> Program.Result {
    try await Program.run(["generate", what, "--output", output] + more + company.files)
  }

  /// A file as a YAML reader that is not Go's reads it.
  private func yaml(_ path: String) async throws -> JSON {
    let script = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"
    let result = try await Program.command([Self.python, "-c", script, "\(output)/\(path)"])
    try #require(result.status == 0, "\(result.errors)")
    return try result.json()
  }

  @Test func promtoolTakesRulesAndTests() async throws {
    let rules = try await generate("rules", "--check")
    #expect(rules.status == 0, "\(rules.errors)")
    #expect(rules.output.hasPrefix("promtool check rules: 12 files, no error\n"))
    let tests = try await generate("tests", "--check")
    #expect(tests.status == 0, "\(tests.errors)")
    #expect(tests.output.contains("promtool test rules: 12 files, no error\n"))
    // The one whose expression nobody can make series for, of each.
    #expect(tests.errors.matches(of: #/no test of Slow: /#).count == 12)
    #expect(tests.errors.matches(of: #/no test of /#).count == 12)
    let paths = company.names.map { "\(output)/rules/\($0).rules.yml" }
    let checked = try await Program.command(["promtool", "check", "rules", "--lint-fatal"] + paths)
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(checked.output.matches(of: /SUCCESS: 6 rules found/).count == 12)
    let tested = try await Program.command(
      ["promtool", "test", "rules"] + company.names.map { "\(output)/tests/\($0).test.yml" }
    )
    #expect(tested.status == 0, "\(tested.output) \(tested.errors)")
    #expect(tested.output.matches(of: /SUCCESS/).count == 12)
  }

  @Test func aTestThatShouldFailDoes() async throws {
    #expect(try await generate("rules").status == 0)
    #expect(try await generate("tests").status == 0)
    let name = company.names[3]
    let path = "\(output)/rules/\(name).rules.yml"
    let text = try #require(readFile(path))
    let test = ["promtool", "test", "rules", "\(output)/tests/\(name).test.yml"]
    for (good, bad) in [
      (" > 3\"", " > 2\""), (" > 3\"", " > 4\""), (" > 50", " >= 50"),
      ("for: \"21s\"", "for: \"1s\""), ("keep_firing_for: \"3m\"", "keep_firing_for: \"2m\""),
      (" < 3\"", " <= 3\""), (" or last_over_time(errors", " or 0 * last_over_time(errors"),
      ("absent(", "count("), (" offset 5m) >= 0", " offset 5m) > 1000"),
    ] {
      let broken = text.replacing(good, with: bad)
      #expect(broken != text, "\(good)")
      try writeFile(path, broken)
      #expect(try await Program.command(test).status != 0, "\(good) → \(bad)")
    }
  }

  @Test func textsComeOutAsTheyWentIn() async throws {
    #expect(try await generate("rules").status == 0)
    for (index, name) in company.names.enumerated() {
      let root = try await yaml("rules/\(name).rules.yml")
      let group = try #require(root["groups"]?.array?.first)
      #expect(group["name"]?.string == name)
      let rule = try #require(group["rules"]?.array?.first)
      // The summary is a template already.
      #expect(rule["annotations"]?["summary"]?.string == Company.template(Company.text(index)))
      #expect(
        rule["annotations"]?["runbook_url"]?.string
          == Company.runbook(index).replacing("{{", with: "{{ \"{{\" }}")
      )
    }
  }

  /// What the templates of annotations and labels become, asked of promtool.
  @Test func templatesBecomeTheTexts() async throws {
    #expect(try await generate("rules").status == 0)
    for (index, name) in company.names.enumerated() {
      let most = index % 4
      let labels = [
        ("app", "x"), ("severity", "critical"), ("product", name), ("ticket", "bug"),
        ("note", Company.text(index + 5)), ("on", "off"),
      ]
      let texts = [
        ("summary", Company.text(index)), ("runbook_url", Company.runbook(index)),
        ("panel", Company.text(index + 4)),
      ]
      let series = "errors_total{job=\"a\", app=\"x\", text=\(Self.quoted(Company.text(index)))}"
      let alert = JSON.object([
        ("exp_labels", JSON.object(labels.map { ($0.0, .string($0.1)) }).kind),
        ("exp_annotations", JSON.object(texts.map { ($0.0, .string($0.1)) }).kind),
      ])
      let test = JSON.object([
        ("interval", .string("1m")),
        (
          "input_series",
          .array([.object([("series", .string(series)), ("values", .string("_ \(most + 1)"))])])
        ),
        (
          "alert_rule_test",
          .array([
            .object([
              ("eval_time", .string("1m")), ("alertname", .string("ErrorMessage")),
              ("exp_alerts", .array([alert])),
            ])
          ])
        ),
      ])
      let file = JSON.object([
        ("rule_files", Company.list(["rules/\(name).rules.yml"])), ("tests", .array([test])),
      ])
      let path = "\(output)/own-\(index).yml"
      // JSON tells hidden characters beyond 16 bits by two escapes, which YAML does not know.
      try writeFile(path, file.text().replacing("\\udb40\\udc41", with: "\u{E0041}"))
      let result = try await Program.command(["promtool", "test", "rules", path])
      #expect(result.status == 0, "\(name): \(result.output) \(result.errors)")
    }
  }

  private static func quoted(_ text: String) -> String {
    JSON(.string(text)).text().replacing("\\udb40\\udc41", with: "\\U000e0041")
  }

  // MARK: - Routes

  @Test func amtoolTakesEveryRoute() async throws {
    let result = try await generate("alertmanager", "--check")
    #expect(result.status == 0, "\(result.errors)")
    // 5 environments, none included, with 3 severities and 3 kinds of tickets, none included.
    let count = 1 + 12 * 5 * 3 * 3
    #expect(
      result.output.contains("amtool config routes test: \(count) alerts, each to its receivers\n")
    )
    #expect(result.output.hasPrefix("amtool check-config: 1 file, no error\n"))
    #expect(try #require(readFile("\(output)/alertmanager.yml")).contains("webhook_configs:"))
    // As the file itself says to be asked; a thousand processes one after the other.
    let lines = try #require(readFile("\(output)/routes.tests")).split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("# grep ") }).dropFirst(2)
    let asked = try await Program.command(
      ["sh", "-c", "cd '\(output)' && \(line.replacing("xargs", with: "xargs -P 4"))"]
    )
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(asked.output.split(separator: "\n").count == count)
  }

  @Test func aRouteThatShouldNotBeIsToldByAmtool() async throws {
    #expect(try await generate("alertmanager").status == 0)
    let path = "\(output)/alertmanager.yml"
    let text = try #require(readFile(path))
    try writeFile(path, text.replacing("continue: true", with: "continue: false"))
    let asked = try await Program.command(
      [
        "sh", "-c",
        "cd '\(output)' && grep -v '^#' routes.tests"
          + " | xargs -L 1 -P 4 amtool config routes test --config.file=alertmanager.yml",
      ]
    )
    #expect(asked.status != 0)
  }

  @Test func amlintAgreesOnEveryRouteOfTheNativeFile() async throws {
    #expect(try await generate("rules").status == 0)
    let result = try await generate("alertmanager", "--alertmanager-version", "0.33", "--check")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasPrefix(
        "amtool 0.25 does not know `jira_configs`: the same routes are checked with webhooks in"
          + " their place\namtool check-config: 1 file, no error\n"
      )
    )
    let text = try #require(readFile("\(output)/alertmanager.yml"))
    #expect(text.matches(of: /jira_configs:/).count == 24)
    #expect(!text.contains("webhook_configs:"))
    let script = """
      import json, shlex, sys
      cases = []
      for line in open(sys.argv[1], newline='\\n', encoding='utf-8'):
          if line.startswith('#') or not line.strip(): continue
          expected, *labels = shlex.split(line)
          pairs = (label.split('=', 1) for label in labels)
          cases.append({'name': line.strip(), 'expect': expected.split('=', 1)[1].split(','),
              'labels': {name: json.loads(value, strict=False) for name, value in pairs}})
      json.dump(cases, open(sys.argv[2], 'w', encoding='utf-8'), ensure_ascii=False)
      print(len(cases))
      """
    let files = ["\(output)/alertmanager.yml", "\(output)/amlint.json"]
    let made = try await Program.command(
      [Self.python, "-c", script, "\(output)/routes.tests", files[1]]
    )
    #expect(made.output == "\(1 + 12 * 5 * 3 * 3)\n", "\(made.errors)")
    // Every route is one that some alert takes.
    let tested = try await Program.command([Self.amlint, "test", "--fail-under", "100"] + files)
    #expect(
      tested.status == 0,
      "\(tested.output.split(separator: "\n").filter { !$0.contains("✓") }.joined(separator: "\n")) \(tested.errors)"
    )
    let checked = try await Program.command(
      [Self.amlint, "check", "--strict", "--rules", "\(output)/rules/*.yml", files[0]]
    )
    #expect(checked.status == 0, "\(checked.output.suffix(2_000)) \(checked.errors)")
  }

  // MARK: - Messages

  /// Alerts as hostile as they come, through the templates that are written.
  @Test func whatSlackIsTold() async throws {
    #expect(try await generate("alertmanager").status == 0)
    let root = try await yaml("alertmanager.yml")
    let receivers = try #require(root["receivers"]?.array)
    let slack = try #require(
      receivers.first { $0["name"]?.string == "\(company.names[7])/slack" }?["slack_configs"]?
        .array?.first
    )
    #expect(slack["channel"]?.string == "#" + Company.text(7))
    let labels: [(String, JSON.Kind)] = [
      ("alertname", .string("Queue")), ("environment", .string("prod <!here>")),
      ("product", .string("x")), ("severity", .string("critical")),
    ]
    func alert(_ number: Int) -> JSON {
      .object([
        ("status", .string(number < 30 ? "firing" : "resolved")),
        ("labels", JSON.object(labels).kind),
        (
          "annotations",
          JSON.object([
            ("summary", .string("\(number) <!channel> & <@U1>")),
            ("runbook_url", .string("https://a/|x>")),
          ]).kind
        ),
      ])
    }
    let data = JSON.object([
      ("status", .string("firing")), ("groupLabels", JSON.object(labels).kind),
      ("commonLabels", JSON.object(labels).kind), ("alerts", .array((0..<31).map(alert))),
    ])
    try writeFile("\(output)/data.json", data.text())
    func rendered(_ key: String) async throws -> String {
      let result = try await Program.command([
        "amtool", "template", "render", "--template.glob=\(output)/none*",
        "--template.data=\(output)/data.json", "--template.text=\(slack[key]?.string ?? "")",
      ])
      #expect(result.status == 0, "\(key): \(result.errors)")
      return result.output
    }
    #expect(
      try await rendered("title")
        == "Queue · &lt;!channel&gt; &amp;amp; &lt;@U1&gt; &lt;https://a|b&gt; · prod"
        + " &lt;!here&gt;: critical, 30 firing"
    )
    #expect(try await rendered("color") == "danger")
    #expect(
      try await rendered("fallback") == "Queue · x · prod &lt;!here&gt;: critical, 30 firing"
    )
    let lines = try await rendered("text").split(separator: "\n")
    #expect(lines.count == 22)
    #expect(
      lines.first
        == "• 0 &lt;!channel&gt; &amp; &lt;@U1&gt; <https://a/%7Cx&gt;|runbook>"
    )
    #expect(lines[20] == "… 30 in all")
    #expect(lines[21].hasPrefix("• resolved: 30 &lt;!channel&gt;"))
  }

  @Test func whatJiraIsTold() async throws {
    #expect(try await generate("alertmanager", "--alertmanager-version", "0.33").status == 0)
    let receivers = try #require(try await yaml("alertmanager.yml")["receivers"]?.array)
    let jira = try #require(
      receivers.first { $0["name"]?.string == "\(company.names[1])/jira/bug" }?["jira_configs"]?
        .array?.first
    )
    #expect(jira["api_url"]?.string == "https://jira.example/rest/api/2/")
    #expect(jira["api_type"]?.string == "datacenter")
    #expect(jira["issue_type"]?.string == "{{ \"{{\" }} .Labels.x }} }} {{ \"{{\" }}")
    #expect(
      jira["fields"]?["components"]?.array?.first?["name"]?.string == jira["issue_type"]?.string
    )
    let labels: [(String, JSON.Kind)] = [
      ("alertname", .string("Queue")), ("environment", .string("prod")), ("product", .string("x")),
    ]
    let alert = JSON.object([
      ("status", .string("firing")), ("startsAt", .string("2026-11-25T20:00:00Z")),
      ("labels", JSON.object(labels + [("q", .string("{NoFormat}h1. big"))]).kind),
      ("annotations", JSON.object([("summary", .string("two\nlines {noformat}"))]).kind),
    ])
    let data = JSON.object([
      ("status", .string("firing")), ("groupLabels", JSON.object(labels).kind),
      ("commonAnnotations", JSON.object([("summary", .string("two\nlines"))]).kind),
      ("alerts", .array([alert])),
    ])
    try writeFile("\(output)/data.json", data.text())
    func rendered(_ text: String?) async throws -> String {
      let result = try await Program.command([
        "amtool", "template", "render", "--template.glob=\(output)/none*",
        "--template.data=\(output)/data.json", "--template.text=\(text ?? "")",
      ])
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
    var texts: [String] = []
    for label in jira["labels"]?.array ?? [] { texts.append(try await rendered(label.string)) }
    let label = TicketLabel(alertname: "Queue", product: "x", environment: "prod")
    #expect(texts == ["alert", label.text, "kind-bug", "x{{y"])
    #expect(try await rendered(jira["summary"]?["template"]?.string) == "[prod] Queue: two lines")
    #expect(
      try await rendered(jira["description"]?.string) == """
        firing since 2026-11-25 20:00 UTC:
        {noformat}
        two
        lines (noformat}
        alertname=Queue
        environment=prod
        product=x
        q=(noformat}h1. big
        {noformat}

        """
    )
  }
}
