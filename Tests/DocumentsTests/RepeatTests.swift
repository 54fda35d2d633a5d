import Documents
import Metrics
import Testing

/// Panels and rows that stand there once for each value of a variable.
struct RepeatTests {
  private func expanded(
    _ panels: String,
    _ values: [String: [String]]
  ) throws -> [PanelSpec] {
    let names = values.keys.sorted().map { #"{ "name": "\#($0)", "type": "custom" }"# }
    let (dashboard, _) = try Reading.dashboard(
      """
      { "schemaVersion": 39, "templating": { "list": [\(names.joined(separator: ","))] },
        "panels": [\(panels)] }
      """
    )
    return dashboard.expanded(values.mapValues { VariableValue(values: $0) })
  }

  private func places(_ panels: [PanelSpec]) -> [String] {
    panels.map { panel in
      let scope = panel.scoped.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.value)" }
      let grid = panel.grid
      return ([panel.title] + scope + ["\(grid.x),\(grid.y) \(grid.w)×\(grid.h)"])
        .joined(separator: " ")
    }
  }

  private static let below =
    #"{ "id": 9, "title": "Z", "type": "stat", "gridPos": { "x": 0, "y": 4, "w": 24, "h": 2 } }"#

  private static func panel(_ rest: String, w: Int = 12) -> String {
    #"{ "id": 1, "title": "P", "type": "stat", "repeat": "x", \#(rest) "gridPos": { "x": 0, "y": 0, "w": \#(w), "h": 4 } }, \#(below)"#
  }

  @Test(arguments: [
    ("", ["a"], ["P x=a 0,0 24×4", "Z 0,4 24×2"]),
    ("", ["a", "b"], ["P x=a 0,0 12×4", "P x=b 12,0 12×4", "Z 0,4 24×2"]),
    (
      "", ["a", "b", "c", "d", "e"],
      [
        "P x=a 0,0 6×4", "P x=b 6,0 6×4", "P x=c 12,0 6×4", "P x=d 18,0 6×4", "P x=e 0,4 6×4",
        "Z 0,8 24×2",
      ]
    ),
    (
      #""maxPerRow": 2,"#, ["a", "b", "c"],
      ["P x=a 0,0 12×4", "P x=b 12,0 12×4", "P x=c 0,4 12×4", "Z 0,8 24×2"]
    ),
    (
      #""repeatDirection": "v","#, ["a", "b"], ["P x=a 0,0 12×4", "P x=b 0,4 12×4", "Z 0,8 24×2"]
    ),
    // Fifths of 24 columns fill the row all the same.
    (
      #""maxPerRow": 5,"#, ["a", "b", "c", "d", "e"],
      [
        "P x=a 0,0 4×4", "P x=b 4,0 5×4", "P x=c 9,0 5×4", "P x=d 14,0 5×4", "P x=e 19,0 5×4",
        "Z 0,4 24×2",
      ]
    ),
    ("", [], ["P 0,0 12×4", "Z 0,4 24×2"]),
  ])
  func aPanelIsRepeated(rest: String, values: [String], wanted: [String]) throws {
    #expect(try places(expanded(Self.panel(rest), ["x": values])) == wanted)
  }

  private static let row = """
    { "id": 1, "type": "row", "title": "R", "repeat": "x", "gridPos": { "x": 0, "y": 0, "w": 24, "h": 1 } },
    { "id": 2, "type": "stat", "title": "A", "gridPos": { "x": 0, "y": 1, "w": 24, "h": 3 } },
    { "id": 3, "type": "stat", "title": "B", "repeat": "y", "gridPos": { "x": 0, "y": 4, "w": 24, "h": 2 } },
    { "id": 4, "type": "row", "title": "S", "gridPos": { "x": 0, "y": 6, "w": 24, "h": 1 } },
    { "id": 5, "type": "stat", "title": "C", "gridPos": { "x": 0, "y": 7, "w": 24, "h": 2 } }
    """

  @Test func aRowIsRepeatedWithItsPanels() throws {
    let panels = try expanded(Self.row, ["x": ["a", "b"], "y": ["1", "2"]])
    #expect(
      places(panels) == [
        "R x=a 0,0 24×1", "A x=a 0,1 24×3", "B x=a y=1 0,4 12×2", "B x=a y=2 12,4 12×2",
        "R x=b 0,6 24×1", "A x=b 0,7 24×3", "B x=b y=1 0,10 12×2", "B x=b y=2 12,10 12×2",
        "S 0,12 24×1", "C 0,13 24×2",
      ]
    )
    #expect(Set(panels.map(\.id)).count == panels.count)
    #expect(panels.map(\.fileID) == [1, 2, 3, 3, 1, 2, 3, 3, 4, 5])
    #expect(panels.allSatisfy { PanelSpec.fileID(of: $0.id) == $0.fileID })
  }

  @Test func aCopyKeepsItsIdWhateverStandsBeforeIt() throws {
    let two = try expanded(Self.panel(""), ["x": ["a", "b"]])
    let three = try expanded(Self.panel(""), ["x": ["c", "a", "b"]])
    #expect(
      two.first { $0.scoped["x"]?.value == "b" }?.id
        == three.first { $0.scoped["x"]?.value == "b" }?.id
    )
    #expect(three.map(\.id).first == 1)
  }

  @Test func tooManyAreTold() throws {
    let values = (0..<350).map { "v\($0)" }
    let panels = try expanded(Self.panel(""), ["x": values])
    #expect(panels.count == 201)
    #expect(
      panels[0].problems.map(\.what) == ["repeated for the first 200 of 350 values of `x`"]
    )
  }

  @Test func anUnknownVariableLeavesOneAndIsTold() throws {
    let (dashboard, problems) = try Reading.dashboard(
      #"{ "schemaVersion": 39, "panels": [{ "type": "stat", "title": "P", "repeat": "no" }] }"#
    )
    #expect(dashboard.expanded([:]).map(\.title) == ["P"])
    #expect(
      problems.map(\.what) == [
        "it is repeated by \"no\", which is no variable, so shown once in \"P\""
      ]
    )
  }

  @Test func aValueStandsAloneInACopy() throws {
    let variable = Variable(
      name: "x",
      kind: .custom(["a.b", "c"].map { VariableOption(text: $0.uppercased(), value: $0) }),
      isMulti: true,
      current: ["a.b", "c"]
    )
    var resolver = VariableResolver([variable], chosen: [:], title: "Shop")
    let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 3_600))
    let builtIns = BuiltIns(
      interval: .seconds(15),
      rateInterval: .seconds(60),
      range: range,
      zone: .utc
    )
    #expect(resolver.interpolation(builtIns).query(#"a{x=~"$x"}"#) == #"a{x=~"(a\\.b|c)"}"#)
    resolver.scoped = ["x": VariableOption(text: "A.B", value: "a.b")]
    let names = resolver.interpolation(builtIns)
    #expect(names.query(#"a{x=~"$x"}"#) == #"a{x=~"a\\.b"}"#)
    #expect(names.title("of $x on $__dashboard") == "of A.B on Shop")
    #expect(names.text("of $x") == "of a.b")
  }
}
