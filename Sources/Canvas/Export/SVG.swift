extension Canvas {
  /// The canvas as a picture that no font can spoil: blocks and braille are drawn as shapes.
  ///
  /// - Parameters:
  ///   - title: Says what it is, for readers that don't see it.
  ///   - description: The screen's text for them.
  ///   - theme: Gives the ground and the colour of plain text.
  /// - Returns: A whole SVG 1.1 document.
  package func svg(title: String, description: String, theme: Theme = .dark) -> String {
    SVG(canvas: self, theme: theme).document(title: title, description: description)
  }
}

private struct SVG {
  let canvas: Canvas
  let theme: Theme
  let width = 8
  let height = 17

  func document(title: String, description: String) -> String {
    let (w, h) = (canvas.size.columns * width, canvas.size.rows * height)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)"\
       role="img" aria-labelledby="title desc">
      <title id="title">\(escaped(title))</title>
      <desc id="desc">\(escaped(description))</desc>
      <rect width="\(w)" height="\(h)" fill="\(theme.ground.hex ?? "#000000")"/>
      <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13"\
       shape-rendering="crispEdges">

      """
    for row in 0..<canvas.size.rows {
      backgrounds(row, &text)
      shapes(row, &text)
      words(row, &text)
    }
    return text + "</g>\n</svg>\n"
  }

  private func colors(_ style: Style) -> (fore: String, back: String?) {
    var fore = style.foreground.hex ?? theme.text.hex ?? "#ffffff"
    var back = style.background.hex
    if style.attributes.contains(.reverse) {
      (fore, back) = (back ?? theme.ground.hex ?? "#000000", fore)
    }
    return (fore, back)
  }

  private func rect(_ x: Int, _ y: Int, _ w: Int, _ h: Int, _ color: String) -> String {
    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(w)\" height=\"\(h)\" fill=\"\(color)\"/>\n"
  }

  private func backgrounds(_ row: Int, _ text: inout String) {
    var column = 0
    while column < canvas.size.columns {
      guard let back = colors(canvas[column, row].style).back else {
        column += 1
        continue
      }
      let start = column
      while column < canvas.size.columns, colors(canvas[column, row].style).back == back {
        column += 1
      }
      text += rect(start * width, row * height, (column - start) * width, height, back)
    }
  }

  private func shapes(_ row: Int, _ text: inout String) {
    for column in 0..<canvas.size.columns {
      let cell = canvas[column, row]
      guard let scalar = cell.character.unicodeScalars.first?.value else { continue }
      let (x, y) = (column * width, row * height)
      let fore = colors(cell.style).fore
      switch scalar {
      case 0x2581...0x2588:
        let filled = (Int(scalar - 0x2580) * height + 4) / 8
        text += rect(x, y + height - filled, width, filled, fore)
      case 0x2589...0x258F: text += rect(x, y, Int(0x2590 - scalar), height, fore)
      case 0x2580: text += rect(x, y, width, height / 2, fore)
      case 0x2590: text += rect(x + width / 2, y, width / 2, height, fore)
      case 0x2591...0x2593:
        let opacity = [0.25, 0.5, 0.75][Int(scalar - 0x2591)]
        text += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
        text += " fill=\"\(fore)\" fill-opacity=\"\(opacity)\"/>\n"
      case 0x2500: text += rect(x, y + height / 2, width, 1, fore)
      case 0x2502: text += rect(x + width / 2, y, 1, height, fore)
      case 0x254C:
        text += rect(x, y + height / 2, 3, 1, fore) + rect(x + 4, y + height / 2, 3, 1, fore)
      case 0x25A0: text += rect(x, y + 5, 7, 7, fore)
      case 0x2801...0x28FF: braille(scalar - 0x2800, x: x, y: y, color: fore, &text)
      default: break
      }
    }
  }

  private func braille(_ mask: UInt32, x: Int, y: Int, color: String, _ text: inout String) {
    let places = [(1, 2), (1, 6), (1, 10), (5, 2), (5, 6), (5, 10), (1, 14), (5, 14)]
    for (bit, place) in places.enumerated() where mask & (1 << UInt32(bit)) != 0 {
      text += rect(x + place.0, y + place.1, 2, 2, color)
    }
  }

  private static func isShape(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2580...0x2593).contains(scalar) || (0x2800...0x28FF).contains(scalar)
      || [0x2500, 0x2502, 0x254C, 0x25A0].contains(scalar)
  }

  /// Runs of one look, each as wide as its cells.
  private func words(_ row: Int, _ text: inout String) {
    var column = 0
    while column < canvas.size.columns {
      let cell = canvas[column, row]
      guard cell.character != " ", !cell.isContinuation, !Self.isShape(cell.character) else {
        column += 1
        continue
      }
      let start = column
      var run = ""
      while column < canvas.size.columns {
        let next = canvas[column, row]
        guard next.style == cell.style, !Self.isShape(next.character) else { break }
        if next.character == " ", canvas[column + 1, row].character == " " { break }
        if !next.isContinuation { run.append(next.printable) }
        column += 1
      }
      while run.last == " " { run.removeLast() }
      let bold = cell.style.attributes.contains(.bold) ? " font-weight=\"bold\"" : ""
      let line = cell.style.attributes.contains(.underline) ? " text-decoration=\"underline\"" : ""
      text += "<text x=\"\(start * width)\" y=\"\(row * height + 13)\""
      text += " textLength=\"\(TextWidth.of(run) * width)\" lengthAdjust=\"spacingAndGlyphs\""
      text += " fill=\"\(colors(cell.style).fore)\"\(bold)\(line) xml:space=\"preserve\">"
      text += "\(escaped(run))</text>\n"
    }
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      guard character != "\n" else { return result.append(character) }
      // By scalars: `<` and a combining mark are one character that isn't `<`.
      for scalar in Cell(character).printable.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
  }
}
