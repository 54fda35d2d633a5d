import Demo
import Metrics
import Testing

/// The simulated product: the same at every asking, and as its plot says.
@Suite struct StoryTests {
  private let story = Fixture.story
  private let day = Fixture.day
  private static let docx = "uploads_total{system=\"bitrix\",file_type=\"docx\",mode=\"manual\"}"
  private static let error = "log_messages_total{level=\"error\",app=\"opus-worker\"}"

  // MARK: - The same at every asking

  @Test func theOriginIsOnTheGridOfScrapes() {
    for rest in [0, 1, 14_999] as [Int64] {
      #expect(Story(origin: Fixture.origin + .milliseconds(rest)).origin == Fixture.origin)
    }
    #expect(Fixture.origin.milliseconds % Story.scrape.milliseconds == 0)
  }

  /// A scrape knows its moment alone, and tells what the whole history tells of it.
  @Test(arguments: [
    -86_400, -50_010, -36_015, -36_000, -35_985, -21_000, -19_500, -12_015, -12_000, -11_415,
    -11_400, -11_385, -10_815, -10_800, -10_785, -8_400, -6_420, -3_000, -255, -240, -225, -15, 0,
    15, 480, 3_600,
  ])
  func aScrapeTellsWhatTheHistoryTells(second: Int) {
    let alone = Samples(story, at: [second])
    #expect(alone.names == day.names)
    for name in alone.names {
      #expect(alone[name, second] == day[name, second], "\(name) at \(second)")
    }
  }

  @Test func aScrapeBetweenTheGridTellsTheCountersOfTheLast() {
    let moment = Fixture.moment(600) + .milliseconds(14_999)
    let counters = Set(day.counters)
    story.samples(at: [moment]) { series, values in
      guard counters.contains(series) else { return }
      #expect(values == [day[series, 600]], "\(series)")
    }
  }

  @Test func twoStoriesOfOneOriginAreOne() {
    let other = Samples(Story(origin: Fixture.origin), from: -1_500, to: 1_500)
    let own = Samples(story, from: -1_500, to: 1_500)
    #expect(other.values == own.values)
    #expect(other.names == own.names)
  }

  // MARK: - Series

  @Test func thereAreFewSeriesAndEachOnce() {
    #expect((30...150).contains(day.names.count))
    #expect(Set(day.names).count == day.names.count)
    #expect(day.values.values.allSatisfy { $0.count == day.seconds.count })
  }

  @Test func valuesAreNumbersThatCanBe() {
    for (name, values) in day.values {
      #expect(values.allSatisfy { $0.map { $0.isFinite && $0 >= 0 } ?? true }, "\(name)")
    }
    for name in day.counters {
      let whole = day.values[name, default: []].allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
      #expect(whole, "\(name)")
    }
  }

  @Test func onlyWhatIsBornLaterHasNoValue() {
    let incomplete = day.names.filter { day.values[$0]?.contains(nil) ?? true }
    #expect(Set(incomplete) == [Self.docx, Self.error])
  }

  // MARK: - Counters

  @Test func countersFallAtTheRestartsAlone() {
    #expect(Story.releases == [-36_000, -11_400, -10_800])
    #expect(day.counters.count > 20)
    for name in day.counters {
      let values = day.values[name, default: []]
      for place in 1..<values.count {
        guard let before = values[place - 1], let now = values[place] else { continue }
        let second = day.seconds[place]
        if Story.releases.contains(second) {
          #expect(now == 0, "\(name) begins anew at \(second)")
        } else if now < before {
          Issue.record("\(name) falls at \(second) from \(before) to \(now)")
        }
      }
    }
    // It does restart: there was something to lose.
    let busy = "uploads_total{system=\"bitrix\",file_type=\"xml\",mode=\"auto\"}"
    #expect([-36_015, -11_415, -10_815].allSatisfy { day[busy, $0] ?? 0 > 0 })
  }

