import Metrics
import Testing

/// The order of severities, and which of them have a colour.
struct SeverityTests {
  private func standings(_ names: [String], _ severities: [String]) -> [String] {
    let order = SeverityOrder(names)
    return severities.map { name in
      let (rank, place) = order.standing(of: name)
      return "\(place) \(rank)"
    }
  }

  @Test func withoutAListTheUsualWordsCount() {
    #expect(
      standings([], ["critical", "Page", "warning", "info", "none", "p1"])
        == ["0 critical", "0 critical", "1 warning", "2 other", "2 other", "2 other"]
    )
  }

  @Test func aListedNameCountsAsTheNextUsualWord() {
    let names = ["Disaster", "high", "average", "warning", "info"]
    #expect(
      standings(names, ["disaster", "HIGH", "average", "warning", "info"])
        == ["0 critical", "1 critical", "2 warning", "3 warning", "4 other"]
    )
  }

  @Test func ofAListWithoutUsualWordsTheFirstTwoCount() {
    #expect(
      standings(["p1", "p2", "p3"], ["p1", "p2", "p3"]) == ["0 critical", "1 warning", "2 other"]
    )
  }

  @Test func whatIsNotListedComesLastInItsColour() {
    #expect(
      standings(["p1", "warning"], ["info", "critical", "p1", "warning", "minor"])
        == ["4 other", "2 critical", "0 warning", "1 warning", "3 warning"]
    )
  }

  @Test func aNameTwiceStandsAtItsFirstPlace() {
    #expect(standings(["p1", "p2", "P1"], ["p1", "x"]) == ["0 critical", "5 other"])
  }
}
