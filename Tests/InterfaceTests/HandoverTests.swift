import Canvas
import Documents
import Interface
import Metrics
import Support
import Testing

/// What leaves the screen: a command line, a query, a picture.
struct HandoverTests {
  private func robot(chosen: [String: [String]] = [:]) throws -> Robot {
    var robot = Robot(try Fixture.state(chosen: chosen))
    robot.wait(.zero)
    return robot
  }

  @Test func aColleagueSeesTheSame() throws {
    var robot = try robot(chosen: ["system": ["opus"]])
    robot.press(.character("["), .character("y"))
    let line =
      "promwall catalog.json -e stage --from 2026-11-24T08:02:41Z --to 2026-11-24T14:02:41Z"
      + " --var system=opus"
    #expect(robot.effects.contains(.copy(line)))
    #expect(robot.text.contains("--from 2026-11-24T08:02:41Z"))
    robot.press(.escape)
    #expect(robot.state.overlay == nil)
  }

  @Test func anEnvironmentWithoutSettingsGoesByItsAddress() throws {
    var robot = try robot()
    robot.state.adHocURLs = ["stage": "http://localhost:9090"]
    robot.press(.character("y"))
    #expect(
      robot.effects.contains(.copy("promwall catalog.json --prometheus http://localhost:9090"))
    )
  }

  @Test(arguments: [
    ("a b", "'system=a b'"), ("it's", #"'system=it'\''s'"#), ("$(reboot)", "'system=$(reboot)'"),
    ("x\u{1B}]0;y\u{7}'", #"$'system=x\x1b]0;y\x07\''"#),
    ("a\u{202E}b", #"$'system=a\xe2\x80\xaeb'"#), ("a\nb\\", #"$'system=a\x0ab\\'"#),
  ])
  func aHostileValueCanBePasted(value: String, word: String) throws {
    var robot = try robot(chosen: ["system": [value]])
    robot.press(.character("y"))
    #expect(robot.effects.contains(.copy("promwall catalog.json -e stage --var \(word)")))
  }

  @Test func theInspectedQueryIsCopiedAsItWasAsked() throws {
    var robot = try robot()
    robot.press(.right, .character("i"), .character("y"))
    let copied = robot.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(copied.count == 1)
    #expect(copied[0].hasPrefix("rate(x_total["))
  }

  @Test func aPictureIsSavedUnderANameOfItsOwn() throws {
    var robot = try robot()
    robot.press(.character("S"))
    let saved = robot.effects.compactMap { effect -> (String, String)? in
      if case .save(let name, let text) = effect { (name, text) } else { nil }
    }
    #expect(saved.count == 1)
    #expect(saved[0].0 == "promwall-catalog-uploads-2026-11-24-170241.svg")
    #expect(saved[0].1.contains("<svg") && saved[0].1.contains("Queues"))
    robot.send(.saved(.success(saved[0].0)))
    #expect(robot.text.contains("saved as promwall-catalog-uploads-2026-11-24-170241.svg"))
    robot.wait(.seconds(9))
    #expect(!robot.text.contains("saved as"))
    robot.send(.saved(.failure(Problem(what: "can't be written: file exists"))))
    #expect(robot.text.contains("can't be written: file exists"))
  }

  @Test func aGuestSavesNothing() throws {
    var robot = try robot()
    robot.state.isReadOnly = true
    robot.press(.character("S"))
    #expect(!robot.effects.contains { if case .save = $0 { true } else { false } })
    #expect(robot.text.contains("this session may only look"))
  }

  @Test func panelsAndSeriesAreFound() throws {
    var robot = try robot()
    robot.press(.character("/"))
    robot.type("queues / mail")
    #expect(robot.text.contains("Queues / mail"))
    robot.press(.enter)
    #expect(robot.state.focus == PanelKey(view: 0, panel: 2))
    robot.press(.character("/"))
    robot.type("errs")
    robot.press(.enter)
    #expect(robot.state.focus == PanelKey(view: 0, panel: 3))
  }
}

/// The screen in sentences.
struct SummaryTests {
  private func summary(_ change: (inout Robot) -> Void = { _ in }) throws -> [String] {
    var robot = Robot(try Fixture.state())
    change(&robot)
    robot.wait(.zero)
    return robot.state.summary(panels: [0, 1, 2, 3, 4]).split(separator: "\n").map(String.init)
  }

  @Test func eachPanelIsASentence() throws {
    let lines = try summary()
    #expect(lines[0] == "Catalog uploads, stage, last 6 hours, at 2026-11-24 17:02:41 UTC.")
    #expect(lines[1] == "1 alert fires: warning QueueAboveLimit since 12 m.")
    let uploads = "Uploads bitrix: per 5 min; 1 511 total, 7 so far in this bar; xml 747; pdf 764."
    #expect(lines[2] == uploads)
    #expect(lines[4].hasPrefix("Queues: limit 50; orders 73 WARNING (73 > 50); mail 3"))
    #expect(lines.count == 6, "what the list of alerts says is said above")
  }

  @Test func whatIsNotKnownIsSaid() throws {
    let failing = try summary { $0.server.fails = true }
    #expect(failing[1] == "ALERTS UNKNOWN: connection refused.")
    #expect(failing[2] == "Uploads bitrix: connection refused.")
    let empty = try summary { $0.server.isEmpty = true }
    #expect(empty[3] == "Rate: no data, there is no metric x.")
  }
}
