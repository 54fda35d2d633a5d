import Canvas
import Metrics

/// A column of a Grafana table as it is shown.
struct TableColumn {
  enum Look: Hashable {
    case text, coloredText
    case background(isWholeRow: Bool)
    case bar(BarInk.Mode)
    case course, pill, links, markdown
  }

  let field: Field
  let maker: ItemMaker
  let options: FieldOptions
  let look: Look
  let alignment: TextAlignment
  let context: DrawContext

  init(_ place: Int, of table: DataFrame, in context: DrawContext) {
    field = table.fields[place]
    self.context = context
    maker = ItemMaker(table: table, place: place, context: context)
    options = field.measuredOptions
    look = Self.look(of: field)
    let isNumeric = field.values.isNumeric
    switch field.config.cell.align {
    case "left": alignment = .left
    case "right": alignment = .right
    case "center": alignment = .center
    default: alignment = isNumeric ? .right : .left
    }
  }

  private static func look(of field: Field) -> Look {
    let cell = field.config.cell
    if case .trends = field.values { return .course }
    switch cell.type {
    case "color-text": return .coloredText
    case "color-background": return .background(isWholeRow: cell.appliesToRow == true)
    case "gauge" where field.values.isNumeric:
      return .bar(cell.mode.flatMap { BarInk.Mode(rawValue: $0) } ?? .gradient)
    case "pill": return .pill
    case "data-links": return .links
    case "markdown": return .markdown
    default: return .text
    }
  }

  var head: String { field.config.cell.hidesHeader == true ? "" : field.displayName.safe }

  /// Of a text never more than so many columns, unless the file says so.
  private static let mostText = 60

  func shown(_ row: Int) -> ShownValue {
    if look == .links {
      return ShownValue(
        text: (field.config.links ?? []).map { ForeignText($0.title).safe }.joined(separator: ", ")
      )
    }
    var shown = options.shownSafely(field.values[row], in: context)
    if look == .markdown {
      let lines = Markdown.lines(shown.text.split(separator: "\n").map(String.init), context)
      shown.text = lines.map { $0.map(\.text).joined() }.joined(separator: " ")
    }
    // No cell shows a picture: what stands for all of them, and this one's address.
    if field.config.cell.type == "image", let text = field.config.cell.alternative {
      shown.text = [ForeignText(text).safe, shown.text].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
    return shown
  }

  /// Whether more room makes its cells better.
  var isFlexible: Bool {
    switch look {
    case .bar, .course: true
    case .text, .coloredText, .background, .pill, .links, .markdown: false
    }
  }

  /// Whether its cells lose their meaning when they are cut.
  private var isWhole: Bool { field.values.isNumeric }

  /// A cell's text in exactly so many columns; of a moment that is cut the end is kept, the time of
  /// the day.
  func fitted(_ text: String, to columns: Int) -> String {
    let width = TextWidth.of(text)
    guard case .times = field.values, width > columns, columns > 1 else {
      return text.padded(to: columns, alignment: alignment)
    }
    return "…" + text.suffix(columns - 1)
  }

  /// - Parameter texts: Of its cells.
  /// - Returns: How many columns it wants, and below how many it says nothing true.
  func widths(_ texts: [String]) -> (wanted: Int, least: Int) {
    let longest = texts.map { TextWidth.of($0) }.max() ?? 0
    let extra =
      switch look {
      case .bar: longest > 0 ? 9 : 8
      case .course: 13
      case .pill: 2
      case .text, .coloredText, .background, .links, .markdown: 0
      }
    let least = max(1, isWhole || isFlexible ? longest + (isFlexible ? 5 : 0) : min(longest, 9))
    if let pixels = field.config.cell.width, pixels > 0 {
      let columns = (pixels / 8).whole(from: 3, to: 400)
      return (max(columns, least), min(least, max(columns, least)))
    }
    let floor = field.config.cell.minWidth.map { ($0 / 8).whole(from: 0, to: 400) } ?? 0
    let wanted = max(TextWidth.of(head), min(Self.mostText, longest + extra), floor, least)
    return (wanted, least)
  }
}
