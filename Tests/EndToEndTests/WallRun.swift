import Glibc
import Support

/// What befalls a wall.
enum Weather: String, CaseIterable {
  case calm = "nothing happens"
  case killed = "the server is killed"
  case started = "the server is started"
  case cut = "the line is cut"
  case mended = "the line is mended"
  case zone = "z: another zone"
  case resized = "another size"
  case broken = "the layout is broken"
  case whole = "the layout is mended"
  case stopped = "the process is stopped"
  case continued = "the process goes on"

  /// How long it stays so, in seconds: what it does to the screen must show within.
  var seconds: Int {
    switch self {
    case .killed, .stopped: 40
    case .cut: 60
    case .started, .mended, .continued: 60
    case .calm, .zone, .resized, .broken, .whole: 8
    }
  }
}

/// What a wall may say at a moment, from what was done to it.
struct Truth {
  /// Seconds since the server could no longer be reached, or since it can be again.
  var isReachable = true
  var reachableSince = 0.0
  var isBroken = false
  var brokenSince = 0.0
  var isStopped = false
  var zone: String
  var columns: Int
  var rows: Int

  /// Alerts are asked every 15 s, and the answer is waited for as long.
  private static let toNotice = 15.0 + 15 + 3 + 2
  /// Back-off after failures is at most a minute.
  private static let toRecover = 60.0 + 3 + 2
  private static let toReload = 4.0

  /// - Parameters:
  ///   - screen: Its rows.
  ///   - now: Seconds since 1970 when it was read.
  ///   - slack: How long reading it took.
  /// - Returns: What is wrong with it; empty where all of it is true.
  func faults(in screen: String, now: Double, slack: Double) -> [String] {
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let top = lines.first ?? ""
    var faults: [String] = []
    func expect(_ isSo: Bool, _ what: String) { if !isSo { faults.append(what) } }

    let isLive = top.contains("●")
    let isStale = top.contains("STALE") || top.contains("NO ANSWER")
    let knowsAlerts = ["1 WARNING", "!1"].contains { top.contains($0) }
    let saysUnknown = ["ALERTS UNKNOWN", "ALERTS?", "!?"].contains { top.contains($0) }
    expect(isLive != isStale, "live or stale, one of them")
    expect(knowsAlerts != saysUnknown, "the alerts, or that they are unknown")
    // The alert fires always, so that nothing else may ever be said.
    expect(!screen.contains("none firing"), "never none firing")
    guard !isStopped else { return [] }
    let passed = now - reachableSince
    if isReachable, passed > Self.toRecover { expect(isLive, "live for long") }
    if !isReachable, passed > Self.toNotice {
      expect(isStale && saysUnknown, "stale for long, its alerts unknown")
    }

    if columns >= 80 {
      let told = top.firstMatch(of: #/(\d\d):(\d\d):(\d\d) (\w+)/#)
      expect(told.map { String($0.4) } == zone, "the clock's zone is \(zone)")
      let parts = told.map { [$0.1, $0.2, $0.3].compactMap { Int($0) } } ?? []
      let today = parts.reduce(0) { $0 * 60 + $1 }
      let shift = zone == "UTC" ? 0 : 3600
      let late = (Int(now) + shift - today + 43_200) % 86_400 - 43_200
      expect((-1...Int(2 + slack)).contains(late), "the clock is \(late) s late")
    }
    // A panel that shows the server's own time says how old what is on the screen really is.
    if columns >= 80, rows >= 24, let shown = Self.moment(in: screen) {
      let old = now - shown
      if isLive, !top.contains(" stale") {
        expect(old <= 5 + 3 + 30 + slack, "live, and its data is \(Int(old)) s old")
      }
      if let age = Self.staleness(top) {
        // The alerts are asked less often than the panel, so they are the older ones.
        expect(age >= old - 5 - slack - 1, "said stale \(Int(age)) s, and it is \(Int(old)) s old")
      }
    } else if columns >= 80, rows >= 24 {
      faults.append("the panel with the server's time shows none")
    }
    if columns >= 80, rows >= 10, now - brokenSince > Self.toReload, !isStale {
      let says = screen.contains("the last good one stays")
      // Trouble with the server comes first on that line.
      if isReachable, passed > Self.toRecover { expect(says == isBroken, "the layout's fault") }
    }
    return faults
  }

  /// `1795630000` of the table that shows `time()`.
  private static func moment(in screen: String) -> Double? {
    screen.firstMatch(of: #/\b(1[789]\d{8})\b/#).flatMap { Double($0.1) }
  }

  /// The most seconds that `STALE 99s` and `STALE 2m` can mean.
  private static func staleness(_ top: String) -> Double? {
    guard let match = top.firstMatch(of: #/STALE (\d+)([sm])/#), let count = Double(match.1) else {
      return nil
    }
    return match.2 == "s" ? count + 1 : count * 60 + 60
  }
}
