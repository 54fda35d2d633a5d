import Canvas
import Interface
import Metrics
import Testing
import Triage

/// Who is on an alert, for everybody who looks.
struct ClaimTests {
  private func claims(by who: ForeignText, activeAt: Timestamp?) -> Claims {
    var reading = JournalReading()
    reading.records = [
      JournalRecord(
        id: "1",
        time: Fixture.now - .minutes(5),
        by: who,
        environment: "stage",
        kind: "claim",
        firing: JournalRecord.Firing(labels: Fixture.alert.labels, activeAt: activeAt),
        text: "restarting the consumer"
      )
    ]
    return Claims(reading)
  }

  @Test func aClaimStandsBesideItsAlertAndTheAlertStillFires() throws {
    var robot = Robot(try Fixture.state(columns: 120, rows: 30))
    robot.wait(.zero)
    robot.press(.character("a"))
    #expect(!robot.text.contains("claimed"))
    robot.send(.claimed(claims(by: "anna@ops1", activeAt: Fixture.alert.activeAt)))
    #expect(robot.text.contains("claimed by anna@ops1; orders: 73 messages waiting"))
    #expect(robot.text.contains("1 WARNING"), "a claim is no silence")
    robot.press(.enter)
    #expect(robot.text.contains("by anna@ops1 5 m ago: restarting the consumer"))
    // The next firing of the same alert is nobody's yet.
    robot.press(.escape)
    let earlier = try #require(Fixture.alert.activeAt) - .hours(3)
    robot.send(.claimed(claims(by: "anna@ops1", activeAt: earlier)))
    #expect(!robot.text.contains("claimed"))
  }

  @Test func aHostileNameIsHarmless() throws {
    var robot = Robot(try Fixture.state(columns: 120, rows: 30))
    robot.wait(.zero)
    robot.press(.character("a"))
    robot.send(.claimed(claims(by: "\u{1B}[31m\u{202E}x", activeAt: Fixture.alert.activeAt)))
    #expect(robot.text.contains("claimed by "))
    #expect(!robot.text.contains("\u{1B}") && !robot.text.contains("\u{202E}"))
  }
}