  @Test func theOriginIsNoStep() throws {
    for system in Story.systems {
      for (type, _) in Story.fileTypes {
        for mode in Story.Mode.allCases {
          let name =
            "uploads_total{system=\"\(system)\",file_type=\"\(type)\",mode=\"\(mode.rawValue)\"}"
          guard day.names.contains(name) else { continue }
          let (before, after) = try (#require(day[name, -15]), #require(day[name, 15]))
          let count = story.count(
            system: system,
            mode: mode,
            fileType: type,
            from: Fixture.moment(-15),
            to: Fixture.moment(15)
          )
          #expect(after - before == Double(count), "\(name)")
        }
      }
    }
  }

  // MARK: - The plot

  @Test func theScrapesThatFailAreTheOutageAndOne() {
    let down = day.seconds.filter { !story.isUp(Fixture.moment($0)) }
    #expect(down == Array(stride(from: -12_000, to: -11_400, by: 15)) + [-6_420])
  }

  @Test func docxByHandIsBornLate() throws {
    let values = day.values[Self.docx, default: []]
    let place = try #require(values.firstIndex { $0 != nil })
    #expect(day.seconds[place] > Story.birth && day.seconds[place] < 0)
    #expect(values[place] == 1, "the first sample counts the first upload")
    #expect(values[place...].allSatisfy { $0 != nil })
  }

  @Test func theFirstErrorIsAFewMinutesOld() {
    let values = day.values[Self.error, default: []]
    let rises = day.seconds.indices.filter { $0 > 0 && values[$0] != values[$0 - 1] }
    #expect(rises.map { day.seconds[$0] } == Array(stride(from: -240, through: 3_600, by: 720)))
    #expect(day[Self.error, -255] == nil)
    #expect(day[Self.error, -240] == 1)
    #expect(day[Self.error, 480] == 2)
  }

  @Test func opusTakesNothingWhileItIsOut() {
    let opus = day.counters.filter { $0.contains("system=\"opus\"") }
    #expect(opus.count > 6)
    for name in opus {
      #expect(day[name, -19_515] == day[name, -21_015], "\(name)")
    }
    let bitrix = "uploads_total{system=\"bitrix\",file_type=\"xml\",mode=\"auto\"}"
    #expect(day[bitrix, -19_515] ?? 0 > day[bitrix, -21_015] ?? 0)
  }

  @Test func theQueueOfOrdersIsAboveItsLimitAtTheEnd() {
    let orders = "rabbitmq_queue_messages{queue=\"orders\"}"
    for second in stride(from: -86_400, to: -900, by: 15) {
      #expect(day[orders, second] ?? 99 < 50, "\(second)")
    }
    for second in stride(from: -600, through: 3_600, by: 15) {
      #expect(day[orders, second] ?? 0 > 50, "\(second)")
    }
  }

  // MARK: - Counts

  private func count(
    _ from: Timestamp,
    _ to: Timestamp,
    system: String = "bitrix",
    mode: Story.Mode = .auto,
    type: String = "xml"
  ) -> Int {
    story.count(system: system, mode: mode, fileType: type, from: from, to: to)
  }

  @Test func countsOfNeighboursAddUp() {
    let cuts = [-86_400_000, -40_000_001, -36_000_000, -11_399_999, -7_500, 0, 1, 14_999, 900_000]
      .map { Fixture.origin + .milliseconds($0 as Int64) }
    for (first, second) in zip(cuts, cuts.dropFirst()) {
      for last in cuts where last > second {
        #expect(count(first, second) + count(second, last) == count(first, last))
      }
    }
    #expect(count(cuts[0], cuts[8]) > 1_000)
  }

  @Test func anIntervalThatIsNoneHasNothing() {
    let (earlier, later) = (Fixture.moment(-3_600), Fixture.moment(0))
    #expect(count(later, earlier) == 0)
    #expect(count(later, later) == 0)
    #expect(count(earlier, later) > 0)
    #expect(count(earlier, later, type: "exe") == 0)
    #expect(count(earlier, later, system: "opus", mode: .manual, type: "xml") == 0)
    let outage = Story.opusOutage
    #expect(
      count(
        Fixture.moment(outage.lowerBound),
        Fixture.moment(outage.upperBound - 15),
        system: "opus"
      ) == 0
    )
  }

  @Test func betweenRestartsACountIsACountersRise() {
    let name = "uploads_total{system=\"opus\",file_type=\"pdf\",mode=\"manual\"}"
    for (from, to) in [(-86_400, -36_015), (-36_000, -12_000), (-10_800, 3_600), (-300, 0)] {
      let rise = (day[name, to] ?? -1) - (day[name, from] ?? 0)
      let counted = count(
        Fixture.moment(from),
        Fixture.moment(to),
        system: "opus",
        mode: .manual,
        type: "pdf"
      )
      #expect(rise == Double(counted), "\(from) to \(to)")
    }
  }
}
