import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// The list of alerts in groups.
struct GroupingTests {
  private static func alert(
    _ name: ForeignText,
    _ severity: String?,
    _ product: String?,
    _ state: Alert.State = .firing,
    minutes: Int = 3
  ) -> Alert {
    var labels = [("alertname", name.safe)]
    if let severity { labels.append(("severity", severity)) }
    if let product { labels.append(("product", product)) }
    var alert = Alert(
      name: name,
      state: state,
      labels: Labels(labels),
      annotations: ["summary": "\(name.safe) says so"],
      activeAt: Fixture.now - .minutes(minutes),
      value: 1
    )
    if state == .silenced { alert.delivery.silencedBy = [DeliveryTests.silence] }
    if state == .resolved { alert.endsAt = Fixture.now - .minutes(1) }
    return alert
  }

  private func robot(columns: Int = 120, rows: Int = 40, presses: Int = 0) throws -> Robot {
    var robot = Robot(
      try Fixture.state(columns: columns, rows: rows, watching: ["stage", "prod"])
    )
    robot.server.alerts = [
      Self.alert("QueueAboveLimit", "warning", "catalog"),
      Self.alert("ExporterDown", "critical", "shop"),
      Self.alert("NodeDown", "critical", nil, .pending),
      Self.alert("LateUploads", nil, "catalog", .silenced),
    ]
    robot.server.resolved = ResolvedAlerts([Self.alert("Slow", "warning", "shop", .resolved)])
    robot.wait(.zero)
    robot.press(.character("a"))
    for _ in 0..<presses { robot.press(.character("g")) }
    return robot
  }

  @Test(arguments: [(160, 48), (80, 24), (40, 12)])
  func whatItLooksLike(columns: Int, rows: Int) throws {
    try expectGolden(
      try robot(columns: columns, rows: rows, presses: 1).screen,
      "alerts-by-product-\(columns)x\(rows)"
    )
  }

  @Test func aKeyGoesThroughAllGroupings() throws {
    var robot = try robot()
    #expect(robot.text.contains("  4 firing\n"))
    var seen: [[String]] = []
    for _ in 0..<5 {
      robot.press(.character("g"))
      seen.append(
        robot.text.split(separator: "\n").map(String.init).compactMap { line in
          line.firstMatch(of: /^  (\S.*): (\d+ (firing|pending|silenced|resolved).*)/).map {
            "\($0.output.1): \($0.output.2)"
          }
        }
      )
    }
    #expect(
      seen == [
        [
          "shop: 2 firing, 2 resolved in the last 1 h", "catalog: 2 firing, 2 silenced",
          "without the label product: 2 pending",
        ],
        [
          "stage: 2 firing, 1 pending, 1 silenced, 1 resolved in the last 1 h",
          "prod: 2 firing, 1 pending, 1 silenced, 1 resolved in the last 1 h",
        ],
        [
          "critical: 2 firing, 2 pending", "warning: 2 firing, 2 resolved in the last 1 h",
          "without the label severity: 2 silenced",
        ],
        [
          "ExporterDown: 2 firing", "QueueAboveLimit: 2 firing", "NodeDown: 2 pending",
          "LateUploads: 2 silenced", "Slow: 2 resolved in the last 1 h",
        ],
        [],
      ]
    )
    #expect(robot.text.contains("  4 firing\n"), "and back")
  }

  @Test func theStateIsTheLinesWhereNoHeadingHasIt() throws {
    let robot = try robot(presses: 1)
    #expect(robot.text.contains("pending; NodeDown says so"))
    #expect(robot.text.contains("silenced until 17:57 by anna@ops1"))
    #expect(robot.text.contains("resolved; took 2 m; Slow says so"))
    #expect(!robot.text.contains("firing; "))
  }

  @Test func theChoiceStaysWithItsAlertAndKeysFollowTheLines() throws {
    var robot = try robot()
    func chosen() -> String {
      robot.text.split(separator: "\n").first { $0.hasPrefix(">") }.map(String.init) ?? ""
    }
    robot.press(.down, .down)
    #expect(chosen().contains("QueueAboveLimit") && chosen().contains("stage"))
    robot.press(.character("g"))
    #expect(chosen().contains("QueueAboveLimit") && chosen().contains("stage"), "\(robot.text)")
    var names: [String] = []
    robot.press(.home)
    for _ in 0..<10 {
      names.append(chosen().firstMatch(of: #/[A-Z][a-z]+[A-Za-z]*  /#).map { "\($0.output)" } ?? "")
      robot.press(.down)
    }
    let expected = ["ExporterDown", "Slow", "QueueAboveLimit", "LateUploads", "NodeDown"]
    let words = names.map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(words == expected.flatMap { [$0, $0] })
    robot.press(.escape, .character("a"))
    #expect(robot.text.contains("by product"), "it is remembered")
  }

  @Test func aFilterWorksInGroups() throws {
    var robot = try robot(presses: 1)
    robot.press(.character("/"))
    robot.type("product=shop gone")
    #expect(robot.text.contains("nothing matches"))
    robot.press(.escape, .character("/"))
    robot.type("product=shop")
    #expect(robot.text.contains("shop: 2 firing, 2 resolved"))
    #expect(!robot.text.contains("catalog: "))
  }
}
