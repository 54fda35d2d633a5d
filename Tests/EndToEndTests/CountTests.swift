import Demo
import Documents
import Metrics
import Support
import Testing

/// Whole counts: what `render` says of a day, against the samples that the server stored and
/// against what the product really made.
struct CountTests {
  private static let bar: Int64 = 300_000
  private static let memory: Int64 = 3_600_000

  /// The panels of the layout, and whose uploads they count.
  private static let panels: [String: (system: String, mode: Story.Mode)] = [
    "Bitrix, automatic": ("bitrix", .auto), "Bitrix, by hand": ("bitrix", .manual),
    "Opus, automatic": ("opus", .auto), "Opus, by hand": ("opus", .manual),
  ]

  @Test func everyBarOfADayIsWholeAndRight() async throws {
    let demo = try await SharedDemo.get()
    let port = SharedDemo.port(demo)
    let result = try await Program.run([
      "render", "uploads", "--prometheus", demo.prometheusURL, "--since", "24h", "--format", "json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let root = try result.json()
    let up = try #require(try RawSeries.fetch(port, "up{job='catalog'}", window: "26h").first)
    var tally = Tally()
    for panel in try #require(root["panels"]?.array) {
      let title = try #require(panel["title"]?.string)
      let source = try #require(Self.panels[title], "\(title)")
      let selector = "uploads_total{system='\(source.system)',mode='\(source.mode.rawValue)'}"
      let raw = try RawSeries.fetch(port, selector, window: "26h")
      #expect(panel["state"]?.string == "live")
      for series in try #require(panel["series"]?.array) {
        let type = try #require(series["labels"]?["file_type"]?.string)
        let stored = raw.filter { $0.labels["file_type"] == type }
        let reference = Reference(series: stored, up: up)
        let bars = try #require(series["points"]?.array).map { point in
          (
            end: Int64((point.array?[0].number ?? 0) * 1_000),
            value: try #require(point.array?[1].number, "\(title) \(type): unknown and there")
          )
        }
        try compare(bars, reference, &tally, "\(title), \(type)")
        compareWithStory(
          bars,
          demo.story,
          reference,
          source: source,
          type: type,
          tally: &tally
        )
      }
    }
    tally.check()
  }

  private func compare(
    _ bars: [(end: Int64, value: Double)],
    _ reference: Reference,
    _ tally: inout Tally,
    _ name: String
  ) throws {
    let known = Dictionary(bars.map { ($0.end, $0.value) }, uniquingKeysWith: { $1 })
    #expect(known.count == bars.count, "\(name): a bar is there twice")
    let (first, last) = (try #require(bars.first?.end), try #require(bars.last?.end))
    for end in stride(from: first, through: last, by: Int(Self.bar)) {
      let expected = reference.count(end: end)
      #expect(known[end] == expected, "\(name) at \(end): \(reference.explained(end: end))")
      #expect(known[end].map { $0 == $0.rounded() && $0 >= 0 } ?? true)
      tally.bars += 1
      tally.note(reference.event(end: end))
    }
  }

  /// Bars of the history without an incident are what the product made between the last scrapes.
  private func compareWithStory(
    _ bars: [(end: Int64, value: Double)],
    _ story: Story,
    _ reference: Reference,
    source: (system: String, mode: Story.Mode),
    type: String,
    tally: inout Tally
  ) {
    for bar in bars where bar.end < story.origin.milliseconds {
      let start = bar.end - Self.bar
      guard reference.event(end: bar.end) == .none,
        let from = reference.up.last(after: start - Self.bar, upTo: start),
        let to = reference.up.last(after: start, upTo: bar.end)
      else { continue }
      let made = story.count(
        system: source.system,
        mode: source.mode,
        fileType: type,
        from: Timestamp(milliseconds: from.time),
        to: Timestamp(milliseconds: to.time)
      )
      #expect(bar.value == Double(made), "\(source) \(type) at \(bar.end)")
      tally.asMade += 1
    }
  }
}

/// The count of a bar by the rule, from stored samples alone.
struct Reference {
  var series: [RawSeries]
  var up: RawSeries

  private static let bar: Int64 = 300_000
  private static let memory: Int64 = 3_600_000

  enum Event { case none, reset, birth, gap, empty }

  private var isUp: (Int64) -> Bool {
    { moment in up.last(after: moment - Self.bar, upTo: moment)?.value == 1 }
  }

  /// The sum over the series; zero where there is none and the target is up; nil else.
  func count(end: Int64) -> Double? {
    let counts = series.compactMap { count($0, end: end) }
    guard counts.isEmpty else { return counts.reduce(0, +) }
    return isUp(end) ? 0 : nil
  }

  private func count(_ series: RawSeries, end: Int64) -> Double? {
    let start = end - Self.bar
    guard let last = series.last(after: start, upTo: end)?.value else { return nil }
    if let before = series.last(after: start - Self.memory, upTo: start)?.value {
      return last >= before ? last - before : last
    }
    if isUp(start) { return last }
    return series.first(after: start, upTo: end).map { last - $0 }
  }

  /// What happened in or just before a bar.
  func event(end: Int64) -> Event {
    let start = end - Self.bar
    let scrapes = up.indices(after: start - 15_001, upTo: end)
    if scrapes.contains(where: { up.values[$0] != 1 }) || scrapes.count < 20 { return .gap }
    var event = Event.none
    for series in series {
      guard let last = series.last(after: start, upTo: end) else { return .empty }
      guard series.last(after: start - Self.memory, upTo: start) != nil else { return .birth }
      let window = series.indices(after: start - 15_001, upTo: last.time)
      for (left, right) in zip(window, window.dropFirst())
      where series.values[right] < series.values[left] {
        event = .reset
      }
    }
    return series.isEmpty ? .empty : event
  }

  func explained(end: Int64) -> String {
    let start = end - Self.bar
    return
      "\(event(end: end)), last \(series.map { $0.last(after: start, upTo: end)?.value as Any }),"
      + " before \(series.map { $0.last(after: start - Self.memory, upTo: start)?.value as Any })"
  }
}

/// What was compared, so that a day without incidents would be seen.
struct Tally {
  var bars = 0
  var asMade = 0
  private var events: [Reference.Event: Int] = [:]

  mutating func note(_ event: Reference.Event) { events[event, default: 0] += 1 }

  func check() {
    #expect(bars > 4_500, "\(bars) bars")
    #expect(asMade > 3_500, "\(asMade) bars without an incident")
    for event in [Reference.Event.reset, .birth, .gap] {
      #expect(events[event, default: 0] > 0, "no \(event) in the data: \(events)")
    }
  }
}
