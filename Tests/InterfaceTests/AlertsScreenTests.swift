import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// The list of all alerts, and the details of one.
struct AlertsScreenTests {
  private static func alert(
    _ name: ForeignText,
    _ severity: String,
    minutes: Int,
    summary: String,
    _ state: Alert.State = .firing
  ) -> Alert {
    var alert = Alert(
      name: name,
      state: state,
      labels: Labels([("alertname", name.safe), ("severity", severity), ("product", "catalog")]),
      annotations: [
        "summary": "\(summary)", "runbook_url": "https://wiki.example/\(name.safe)",
      ],
      activeAt: Fixture.now - .minutes(minutes),
      value: 1
    )
    alert.rule = AlertRule(
      expression: "max by (queue) (rabbitmq_queue_messages) > 50",
      interval: .seconds(15),
      holdsFor: .seconds(10)
    )
    alert.delivery = Delivery(known: state == .pending ? false : true)
    alert.delivery.receivers = state == .pending ? [] : ["catalog/slack", "jira"]
    return alert
  }

  private static let alerts: [Alert] = {
    var silenced = alert("QueueAboveLimit", "warning", minutes: 47, summary: "wait", .silenced)
    silenced.delivery.silencedBy = [DeliveryTests.silence]
    var inhibited = alert("StageSlow", "warning", minutes: 31, summary: "bitrix load: 47 s")
    inhibited.state = .inhibited
    inhibited.delivery.inhibitedBy = ["a0b1"]
    var missing = alert("DiskFull", "warning", minutes: 9, summary: "/var: 2 % free")
    missing.delivery = Delivery(known: false)
    missing.delivery.isMissing = true
    return [
      alert("ErrorMessage", "critical", minutes: 3, summary: "catalog: 1 Error message in 5 min"),
      alert("ExporterDown", "critical", minutes: 190, summary: "catalog: no metrics"),
      missing, alert("LateUploads", "info", minutes: 1, summary: "7 late", .pending), silenced,
      inhibited,
    ]
  }()

