/// What shows canvases: the terminal, or in tests a list of frames.
@MainActor
package protocol Display {
  /// Columns and rows to draw for, asked before each frame.
  var size: Size { get }
  /// Shows a whole frame; the display finds what has changed.
  mutating func present(_ canvas: Canvas)
}

/// How many colours a terminal can show; each rung of the ladder holds the ones below it.
package enum ColorDepth: String, Hashable, Sendable, CaseIterable, Comparable {
  case mono
  case sixteen = "16"
  case palette = "256"
  case truecolor

  /// Whether series can be told apart by their colours alone.
  ///
  /// Of the terminal's own sixteen, red, yellow and green mean state; what is left is too few.
  package var tellsSeriesApart: Bool { self > .sixteen }

  package static func < (left: Self, right: Self) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// Which characters a terminal's font and encoding can be trusted with.
package enum GlyphSet: String, Hashable, Sendable, CaseIterable {
  case ascii, block, braille
}

/// A key, a click or a paste, as the terminal told it.
package enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  case click(Point)
  case doubleClick(Point)
  case scrollUp(Point)
  case scrollDown(Point)
  /// Text that was pasted at once, where the terminal tells that it was.
  case paste(String)
}
