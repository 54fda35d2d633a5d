import Documents
import Layouts
import Panels
import Support
import Testing

/// Damaged documents: decoding may complain, it never traps.
struct MutationTests {
  @Test(arguments: ShippedLayouts.all.map(\.name))
  func aLayoutMutatedByteByByteNeverTraps(name: String) throws {
    let bytes = try #require(ShippedLayouts.all.first { $0.name == name }).bytes
    var random = SeededRandom(seed: 7)
    var refused = 0
    for index in bytes.indices {
      var changed = bytes
      switch index % 4 {
      case 0: changed.remove(at: index)
      case 1: changed[index] = UInt8.random(in: 0...255, using: &random)
      case 2: changed.insert(UInt8.random(in: 0...255, using: &random), at: index)
      default: changed[index] = Array("{}[]\",:0-e\\".utf8).randomElement(using: &random) ?? 0
      }
      if !opens(changed) { refused += 1 }
    }
    #expect(refused > 0)
  }

  @Test(arguments: ShippedLayouts.all.map(\.name))
  func aLayoutCutAnywhereIsRefusedWithAPlace(name: String) throws {
    let bytes = try #require(ShippedLayouts.all.first { $0.name == name }).bytes
    let last = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
    for end in stride(from: 0, to: last, by: 7) {
      let error = #expect(throws: Problem.self) {
        try DashboardFile.open(Array(bytes[..<end]), file: name, kinds: PanelCatalog.kinds)
      }
      #expect(error?.position != nil)
    }
  }

  /// Each number of a Grafana dashboard, each too large for something.
  @Test(arguments: [
    "9223372036854774784", "-9223372036854775808", "1e300", "1e999", "-0.5", "\"x\"",
  ])
  func noNumberOfAGrafanaDashboardTraps(number: String) {
    let pattern = /: (\d+)/
    let text = GrafanaExport.text
    let places = text.matches(of: pattern).map { $0.output.1 }
    #expect(places.count > 20)
    for place in places {
      var changed = text
      changed.replaceSubrange(place.startIndex..<place.endIndex, with: number)
      #expect(opens(Array(changed.utf8)))
    }
    #expect(opens(Array(text.replacing(pattern, with: ": \(number)").utf8)))
  }

  @Test func aGrafanaDashboardMutatedByteByByteNeverTraps() {
    let bytes = Array(GrafanaExport.text.utf8)
    var random = SeededRandom(seed: 11)
    var refused = 0
    for index in bytes.indices {
      var changed = bytes
      changed[index] = Array("{}[]\",:0-e\\".utf8).randomElement(using: &random) ?? 0
      if !opens(changed) { refused += 1 }
    }
    #expect(refused > bytes.count / 4 && refused < bytes.count)
  }

  /// Opened and every panel made, as the program would.
  private func opens(_ bytes: [UInt8]) -> Bool {
    guard
      let opened = try? DashboardFile.open(bytes, file: "x.json", kinds: PanelCatalog.kinds)
    else { return false }
    for panel in opened.dashboard.panels { _ = PanelCatalog.make(panel) }
    _ = opened.problems.map(\.description)
    return true
  }
}
