import CNcurses
package import Canvas
import Dispatch
import Glibc

package struct ScreenOptions: Sendable {
  /// nil: as the environment says.
  package var depth: ColorDepth?
  /// More colours are not made use of, even where they are asked for.
  package var deepest: ColorDepth
  package var glyphs: GlyphSet?
  package var environment: [String: String]
  /// Whether Ctrl-Z gives the terminal back to a shell; there may be none.
  package var canSuspend: Bool
  /// Whether who sits there may read nothing but the screen.
  package var isForGuests: Bool

  package init(
    depth: ColorDepth?,
    deepest: ColorDepth = .truecolor,
    glyphs: GlyphSet?,
    environment: [String: String],
    canSuspend: Bool = true,
    isForGuests: Bool = false
  ) {
    self.depth = depth
    self.deepest = deepest
    self.glyphs = glyphs
    self.environment = environment
    self.canSuspend = canSuspend
    self.isForGuests = isForGuests
  }
}

/// Why there is no screen, and what to do.
package struct ScreenError: Error, Hashable, Sendable {
  package var what: String
  package var fix: String
}

package enum ScreenEvent: Sendable {
  case key(Key)
  case resized(Size)
  /// Stopped by Ctrl-Z; the shell has the terminal.
  case suspended
  case resumed
  /// The terminal is gone, or somebody ended the program.
  case ended
}

