import Canvas
import Documents
import Engine
import Glibc
import Interface
import Metrics
import Panels

/// How long Grafana dashboards of a folder take from their bytes to a laid-out screen.
enum ImportBenchmark {
  /// The folder that `PROMWALL_CORPUS` names; nothing without.
  ///
  /// - Returns: Lines to print: the largest, the slowest, all of them one after the other.
  static func run() -> [(String, String)] {
    guard let folder = getenv("PROMWALL_CORPUS").map({ String(cString: $0) }) else { return [] }
    let files = Library.expanded([folder]).compactMap { path in
      (try? Files.read(path)).map { (path: path, bytes: $0) }
    }
    guard let largest = files.max(by: { $0.bytes.count < $1.bytes.count }) else { return [] }
    let clock = ContinuousClock()
    var slowest = Duration.zero
    let all = clock.measure {
      for file in files {
        slowest = max(slowest, clock.measure { open(file.bytes, file: file.path) })
      }
    }
    let best =
      (0..<10).map { _ in clock.measure { open(largest.bytes, file: largest.path) } }.min()
      ?? .zero
    return [
      ("the largest, best of 10", DrawBenchmark.text(best)),
      ("the slowest, once", DrawBenchmark.text(slowest)),
      ("all \(files.count)", "\(all.milliseconds) ms"), ("resident at most", peak() ?? "?"),
    ]
  }

  private static func open(_ bytes: [UInt8], file: String) {
    guard
      let opened = try? DashboardFile.open(bytes, file: file, kinds: PanelCatalog.kinds)
    else { return }
    var state = State(
      size: Size(columns: 200, rows: 60),
      now: Timestamp(seconds: 1_795_539_761),
      opened: OpenedDashboard(dashboard: opened.dashboard, problems: opened.problems),
      environments: [
        Documents.Environment(
          name: "prod",
          prometheus: Connection(url: "http://127.0.0.1:9090")
        )
      ],
      watching: ["prod"]
    )
    _ = state.apply(.tick(state.now))
    var canvas = Canvas(size: state.size)
    state.draw(on: &canvas)
  }

  /// Of the whole process, by the kernel.
  private static func peak() -> String? {
    guard let bytes = try? Files.read("/proc/self/status") else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }
      .map { String($0.dropFirst(6).drop { $0 == " " || $0 == "\t" }) }
  }
}
