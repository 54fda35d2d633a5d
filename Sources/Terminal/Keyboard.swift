import CNcurses
import Canvas

/// ncurses' codes as keys.
enum Keyboard {
  /// The next key that waits; nil where none does.
  static func next() -> Key? {
    var code: UInt32 = 0
    switch pw_key(&code) {
    case 1: return character(code)
    case 2: return function(Int32(bitPattern: code)) ?? next()
    default: return nil
    }
  }

  private static func character(_ code: UInt32) -> Key? {
    switch code {
    case 0x0D, 0x0A: return .enter
    case 0x1B: return .escape
    case 0x09: return .tab
    case 0x08, 0x7F: return .backspace
    case 1...26: return UnicodeScalar(code + 0x60).map { .control(Character($0)) }
    case 0..<0x20: return next()
    default: return UnicodeScalar(code).map { .character(Character($0)) }
    }
  }

  private static func function(_ code: Int32) -> Key? {
    switch code {
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_HOME: return .home
    case KEY_END: return .end
    case KEY_PPAGE: return .pageUp
    case KEY_NPAGE: return .pageDown
    case KEY_BTAB: return .backTab
    case KEY_BACKSPACE: return .backspace
    case KEY_DC: return .delete
    case KEY_ENTER: return .enter
    case KEY_MOUSE: return mouse()
    default: return nil
    }
  }

  private static func mouse() -> Key? {
    var (row, column): (Int32, Int32) = (0, 0)
    let kind = pw_mouse(&row, &column)
    let point = Point(column: Int(column), row: Int(row))
    switch kind {
    case 1: return .click(point)
    case 2: return .doubleClick(point)
    case 3: return .scrollUp(point)
    case 4: return .scrollDown(point)
    default: return nil
    }
  }
}