/// The terminal: an ncurses display, its keys and its signals.
///
/// The one owner of ncurses, on the main thread. What it is handed is compared with what stands
/// there, so that a frame without a change writes nothing.
@MainActor
package final class Screen: Display {
  package private(set) var size: Size
  package let depth: ColorDepth
  package let glyphs: GlyphSet
  private var shown: Canvas?
  /// A frame that the terminal was too slow for.
  private var waiting: Canvas?
  private var pairs: [PairKey: Int32] = [:]
  private var sources: [any DispatchSourceProtocol] = []
  private var handler: (@MainActor (ScreenEvent) -> Void)?
  private var isOpen = true
  private var keyboard = Keyboard()
  private let canSuspend: Bool

  private struct PairKey: Hashable {
    var foreground: Int32
    var background: Int32
  }

  package init(options: ScreenOptions) throws(ScreenError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw ScreenError(
        what: "there is no terminal to watch on",
        fix: "use `promwall render NAME --format text` in a pipe"
      )
    }
    if options.isForGuests { pw_close_memory() }
    let term = options.environment["TERM"] ?? ""
    let wantsUTF8 = TerminalCapabilities.isUTF8(options.environment)
    let isUTF8 = pw_locale(wantsUTF8 ? 1 : 0) == 1
    let known = term.isEmpty ? -1 : Int(pw_terminal_colors(term))
    let told = TerminalCapabilities.detect(
      environment: options.environment,
      colors: known < 0 ? nil : known
    )
    var depth = min(options.depth ?? told.depth, options.deepest)
    Restore.arm()
    pw_own_size()
    var started: OpaquePointer?
    if depth == .truecolor {
      let direct = TerminalCapabilities.directTerminal(term)
      if pw_terminal_colors(direct) >= 0 { started = pw_newterm(direct) }
      if started == nil {
        depth = .palette
        // `xterm` claims eight colours out of old habit.
        let palette = "\(term)-256color"
        if known < 256, pw_terminal_colors(palette) >= 256 { started = pw_newterm(palette) }
      }
    }
    if started == nil { started = term.isEmpty || term == "dumb" ? nil : pw_newterm(term) }
    guard started != nil else {
      Restore.disarm()
      throw ScreenError(
        what: term.isEmpty || term == "dumb"
          ? "TERM is \(term.isEmpty ? "not set" : "dumb")"
          : "this machine doesn't know the terminal TERM names",
        fix: "try TERM=xterm-256color"
      )
    }
    let colors = Int(pw_colors())
    if depth == .palette, colors < 256 { depth = colors >= 8 ? .sixteen : .mono }
    self.depth = depth
    canSuspend = options.canSuspend
    glyphs = isUTF8 ? options.glyphs ?? told.glyphs : .ascii
    size = .zero
    start()
  }

  private func start() {
    raw()
    noecho()
    nonl()
    curs_set(0)
    set_escdelay(25)
    pw_keypad()
    pw_mouse_on()
    pw_paste_keys()
    pw_raw(Self.pasteOn)
    if depth != .mono {
      start_color()
      use_default_colors()
    }
    measure()
  }

  /// The other end of a line may claim any size up to 65,535 by 65,535, which nobody has memory for.
  private static let mostRows: Int32 = 500
  private static let mostColumns: Int32 = 1_000

  private func measure() {
    var (rows, columns): (Int32, Int32) = (0, 0)
    if pw_window(&rows, &columns) == 1 {
      resizeterm(min(rows, Self.mostRows), min(columns, Self.mostColumns))
    }
    size = Size(columns: Int(getmaxx(pw_stdscr())), rows: Int(getmaxy(pw_stdscr())))
  }

  // MARK: - Drawing

  package func present(_ canvas: Canvas) {
    guard isOpen, canvas != shown else { return }
    guard isWritable else {
      // A stalled line must not stop the keys: the newest frame waits, older ones are dropped.
      waiting = canvas
      return
    }
    waiting = nil
    let old = shown?.size == canvas.size ? shown : nil
    if old == nil { pw_clear() }
    for row in 0..<canvas.size.rows {
      for column in 0..<canvas.size.columns {
        let cell = canvas[column, row]
        if let old, old[column, row] == cell { continue }
        guard !cell.isContinuation else { continue }
        put(cell, column: column, row: row)
      }
    }
    refresh()
    shown = canvas
  }

  /// Rings the terminal's bell.
  package func ring() {
    guard isOpen, isWritable else { return }
    beep()
  }

  /// Hands text to the terminal's clipboard by OSC 52; terminals that don't know it ignore it.
  package func copy(_ text: String) {
    guard isOpen, isWritable, text.utf8.count <= Self.mostCopied else { return }
    pw_raw("\u{1B}]52;c;\(Base64.encoded(Array(text.utf8)))\u{7}")
  }

  /// More no terminal takes.
  private static let mostCopied = 50_000

  private var isWritable: Bool {
    var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&request, 1, 0) == 1
  }

  private func put(_ cell: Cell, column: Int, row: Int) {
    var style = cell.style
    // Fonts leave a seam around a full block, where the ground would shine through.
    if cell.character == "█", glyphs != .ascii, depth != .mono, !style.foreground.isTerminal {
      style.background = style.foreground
    }
    let isMarked = depth == .mono && !style.background.isTerminal
    // Terminals of sixteen colours draw bold black as grey, which can't be read on a badge.
    let key = pairKey(style, isText: cell.isText)
    let isBold = style.attributes.contains(.bold) && !(depth == .sixteen && key.foreground == 0)
    var text = (glyphs == .ascii ? ASCII.standIn(cell.printable) : cell.printable)
      .unicodeScalars.prefix(4).map { wchar_t($0.value) }
    text.append(0)
    pw_put(
      Int32(row),
      Int32(column),
      text,
      isBold ? 1 : 0,
      style.attributes.contains(.underline) ? 1 : 0,
      style.attributes.contains(.reverse) || isMarked ? 1 : 0,
      pair(key)
    )
  }

  private func pairKey(_ style: Style, isText: Bool) -> PairKey {
    var key = PairKey(
      foreground: index(style.foreground, on: style.background),
      background: index(style.background)
    )
    // Where colours are few, words may fall on the one they stand on.
    if isText, key.background >= 0, key.foreground == key.background {
      let isPale = [2, 3, 6, 7, 10, 11, 14, 15].contains(key.background)
      key.foreground = isPale ? 0 : 7
    }
    return key
  }

  private func pair(_ key: PairKey) -> Int32 {
    guard depth != .mono else { return 0 }
    if key.foreground == -1, key.background == -1 { return 0 }
    if let pair = pairs[key] { return pair }
    // ncurses reuses the oldest pair when it has no more, so the table is begun anew with it.
    if pairs.count > 30_000 { pairs = [:] }
    let pair = max(0, alloc_pair(key.foreground, key.background))
    pairs[key] = pair
    return pair
  }

  /// The number of a colour, with what it stands on where it is a foreground.
  private func index(_ color: Color, on ground: Color? = nil) -> Int32 {
    guard !color.isTerminal else { return -1 }
    switch depth {
    case .mono: return -1
    case .sixteen:
      guard pw_colors() < 16 else { return Int32(color.sixteenIndex) }
      // Eight have one grey, their white, which is lost where the ground may be as pale.
      if let ground, color.sixteenIndex == 8 {
        return ground.isTerminal ? -1 : ground.eightIndex == 7 ? 0 : 7
      }
      return Int32(color.eightIndex)
    case .palette: return Int32(color.paletteIndex)
    // Direct colours below eight would be taken for the palette's.
    case .truecolor: return max(8, Int32(bitPattern: color.code))
    }
  }

  private func repaint() {
    let canvas = shown
    shown = nil
    measure()
    if let canvas, canvas.size == size { present(canvas) }
  }

  // MARK: - Events

  /// Tells keys and signals from now on, on the main queue.
  package func listen(_ handler: @escaping @MainActor (ScreenEvent) -> Void) {
    self.handler = handler
    signal(SIGPIPE, SIG_IGN)
    watch(SIGWINCH) { screen in
      screen.measure()
      screen.shown = nil
      screen.handler?(.resized(screen.size))
    }
    watch(SIGTSTP) { $0.suspend() }
    // Stopped by somebody else, as a debugger or `kill -STOP` does.
    watch(SIGCONT) { screen in
      screen.repaint()
      screen.handler?(.resumed)
    }
    for number in [SIGTERM, SIGHUP, SIGINT] { watch(number) { $0.handler?(.ended) } }
    let input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
    input.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.read() } }
    input.resume()
    sources.append(input)
  }

  private func watch(_ number: Int32, _ action: @escaping @MainActor (Screen) -> Void) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        guard let self, self.isOpen else { return }
        action(self)
      }
    }
    source.resume()
    sources.append(source)
  }

  private func read() {
    guard isOpen else { return }
    guard !isGone else {
      handler?(.ended)
      return
    }
    while let key = keyboard.next() {
      if key == .control("z") {
        suspend()
      } else if key == .control("l") {
        repaint()
      } else {
        handler?(.key(key))
      }
    }
    if let waiting { present(waiting) }
  }

  /// Readable with nothing to read is the end of the terminal; a quiet keyboard is not.
  private var isGone: Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 0) >= 0 else { return false }
    let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
    if request.revents & gone != 0 { return true }
    return request.revents & Int16(POLLIN) != 0 && pw_waiting() == 0
  }

  private static let pasteOn = "\u{1B}[?2004h"
  private static let pasteOff = "\u{1B}[?2004l"

  private func suspend() {
    guard canSuspend else { return }
    handler?(.suspended)
    pw_raw(Self.pasteOff)
    endwin()
    Restore.modes()
    // Stops here; what follows runs after SIGCONT.
    kill(getpid(), SIGSTOP)
    start()
    pw_clear()
    repaint()
    handler?(.resized(size))
    handler?(.resumed)
  }

  /// Gives the terminal back as it was; may be called again.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    for source in sources { source.cancel() }
    sources = []
    pw_raw(Self.pasteOff)
    endwin()
    Restore.modes()
    Restore.disarm()
  }
}

extension Cell {
  /// Something to read, and no piece of a bar, a line or a plot.
  fileprivate var isText: Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return scalar > 0x20 && !(0x2500...0x259F).contains(scalar)
      && !(0x2800...0x28FF).contains(scalar)
  }
}

/// What stands for characters that a terminal without UTF-8 can't show.
package enum ASCII {
  package static func standIn(_ character: Character) -> Character {
    if character.isASCII { return character }
    switch character {
    case "─", "╌", "━": return "-"
    case "│", "┃": return "|"
    case "●", "•", "■": return "*"
    case "○": return "o"
    case "·": return "."
    case "…": return "~"
    case "▸": return ">"
    case "▾": return "v"
    case "°": return "o"
    case "µ": return "u"
    default:
      guard let scalar = character.unicodeScalars.first?.value else { return "?" }
      if (0x2580...0x259F).contains(scalar) { return "#" }
      return "?"
    }
  }
}
