import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing
import Triage

/// What `x` opens.
///
/// Nothing is done before Ctrl-S, and all that is sent is seen.
struct ActTests {
  private static let alert: Alert = {
    var alert = Alert(
      name: "QueueAboveLimit",
      state: .firing,
      labels: [
        "alertname": "QueueAboveLimit", "product": "catalog", "queue": "orders",
        "severity": "warning",
      ],
      annotations: ["summary": "orders: 73 messages waiting"],
      activeAt: Fixture.now - .minutes(12),
      value: 73
    )
    alert.delivery = Delivery(known: true)
    alert.delivery.labels = [
      "alertname": "QueueAboveLimit", "product": "catalog", "queue": "orders",
      "severity": "warning", "environment": "stage",
    ]
    return alert
  }()

  private static let product = Product(
    name: "catalog",
    environments: ["stage"],
    layouts: ["catalog.json"],
    slack: Product.Slack(channel: Product.Channel(name: "#catalog", webhookFile: "/w")),
    jira: Product.Jira(
      server: Connection(url: "https://jira.example"),
      apiType: .cloud,
      project: "CAT",
      kinds: [.urgent: Product.Ticket(issueType: "Bug", priority: "Highest")]
    ),
    conditions: [
      Product.Condition(
        name: "QueueAboveLimit",
        measure: .expression("max by (queue) (rabbitmq_queue_messages)"),
        side: .above,
        threshold: 50,
        panel: "Queues",
        silenceBy: ["queue"]
      )
    ]
  )

  private func robot(
    columns: Int = 100,
    rows: Int = 30,
    products: [Product] = [Self.product],
    alert: Alert = Self.alert,
    isReadOnly: Bool = false
  ) throws -> Robot {
    var state = try Fixture.state(columns: columns, rows: rows)
    state.products = products
    state.author = "boris@ops1"
    state.isReadOnly = isReadOnly
    state.environments[0].environment.alertmanagers = [Connection(url: "http://127.0.0.1:9093")]
    var robot = Robot(state)
    robot.server.alerts = [alert]
    robot.server.alertmanager = .answered
    robot.wait(.zero)
    return robot
  }

  /// On the form that a letter opens.
  private func form(_ letter: Character, columns: Int = 100, rows: Int = 30) throws -> Robot {
    var robot = try robot(columns: columns, rows: rows)
    robot.server.preview = ActPreview(hides: [Self.alert.labels], lastWeek: 3)
    robot.press(.character("a"), .character("x"), .character(letter))
    return robot
  }

  private func acts(_ robot: Robot) -> [Act] {
    robot.effects.compactMap { effect in
      guard case .act(let act, _) = effect else { return nil }
      return act
    }
  }

  @Test(arguments: [(100, 30), (80, 24), (40, 12)])
  func whatItLooksLike(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    robot.press(.character("a"), .character("x"))
    try expectGolden(robot.screen, "act-menu-\(columns)x\(rows)")
    var silence = try form("s", columns: columns, rows: rows)
    silence.type("consumer restarted")
    try expectGolden(silence.screen, "act-silence-\(columns)x\(rows)")
    var ticket = try form("t", columns: columns, rows: rows)
    ticket.press(.tab)
    try expectGolden(ticket.screen, "act-ticket-\(columns)x\(rows)")
    try expectGolden(
      try form("p", columns: columns, rows: rows).screen,
      "act-post-\(columns)x\(rows)"
    )
  }

  @Test func nothingIsDoneBeforeCtrlS() throws {
    for letter in "asntpv" {
      var robot = try form(letter)
      robot.press(.enter)
      robot.press(.enter, .tab, .enter, .enter, .enter, .escape, .escape, .escape, .escape)
      #expect(acts(robot) == [], "\(letter)")
    }
  }

  @Test func enterOnAFreshFormLeavesIt() throws {
    var robot = try form("s")
    #expect(robot.text.contains("[ Cancel ]"))
    robot.press(.enter)
    #expect(robot.text.contains("nothing is done before Ctrl-S"))
    robot.press(.escape)
    #expect(robot.text.contains("1 firing"))
  }

