extension Canvas {
  /// The rows as text, blanks at their ends cut, each with a line end.
  package func text() -> String {
    var text = ""
    for row in 0..<size.rows {
      var line = ""
      for cell in self.row(row) where !cell.isContinuation { line.append(cell.printable) }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}

extension Cell {
  /// The character, or `?` for one that would command a terminal: the last guard before output.
  package var printable: Character {
    character.isHarmless && TextWidth.of(character) > 0 ? character : "?"
  }
}

extension Character {
  /// Whether nothing in it commands a terminal.
  var isHarmless: Bool {
    if let ascii = asciiValue { return (0x20..<0x7F).contains(ascii) }
    return unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      default: true
      }
    }
  }
}
