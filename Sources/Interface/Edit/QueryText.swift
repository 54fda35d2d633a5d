package import Canvas
import Documents
import Metrics

/// A line editor's text and cursor; total, whatever is typed or pasted.
package struct QueryText: Hashable, Sendable {
  package private(set) var characters: [Character]
  /// Before which character what is typed goes: 0 to `characters.count`.
  package private(set) var cursor: Int

  /// More is no query.
  package static let limit = 20_000

  package init(_ text: String) {
    characters = Array(text.prefix(Self.limit))
    cursor = characters.count
  }

  package var text: String { String(characters) }

  /// Does what a key means to a line editor.
  ///
  /// - Returns: Whether the key is one of an editor's.
  package mutating func press(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace: remove(max(0, cursor - 1)..<cursor)
    case .delete, .control("d"): remove(cursor..<min(characters.count, cursor + 1))
    case .control("w"): remove(wordStart..<cursor)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    default: return false
    }
    return true
  }

  package mutating func insert(_ text: String) { replace(cursor..<cursor, with: text) }

  /// Puts text in the place of a range and the cursor behind it.
  package mutating func replace(_ range: Range<Int>, with text: String) {
    let range = range.clamped(to: 0..<characters.count)
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let room = max(0, Self.limit - characters.count + range.count)
    let head = String(characters[..<range.lowerBound]) + lines.prefix(room)
    // A mark joins the character before it, so all of it is counted anew.
    characters = Array(head + String(characters[range.upperBound...]))
    cursor = min(head.count, characters.count)
  }

  private mutating func remove(_ range: Range<Int>) { replace(range, with: "") }

  package mutating func move(to place: Int) { cursor = max(0, min(place, characters.count)) }

  /// Where the word before the cursor begins: a name, or signs of one kind; spaces behind it too.
  private var wordStart: Int {
    var start = cursor
    while start > 0, characters[start - 1].isWhitespace { start -= 1 }
    guard start > 0 else { return 0 }
    let isName = characters[start - 1].isPartOfName
    while start > 0, !characters[start - 1].isWhitespace,
      characters[start - 1].isPartOfName == isName
    {
      start -= 1
    }
    return start
  }
}

/// A text over rows of a width, with the place of its cursor.
package struct QueryRows {
  package struct Row {
    /// The character it begins with, and the one behind its last.
    package var range: Range<Int>
    /// What is shown of each character, and in which column.
    package var pieces: [(text: String, column: Int)] = []
    /// Whether the text's own line ends here, or the text.
    var isLineEnd = true
  }

  package private(set) var rows: [Row] = [Row(range: 0..<0)]
  package private(set) var cursor = Point.zero

  package init(_ query: QueryText, columns: Int) {
    let columns = max(2, columns)
    var column = 0
    for (place, character) in query.characters.enumerated() {
      let isEnd = character == "\n"
      let shown = Self.shown(character)
      let width = isEnd ? 1 : min(columns, TextWidth.of(shown))
      if column + width > columns {
        rows[rows.count - 1].isLineEnd = false
        rows.append(Row(range: place..<place))
        column = 0
      }
      if place == query.cursor { cursor = Point(column: column, row: rows.count - 1) }
      if isEnd {
        rows.append(Row(range: place + 1..<place + 1))
        column = 0
      } else {
        rows[rows.count - 1].pieces.append((shown, column))
        rows[rows.count - 1].range = rows[rows.count - 1].range.lowerBound..<place + 1
        column += width
      }
    }
    guard query.cursor == query.characters.count else { return }
    if column >= columns {
      rows[rows.count - 1].isLineEnd = false
      rows.append(Row(range: query.cursor..<query.cursor))
      column = 0
    }
    cursor = Point(column: column, row: rows.count - 1)
  }

  /// What stands for a character, in cells that can be counted.
  private static func shown(_ character: Character) -> String {
    if character.isASCII, character >= " ", character != "\u{7F}" { return String(character) }
    if character == "\t" { return " " }
    let safe = ForeignText(String(character)).safe
    return TextWidth.of(safe) > 0 ? safe : "?"
  }

  /// The place in the text nearest to a column of a row; nil where there is no such row.
  package func place(row: Int, column: Int) -> Int? {
    guard rows.indices.contains(row) else { return nil }
    let row = rows[row]
    guard let piece = row.pieces.lastIndex(where: { $0.column <= column }) else {
      return row.range.lowerBound
    }
    let isPast = column > row.pieces[piece].column && piece == row.pieces.count - 1
    return row.range.lowerBound + (isPast && row.isLineEnd ? piece + 1 : piece)
  }
}
