import Canvas
import Documents
import Metrics

/// The data of a Grafana panel whose type no kind draws, in a table that says so.
struct TableInstead: Panel {
  static let names: [String] = []
  static let summary = "The data of what can't be drawn."
  static let options: [PanelOption] = []
  static let minimumSize = TablePanel.minimumSize
  static let reads = TablePanel.reads

  private let table: TablePanel
  private let sentence: String

  init(_ spec: PanelSpec) throws(Problem) {
    var plain = spec
    plain.options = Options()
    table = try TablePanel(plain)
    sentence = "\(ForeignText(String(spec.type.prefix(60))).safe), shown as a table"
  }

  func plotPoints(columns: Int, glyphs: GlyphSet) -> Int { columns }

  func heading(_ frame: Frame, in context: DrawContext, columns: Int) -> Heading {
    table.heading(Self.rows(frame), in: context, columns: columns)
  }

  func readings(_ frame: Frame, in context: DrawContext) -> [Reading] {
    table.readings(frame, in: context)
  }

  func draw(_ frame: Frame, on canvas: inout Canvas, in context: DrawContext) {
    let hasSentence = canvas.size.rows >= 3
    var inner = Canvas(
      size: Size(columns: canvas.size.columns, rows: canvas.size.rows - (hasSentence ? 1 : 0))
    )
    table.draw(Self.rows(frame), on: &inner, in: context)
    canvas.place(inner, at: Point(column: 0, row: hasSentence ? 1 : 0))
    guard hasSentence else { return }
    canvas.write(
      sentence.fitted(to: canvas.size.columns),
      at: .zero,
      style: Style(context.theme.dim)
    )
  }

  /// Where every column of numbers is a series over time: a row for each with its labels and last
  /// value, since a table shows one frame alone.
  private static func rows(_ frame: Frame) -> Frame {
    let isOverTime = frame.frames.allSatisfy { table in
      table.time != nil && table.fields.count == 2 && table.fields[1].values.isNumeric
    }
    guard isOverTime, let first = frame.frames.first else { return frame }
    let fields = frame.frames.map { $0.fields[1] }
    let names = Set(fields.flatMap { $0.labels.all.map(\.name.raw) }).sorted()
    let columns = names.map { name in
      var field = Field(ForeignText(name), .texts(fields.map { $0.labels[name]?.raw }))
      field.config.color = FieldColor(mode: "fixed", fixed: "text")
      return field
    }
    let values = fields.map { field -> Double in
      guard case .numbers(let numbers) = field.values else { return .null }
      return numbers.last { !$0.isNaN } ?? .null
    }
    var value = Field("Value", .numbers(values), config: fields.first?.config ?? FieldConfig())
    value.displayName = "Value"
    let called = Field("Name", .texts(fields.map(\.displayName.raw)))
    var result = frame
    let start = names.isEmpty ? [called] : columns
    result.frames = [DataFrame(refId: first.refId, fields: start + [value])]
    return result
  }
}
