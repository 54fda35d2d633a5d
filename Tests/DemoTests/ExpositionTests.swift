import Demo
import Metrics
import Testing

/// What Prometheus reads: the live scrape, and the history before it.
@Suite struct ExpositionTests {
  private struct Line {
    var series: Substring
    var value: Double
    /// Seconds since 1970, in the history.
    var time: Int64?

    var metric: Substring { series.prefix { $0 != "{" } }
    /// Seconds from the origin.
    var second: Int { Int((time ?? 0) - Fixture.origin.milliseconds / 1_000) }
  }

  private static let text = {
    var text = ""
    Exposition.history(Fixture.story) { text += $0 }
    return text
  }()
  private static let history = lines(text.dropLast("# EOF\n".count))

  private static func lines(_ text: Substring) -> [Line] {
    text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      let isWhole = words.count == 2 || words.count == 3
      return Line(
        series: words.first ?? "",
        value: isWhole ? Double(words[1]) ?? .nan : .nan,
        time: words.count == 3 ? Int64(words[2]) : nil
      )
    }
  }

  private static func isSeries(_ text: Substring) -> Bool {
    text.wholeMatch(of: #/[a-z_]+\{([a-z_]+="[^"\\\n{}]+")(,[a-z_]+="[^"\\\n{}]+")*\}/#) != nil
  }

  /// The metrics in the order of their lines; each stands there once if its lines are together.
  private static func groups(_ lines: [Line]) -> [Substring] {
    lines.reduce(into: []) { groups, line in
      if groups.last != line.metric { groups.append(line.metric) }
    }
  }

  // MARK: - The scrape

  @Test(arguments: [0, 3_600, -86_400])
  func aScrapeIsWellFormed(second: Int) throws {
    let text = Exposition.scrape(Fixture.story, at: Fixture.moment(second))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    let lines = Self.lines(text[...])
    #expect(lines.count > 30)
    for line in lines {
      #expect(Self.isSeries(line.series), "\(line.series)")
      #expect(line.value.isFinite && line.time == nil, "\(line)")
    }
    #expect(Set(lines.map(\.series)).count == lines.count)
  }

  /// The text format wants all lines of a metric as one group.
  @Test func linesOfAMetricStandTogether() {
    let live = Self.groups(
      Self.lines(Exposition.scrape(Fixture.story, at: Fixture.moment(0))[...])
    )
    #expect(Set(live).count == live.count, "\(live)")
    let history = Self.groups(Self.history)
    #expect(Set(history).count == history.count, "\(history)")
    #expect(history == live + ["up"])
  }

  @Test func aScrapeTellsTheStory() {
    let lines = Self.lines(Exposition.scrape(Fixture.story, at: Fixture.moment(900))[...])
    let told = Samples(Fixture.story, at: [900])
    #expect(lines.map { String($0.series) } == told.names)
    for line in lines { #expect(told[String(line.series), 900] == line.value) }
  }

  @Test func whatIsNotBornHasNoLine() {
    let text = Exposition.scrape(Fixture.story, at: Fixture.moment(-9_000))
    #expect(!text.contains("level=\"error\""))
    #expect(!text.contains("system=\"bitrix\",file_type=\"docx\",mode=\"manual\""))
    #expect(text.contains("system=\"bitrix\",file_type=\"docx\",mode=\"auto\""))
  }

  // MARK: - The history

  @Test func theHistoryEndsAsOpenMetricsDoes() {
    #expect(Self.text.hasSuffix("\n# EOF\n"))
    #expect(Self.text.utf8.count { $0 == UInt8(ascii: "#") } == 1)
  }

  @Test func itsSamplesLieOnTheGridBeforeTheOrigin() {
    #expect(Self.history.count > 200_000)
    var last: [Substring: Int] = [:]
    var faults: [Line] = []
    for line in Self.history {
      let isOnGrid = line.time.map { $0 % 15 == 0 } ?? false
      let isAfter = last[line.series].map { $0 < line.second } ?? true
      let isInTheDay = (-86_400..<0).contains(line.second)
      if !isOnGrid || !isAfter || !isInTheDay || !line.value.isFinite { faults.append(line) }
      last[line.series] = line.second
    }
    #expect(faults.isEmpty, "\(faults.prefix(3))")
    #expect(last.values.allSatisfy { $0 == -15 }, "each goes on to the last scrape")
  }

  @Test func itHasTheLabelsThatTheLiveScrapeWillHave() {
    let live = Samples(Fixture.story, at: [-15]).names.map {
      String($0.dropLast()) + ",job=\"catalog\",instance=\"catalog-1\"}"
    }
    let series = Self.history.reduce(into: [Substring]()) { series, line in
      if series.last != line.series { series.append(line.series) }
    }
    #expect(series.map(String.init) == live + ["up{job=\"catalog\",instance=\"catalog-1\"}"])
    for name in series { #expect(Self.isSeries(name), "\(name)") }
  }

  @Test func itTellsTheStory() {
    let suffix = ",job=\"catalog\",instance=\"catalog-1\"}"
    var wrong = 0
    for line in Self.history where line.metric != "up" && line.second % 900 == 0 {
      let series = String(line.series.dropLast(suffix.count)) + "}"
      if Fixture.day[series, line.second] != line.value { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func aFailedScrapeLeavesOnlyItsUp() {
    let down = Array(stride(from: -12_000, to: -11_400, by: 15)) + [-6_420]
    let up = Self.history.filter { $0.metric == "up" }
    #expect(up.count == 5_760)
    #expect(up.filter { $0.value == 0 }.map(\.second) == down)
    #expect(up.allSatisfy { $0.value == 0 || $0.value == 1 })
    let missed = Set(down)
    #expect(!Self.history.contains { $0.metric != "up" && missed.contains($0.second) })
  }
}
