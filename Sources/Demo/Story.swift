package import Metrics

/// The simulated product: what each of its series is at each moment, the same at every asking.
///
/// It is told from `origin`, the moment the demo starts: 24 hours before it are history, and what
/// comes after continues it without a step. The plot: a release 10 h and one 3 h ago (the exporter
/// restarts, counters begin at 0); Opus takes nothing for 25 minutes some 6 h ago; for ten minutes
/// 3 h 20 min ago the product was gone, and began anew; one scrape is missed; the hand-made uploads
/// come late in the day; the queue `orders` is above 50 from the start; and a few minutes ago the
/// first Error message ever was written.
package struct Story: Sendable {
  package let origin: Timestamp

  package static let scrape = Duration.seconds(15)
  package static let history = Duration.hours(24)

  package init(origin: Timestamp) { self.origin = origin.floored(to: Self.scrape) }

  package enum Mode: String, Hashable, Sendable, CaseIterable { case auto, manual }

  package static let systems = ["bitrix", "opus"]
  /// Each with its share of the uploads.
  package static let fileTypes: [(name: String, share: Double)] = [
    ("xml", 0.395), ("pdf", 0.214), ("xlsx", 0.152), ("jpg", 0.130), ("csv", 0.065),
    ("docx", 0.044),
  ]
  package static let stages = ["receive", "validate", "convert", "load", "index"]

  // MARK: - Events of the plot, as seconds from the origin

  package static let releases = [-36_000, scrapeOutage.upperBound, -10_800]
  package static let opusOutage = -21_000..<(-19_500)
  package static let scrapeOutage = -12_000..<(-11_400)
  package static let missedScrape = -6_420
  /// `docx` by hand into Bitrix has no series before.
  package static let birth = -8_400
  /// The first Error message; later ones come every 12 minutes.
  package static let firstError = -240

  /// Seconds from the origin.
  func offset(_ moment: Timestamp) -> Int { Int((moment - origin).milliseconds / 1_000) }

  /// Whether a scrape at this moment was answered.
  package func isUp(_ moment: Timestamp) -> Bool {
    let second = offset(moment)
    return !Self.scrapeOutage.contains(second) && second != Self.missedScrape
  }

  // MARK: - Uploads

  /// Uploads in the 15 seconds that end at the slot's end; a whole number.
  private func uploads(_ system: String, _ type: Int, _ mode: Mode, slot: Int) -> Int {
    let second = slot * 15
    if system == "opus", Self.opusOutage.contains(second) { return 0 }
    if Self.scrapeOutage.contains(second) { return 0 }
    let name = Self.fileTypes[type].name
    let perSlot: Double
    switch mode {
    case .auto:
      let base = system == "bitrix" ? 4.3 : 2.65
      perSlot =
        base * Self.fileTypes[type].share * dayShape(second) * mood(second / 300, name, system)
    case .manual:
      guard let share = Self.manualShares(system)[name] else { return 0 }
      if system == "bitrix", name == "docx", second <= Self.birth { return 0 }
      let base = system == "bitrix" ? 0.46 : 0.30
      perSlot = base * share * lateShape(second) * mood(second / 300, name, system + "hand")
    }
    let whole = perSlot.rounded(.down)
    let rest = perSlot - whole
    return Int(whole) + (Noise.unit("u", system, name, mode.rawValue, slot) < rest ? 1 : 0)
  }

  /// People send papers and pictures.
  package static func manualShares(_ system: String) -> [String: Double] {
    system == "bitrix"
      ? ["pdf": 0.52, "xlsx": 0.28, "docx": 0.20]
      : ["pdf": 0.40, "xlsx": 0.28, "jpg": 0.20, "docx": 0.12]
  }

  /// Fewer at night, most in the afternoon, which is now.
  private func dayShape(_ second: Int) -> Double {
    let hours = Double(second) / 3_600
    let distance = min(abs(hours + 2), abs(hours + 26), abs(hours - 22))
    return max(0.12, 1.12 - 0.006 * distance * distance)
  }

  /// Nothing until some three hours ago, then more and more; the same the day before.
  private func lateShape(_ second: Int) -> Double {
    let day = 86_400
    let today = ((second % day) + day + 18_000) % day - 18_000
    guard today > -9_900, today < 7_200 else { return 0 }
    return min(1.6, Double(today + 9_900) / 5_400)
  }

  /// Each five minutes are a little different.
  private func mood(_ bar: Int, _ type: String, _ place: String) -> Double {
    0.72 + 0.56 * Noise.unit("m", type, place, "", bar)
  }

  /// Uploads made after one moment and up to another, whatever anybody scraped.
  package func count(
    system: String,
    mode: Mode,
    fileType: String,
    from: Timestamp,
    to: Timestamp
  ) -> Int {
    guard let type = Self.fileTypes.firstIndex(where: { $0.name == fileType }) else { return 0 }
    return slots(after: from, upTo: to).reduce(0) { sum, slot in
      sum + uploads(system, type, mode, slot: slot)
    }
  }

  private func slots(after from: Timestamp, upTo to: Timestamp) -> Range<Int> {
    let first = slot(from) + 1
    return first..<max(first, slot(to) + 1)
  }

  /// The last slot that is over at a moment.
  private func slot(_ moment: Timestamp) -> Int {
    Int((moment - origin).milliseconds.floorDivided(by: 15_000))
  }

  /// The restart before a moment, from which counters count.
  private func lastRestart(before second: Int) -> Int {
    Self.releases.last { $0 <= second } ?? -Int(Self.history.inSeconds) - 86_400
  }

  // MARK: - Samples

  /// A series' name and labels as exporters write them, and its value; nil where it has none yet.
  package struct Sample: Hashable, Sendable {
    package var series: String
    package var value: Double
  }

  /// All samples on a grid of scrapes, series by series: counters are summed as time goes.
  ///
  /// The series of a metric come one after another, as the text formats want them.
  ///
  /// - Parameters:
  ///   - moments: Rising multiples of the scrape interval.
  ///   - emit: Called with a series and its samples; nil is a moment without one.
  package func samples(at moments: [Timestamp], emit: (String, [Double?]) -> Void) {
    for system in Self.systems {
      for (index, type) in Self.fileTypes.enumerated() {
        for mode in Mode.allCases
        where mode == .auto || Self.manualShares(system)[type.name] != nil {
          let name =
            "uploads_total{system=\"\(system)\",file_type=\"\(type.name)\",mode=\"\(mode.rawValue)\"}"
          let isBorn = system == "bitrix" && type.name == "docx" && mode == .manual
          emit(
            name,
            counter(moments, bornAt: isBorn ? Self.birth : nil) { slot in
              uploads(system, index, mode, slot: slot)
            }
          )
        }
      }
    }
    for system in Self.systems {
      for stage in Self.stages {
        emit(
          "upload_stage_duration_seconds{system=\"\(system)\",stage=\"\(stage)\"}",
          moments.map { duration(system, stage, offset($0)) }
        )
      }
    }
    for queue in ["orders", "catalog.import", "opus.sync", "bitrix.push", "mail"] {
      emit(
        "rabbitmq_queue_messages{queue=\"\(queue)\"}",
        moments.map { messages(queue, offset($0)) }
      )
    }
    for (level, app) in [
      ("fatal", "catalog-api"), ("error", "opus-worker"), ("warn", "opus-worker"),
      ("warn", "bitrix-worker"), ("warn", "catalog-api"), ("info", "catalog-api"),
    ] {
      emit(
        "log_messages_total{level=\"\(level)\",app=\"\(app)\"}",
        counter(moments, bornAt: level == "error" ? Self.firstError - 1 : nil) { slot in
          logs(level, app, slot: slot)
        }
      )
    }
  }

  /// A counter at each moment: what came since the last restart; nil before its birth.
  private func counter(
    _ moments: [Timestamp],
    bornAt birth: Int?,
    events: (Int) -> Int
  ) -> [Double?] {
    guard let first = moments.first else { return [] }
    let start = lastRestart(before: offset(first))
    var slot = start / 15 + 1
    var restart = start
    var sum = 0
    var seen = birth == nil
    return moments.map { moment in
      let last = self.slot(moment)
      while slot <= last {
        let second = slot * 15
        if let release = Self.releases.last(where: { $0 < second }), release > restart {
          restart = release
          sum = 0
        }
        let count = events(slot)
        sum += count
        if let birth, count > 0, second > birth { seen = true }
        slot += 1
      }
      // At the very moment of a release the new process has counted nothing.
      if let release = Self.releases.last(where: { $0 <= offset(moment) }), release > restart {
        return seen ? 0 : nil
      }
      return seen ? Double(sum) : nil
    }
  }

  // MARK: - Gauges and logs

  private static let seconds: [String: [String: Double]] = [
    "bitrix": ["receive": 2.1, "validate": 6.4, "convert": 18.7, "load": 41.3, "index": 9.2],
    "opus": ["receive": 1.4, "validate": 3.9, "convert": 7.2, "load": 22.8, "index": 5.0],
  ]

  private func duration(_ system: String, _ stage: String, _ second: Int) -> Double {
    let base = Self.seconds[system]?[stage] ?? 1
    let noise = Noise.unit("d", system, stage, "", second / 60) - 0.5
    // Loading into Bitrix has become slow only lately.
    let isSlow = system == "bitrix" && stage == "load" && second < -1_500
    let value = base * (isSlow ? 0.86 : 1) * (1 + 0.05 * noise)
    return (value * 100).rounded() / 100
  }

  private func messages(_ queue: String, _ second: Int) -> Double {
    let noise = Noise.unit("q", queue, "", "", second / 30)
    switch queue {
    case "orders":
      // Above the limit of 50 for a quarter of an hour, and to stay.
      let level = second < -900 ? 24 : min(73, 24 + Double(second + 900) / 4)
      return (level + 5 * noise).rounded()
    case "catalog.import": return (28 + 7 * noise).rounded()
    case "opus.sync":
      let waits = Self.opusOutage.contains(second) ? Double(second + 21_000) / 9 : 0
      return (6 + waits + 4 * noise).rounded()
    case "bitrix.push": return (3 + 2 * noise).rounded()
    default: return noise > 0.97 ? 1 : 0
    }
  }

  private func logs(_ level: String, _ app: String, slot: Int) -> Int {
    let second = slot * 15
    switch level {
    case "error":
      guard second >= Self.firstError else { return 0 }
      return (second - Self.firstError) % 720 == 0 ? 1 : 0
    case "warn": return Noise.unit("l", level, app, "", slot) < 0.05 ? 1 : 0
    case "info": return 3 + Int(Noise.unit("l", level, app, "", slot) * 6)
    default: return 0
    }
  }
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
