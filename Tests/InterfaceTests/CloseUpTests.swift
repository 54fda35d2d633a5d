import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// A panel on the whole screen, and its series.
struct CloseUpTests {
  /// The second panel, its two series `xml` and `pdf`, looked at closely.
  private func robot() throws -> Robot {
    var robot = Robot(try Fixture.state(columns: 100, rows: 30))
    robot.wait(.zero)
    robot.press(.right, .enter)
    return robot
  }

  private func rows(_ robot: Robot) -> [String] {
    robot.text.split(separator: "\n").map(String.init)
      .filter { $0.contains("xml") || $0.contains("pdf") }
  }

  @Test func everySeriesIsListedWithItsNumbers() throws {
    let robot = try robot()
    #expect(robot.text.contains("min"))
    #expect(robot.text.contains("last ▾"))
    #expect(rows(robot).count == 2)
    try expectGolden(robot.screen, "close-up-100x30")
  }

  @Test func oneIsHiddenAloneOrShownAgain() throws {
    var robot = try robot()
    let first = rows(robot)[0].contains("xml") ? "xml" : "pdf"
    robot.press(.character("O"))
    #expect(robot.state.hidden[robot.state.views[0].panels[1].spec.id] == [ForeignText(first)])
    #expect(robot.text.contains("1 series hidden"))
    #expect(rows(robot).count == 2, "it is still listed")
    robot.press(.character("O"), .down, .character("o"))
    #expect(robot.text.contains("1 series hidden"))
    robot.press(.character("o"))
    #expect(!robot.text.contains("hidden"))
    robot.press(.escape)
    #expect(!robot.state.isFullScreen)
  }

  @Test func theHiddenStayHiddenOnTheDashboard() throws {
    var robot = try robot()
    robot.press(.character("o"), .escape)
    #expect(robot.text.contains("Rate 1 series hidden"), "\(robot.text)")
  }

  @Test func theListIsSortedByEachColumn() throws {
    var robot = try robot()
    var titles: [String] = []
    for _ in CloseUp.columns {
      let head = try #require(robot.text.split(separator: "\n").first { $0.contains("▾") })
      titles.append(String(head.split(separator: " ").last { _ in true } ?? ""))
      robot.press(.character("s"))
    }
    #expect(robot.text.contains("last ▾"), "once around")
    #expect(robot.state.closeUp.sort == .lastNotNull)
  }

  @Test func anySelectionAndAnySizeIsDrawn() throws {
    var robot = try robot()
    for (columns, rows) in [(20, 6), (30, 9), (40, 20), (200, 60)] {
      robot.send(.resized(Size(columns: columns, rows: rows)))
      for key in ["j", "j", "j", "O", "s", "k", "o"] { robot.press(.character(Character(key))) }
      #expect(robot.screen.size == Size(columns: columns, rows: rows))
    }
  }

  @Test func aFoundSeriesIsLookedAtClosely() throws {
    var robot = Robot(try Fixture.state(columns: 100, rows: 30))
    robot.wait(.zero)
    robot.press(.character("/"))
    robot.type("rate / pdf")
    robot.press(.enter)
    #expect(robot.state.isFullScreen && robot.state.focus.panel == 1)
    #expect(robot.text.contains("> ■ pdf"))
  }
}
