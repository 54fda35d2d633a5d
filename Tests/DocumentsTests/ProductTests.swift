import Documents
import Glibc
import Layouts
import Metrics
import Panels
import Support
import Testing

/// A product's file: what it says, and each thing that can be wrong with it.
struct ProductTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let schemaPath = root + "/layouts/products/product-schema.json"
  private static let catalogPath = root + "/layouts/products/catalog.json"

  private func decode(_ text: String) -> (product: Product?, problems: [Problem]) {
    ProductDecoder.decode(Array(text.utf8), file: "/etc/promwall/products/shop.json")
  }

  @Test func theShippedProductIsWhole() throws {
    let bytes = Array(try #require(readFile(Self.catalogPath)).utf8)
    let (decoded, problems) = ProductDecoder.decode(bytes, file: "/p/catalog.json")
    #expect(problems == [])
    let product = try #require(decoded)
    #expect(product.name == "catalog")
    #expect(product.environments == ["demo", "stage", "prod", "customer-a"])
    #expect(product.slack?.channel(in: "prod").name == "#catalog-alerts")
    #expect(product.slack?.channel(in: "stage").webhookFile == "/p/catalog-test.webhook")
    #expect(product.slack?.customers.map(\.customer) == ["customer-a"])
    #expect(product.jira?.server.basicAuth?.passwordFile == "/p/jira.token")
    #expect(product.jira?.ticket(.urgent).priority == "Highest")
    #expect(product.jira?.ticket(.adjust).labels == ["monitoring"])
    #expect(
      product.conditions.map(\.name) == [
        "ErrorMessage", "QueueAboveLimit", "StageSlow", "ExporterDown",
      ]
    )
    let first = try #require(product.conditions.first)
    #expect(
      first.measure
        == .count(selector: "log_messages_total{level='error'}", by: ["app"], window: .seconds(300))
    )
    #expect(first.ticket == .bug)
    #expect(product.conditions[3].side == .below)
    #expect(product.conditions[2].for == .seconds(1_800))
  }

  @Test func theSchemaIsWhatTheDecoderReads() throws {
    let text = ProductSchema.json.text(indented: true) + "\n"
    if getenv("RECORD") != nil { try writeFile(Self.schemaPath, text) }
    #expect(readFile(Self.schemaPath) == text, "RECORD=1 swift test --filter Product writes it")
    let schema = try JSON(parsing: Array(text.utf8), file: "schema")
    let catalog = Array(try #require(readFile(Self.catalogPath)).utf8)
    #expect(SchemaCheck.faults(try JSON(parsing: catalog, file: "x"), schema, at: "x") == [])
    let broken = #"{ "product": "x", "conditions": [{ "alerts": "A" }] }"#
    #expect(
      SchemaCheck.faults(try JSON(parsing: Array(broken.utf8), file: "x"), schema, at: "x") != []
    )
  }

  private static let faults: [(text: String, told: String)] = [
    (
      #"{ "product": "a b" }"#,
      #"the product's name is "a b"; use letters, digits, _, - and ., at most 63"#
    ),
    (#"{ "conditions": [] }"#, #"the product has no name; add "product": "catalog""#),
    (#"{ "product": "x", "conditon": [] }"#, "unknown key `conditon`; did you mean `conditions`?"),
    (
      #"{ "product": "x", "environments": ["a", "a"] }"#,
      #""a" stands twice in `environments`; remove one"#
    ),
    (
      #"{ "product": "x", "slack": { "channel": "shop" } }"#,
      "`slack` needs a `webhook_file`; add \"webhook_file\": the name of the file that holds the webhook's address"
    ),
    (
      #"{ "product": "x", "slack": { "channel": "shop", "webhook_file": "f", "webhook_url": "https://h" } }"#,
      "`webhook_url` must not stand in a product: whoever knows a webhook can post; put it into a file of its own and name that in `webhook_file`"
    ),
    (
      #"{ "product": "x", "environments": ["prod"], "slack": { "channel": "shop", "webhook_file": "f", "environments": { "prd": { "channel": "shop-test", "webhook_file": "g" } } } }"#,
      #""prd" isn't in `environments`; did you mean "prod"?"#
    ),
    (
      #"{ "product": "x", "slack": { "channel": "shop", "webhook_file": "f", "customers": [{ "customer": "acme", "channel": "acme", "webhook_file": "g" }] } }"#,
      #""acme" isn't in `visible_to`; add it there"#
    ),
    (
      #"{ "product": "x", "visible_to": ["acme"], "slack": { "channel": "shop", "webhook_file": "f", "customers": [{ "customer": "acme", "channel": "acme", "webhook_file": "g" }] } }"#,
      "`slack.customers[0]` needs `environments`; add it"
    ),
    (
      #"{ "product": "x", "jira": { "project": "SHOP", "api_type": "cloud" } }"#,
      #"`jira` needs `server`; add "server": { "url": "https://example.atlassian.net" }"#
    ),
    (
      #"{ "product": "x", "jira": { "server": { "url": "https://j" }, "project": "shop", "api_type": "cloud" } }"#,
      #""shop" can't be the key of a project; write such as SHOP, as it stands in the numbers of its issues"#
    ),
    (
      #"{ "product": "x", "jira": { "server": { "url": "https://j", "authorization": { "credentials": "s3cret" } }, "project": "SHOP", "api_type": "datacenter" } }"#,
      "`credentials` must not stand in the settings; put it into a file of mode 600 and name that in `credentials_file`"
    ),
    (
      #"{ "product": "x", "jira": { "server": { "url": "https://j" }, "project": "SHOP", "api_type": "cloud", "kinds": { "bgu": {} } } }"#,
      #"there is no kind of ticket "bgu"; did you mean "bug"?"#
    ),
    (
      #"{ "product": "x", "jira": { "server": { "url": "https://j" }, "project": "SHOP", "api_type": "cloud", "kinds": { "bug": { "labels": ["a b"] } } } }"#,
      #"Jira takes no space in a label: "a b"; write it with - or _"#
    ),
    (
      #"{ "product": "x", "conditions": [{ "expr": "up", "above": 1 }] }"#,
      #"`conditions[0]` needs `alert`; add "alert": "QueueAboveLimit""#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A B", "expr": "up", "above": 1 }] }"#,
      #"the alert's name is "A B"; use letters, digits and _, at most 100"#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "above": 1 }] }"#,
      #"`conditions[0]` needs `expr`; add "expr": what is compared, or "count": what is counted"#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up" }] }"#,
      #"`conditions[0]` needs `above`; add "above" or "below": the number that is compared with"#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1, "below": 0 }] }"#,
      "`conditions[0]` has both `above` and `below`; make two conditions of it"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "count": "x_total", "above": 1 }] }"#,
      "`conditions[0]` has both `expr` and `count`; keep one"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "by": ["x"], "above": 1 }] }"#,
      "`by` belongs to `count`; remove it, or write `count` instead of `expr`"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": "many" }] }"#,
      "`conditions[0].above` must be a number; write it without quotes"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1, "for": "soon" }] }"#,
      #"`conditions[0].for` must be a span of time; write such as "30s", "5m" or "1h30m""#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1, "runbook": "javascript:x" }] }"#,
      "`conditions[0].runbook` must be an address; write https://…"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1, "labels": { "severity": "x" } }] }"#,
      "the label `severity` is set by promwall; remove it"
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1, "ticket": "story" }] }"#,
      #"`conditions[0].ticket` is "story"; use one of urgent, bug, adjust"#
    ),
    (
      #"{ "product": "x", "conditions": [{ "alert": "A", "expr": "up", "above": 1 }, { "alert": "A", "expr": "up", "below": 1 }] }"#,
      "there is an alert A already; give each condition a name of its own"
    ),
    ("[]", "the document must be an object; write { … }"),
    ("{", "expected a key in double quotes; write \"key\": value"),
  ]

  @Test(arguments: faults.indices)
  func eachFaultIsTold(index: Int) {
    let (text, told) = Self.faults[index]
    let problems = decode(text).problems.map { $0.what + ($0.fix.isEmpty ? "" : "; \($0.fix)") }
    #expect(problems.contains(told), "\(text): \(problems)")
  }

  @Test func noSecretIsInAProblem() {
    let text = """
      { "product": "x", "jira": { "server": { "url": "https://j",
        "authorization": { "credentials": "s3cret-token" } }, "project": "SHOP", "api_type": "cloud" },
        "slack": { "channel": "shop", "webhook_url": "https://hooks/s3cret-token" } }
      """
    #expect(!decode(text).problems.map(\.description).joined().contains("s3cret-token"))
  }

  // MARK: - Thresholds

  private func dashboard(_ panel: String, product: String = "shop") throws -> Dashboard {
    let text = #"{ "title": "T", "product": "\#(product)", "panels": [\#(panel)] }"#
    return try DashboardFile.open(
      Array(text.utf8),
      file: "/l/shop-board.json",
      kinds: PanelCatalog.kinds
    ).dashboard
  }

  private static let queue = Product.Condition(
    name: "QueueHigh",
    measure: .expression("max by (queue) (depth{job=\"mq\"})"),
    side: .above,
    threshold: 50,
    panel: "Queues"
  )
  private static let errors = Product.Condition(
    name: "AnyError",
    measure: .count(selector: "errors_total", by: ["app"], window: .seconds(300)),
    side: .above,
    threshold: 0,
    severity: "critical"
  )

  private func thresholds(
    _ panel: String,
    _ product: Product,
    dashboardOf name: String = "shop"
  ) throws -> [Threshold] {
    var dashboard = try dashboard(panel, product: name)
    dashboard.addThresholds(of: [product])
    return dashboard.panels[0].options.thresholds("thresholds") ?? []
  }

  @Test func aPanelDrawsTheThresholdsOfItsConditions() throws {
    let product = Product(name: "shop", conditions: [Self.queue, Self.errors])
    let above = Threshold(.above(50), state: .warning)
    let any = Threshold(.above(0), state: .critical)
    // By its title, in a dashboard of the product.
    let titled = #"{ "type": "stat", "title": "Queues", "targets": [{ "expr": "other" }] }"#
    #expect(try thresholds(titled, product) == [above])
    #expect(try thresholds(titled, product, dashboardOf: "else") == [])
    var listed = product
    listed.layouts = ["shop-board"]
    #expect(try thresholds(titled, listed, dashboardOf: "else") == [above])
    // By what it asks, in any dashboard; spaces and quotes say nothing.
    let same =
      #"{ "type": "timeseries", "targets": [{ "expr": "max by(queue) (depth{job='mq'})" }] }"#
    #expect(try thresholds(same, product, dashboardOf: "else") == [above])
    // Counts are the same only over the same time.
    let counted =
      #"{ "type": "timeseries", "interval": "5m", "targets": [{ "count": "errors_total", "by": ["app"] }] }"#
    #expect(try thresholds(counted, product) == [any])
    let longer = counted.replacing("5m", with: "1h")
    #expect(try thresholds(longer, product) == [])
    // What the file says stays, and the worst is read last.
    let own =
      #"{ "type": "stat", "title": "Queues", "thresholds": [{ "above": 50, "color": "blue" }, { "above": 90, "state": "critical" }], "targets": [{ "expr": "x" }] }"#
    #expect(
      try thresholds(own, product) == [
        Threshold(.above(50), color: "blue"), Threshold(.above(90), state: .critical),
      ]
    )
    var lower = product
    lower.conditions[0].threshold = 40
    #expect(
      try thresholds(own, lower) == [
        Threshold(.above(50), color: "blue"), Threshold(.above(40), state: .warning),
        Threshold(.above(90), state: .critical),
      ]
    )
  }
}
