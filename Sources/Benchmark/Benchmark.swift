import Canvas
import Documents
import Interface
import Metrics
import Panels

/// Prints the figures that the closing notes and the README quote.
///
/// Run it in release: `swift run -c release Benchmark`. Machines differ and are noisy: compare
/// ratios on one machine, best of many runs.
@main
enum Benchmark {
  static func main() {
    print("decode, best of 20")
    for figure in DecodeBenchmark.run() {
      let name = figure.name.padded(to: 34)
      print("  \(name) \(Int(figure.megabytesPerSecond.rounded())) MB/s")
    }
    let dashboards = ImportBenchmark.run()
    if !dashboards.isEmpty { print("Grafana dashboards, from bytes to a screen of 200x60") }
    for (name, figure) in dashboards { print("  \(name.padded(to: 34)) \(figure)") }
    print("one frame of a 160x48 wall with 8 panels, best of 200")
    for (name, duration) in DrawBenchmark.run() {
      print("  \(name.padded(to: 34)) \(DrawBenchmark.text(duration))")
    }
    print("the list of 1,000 alerts of 10 environments at 160x48, a key to its frame")
    for (name, duration) in AlertBenchmark.run() {
      print("  \(name.padded(to: 34)) \(DrawBenchmark.text(duration))")
    }
    print("a key to its frame, 40 panels of 20 series at 200x60, answers coming, 2000 keys")
    for (name, duration) in KeyBenchmark.run() {
      print("  \(name.padded(to: 34)) \(DrawBenchmark.text(duration))")
    }
    print("the same of a Grafana dashboard whose lines are filled")
    var filled = FieldConfig()
    filled.unit = "Bps"
    filled.graph.fillOpacity = 10
    for (name, duration) in KeyBenchmark.run(fields: FieldRules(defaults: filled)) {
      print("  \(name.padded(to: 34)) \(DrawBenchmark.text(duration))")
    }
  }
}
