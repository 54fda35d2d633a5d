import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// The list below the field: when it opens, what it asks, what it puts in.
struct EditCompletionTests {
  private func robot(columns: Int = 100, rows: Int = 30) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: columns, rows: rows))
    robot.wait(.zero)
    robot.press(.right, .character("e"), .control("u"))
    robot.effects = []
    return robot
  }

  private func asked(_ robot: Robot) -> [CompletionQuestion] {
    robot.effects.compactMap {
      if case .complete(_, _, let question, _) = $0 { question } else { nil }
    }
  }

  private func text(_ robot: Robot) -> String? { robot.state.edit?.field.text.text }

  // MARK: - Choosing

  @Test func tabTakesTheFirst() throws {
    var robot = try robot()
    robot.type("rab")
    #expect(robot.text.contains(" > rabbitmq_queue_messages "))
    #expect(robot.text.contains("gauge  Sum of ready"))
    #expect(robot.text.contains("Tab take"))
    robot.press(.tab)
    #expect(text(robot) == "rabbitmq_queue_messages")
  }

  @Test func enterTakesOnlyWhatWasChosen() throws {
    var robot = try robot()
    robot.type("rab")
    robot.press(.enter)
    #expect(text(robot) == "rab")
    #expect(robot.state.focused?.spec.targets[0].question.text == "rab", "it was asked")
    robot.press(.tab, .down, .enter)
    #expect(text(robot) == "rabbitmq_queue_messages_ready")
    #expect(robot.state.focused?.spec.targets[0].question.text == "rab")
  }

  @Test func ctrlNAndPAndTheirWayRound() throws {
    var robot = try robot()
    robot.type("rab")
    robot.press(.control("n"), .control("n"))
    #expect(robot.text.contains(" > rabbitmq_queue_messages "))
    robot.press(.control("p"))
    #expect(robot.text.contains(" > rabbitmq_queue_messages_ready"))
  }

  @Test func aPageStopsAtTheEnds() throws {
    var robot = try robot()
    robot.type("rab")
    robot.press(.pageUp)
    #expect(robot.text.contains(" > rabbitmq_queue_messages "))
    robot.press(.pageDown, .pageDown)
    #expect(robot.text.contains(" > rabbitmq_queue_messages_ready"))
    robot.press(.pageUp, .enter)
    #expect(text(robot) == "rabbitmq_queue_messages")
  }

  @Test func escClosesTheListFirst() throws {
    var robot = try robot()
    robot.type("rab")
    robot.press(.escape)
    #expect(robot.state.edit != nil)
    #expect(!robot.text.contains(" > rab"))
    robot.press(.escape, .escape)
    #expect(robot.state.edit == nil)
  }

  @Test func theCursorAloneClosesIt() throws {
    var robot = try robot()
    robot.type("rab")
    robot.press(.left)
    #expect(!robot.text.contains(" > rab"))
    robot.press(.tab)
    #expect(robot.text.contains("   rabbitmq_queue_messages"), "Tab asks for it")
  }

  /// What is typed, keys, and what stands there afterwards.
  static let taken: [(typed: String, keys: [Key], text: String)] = [
    ("irat", [.tab], "irate("), ("sum", [], "sum"), ("sum b", [.tab], "sum by ("),
    ("up{jo", [.tab], "up{job=\""), ("sum by (jo", [.tab], "sum by (job"),
    ("up{queue=\"or", [.tab], "up{queue=\"orders\""), ("up{queue='ma", [.tab], "up{queue='mail'"),
    ("up{queue=\"the", [.tab], #"up{queue="the \"other\" one""#),
    ("up{queue=", [.tab], "up{queue=\"mail\""), ("rate(up[5", [.tab], "rate(up[5m]"),
    ("rate(up[$__ra", [.tab], "rate(up[$__rate_interval"), ("up{a=\"$sy", [.tab], "up{a=\"$system"),
    ("up offset 1", [.tab], "up offset 1m"), ("a un", [.tab], "a unless "),
    ("up{queue=~\"mail|or", [.tab], "up{queue=~\"mail|orders\""),
  ]

  @Test(arguments: taken)
  func whatIsPutIn(typed: String, keys: [Key], text: String) throws {
    var robot = try robot()
    robot.type(typed)
    for key in keys { robot.press(key) }
    #expect(self.text(robot) == text)
  }

  @Test func whatStandsBehindStays() throws {
    var robot = try robot()
    robot.type("ira(up{job=\"x\"}[5m])")
    robot.press(.home, .right, .right, .right, .tab, .tab)
    #expect(text(robot) == "irate(up{job=\"x\"}[5m])")
  }

  @Test func afterALabelItsValuesAreOffered() throws {
    var robot = try robot()
    robot.type("up{que")
    robot.press(.tab)
    #expect(robot.text.contains(" > mail"))
    robot.press(.tab)
    #expect(text(robot) == "up{queue=\"mail\"")
  }

  // MARK: - Asking

  @Test func whatIsAskedIsNarrowedByWhatIsTyped() throws {
    var robot = try robot()
    robot.press(.paste("up{system='$system',job=~\"a.*\", queue=\"o"))
    #expect(
      asked(robot) == [
        CompletionQuestion(
          .labelValues(of: "queue"),
          matchers: ["__name__=\"up\"", "system='bitrix'", "job=~\"a.*\""],
          prefix: "o"
        )
      ]
    )
  }

  @Test func whatIsKnownIsNotAskedAgain() throws {
    var robot = try robot()
    robot.type("rabbitmq")
    #expect(asked(robot).count == 1, "all that begins with r is known")
    robot.press(.control("u"))
    robot.type("u")
    #expect(asked(robot).map(\.prefix) == ["r", "u"])
  }

  @Test func ofALargeServerEachLetterNarrows() throws {
    var robot = try robot()
    let names = (0..<5_000).map { CompletionAnswer.Name(ForeignText("r_\($0)")) }
    var generations: [Int] = []
    for letter in "r_4" {
      for effect in robot.state.apply(.keyPressed(.character(letter))) {
        guard case .complete(_, let generation, _, _) = effect else { continue }
        generations.append(generation)
        _ = robot.state.apply(
          .completed(generation: generation, .success(.init(names, isComplete: false)))
        )
      }
    }
    #expect(generations.count == 3)
    #expect(generations.count == 3)
    #expect(robot.text.contains(" > r_4\n   r_40\n"), "\(robot.text)")
  }

  @Test func lateAnswersAreDropped() throws {
    var robot = try robot()
    var first = 0
    for effect in robot.state.apply(.keyPressed(.character("r"))) {
      if case .complete(_, let generation, _, _) = effect { first = generation }
    }
    robot.press(.backspace, .character("u"))
    let names = [CompletionAnswer.Name("rrrr"), .init("uuuu")]
    robot.send(.completed(generation: first, .success(.init(names, isComplete: true))))
    #expect(!robot.text.contains("rrrr") && !robot.text.contains("uuuu"))
    #expect(robot.text.contains("uploads_total"))
  }

  @Test func anAnswerAfterTheEditIsNoMatter() throws {
    var robot = try robot()
    let effects = robot.state.apply(.keyPressed(.character("r")))
    robot.press(.escape, .escape, .escape)
    for effect in effects {
      if let answer = robot.server.answer(effect, now: robot.state.now) { robot.send(answer) }
    }
    #expect(robot.state.edit == nil)
  }

  @Test func wordsAboutMetricsMayComeLater() throws {
    var robot = try robot()
    let effects = robot.state.apply(.keyPressed(.character("z")))
    for effect in effects {
      guard case .complete(_, let generation, _, _) = effect else { continue }
      var name = CompletionAnswer.Name("z_total")
      robot.send(.completed(generation: generation, .success(.init([name], isComplete: true))))
      robot.press(.up)
      #expect(robot.text.contains(" > z_total"))
      (name.type, name.help) = ("counter", "so many")
      robot.send(.completed(generation: generation, .success(.init([name], isComplete: true))))
    }
    #expect(robot.text.contains(" > z_total"), "what was chosen stays chosen")
    #expect(robot.text.contains("counter  so many"))
  }

  @Test func aServerThatCantCompleteIsAQuietSentence() throws {
    var robot = try robot()
    robot.server.fails = true
    robot.type("up{jo")
    #expect(robot.text.contains("no names from the server: connection refused"))
    robot.press(.control("u"))
    robot.type("irat")
    #expect(robot.text.contains(" > irate"), "what promwall knows is offered")
    robot.type("e(x)")
    #expect(text(robot) == "irate(x)")
  }

  @Test func hostileNamesHarmNothing() throws {
    var robot = try robot()
    let evil = ForeignText("z\u{1B}]0;x\u{7}\u{202E}\n\"}")
    for effect in robot.state.apply(.keyPressed(.character("z"))) {
      guard case .complete(_, let generation, _, _) = effect else { continue }
      let name = CompletionAnswer.Name(evil, type: "\u{1B}[31m", help: "\u{1B}[2J")
      robot.send(.completed(generation: generation, .success(.init([name], isComplete: true))))
    }
    robot.press(.up)
    #expect(robot.text.contains(evil.safe))
    #expect(!robot.text.contains("\u{1B}"))
    robot.press(.tab)
    #expect(text(robot) == "{\"z\\x1b]0;x\\x07\u{202E}\\n\\\"}\"}")
    #expect(!robot.text.contains("\u{202E}"))
  }

  // MARK: - Screens

  @Test(arguments: [(160, 48), (80, 24)])
  func theScreenWithAList(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    robot.type("max by (queue) (r")
    robot.press(.down)
    try expectGolden(robot.screen, "edit-list-\(columns)x\(rows)")
  }

  @Test(arguments: [(160, 48), (80, 24)])
  func theScreenOfALongQuery(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    robot.press(
      .paste(
        """
        histogram_quantile(0.95,
          sum by (le, handler, code) (rate(http_request_duration_seconds_bucket{handler=~"/api/.*", code!~"5.."}[$__rate_interval]))
        )
        """
      ),
      .enter,
      .up,
      .end
    )
    for _ in 0..<30 { robot.press(.left) }
    try expectGolden(robot.screen, "edit-long-\(columns)x\(rows)")
  }

  @Test(arguments: [(20, 6), (20, 8), (30, 11), (40, 12), (60, 17), (200, 60)])
  func everySizeHasAFieldWithACursor(columns: Int, rows: Int) throws {
    var robot = try robot(columns: columns, rows: rows)
    robot.type("sum by (queue, job, system) (rabbitmq_queue_messages{x=\"界界界\"}) + ra")
    let reversed = (0..<rows).flatMap { row in
      robot.screen.row(row).filter { $0.style.attributes.contains(.reverse) }
    }
    #expect(reversed.count == 1)
    robot.press(.paste(String(repeating: "界\n", count: 500)), .enter)
    #expect(robot.screen.size == robot.state.size)
  }
}