  private func robot(
    columns: Int = 80,
    rows: Int = 24,
    watching: [String] = ["stage"],
    alerts: [Alert] = Self.alerts
  ) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows, watching: watching))
    robot.server.alerts = alerts
    robot.server.alertmanager = .answered
    var foreign = Self.alert("Watchdog", "none", minutes: 4_000, summary: "always on")
    foreign.delivery.labels = foreign.labels
    robot.server.foreign = [foreign]
    robot.wait(.zero)
    robot.press(.character("a"))
    return robot
  }

  @Test func whatItLooksLike() throws {
    for (columns, rows) in [(80, 24), (160, 48)] {
      try expectGolden(
        try robot(columns: columns, rows: rows).screen,
        "alerts-\(columns)x\(rows)"
      )
    }
    let both = try robot(columns: 120, rows: 30, watching: ["stage", "prod"])
    try expectGolden(both.screen, "alerts-of-two-120x30")
    var details = try robot()
    details.press(.end, .up, .up, .enter)
    try expectGolden(details.screen, "alert-details-80x24")
  }

  @Test func theWorstAndOldestStandFirst() throws {
    let lines = try robot(columns: 160, rows: 48).text.split(separator: "\n").dropFirst(2)
      .map(String.init)
    let words = [
      "3 firing", "ExporterDown", "ErrorMessage", "DiskFull", "1 pending", "LateUploads",
      "1 silenced", "QueueAboveLimit", "1 inhibited", "StageSlow", "1 sent by others", "Watchdog",
      "DiskFull fires, and Alertmanager doesn't have it",
    ]
    let places = words.map { word in lines.firstIndex { $0.contains(word) } ?? -1 }
    #expect(places == places.sorted() && places[0] == 0, "\(places)")
    #expect(lines.contains { $0.contains("until 17:57 by anna@ops1: consumer restarted") })
  }

  @Test func keysChooseAndEnterLooksCloser() throws {
    var robot = try robot()
    func chosen() -> String {
      robot.text.split(separator: "\n").first { $0.hasPrefix(">") }.map(String.init) ?? ""
    }
    #expect(chosen().contains("ExporterDown"))
    robot.press(.character("j"))
    #expect(chosen().contains("ErrorMessage"))
    robot.press(.up, .up)
    #expect(chosen().contains("ExporterDown"))
    robot.press(.end)
    #expect(chosen().contains("Watchdog"))
    robot.press(.home, .down, .enter)
    robot.send(.resized(Size(columns: 80, rows: 40)))
    for word in [
      "ErrorMessage", "https://wiki.example/ErrorMessage", "rabbitmq_queue_messages", "> 50",
      "every 15s, for 10s", "product=\"catalog\"", "catalog/slack, jira", "critical, since 3 m",
    ] {
      #expect(robot.text.contains(word), "\(word) in\n\(robot.text)")
    }
    robot.press(.character("l"))
    #expect(robot.text.contains("nobody is told"))
    robot.press(.escape)
    #expect(chosen().contains("DiskFull"))
    robot.press(.escape)
    #expect(robot.state.overlay == nil)
  }

  @Test func aGuestDoesNotSeeWhoIsTold() throws {
    var robot = try robot()
    robot.press(.enter)
    #expect(robot.text.contains("catalog/slack"))
    robot.state.isReadOnly = true
    #expect(!robot.text.contains("catalog/slack"))
  }

  /// The list is told anew every 15 s: the choice stays with its alert.
  @Test func theChoiceStaysWithItsAlert() throws {
    var robot = try robot()
    robot.press(.down, .down)
    let new = Self.alert("Another", "critical", minutes: 500, summary: "older")
    robot.server.alerts.insert(new, at: 0)
    robot.wait(.seconds(16))
    let line = robot.text.split(separator: "\n").first { $0.hasPrefix(">") }
    #expect(line?.contains("DiskFull") == true)
    robot.server.alerts.removeAll { $0.name == "DiskFull" }
    robot.wait(.seconds(16))
    #expect(robot.text.split(separator: "\n").contains { $0.hasPrefix(">") })
  }

  @Test func whoReadsDetailsNeverReadsAnothersUnasked() throws {
    var robot = try robot()
    robot.press(.down, .down, .enter)
    #expect(robot.text.contains("/var: 2 % free"))
    robot.server.alerts.removeAll { $0.name == "DiskFull" }
    robot.wait(.seconds(16))
    #expect(robot.text.contains("this alert is over"))
    robot.press(.escape)
    #expect(robot.text.contains("ExporterDown"))
  }

  @Test func oneThatTwoRulesMakeIsGoneOver() throws {
    var robot = try robot(alerts: [Self.alerts[0], Self.alerts[0], Self.alerts[2]])
    robot.press(.down, .down)
    let line = robot.text.split(separator: "\n").first { $0.hasPrefix(">") }
    #expect(line?.contains("DiskFull") == true)
  }

  @Test(arguments: [
    ("disk", ["DiskFull"]), ("severity=critical", ["ExporterDown", "ErrorMessage"]),
    ("alertname=~\"(Disk|Late).*\"", ["DiskFull", "LateUploads"]),
    ("catalog 5 min", ["ErrorMessage"]), ("nothing of that", []),
  ])
  func typingFilters(words: String, names: [String]) throws {
    var robot = try robot()
    robot.press(.character("/"))
    robot.type(words)
    let all = (Self.alerts.map(\.name.safe) + ["Watchdog"])
    let seen = { (text: String) in
      all.filter { name in
        text.split(separator: "\n").dropFirst(3).contains { $0.contains(name + " ") }
      }
    }
    let shown = seen(robot.text.replacing("? ", with: "").replacing("DiskFull fires", with: ""))
    #expect(Set(shown) == Set(names), "\(robot.text)")
    if names.isEmpty { #expect(robot.text.contains("nothing matches")) }
    robot.press(.enter, .character("q"))
    #expect(robot.state.overlay == nil, "q is a key again")
  }

  @Test(arguments: ["Šéf", "ŠÉF", "S\u{30C}e\u{301}f", "state=FIRING nový", "nový,"])
  func typingFindsWordsOfAnyScript(words: String) throws {
    let new = Self.alert("NewBoss", "info", minutes: 2, summary: "je tu nový, Šéf")
    var robot = try robot(alerts: [new, Self.alerts[0]])
    robot.press(.character("/"))
    robot.type(words)
    #expect(robot.text.contains("NewBoss"), "\(robot.text)")
    #expect(!robot.text.contains("ExporterDown") && !robot.text.contains("ErrorMessage "))
  }

  @Test func escapeForgetsTheFilterFirst() throws {
    var robot = try robot()
    robot.press(.character("/"))
    robot.type("disk")
    robot.press(.enter, .escape)
    #expect(robot.text.contains("ExporterDown"))
    robot.press(.escape)
    #expect(robot.state.overlay == nil)
  }

  @Test func severalEnvironmentsAreOneListAndASharedAlertmanagersAlertsStandOnce() throws {
    let robot = try robot(columns: 120, rows: 40, watching: ["stage", "prod"])
    let lines = robot.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("6 firing") })
    #expect(lines.contains { $0.contains("stage") && $0.contains("ErrorMessage") })
    #expect(lines.contains { $0.contains("prod") && $0.contains("ErrorMessage") })
    #expect(lines.contains { $0.contains("1 sent by others") })
  }

  @Test func whatOneEnvironmentCantSayIsTold() throws {
    var robot = try robot(columns: 120, rows: 40, watching: ["stage", "prod"])
    robot.server.failingEnvironments = ["prod"]
    robot.wait(.seconds(60))
    #expect(robot.text.contains("prod: ALERTS UNKNOWN: connection refused"))
    let lines = robot.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("!!") && $0.contains("stage") })
    #expect(lines.contains { $0.contains("?") && $0.contains("prod") && $0.contains("DiskFull") })
    #expect(!lines.contains { $0.contains("!!") && $0.contains(" prod") })
  }

  @Test func aThousandScrollAndEverySizeIsDrawn() throws {
    let many = (0..<1_000).map { number in
      Self.alert(
        ForeignText("Alert\(number)"),
        "warning",
        minutes: 2_000 - number,
        summary: "of many"
      )
    }
    for (columns, rows) in [(20, 6), (40, 12), (79, 23), (200, 60)] {
      var robot = try robot(columns: columns, rows: rows, alerts: many)
      robot.press(.end, .up)
      if rows > 6 { #expect(robot.text.contains("Alert999"), "\(columns)x\(rows)\n\(robot.text)") }
      robot.press(.enter)
      for _ in 0..<30 { robot.press(.character("j")) }
      _ = robot.text
    }
  }

  @Test func hostileWordsAreHarmless() throws {
    let hostile: ForeignText = "\u{1B}]0;x\u{7}\r\u{202E}evil"
    var alert = DeliveryTests.silenced
    alert.name = hostile
    alert.labels = Labels([("alertname", hostile.raw), ("\u{1B}l", "\r\n")])
    alert.annotations = Labels([("summary", hostile.raw)])
    alert.delivery.silencedBy = [
      Silence(id: hostile, matchers: [hostile], createdBy: hostile, comment: hostile)
    ]
    alert.delivery.receivers = [hostile]
    var robot = try robot(columns: 160, rows: 48, alerts: [alert])
    for _ in 0..<2 {
      let bad = robot.text.unicodeScalars.filter { scalar in
        scalar != "\n" && (scalar.value < 0x20 || (0x202A...0x202E).contains(scalar.value))
      }
      #expect(bad.isEmpty)
      #expect(robot.text.contains("␛]0;x␇␍‹202E›evil"))
      robot.press(.enter)
    }
  }
}
