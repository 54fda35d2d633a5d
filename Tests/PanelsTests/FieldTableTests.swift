import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Grafana's table: its columns, cells, order and footer.
struct FieldTableTests {
  private func drawn(
    _ options: String,
    _ frames: [DataFrame],
    _ columns: Int = 80,
    _ rows: Int = 8
  ) throws -> Canvas {
    let spec = try FieldSample.spec("table", options)
    return try FieldSample.drawn(spec, frames, columns: columns, rows: rows)
  }

  private func rows(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.rows).map {
      String(canvas.row($0).filter { !$0.isContinuation }.map(\.character)).trimmedRight
    }
  }

  private func words(_ canvas: Canvas, column: Int) -> [String] {
    rows(canvas).dropFirst().filter { !$0.isEmpty }
      .map { String($0.split(separator: " ")[column]) }
  }

  private static func services(
    _ type: String,
    _ change: (inout CellStyle) -> Void = { _ in }
  ) -> DataFrame {
    FieldSample.services {
      $0[2].config.cell.type = type
      change(&$0[2].config.cell)
    }
  }

  @Test func markdownIsShownWithoutItsMarks() throws {
    let table = FieldSample.services {
      $0[1].values = .texts(["**bold** [here](http://x)", "a", "b", "c", nil])
      $0[1].config.cell.type = "markdown"
    }
    #expect(try rows(drawn("{}", [table])).contains { $0.contains("bold here") })
  }

  @Test func aColumnCanBeWithoutItsHead() throws {
    let shown = FieldSample.services { _ in }
    let hidden = FieldSample.services { $0[2].config.cell.hidesHeader = true }
    let name = shown.fields[2].displayName.safe
    #expect(try rows(drawn("{}", [shown]))[0].contains(name))
    let lines = try rows(drawn("{}", [hidden]))
    #expect(!lines[0].contains(name))
    #expect(lines.count { !$0.isEmpty } > 1)
  }

  @Test func aCourseCanBeWithoutItsValue() throws {
    let series = FrameSeries(name: "a", timestamps: [0, 1, 2], values: [1, 2, 777])
    var field = Field("Trend", .trends([series]))
    #expect(try rows(drawn("{}", [DataFrame(fields: [field])])).contains { $0.contains("777") })
    field.config.cell.valueMode = "hidden"
    let lines = try rows(drawn("{}", [DataFrame(fields: [field])]))
    #expect(!lines.contains { $0.contains("777") })
    #expect(lines[1].contains { !$0.isWhitespace })
  }

  @Test func aTableIsDrawnAsItsFileSays() throws {
    let sheet = FieldSample.sheet([
      ("plain", try drawn("{}", [Self.services("auto")])),
      ("text", try drawn("{}", [Self.services("color-text")])),
      ("ground", try drawn("{}", [Self.services("color-background")])),
      ("row", try drawn("{}", [Self.services("color-background") { $0.appliesToRow = true }])),
      ("bar", try drawn("{}", [Self.services("gauge") { $0.mode = "basic" }], 100)),
      ("lcd", try drawn("{}", [Self.services("gauge") { $0.mode = "lcd" }], 100)),
      (
        "footer",
        try drawn(#"{"footer.show": true, "footer.reducer": ["sum"]}"#, [Self.services("auto")])
      ),
      ("no header", try drawn(#"{"showHeader": false}"#, [Self.services("auto")], 80, 6)),
      ("narrow", try drawn("{}", [Self.services("auto")], 40, 5)),
    ])
    try expectGolden(sheet, "grafana-table")
  }

  /// No cell shows a picture; its address is told, and what stands for it.
  @Test func aPictureIsItsAddress() throws {
    let table = FieldSample.services {
      $0[0].config.cell.type = "image"
      $0[0].config.cell.alternative = "logo\u{1B}"
    }
    let plain = words(try drawn("{}", [FieldSample.services { _ in }]), column: 0)
    #expect(words(try drawn("{}", [table]), column: 0) == plain.map { _ in "logo␛" })
    #expect(words(try drawn("{}", [table]), column: 1) == plain)
  }

  @Test(
    arguments: [
      (#"[{"displayName": "service", "desc": false}]"#, "api billing search web-2 web-10"),
      (#"[{"displayName": "service", "desc": true}]"#, "web-10 web-2 search billing api"),
      (#"[{"displayName": "load", "desc": true}]"#, "web-2 web-10 search api billing"),
      (#"[{"displayName": "load"}]"#, "billing api search web-10 web-2"),
      (#"[{"displayName": "nothing"}]"#, "api web-10 web-2 billing search"),
      ("[]", "api web-10 web-2 billing search"),
    ]
  )
  func rowsAreOrdered(sorts: String, order: String) throws {
    let table = FieldSample.services { $0.remove(at: 0) }
    let canvas = try drawn(#"{"sortBy": \#(sorts)}"#, [table])
    #expect(words(canvas, column: 0).joined(separator: " ") == order)
  }

  @Test func columnsAreHiddenAlignedAndAsWideAsTheFileSays() throws {
    let table = DataFrame(fields: [
      FieldSample.field("hidden", .numbers([1]), FieldSample.config { $0.cell.isHidden = true }),
      FieldSample.field("left", .numbers([2]), FieldSample.config { $0.cell.align = "left" }),
      FieldSample.field("right", .texts(["x"]), FieldSample.config { $0.cell.align = "right" }),
      FieldSample.field("mid", .texts(["y"]), FieldSample.config { $0.cell.align = "center" }),
      FieldSample.field("wide", .texts(["z"]), FieldSample.config { $0.cell.width = 160 }),
      FieldSample.field("least", .texts(["z"]), FieldSample.config { $0.cell.minWidth = 80 }),
      FieldSample.field("end", .texts(["z"])),
    ])
    let lines = rows(try drawn("{}", [table], 80, 2))
    #expect(lines[0] == "left  right  mid  wide                  least       end")
    #expect(lines[1] == "2         x   y   z                     z           z")
  }

  @Test func aHeaderIsTheNameThatIsShown() throws {
    var field = FieldSample.field("Value", .numbers([1]))
    field.displayName = "Requests"
    #expect(rows(try drawn("{}", [DataFrame(fields: [field])], 20, 2)) == ["Requests", "       1"])
  }

  @Test(
    arguments: [
      (#"{"footer.show": true, "footer.reducer": ["sum"]}"#, "Total       12"),
      (
        #"{"footer.show": true, "footer.reducer": ["mean"], "footer.fields": ["b"]}"#,
        "Mean         4"
      ),
      (#"{"footer.show": true, "footer.reducer": ["sum"], "footer.fields": ["c"]}"#, ""),
      (
        #"{"footer.show": true, "footer.reducer": ["count"], "footer.countRows": true}"#,
        "Count 3"
      ), (#"{"footer.show": false, "footer.reducer": ["sum"]}"#, ""),
    ]
  )
  func aFooterReducesColumns(options: String, footer: String) throws {
    let table = DataFrame(fields: [
      FieldSample.field("a name", .texts(["x", "y", "z"])),
      FieldSample.field("b", .numbers([2, 4, 6])),
    ])
    let line = rows(try drawn(options, [table], 40, 6)).last ?? ""
    #expect(line.filter { $0 != " " } == footer.filter { $0 != " " })
  }

  @Test func aColumnHasAFooterOfItsOwn() throws {
    let table = DataFrame(fields: [
      FieldSample.field("a", .texts(["x", "y"])),
      FieldSample.field(
        "b",
        .numbers([2, 4]),
        FieldSample.config { $0.cell.footer = ["max", "min"] }
      ),
    ])
    let lines = rows(try drawn("{}", [table], 40, 6))
    #expect(
      lines.suffix(2).map { $0.split(separator: " ").joined(separator: " ") } == ["Max 4", "Min 2"]
    )
  }

  @Test func theFirstOfSeveralTablesIsShown() throws {
    let frames = [FieldSample.series("api", [1, 2]), FieldSample.series("web", [3])]
    let spec = try FieldSample.spec("table")
    let panel = try PanelCatalog.make(spec).get()
    let frame = FieldSample.frame(frames)
    let heading = panel.heading(frame, in: FieldSample.context(), columns: 40)
    #expect(heading.unit == "2 rows, table 1 of 2")
    #expect(rows(try drawn("{}", frames, 60, 4))[0].hasSuffix("api"))
    #expect(rows(try drawn(#"{"frameIndex": 1}"#, frames, 60, 4))[0].hasSuffix("web"))
    #expect(rows(try drawn(#"{"frameIndex": 9}"#, frames, 60, 4))[0].hasSuffix("web"))
    let told = panel.readings(frame, in: FieldSample.context())
    #expect(told.map(\.name.raw) == ["api", "web"])
    #expect(told.map(\.series) == [0, 1])
  }

  @Test func eachNumberInANamedRowIsTold() throws {
    let panel = try PanelCatalog.make(try FieldSample.spec("table")).get()
    let frame = FieldSample.frame([FieldSample.services()])
    let told = panel.readings(frame, in: FieldSample.context())
    #expect(told.count == 10)
    #expect(told[0].name.raw == "api load")
    #expect(told[0].text == "12%")
    #expect(told[0].value == 12)
  }

  @Test func coloursAreWhereTheFilePutsThem() throws {
    func style(_ type: String, _ change: (inout CellStyle) -> Void = { _ in }) throws -> Style {
      let canvas = try drawn("{}", [Self.services(type, change)])
      return try #require(canvas.row(3).first { $0.character == "%" }).style
    }
    let (red, theme) = (Theme.dark.critical, Theme.dark)
    #expect(try style("auto") == Style(theme.text))
    #expect(try style("color-text") == Style(red))
    #expect(try style("color-background") == Style(theme.ink(on: red), on: red))
    #expect(try style("gauge") == Style(red))
    #expect(try style("gauge") { $0.valueMode = "text" } == Style(theme.text))
    let row = try drawn("{}", [Self.services("color-background") { $0.appliesToRow = true }])
    #expect(row.row(3).allSatisfy { $0.style.background == red })
  }

  @Test func columnsWithoutRoomAreCounted() throws {
    let table = DataFrame(
      fields: (0..<12).map { FieldSample.field("column \($0)", .numbers([123_456])) }
    )
    let lines = rows(try drawn("{}", [table], 60, 3))
    #expect(lines[0].hasSuffix("+6 columns"))
    #expect(lines[1].split(separator: " ").count == 6)
  }

  @Test func rowsWithoutRoomAreCounted() throws {
    let table = DataFrame(fields: [
      FieldSample.field("n", .numbers((0..<10_000).map(Double.init)))
    ])
    #expect(rows(try drawn("{}", [table], 30, 4)) == ["n", "0", "1", "+9998 more"])
  }

  @Test func aMomentIsADateAndIsCutFromItsHead() throws {
    let table = FieldSample.services { $0 = [$0[0], $0[1]] }
    #expect(rows(try drawn("{}", [table], 40, 3))[1] == "2026-11-24 16:58:41  api")
    #expect(rows(try drawn("{}", [table], 20, 3))[1] == "…4 16:58:41  api")
  }

  @Test func wordsOfAListAreGroundsOfTheirOwn() throws {
    let table = DataFrame(fields: [
      FieldSample.field(
        "tags",
        .texts([#"["eu","us"]"#, "eu"]),
        FieldSample.config { $0.cell.type = "pill" }
      )
    ])
    let canvas = try drawn("{}", [table], 30, 3)
    #expect(rows(canvas)[1] == " eu   us")
    let grounds = [canvas[1, 1], canvas[6, 1], canvas[1, 2]].map(\.style.background)
    #expect(grounds[0] == grounds[2])
    #expect(grounds[0] != grounds[1])
  }
}
