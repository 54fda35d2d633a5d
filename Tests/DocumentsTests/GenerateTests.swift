import Documents
import Metrics
import Support
import Testing

/// What is made of products: whole files, and what keeps them from being made.
struct GenerateTests {
  static let shop = """
    {
      "product": "shop", "title": "Shop & <friends> {{", "team": "shop",
      "environments": ["stage", "prod", "eu.1"], "visible_to": ["acme", "umbrella"],
      "slack": {
        "channel": "#shop", "webhook_file": "shop.webhook",
        "environments": { "stage": { "channel": "#shop-test", "webhook_file": "test.webhook" } },
        "customers": [
          {
            "customer": "acme", "channel": "#acme", "webhook_file": "acme.webhook",
            "environments": ["prod", "eu.1"], "severities": ["critical"]
          }
        ]
      },
      "jira": {
        "server": {
          "url": "https://jira.example/", "authorization": { "credentials_file": "jira.token" },
          "tls_config": { "ca_file": "ca.pem" }
        },
        "api_type": "datacenter", "project": "SHOP",
        "kinds": {
          "bug": {
            "issue_type": "Bug", "priority": "High", "labels": ["monitoring"],
            "fields": { "components": [{ "name": "{{ core }}" }], "customfield_10010": 3 }
          }
        }
      },
      "conditions": [
        {
          "alert": "OrderFailed", "count": "orders_failed_total{job='shop'}", "by": ["kind"],
          "above": 2, "severity": "critical", "ticket": "bug",
          "runbook": "https://wiki.example/{{a}}", "panel": "Failed \\"orders\\""
        },
        {
          "alert": "NoOrders", "count": "orders_total{job='shop'}", "window": "1h", "below": 1,
          "zeroWhile": "up{job='shop'} == 1", "for": "10m"
        },
        {
          "alert": "QueueAboveLimit", "expr": "max by (queue) (queue_messages{vhost=~'a|b'})",
          "above": 50, "for": "1m", "keep_firing_for": "2m",
          "summary": "{{ $labels.queue }}: {{ $value }}", "labels": { "y": "{{ $value }}" }
        },
        {
          "alert": "Slow", "expr": "sum(rate(a_sum[5m])) / sum(rate(a_count[5m])) # mean",
          "above": 0.25
        }
      ]
    }
    """

  private func source(_ text: String, file: String = "/etc/promwall/shop.json") throws
    -> Generator.Source
  {
    let (product, problems) = ProductDecoder.decode(Array(text.utf8), file: file)
    try #require(problems == [], "\(problems.map(\.description))")
    return Generator.Source(file: file, product: try #require(product))
  }

  private func generator(
    prometheus: ServerVersion = ServerVersion(2, 42),
    alertmanager: ServerVersion = ServerVersion(0, 25)
  ) throws -> Generator {
    Generator([try source(Self.shop)], prometheus: prometheus, alertmanager: alertmanager)
  }

  // MARK: - Whole files

  @Test func rules() throws {
    let (files, warnings) = try generator().rules()
    #expect(files.map(\.path) == ["rules/shop.rules.yml"])
    #expect(warnings == [])
    try expectGolden(text: files[0].text, "generate-rules")
  }

  @Test func testsOfRules() throws {
    let (files, warnings) = try generator().tests()
    #expect(files.map(\.path) == ["tests/shop.test.yml"])
    #expect(
      warnings.map(\.description) == [
        "/etc/promwall/shop.json:42:5: warning: no test of Slow: its expression is more than a"
          + " selector under aggregations, and no series could be made for it"
      ]
    )
    try expectGolden(text: files[0].text, "generate-tests")
  }

  @Test(arguments: [
    (ServerVersion(0, 25), "generate-alertmanager-0.25"),
    (ServerVersion(0, 33), "generate-alertmanager-0.33"),
  ])
  func alertmanager(version: ServerVersion, golden: String) throws {
    let generator = try generator(alertmanager: version)
    #expect(generator.problems(alertmanager: true) == [])
    try expectGolden(text: generator.alertmanagerFile().text, golden)
  }

