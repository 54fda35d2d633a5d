import Canvas
import Documents
import Interface
import Metrics
import Panels
import Support
import Testing

/// The links of a panel, told while it is inspected.
struct LinkTests {
  private static let dashboard = #"""
    {
      "title": "Links", "schemaVersion": 39, "time": { "from": "now-6h", "to": "now" },
      "links": [{ "type": "link", "title": "Handbook", "url": "https://docs.example/", "keepTime": true }],
      "templating": { "list": [
        { "type": "custom", "name": "system", "query": "bitrix,opus", "current": { "value": "opus" } }
      ] },
      "panels": [
        { "type": "timeseries", "title": "Rate", "gridPos": { "x": 0, "y": 0, "w": 12, "h": 8 },
          "links": [{ "title": "Runbook of $system", "url": "https://runbooks.example/$system" }],
          "fieldConfig": { "defaults": { "unit": "s", "links": [
            { "title": "Logs of ${__field.labels.file_type}",
              "url": "/explore?type=${__field.labels.file_type}&v=${__value.raw}&t=${__value.time}&${__url_time_range}" }
          ] } },
          "targets": [{ "refId": "A", "expr": "rate(x_total[5m])", "legendFormat": "{{file_type}}", "exemplar": true }] },
        { "type": "stat", "title": "Most", "gridPos": { "x": 12, "y": 0, "w": 12, "h": 8 },
          "options": { "reduceOptions": { "calcs": ["max"] } },
          "fieldConfig": { "defaults": { "unit": "s", "links": [
            { "title": "", "url": "/d/x?n=${__value.numeric}&x=${__value.text}&s=${__series.name}" }
          ] } },
          "targets": [{ "refId": "A", "expr": "x", "legendFormat": "{{file_type}}" }] },
        { "type": "table", "title": "Queues", "gridPos": { "x": 0, "y": 8, "w": 24, "h": 8 },
          "options": { "sortBy": [{ "displayName": "Value", "desc": false }] },
          "fieldConfig": { "defaults": {}, "overrides": [{ "matcher": { "id": "byName", "options": "queue" },
            "properties": [{ "id": "links", "value": [
              { "title": "Queue ${__data.fields.queue}", "url": "/q/${__value.raw}?all=${__data.fields[2].numeric}" }] }] }] },
          "targets": [{ "refId": "A", "expr": "queue_length", "format": "table", "instant": true }] },
        { "type": "text", "title": "", "gridPos": { "x": 0, "y": 16, "w": 24, "h": 3 },
          "options": { "mode": "markdown", "content": "to [others](/d/x?${__url_time_range})" } },
        { "type": "row", "title": "Row", "gridPos": { "x": 0, "y": 19, "w": 24, "h": 1 } }
      ]
    }
    """#

  private func robot(_ layout: String = dashboard) throws -> Robot {
    var state = try Fixture.state(columns: 100, rows: 40, layout: layout)
    state.isReadOnly = true
    var robot = Robot(state)
    robot.wait(.zero)
    return robot
  }

  private func copied(_ robot: Robot) -> String? {
    guard case .copy(let text)? = robot.effects.last else { return nil }
    return text
  }

  @Test func thePanelsAndTheSeriesLinksAreTold() throws {
    var robot = try robot()
    robot.press(.character("i"))
    try expectGolden(robot.screen, "links-100x40")
    let last = try #require(robot.state.views[0].panels[0].frame?.series[0])
    let value = try #require(last.values.last)
    let moment = try #require(last.timestamps.last)
    robot.press(.character("2"))
    #expect(
      copied(robot)
        == "/explore?type=\(last.name.raw)&v=\(Int(value))&t=\(moment)&from=now-6h&to=now"
    )
    robot.press(.character("3"))
    #expect(copied(robot) == "https://docs.example/?from=now-6h&to=now")
    robot.effects = []
    robot.press(.character("4"))
    #expect(robot.effects.isEmpty)
  }

  @Test func leftAndRightGoToOtherSeries() throws {
    var robot = try robot()
    robot.press(.character("i"))
    #expect(robot.text.contains("1 of 2: left, right"))
    robot.press(.right, .right)
    #expect(robot.text.contains("2 of 2: left, right"))
    let names = robot.state.views[0].panels[0].frame?.series.map(\.name.safe) ?? []
    #expect(robot.text.contains("Logs of \(names[1])"))
    robot.press(.left)
    #expect(robot.text.contains("Logs of \(names[0])"))
  }

  /// The list's choice comes first, and its value at the cursor.
  @Test func theChosenSeriesAndTheCursorCount() throws {
    var robot = try robot()
    robot.press(.enter, .down, .character("c"), .left, .left)
    let series = try #require(robot.state.views[0].panels[0].frame?.series)
    let chosen = series[robot.state.closeUp.order(of: series)[1]]
    let moment = try #require(robot.state.cursor?.moment.milliseconds)
    let row = try #require(chosen.timestamps.lastIndex { $0 <= moment })
    robot.press(.character("i"), .character("2"))
    #expect(robot.text.contains("Logs of \(chosen.name.safe)"))
    #expect(
      copied(robot)?.contains("&v=\(Int(chosen.values[row]))&t=\(chosen.timestamps[row])&") == true
    )
  }

  /// What a stat shows of a series is what its link says.
  @Test func aReducedValueIsTold() throws {
    var robot = try robot()
    robot.press(.right, .character("i"), .character("1"))
    let series = try #require(robot.state.views[0].panels[1].frame?.series[0])
    let most = Int(series.values.max() ?? 0)
    let name = "%7Bfile_type=%22\(series.name.raw)%22%7D"
    #expect(copied(robot) == "/d/x?n=\(most)&x=\(most)%20s&s=\(name)")
  }

  @Test func aTablesRowsAreGoneThroughInTheirOrder() throws {
    var robot = try robot()
    robot.press(.down, .character("i"), .character("1"))
    #expect(robot.text.contains("links of mail, 1 of 2: left, right"))
    #expect(robot.text.contains("1 Queue mail"))
    #expect(copied(robot) == "/q/mail?all=3")
    robot.press(.right, .character("1"))
    #expect(copied(robot) == "/q/orders?all=73")
  }

  @Test func severalColumnsLinksSayWhose() throws {
    let everywhere = Self.dashboard.replacing(
      #""fieldConfig": { "defaults": {}, "overrides": [{"#,
      with:
        #""fieldConfig": { "defaults": { "links": [{ "title": "T", "url": "u" }] }, "overrides": [{"#
    )
    var robot = try robot(everywhere)
    robot.press(.down, .character("i"))
    #expect(robot.text.contains("links of mail, 1 of 2"))
    #expect(robot.text.contains("2 Queue mail (queue)"), "\(robot.text)")
    #expect(robot.text.contains("3 T (Value)"))
  }

  /// Another panel, another look: nothing is left of the choice before.
  @Test func eachLookBeginsWithTheFirst() throws {
    var robot = try robot()
    robot.press(.character("i"), .right, .escape, .character("i"))
    #expect(robot.text.contains("1 of 2: left, right"))
  }

  @Test func withoutLinksNothingIsSaidOfThem() throws {
    var robot = try robot(Fixture.layout)
    robot.press(.character("i"), .right)
    #expect(!robot.text.contains("link"))
    robot.press(.character("1"))
    #expect(robot.text.contains("there is no link 1"))
    #expect(copied(robot) == nil)
  }

  @Test func exemplarsAreRemarkedUpon() throws {
    var robot = try robot()
    robot.press(.character("i"))
    #expect(robot.text.contains("exemplars are not asked for"))
  }

  @Test func aTextLeadsOnWithTheRange() throws {
    var state = try Fixture.state(columns: 100, rows: 60, layout: Self.dashboard)
    (state.from, state.to) = ("now-2d", "now-1d")
    var robot = Robot(state)
    robot.wait(.zero)
    robot.press(.character("["))
    #expect(robot.text.contains(#/\(/d/x\?from=\d{13}&to=\d{13}\)/#), "\(robot.text)")
    robot.press(.character("0"))
    #expect(robot.text.contains("(/d/x?from=now-6h&to=now)"), "\(robot.text)")
  }

  /// Rows and texts wait for nobody.
  @Test func whatAsksNothingIsLive() throws {
    let robot = try robot()
    let states = robot.state.views[0].panels.map { $0.status(now: robot.state.now) }
    #expect(states == [.live, .live, .live, .live, .live])
  }

  @Test func hostileLabelsStayText() throws {
    let hostile = Self.dashboard.replacing(
      #""url": "https://runbooks.example/$system""#,
      with: #""url": "https://runbooks.example/\u001b]8;;x\u0007 \u202e""#
    )
    var robot = try robot(hostile)
    robot.press(.character("i"), .character("1"))
    #expect(copied(robot) == "https://runbooks.example/%1B]8;;x%07%20%E2%80%AE")
    #expect(robot.text.contains("https://runbooks.example/%1B]8;;x%07%20%E2%80%AE"))
  }
}
