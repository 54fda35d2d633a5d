import CNcurses
import Canvas

/// ncurses' codes as keys.
struct Keyboard {
  /// What has come of a paste that has not ended.
  private var paste: [UnicodeScalar]?
  private var pasteIsOfUse = ContinuousClock.now

  /// More is cut off.
  private static let mostPasted = 50_000
  /// A paste comes at once; one whose end is lost must not take what is typed later.
  private static let longestGap = Duration.seconds(2)

  /// The next key that waits; nil where none does.
  mutating func next() -> Key? {
    var code: UInt32 = 0
    while true {
      let kind = pw_key(&code)
      guard kind != 0 else { return nil }
      if kind == 2, code == UInt32(PW_PASTE_BEGINS) {
        begin()
      } else if kind == 2, code == UInt32(PW_PASTE_ENDS) {
        if let text = end() { return .paste(text) }
      } else if paste != nil, ContinuousClock.now - pasteIsOfUse <= Self.longestGap {
        if kind == 1 { take(code) }
      } else {
        paste = nil
        let key = kind == 1 ? Self.character(code) : Self.function(Int32(bitPattern: code))
        if let key { return key }
      }
    }
  }

  private mutating func begin() {
    paste = []
    pasteIsOfUse = .now
  }

  private mutating func end() -> String? {
    defer { paste = nil }
    return paste.map { String(String.UnicodeScalarView($0)) }
  }

  private mutating func take(_ code: UInt32) {
    pasteIsOfUse = .now
    guard let scalar = UnicodeScalar(code), paste?.count ?? 0 < Self.mostPasted else { return }
    // Terminals send a carriage return for a line's end.
    if scalar == "\r" || scalar == "\n" {
      paste?.append("\n")
    } else if scalar == "\t" || code >= 0x20 && code != 0x7F {
      paste?.append(scalar)
    }
  }

  private static func character(_ code: UInt32) -> Key? {
    switch code {
    case 0x0D, 0x0A: return .enter
    case 0x1B: return .escape
    case 0x09: return .tab
    case 0x08, 0x7F: return .backspace
    case 1...26: return UnicodeScalar(code + 0x60).map { .control(Character($0)) }
    case 0..<0x20: return nil
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