  @Test func routes() throws {
    try expectGolden(text: try generator().routesFile().text, "generate-routes")
  }

  @Test func theSameProductsInAnyOrderMakeTheSameFiles() throws {
    let shop = try source(Self.shop)
    let other = try source(#"{ "product": "a", "conditions": [] }"#)
    let one = Generator([shop, other])
    let two = Generator([other, shop])
    #expect(one.rules().files == two.rules().files)
    #expect(one.rules().files.map(\.path) == ["rules/a.rules.yml", "rules/shop.rules.yml"])
    #expect(one.alertmanagerFile() == two.alertmanagerFile())
    #expect(one.routesFile() == two.routesFile())
  }

  // MARK: - Versions

  @Test func anOlderPrometheusIsNotToldToKeepFiring() throws {
    let (files, warnings) = try generator(prometheus: ServerVersion(2, 41)).rules()
    #expect(!files[0].text.contains("keep_firing_for"))
    #expect(
      warnings.map(\.description) == [
        "/etc/promwall/shop.json:37:5: warning: Prometheus 2.41 has no `keep_firing_for`, which"
          + " QueueAboveLimit asks for; it is left out; 2.42 has it"
      ]
    )
  }

  @Test func ticketsAreAlertmanagersOwnFrom033On() throws {
    for (minor, isNative) in [(25, false), (28, false), (32, false), (33, true), (40, true)] {
      let text = try generator(alertmanager: ServerVersion(0, minor)).alertmanagerFile().text
      #expect(text.contains("jira_configs:") == isNative, "0.\(minor)")
      #expect(text.contains("webhook_configs:") != isNative, "0.\(minor)")
    }
  }