  @Test func aSilenceIsPostedAsItIsSeen() throws {
    var robot = try form("s")
    robot.type("consumer restarted")
    robot.press(.backTab, .right, .backTab)
    // Off with the queue: all queues of this product then.
    robot.press(.right, .right, .right, .character(" "))
    #expect(robot.text.contains(#"[ ] queue="orders""#))
    robot.press(.control("s"))
    let act = try #require(acts(robot).first)
    #expect(
      act.verb
        == .silence(
          SilenceDraft(
            matchers: [
              SilenceMatcher("alertname", "QueueAboveLimit"), SilenceMatcher("product", "catalog"),
              SilenceMatcher("environment", "stage"),
            ],
            duration: .hours(2),
            createdBy: "boris@ops1",
            comment: "consumer restarted"
          )
        )
    )
    #expect(robot.text.contains("done"))
    #expect(robot.text.contains("1 firing"), "back on the list")
  }

  /// Each change of what it hides is asked about again, and an old answer is no answer.
  @Test func thePreviewIsOfWhatIsChosenNow() throws {
    var robot = try form("s")
    #expect(robot.text.contains("1 alert; in the last 7 days it would have hidden 3"))
    robot.server.preview = nil
    robot.press(.tab, .character(" "))
    #expect(robot.text.contains("asking"))
    let asked = robot.effects.compactMap { effect -> (Act, Int)? in
      guard case .prepare(let act, let generation) = effect else { return nil }
      return (act, generation)
    }
    #expect(asked.count == 2)
    robot.send(.prepared(generation: asked[0].1, .success(ActPreview(lastWeek: 99))))
    #expect(!robot.text.contains("99"))
    robot.send(.prepared(generation: asked[1].1, .success(ActPreview(lastWeek: 7))))
    #expect(robot.text.contains("0 alerts; in the last 7 days it would have hidden 7"))
    robot.press(.character(" "))
    robot.send(.prepared(generation: robot.state.generation, .failure(Fixture.problem)))
    #expect(robot.text.contains("not known") && robot.text.contains("connection refused"))
  }

  @Test func whatIsMissingIsToldAndAskedFor() throws {
    var robot = try form("s")
    robot.press(.control("s"))
    #expect(acts(robot).isEmpty)
    #expect(
      robot.text.contains("a silence needs a comment; write why, for those who come after you")
    )
    var note = try form("n")
    note.press(.control("s"))
    #expect(note.text.contains("a note needs words; write what you saw"))
    note.type("the consumer hangs")
    note.press(.control("s"))
    #expect(acts(note).map(\.comment) == ["the consumer hangs"])
    var everything = try form("s")
    everything.type("why")
    everything.press(.backTab, .backTab)
    for _ in 0..<4 { everything.press(.character(" "), .right) }
    everything.press(.control("s"))
    #expect(everything.text.contains("this would silence everything"))
    #expect(acts(everything).isEmpty)
    var wide = try form("s")
    wide.server.preview = ActPreview(obstacle: Problem(what: "too wide", fix: "choose more labels"))
    wide.type("why")
    wide.press(.backTab, .backTab, .character(" "), .control("s"))
    #expect(wide.text.contains("too wide; choose more labels"))
    #expect(acts(wide).isEmpty)
  }

  @Test func ticketsAndVerdictsSayOfWhichKind() throws {
    var ticket = try form("t")
    #expect(ticket.text.contains("a new Bug, Highest in CAT"))
    ticket.press(.tab, .right, .right, .control("s"))
    #expect(acts(ticket).map(\.verb) == [.ticket(.adjust)])
    #expect(acts(ticket).first?.chart.first?.contains("Queues") == true, "its panel as text")
    var open = try robot()
    open.server.preview = ActPreview(open: JournalRecord.Ticket(key: "CAT-12"))
    open.press(.character("a"), .character("x"), .character("t"))
    #expect(open.text.contains("CAT-12 is open: it gets a comment"))
    #expect(open.text.contains("Ctrl-S comment on it"))
    var verdict = try form("v")
    verdict.press(.tab, .right, .control("s"))
    #expect(acts(verdict).map(\.verb) == [.verdict(.falsePositive)])
  }

  @Test func whatCannotBeDoneSaysWhy() throws {
    var robot = try robot(products: [])
    robot.state.environments[0].environment.alertmanagers = []
    robot.press(.character("a"), .character("x"))
    #expect(robot.text.contains("the settings name no Alertmanager for this environment"))
    #expect(robot.text.contains("no product of the settings has it"))
    robot.press(.character("s"), .character("t"), .character("p"))
    #expect(robot.text.contains("nothing is done before Ctrl-S"), "the menu stays")
    let none = Product(name: "catalog")
    var without = try self.robot(products: [none])
    without.press(.character("a"), .character("x"))
    #expect(without.text.contains("the product catalog names none"))
  }

  @Test func whoMayOnlyLookGetsNoMenu() throws {
    var guest = try robot(isReadOnly: true)
    guest.press(.character("a"), .character("x"))
    #expect(guest.text.contains("this session may only look"))
    guest.press(.escape, .character("x"))
    #expect(guest.text.contains("this session may only look"))
    var closed = try robot()
    closed.state.environments[0].environment.isReadOnly = true
    closed.press(.character("a"), .character("x"))
    #expect(closed.text.contains("the environment stage is read only"))
    #expect(!guest.effects.contains { if case .prepare = $0 { true } else { false } })
  }

  @Test func aFailureStaysInTheFormWithItsWords() throws {
    var robot = try form("n")
    robot.server.receipt = .failure(Problem(what: "the journal can't be written: no space left"))
    robot.type("seen")
    robot.press(.control("s"))
    #expect(robot.text.contains("the journal can't be written: no space left"))
    #expect(robot.text.contains("seen"), "what was written is still there")
    robot.server.receipt = .success(ActReceipt("noted", trouble: "but the disk is nearly full"))
    robot.press(.control("s"))
    #expect(robot.text.contains("noted; but the disk is nearly full"))
  }

  @Test func itIsSentOnceAndAwaited() throws {
    var robot = try form("n")
    robot.server.receipt = nil
    robot.type("seen")
    robot.press(.control("s"), .control("s"), .escape, .character("z"))
    #expect(acts(robot).count == 1)
    #expect(robot.text.contains("nothing is done before Ctrl-S"), "Esc leaves it to go on")
    robot.press(.escape)
    robot.send(.acted(generation: robot.state.generation, .success(ActReceipt("noted"))))
    #expect(robot.text.contains("noted") && robot.text.contains("1 firing"))
  }

  @Test func writtenWordsAreNotLostByOneEscape() throws {
    var robot = try form("n")
    robot.type("a long story")
    robot.press(.escape)
    #expect(robot.text.contains("Esc again throws it away"))
    robot.press(.tab)
    #expect(robot.text.contains("a long story"))
    robot.press(.escape, .escape)
    #expect(robot.text.contains("nothing is done before Ctrl-S"))
  }

  @Test func aSilenceIsChangedAndEnded() throws {
    var alert = Self.alert
    alert.state = .silenced
    alert.delivery.silencedBy = [
      Silence(
        id: "s1",
        matchers: [#"alertname="QueueAboveLimit""#, #"queue=~"orders|mails""#, #"x!="y""#],
        endsAt: Fixture.now + .hours(7),
        createdBy: "anna@ops1",
        comment: "restarted"
      )
    ]
    var robot = try robot(alert: alert)
    robot.press(.character("a"), .character("x"), .character("e"))
    #expect(robot.text.contains("restarted"))
    robot.press(.control("s"))
    guard case .silence(let draft)? = acts(robot).first?.verb else {
      Issue.record("no silence")
      return
    }
    #expect(draft.ids == ["s1"] && draft.comment == "restarted")
    #expect(draft.duration == .hours(8), "no shorter than it was")
    #expect(
      draft.matchers == [
        SilenceMatcher("alertname", "QueueAboveLimit"),
        SilenceMatcher("queue", "orders|mails", isRegex: true),
        SilenceMatcher("x", "y", isEqual: false),
      ],
      "the same, so that Alertmanager keeps its id"
    )
    robot.press(.character("x"), .character("u"), .control("s"))
    #expect(acts(robot).last?.verb == .unsilence(ids: ["s1"]))
  }

  @Test func aPanelIsPosted() throws {
    var robot = try robot()
    robot.state.dashboard.product = "catalog"
    robot.press(.right, .down, .character("x"))
    #expect(robot.text.contains("tell #catalog, with the panel as text"), "\(robot.text)")
    robot.press(.character("p"))
    robot.type("look at this")
    robot.press(.control("s"))
    let act = try #require(acts(robot).first)
    #expect(act.verb == .post && act.alert == nil && act.comment == "look at this")
    #expect(act.chart.allSatisfy { TextWidth.of($0) <= 72 } && act.chart.count > 1)
  }

  /// Two people at once: who comes second sees it before they send.
  @Test func whoHasClaimedItMeanwhileIsSeen() throws {
    var robot = try form("a")
    #expect(!robot.text.contains("claimed"))
    var reading = JournalReading()
    reading.records = [
      JournalRecord(
        id: "1",
        time: Fixture.now - .minutes(2),
        by: "anna@ops1",
        environment: "stage",
        kind: "claim",
        firing: JournalRecord.Firing(labels: Self.alert.labels, activeAt: Self.alert.activeAt),
        text: "restarting it"
      )
    ]
    robot.send(.claimed(Claims(reading)))
    #expect(robot.text.contains("claimed    by anna@ops1 2 m ago: restarting it"), "\(robot.text)")
    #expect(acts(robot).isEmpty)
  }
}
