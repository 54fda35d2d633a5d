import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// A Grafana dashboard with repeated panels and annotations, as a screen shows it.
struct RepeatTests {
  private static let text = """
    { "title": "Shop", "schemaVersion": 39, "refresh": "15s", "time": { "from": "now-1h", "to": "now" },
      "templating": { "list": [
        { "name": "system", "type": "query", "query": "label_values(up, system)", "multi": true,
          "includeAll": true, "current": { "value": ["$__all"] } },
        { "name": "f", "type": "adhoc", "filters": [
          { "key": "env", "operator": "=", "value": "prod" }] }
      ] },
      "annotations": { "list": [
        { "builtIn": 1, "enable": true, "name": "Own" },
        { "name": "Deploys", "enable": true, "expr": "deploys", "titleFormat": "{{queue}} out",
          "datasource": { "type": "prometheus" }, "iconColor": "blue", "step": "60s" },
        { "name": "Restarts", "enable": false, "expr": "restarts" }
      ] },
      "panels": [
        { "id": 1, "type": "timeseries", "title": "Of $system", "repeat": "system",
          "gridPos": { "x": 0, "y": 0, "w": 24, "h": 9 },
          "targets": [{ "expr": "uploads{system=~\\"$system\\"}" }] },
        { "id": 2, "type": "row", "title": "Row $system", "repeat": "system", "collapsed": true,
          "gridPos": { "x": 0, "y": 9, "w": 24, "h": 1 },
          "panels": [{ "id": 3, "type": "stat", "title": "In $system",
            "gridPos": { "x": 0, "y": 10, "w": 24, "h": 5 },
            "targets": [{ "expr": "errors{system=\\"$system\\"}", "instant": true }] }] },
        { "id": 4, "type": "stat", "title": "Of all: $system", "timeShift": "1d/d",
          "gridPos": { "x": 0, "y": 10, "w": 24, "h": 5 },
          "targets": [{ "expr": "total", "instant": true }] }
      ] }
    """

  private func robot(rows: Int = 48) throws -> Robot {
    var robot = Robot(try Fixture.state(columns: 120, rows: rows, layout: Self.text))
    robot.wait(.zero)
    return robot
  }

  private func titles(_ robot: Robot) -> [String] { robot.state.views[0].panels.map(\.spec.title) }

  private func queries(_ robot: Robot) -> [String] {
    robot.state.views[0].panels.compactMap { $0.plan?.asks.first?.query.expression }
  }