  @Test func theTwinForOlderToolsHasTheSameRoutes() throws {
    func routes(_ generator: Generator) throws -> Substring {
      let text = generator.alertmanagerFile().text
      let start = try #require(text.firstRange(of: "\nroute:")).lowerBound
      return text[start..<(try #require(text.firstRange(of: "\nreceivers:")).lowerBound)]
    }
    let native = try generator(alertmanager: ServerVersion(0, 34))
    #expect(try routes(native) == routes(native.withoutJira))
    #expect(native.routeTests == native.withoutJira.routeTests)
  }

  @Test func theBridgeAndItsSecret() throws {
    let bridge = Generator.Bridge(url: "https://ops:9096/", credentialsFile: "/etc/secret")
    let text = Generator([try source(Self.shop)], bridge: bridge).alertmanagerFile().text
    #expect(
      text.contains(
        """
              - url: "https://ops:9096/"
                send_resolved: true
                http_config:
                  authorization:
                    credentials_file: "/etc/secret"
        """
      )
    )
  }

  // MARK: - Problems

  private static let problems: [(product: String, told: String)] = [
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "(up", "above": 1 }] }"#,
      "x.json:1:34: error: `expr` of A isn't whole: (up;"
        + " close each bracket and each quote that is opened"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "a) or (b", "above": 1 }] }"#,
      "x.json:1:34: error: `expr` of A isn't whole: a) or (b;"
        + " close each bracket and each quote that is opened"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "a{b='", "above": 1 }] }"#,
      "x.json:1:34: error: `expr` of A isn't whole: a{b=';"
        + " close each bracket and each quote that is opened"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "count": "rate(a[5m])", "above": 1 }] }"#,
      "x.json:1:34: error: `count` of A is no selector: rate(a[5m]);"
        + " name counters, such as errors_total{job='shop'}, without a function or a range"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "count": "a", "by": ["b) or (c"], "above": 1 }] }"#,
      "x.json:1:34: error: \"b) or (c\" in `by` of A can't be a label's name;"
        + " use letters, digits and _"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "a", "above": 1, "ticket": "bug" }] }"#,
      "x.json:1:34: error: A makes tickets, but the product has no `jira`;"
        + " add it, or remove `ticket`"
    ),
    (
      #"{ "product": "x", "environments": ["a\nb"], "conditions": [] }"#,
      "x.json: error: the environment \"a␊b\" can't be told to amtool;"
        + " name it without control characters"
    ),
    (
      #"""
      {
        "product": "x", "environments": ["a b", "a-b"], "conditions": [],
        "slack": {
          "channel": "#a", "webhook_file": "a", "environments": {
            "a b": { "channel": "#a", "webhook_file": "a" },
            "a-b": { "channel": "#b", "webhook_file": "b" }
          }
        }
      }
      """#,
      "x.json: error: two receivers would be called x/slack/a-b;"
        + " environments and customers must differ in letters, digits, _, - or ."
    ),
  ]

  @Test(arguments: problems)
  func whatKeepsFilesFromBeingMade(product: String, told: String) throws {
    let generator = Generator([try source(product, file: "x.json")])
    #expect(generator.problems(alertmanager: true).map(\.description) == [told])
  }

  @Test func rulesDoNotAskForWhatRoutesNeed() throws {
    let text = #"{ "product": "x", "environments": ["a\nb"], "conditions": [] }"#
    #expect(Generator([try source(text)]).problems(alertmanager: false) == [])
  }

  @Test func twoProductsOfOneName() throws {
    let text = #"{ "product": "x", "conditions": [] }"#
    let generator = Generator([try source(text, file: "a.json"), try source(text, file: "b.json")])
    #expect(
      generator.problems(alertmanager: false).map(\.description) == [
        "b.json: error: there is a product \"x\" already; give each product a name of its own"
      ]
    )
  }

  @Test func anEnvironmentThatNoLabelOfJirasTakes() throws {
    let text = Self.shop.replacing("eu.1", with: "eu 1")
    let old = Generator([try source(text)])
    #expect(old.problems(alertmanager: true) == [])
    let native = Generator([try source(text)], alertmanager: ServerVersion(0, 33))
    #expect(
      native.problems(alertmanager: true).map(\.description) == [
        "/etc/promwall/shop.json: error: the environment \"eu 1\" can't stand in a label of Jira's,"
          + " by which tickets are found again; use letters, digits, _, - and ., and a shorter name"
      ]
    )
  }

  // MARK: - Routes

  @Test func whoIsToldOfWhat() throws {
    let receivers = Receivers(try source(Self.shop).product)
    let main = "shop/slack"
    func told(_ environment: String?, _ severity: String, _ kind: Product.Ticket.Kind?) -> [String]
    {
      receivers.names(environment: environment, severity: severity, ticket: kind)
    }
    #expect(told("prod", "warning", nil) == [main])
    #expect(told("prod", "critical", .bug) == ["shop/customer/acme", "shop/jira/bug", main])
    #expect(told("prod", "critical", .urgent) == ["shop/customer/acme", main])
    #expect(told("stage", "critical", .bug) == ["shop/slack/stage"])
    #expect(told(nil, "critical", .bug) == ["shop/jira/bug", main])
    #expect(told("new", "critical", nil) == [main])
  }

  @Test func whoHasNoSlackIsLeftToTheFallback() throws {
    let source = try source(#"{ "product": "x", "conditions": [] }"#)
    #expect(
      Receivers(source.product).names(environment: nil, severity: "w", ticket: nil) == ["fallback"]
    )
    #expect(Generator([source]).alertmanagerFile().text.contains("receiver: \"fallback\""))
  }

  // MARK: - Whose a file is

  @Test func aFileKnowsWhetherSomebodyChangedIt() throws {
    let text = try generator().rules().files[0].text
    #expect(GeneratedFile.origin(of: text) == .untouched)
    #expect(GeneratedFile.origin(of: text.replacing("> 50", with: "> 60")) == .edited)
    #expect(GeneratedFile.origin(of: text + "\n") == .edited)
    #expect(GeneratedFile.origin(of: text.replacing("\n", with: "\r\n")) == .edited)
    #expect(GeneratedFile.origin(of: "# Made by promwall generate\n") == .edited)
    #expect(GeneratedFile.origin(of: "groups: []\n") == .foreign)
    #expect(GeneratedFile.origin(of: "") == .foreign)
  }
}
