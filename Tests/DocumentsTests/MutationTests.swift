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