  @Test func eachValueHasItsOwn() throws {
    let robot = try robot()
    #expect(
      titles(robot) == [
        "Of bitrix", "Of opus", "Row bitrix", "In bitrix", "Row opus", "In opus", "Of all: All",
      ]
    )
    #expect(
      queries(robot).prefix(2) == [
        #"uploads{system=~"bitrix",env="prod"}"#, #"uploads{system=~"opus",env="prod"}"#,
      ]
    )
    // Closed rows hide their own, and not what stands below them.
    #expect(robot.text.contains("▸ Row bitrix"))
    #expect(robot.text.contains("▸ Row opus"))
    #expect(!robot.text.contains("In opus"))
    #expect(robot.text.contains("Of all: All"))
    #expect(robot.text.contains("1d/d earlier"))
  }

  @Test func anotherChoiceMakesOthersAndKeepsWhatStays() throws {
    var robot = try robot()
    let id = robot.state.views[0].panels[1].spec.id
    robot.state.focus.panel = 1
    robot.press(.character("V"), .enter)
    // Not all, only opus.
    robot.press(.character(" "), .down, .down, .character(" "), .enter)
    #expect(titles(robot) == ["Of opus", "Row opus", "In opus", "Of all: opus"])
    #expect(queries(robot).first == #"uploads{system=~"opus",env="prod"}"#)
    #expect(robot.state.views[0].panels.allSatisfy { $0.spec.type == "row" || $0.asking == nil })
    #expect(id > 1 << 32)
  }

  @Test func aRowsCopyOpensAlone() throws {
    var robot = try robot()
    robot.state.focus.panel = try #require(titles(robot).firstIndex(of: "Row opus"))
    robot.press(.enter)
    #expect(robot.text.contains("In opus"))
    #expect(!robot.text.contains("In bitrix"))
    robot.press(.enter)
    #expect(!robot.text.contains("In opus"))
  }

  @Test func anEditIsOfAllCopies() throws {
    var robot = try robot()
    robot.state.focus.panel = 1
    robot.press(.character("e"))
    #expect(robot.state.edit?.original.id == 1)
    robot.type(" + 1")
    robot.press(.enter)
    let texts = robot.state.views[0].panels.prefix(2).map { $0.spec.targets[0].question.text }
    #expect(texts == Array(repeating: #"uploads{system=~"$system"} + 1"#, count: 2))
  }

  @Test func besideEachOtherEachHasItsOwn() throws {
    var state = try Fixture.state(
      columns: 160,
      rows: 48,
      watching: ["stage", "prod"],
      layout: Self.text
    )
    state.asksAll = true
    var robot = Robot(state)
    robot.wait(.zero)
    // The second environment's settings choose opus.
    #expect(robot.state.views[1].panels.map(\.spec.title).first == "Of opus")
    #expect(robot.state.views.map(\.panels.count) == [7, 4])
    #expect(robot.state.isSettled)
    #expect(robot.text.contains("Of bitrix"))
  }

  // MARK: - Annotations

  @Test func eventsAreMarkedAndNamed() throws {
    var robot = try robot()
    #expect(robot.text.contains("▼"))
    // It lasts from before the range; its other end is below a label.
    #expect(robot.text.contains("─────16:15─────"))
    #expect(robot.state.views[0].annotations.events[0]?.isEmpty == false)
    robot.press(.character("c"))
    #expect(robot.text.contains("▲ "), "\(robot.text)")
    #expect(robot.text.contains(" out") || robot.text.contains("Deploys"))
  }

  @Test func AShowsOthersAndHidesThem() throws {
    var robot = try robot()
    #expect(robot.state.shownAnnotations == [0])
    robot.press(.character("A"))
    #expect(robot.text.contains("annotations: Deploys, Restarts"))
    #expect(robot.state.views[0].annotations.events.keys.sorted() == [0, 1])
    robot.press(.character("A"))
    #expect(robot.text.contains("no annotations"))
    #expect(!robot.text.contains("▼"))
    robot.press(.character("A"))
    #expect(robot.text.contains("annotations: Deploys"))
    #expect(robot.text.contains("▼"))
  }

  @Test func theyAreAskedOncePerRefreshForTheRange() throws {
    var robot = try robot()
    func asked() -> [String] {
      robot.effects.compactMap { effect in
        guard case .query(let key, _, _, let queries) = effect, key == .annotations(of: 0) else {
          return nil
        }
        return queries.map(\.expression).joined(separator: " ")
      }
    }
    #expect(asked() == [#"deploys{env="prod"}"#])
    robot.wait(.seconds(10))
    #expect(asked().count == 1)
    robot.wait(.seconds(30))
    #expect(asked().count == 2)
    robot.press(.character("+"))
    #expect(asked().count == 3)
  }

  @Test func aFailureIsToldAndThePanelsStay() throws {
    var robot = Robot(try Fixture.state(columns: 120, rows: 48, layout: Self.text))
    robot.server.failingPanels = [-1]
    robot.wait(.zero)
    #expect(robot.text.contains("annotations: "), "\(robot.text)")
    #expect(queries(robot).count >= 2)
    #expect(!robot.text.contains("▼"))
  }

  @Test func withoutAnyTheKeySaysSo() throws {
    var robot = Robot(try Fixture.state())
    robot.wait(.zero)
    robot.press(.character("A"))
    #expect(robot.text.contains("this dashboard has no annotations"))
  }
}
