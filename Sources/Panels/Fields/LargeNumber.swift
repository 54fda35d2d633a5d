import Canvas

/// A text that is a number with a unit, for big digits: `41.3 s`, `$1.5K`, `-7`.
struct LargeNumber {
  var sign: String
  var number: String
  var unit: String

  /// nil where big digits would not say it: words, dates, versions.
  init?(_ text: String) {
    let sign = text.prefix { !$0.isASCII || !($0.isNumber || $0 == "-" || $0 == " ") }
    let rest = text.dropFirst(sign.count).drop { $0 == " " }
    let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let unit = rest.dropFirst(number.count)
    guard Double(number) != nil, TextWidth.of(sign) <= 3, TextWidth.of(unit) <= 12,
      !unit.contains(where: { $0 == ":" || $0 == "," || $0 == "-" || $0 == "." }),
      // `3 d 4 h` is a span, `10 m3` a number.
      !unit.split(separator: " ").contains(where: { $0.first?.isNumber == true }),
      !sign.contains("v")
    else { return nil }
    self.sign = String(sign)
    self.number = String(number)
    self.unit = String(unit.drop { $0 == " " })
  }

  var columns: Int {
    let digits = BigDigits.columns(number) ?? 0
    let before = TextWidth.of(sign)
    let behind = TextWidth.of(unit)
    return digits + (before > 0 ? before + 1 : 0) + (behind > 0 ? behind + 1 : 0)
  }

  /// The sign at the digits' head, the unit at their foot.
  func draw(on canvas: inout Canvas, at point: Point, style: Style, glyphs: GlyphSet) {
    var column = point.column
    if !sign.isEmpty {
      column = canvas.write(sign, at: Point(column: column, row: point.row), style: style) + 1
    }
    BigDigits.draw(
      number,
      on: &canvas,
      at: Point(column: column, row: point.row),
      style: style,
      glyphs: glyphs
    )
    column += (BigDigits.columns(number) ?? 0) + 1
    canvas.write(
      unit,
      at: Point(column: column, row: point.row + BigDigits.rows - 1),
      style: style.bold
    )
  }
}
