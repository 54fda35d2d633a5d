import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// From an alert to its graph, its runbook and its product's dashboards.
struct AlertGraphTests {
  private static func alert(
    _ expression: ForeignText = "max by (queue) (rabbitmq_queue_messages) > 50",
    minutes: Int = 40
  ) -> Alert {
    var alert = Alert(
      name: "QueueAboveLimit",
      state: .firing,
      labels: [
        "alertname": "QueueAboveLimit", "severity": "critical", "queue": "orders",
        "product": "catalog",
      ],
      annotations: [
        "summary": "orders: 73 messages waiting", "runbook_url": "https://wiki.example/queue",
      ],
      activeAt: Fixture.now - .minutes(minutes),
      value: 73
    )
    alert.rule = AlertRule(expression: expression, interval: .seconds(15), holdsFor: .seconds(10))
    alert.delivery = Delivery(known: true)
    return alert
  }

  private func robot(
    columns: Int = 80,
    rows: Int = 24,
    _ alert: Alert = alert(),
    watching: [String] = ["stage"]
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows, watching: watching))
    robot.state.library = [
      LibraryEntry(file: "catalog.json", title: "Catalog uploads", product: "catalog"),
      LibraryEntry(file: "stages", title: "Stages", folders: [""], product: "catalog"),
      LibraryEntry(file: "shop.json", title: "Shop", product: "shop"),
    ]
    robot.server.alerts = [alert]
    robot.server.alertmanager = .answered
    robot.server.isQueueRising = true
    robot.wait(.zero)
    robot.press(.character("a"), .enter)
    return robot
  }

  @Test(arguments: [(160, 48), (80, 24), (40, 12)])
  func whatItLooksLike(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    try expectGolden(robot.screen, "alert-graph-\(columns)x\(rows)")
    robot.press(.enter)
    try expectGolden(robot.screen, "alert-graph-alone-\(columns)x\(rows)")
  }

  @Test func onAGroundThatTakesNoTintTheSpansAreMarks() throws {
    var robot = try robot()
    robot.press(.enter)
    robot.state.look = Look(glyphs: .ascii, depth: .mono, zone: .utc)
    #expect(robot.text.contains(":::::"), "\(robot.text)")
    robot.state.look = Look(depth: .sixteen, zone: .utc)
    #expect(robot.text.contains("░░░░"), "\(robot.text)")
  }

  private func asked(_ robot: Robot) -> [[Query]] {
    robot.effects.compactMap { effect in
      if case .alertGraph("stage", _, let queries) = effect { queries } else { nil }
    }
  }

  @Test func theValuesAreAskedAndWhenItFired() throws {
    var robot = try robot(columns: 120, rows: 40)
    let queries = try #require(asked(robot).first)
    #expect(
      queries.map(\.expression) == [
        "max by (queue) (rabbitmq_queue_messages)",
        #"ALERTS{alertname="QueueAboveLimit",product="catalog",queue="orders","#
          + #"severity="critical",alertstate="firing"}"#,
      ]
    )
    guard case .range(let range, let step) = queries[0].span else {
      Issue.record("\(queries[0].span)")
      return
    }
    #expect(queries[1].span == queries[0].span)
    #expect(range.length == .hours(3))
    #expect(range.end <= Fixture.now && range.end > Fixture.now - step)
    #expect(robot.text.contains("Last 3 h"))
    #expect(robot.text.contains("shaded while it fired"))
    robot.wait(.seconds(30))
    #expect(asked(robot).count == 1, "not asked again so soon")
    robot.wait(.seconds(30))
    #expect(asked(robot).count == 2)
    robot.press(.escape)
    robot.wait(.seconds(90))
    #expect(asked(robot).count == 2, "nobody looks")
  }

  @Test(arguments: [(1, 3), (140, 3), (150, 6), (700, 24), (3_000, 168), (60_000, 168)])
  func theRangeBeginsBeforeTheAlert(minutes: Int, hours: Int) throws {
    let robot = try robot(Self.alert(minutes: minutes))
    guard case .range(let range, _)? = asked(robot).first?.first?.span else {
      Issue.record("nothing is asked")
      return
    }
    #expect(range.length == .hours(hours))
  }

  /// Of the expression's other series none makes this alert.
  @Test func onlyTheAlertsOwnSeriesAreDrawn() throws {
    let robot = try robot()
    let frame = try #require(robot.state.alertGraph?.panel.frame)
    #expect(frame.series.map(\.labels) == [["queue": "orders"]])
    #expect(frame.spans.count == 1)
    let span = try #require(frame.spans.first)
    #expect(span.start >= Fixture.now - .minutes(41) && span.end == frame.range.end)
  }

  @Test func anExpressionThatCantBePartedIsDrawnAsItIs() throws {
    let robot = try robot(Self.alert("queue_a > queue_b"))
    #expect(asked(robot).first?.first?.expression == "queue_a > queue_b")
    #expect(robot.text.contains("Last 3 h queue_a > queue_b"), "\(robot.text)")
    #expect(!robot.text.contains("limit"))
  }

  @Test func whatCantBeAskedSaysWhy() throws {
    var robot = try robot()
    robot.server.failingEnvironments = ["stage"]
    robot.wait(.seconds(61))
    #expect(robot.text.contains("not known now"), "\(robot.text)")
    var other = try self.robot()
    other.press(.escape)
    other.server.failingEnvironments = ["stage"]
    other.press(.enter)
    #expect(other.text.contains("connection refused"), "\(other.text)")
    var foreign = Self.alert()
    foreign.rule = nil
    var strange = try self.robot(foreign)
    #expect(asked(strange).isEmpty)
    strange.press(.enter)
    #expect(strange.text.contains("the rule is not known any more"))
  }

  @Test func hostileLabelsStayWithinTheirQuotes() throws {
    var alert = Self.alert()
    alert.labels = Labels([("alertname", "a\"b\\c\nd"), ("x.y", "1")])
    #expect(
      asked(try robot(alert)).first?.last?.expression
        == #"ALERTS{alertname="a\"b\\c\nd","x.y"="1",alertstate="firing"}"#
    )
  }

  @Test func theRunbookIsCopiedClean() throws {
    var robot = try robot()
    robot.press(.character("y"))
    #expect(robot.effects.last == .copy("https://wiki.example/queue"))
    #expect(robot.text.contains("copied, if the terminal takes it: https://wiki.example/queue"))
    var hostile = Self.alert()
    hostile.annotations = ["runbook": "https://x/\u{1B}]52;c;\u{7}\r"]
    robot = try self.robot(hostile)
    robot.press(.character("y"))
    #expect(robot.effects.last == .copy("https://x/␛]52;c;␇␍"))
    hostile.annotations = [:]
    robot = try self.robot(hostile)
    robot.press(.character("y"))
    #expect(robot.text.contains("this alert has no runbook"))
    #expect(!robot.effects.contains { if case .copy = $0 { true } else { false } })
  }

  @Test func theDashboardsOfItsProductAreAKeyAway() throws {
    var robot = try robot(columns: 120, rows: 40, watching: ["prod", "stage"])
    robot.press(.left, .escape, .end, .enter)
    #expect(robot.text.contains("stage"))
    robot.press(.character("D"))
    #expect(robot.text.contains("Dashboards of catalog"))
    #expect(robot.text.contains("Stages") && !robot.text.contains("Shop"), "\(robot.text)")
    robot.press(.down, .enter)
    #expect(robot.effects.last == .open(file: "stages"))
    _ = robot.state.apply(
      .opened(file: "stages", .success(try Fixture.opened(file: "stages")))
    )
    #expect(robot.state.focus == PanelKey(view: 1, panel: 0), "on the alert's environment")
  }

  @Test func theProductMayNameItsDashboards() throws {
    var robot = try robot(columns: 120, rows: 40)
    robot.state.products = [Product(name: "catalog", layouts: ["shop"])]
    robot.press(.character("D"))
    #expect(robot.text.contains("Shop") && robot.text.contains("Stages"), "\(robot.text)")
  }

  @Test func withoutAProductAllDashboardsAreOffered() throws {
    var alert = Self.alert()
    alert.labels = Labels([("alertname", "A"), ("product", "other")])
    var robot = try robot(alert)
    robot.press(.character("D"))
    #expect(robot.text.contains("no dashboard is of the product other; these are all"))
    #expect(robot.text.contains("Shop"))
    alert.labels = Labels([("alertname", "A")])
    robot = try self.robot(alert)
    robot.press(.character("D"))
    #expect(robot.text.contains("this alert has no label product; these are all dashboards"))
  }
}
