import CNcurses
import Glibc

/// Gives the terminal back after a trap, where no `defer` runs.
///
/// Everything the handler touches was made before: it may only call what is safe in a signal.
enum Restore {
  nonisolated(unsafe) private static var original = termios()
  nonisolated(unsafe) private static var isArmed = false

  /// Pastes as before, mouse off, colours off, cursor shown, keypad off, alternate screen left.
  private static let leave: StaticString =
    "\u{1B}[?2004l\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1006l\u{1B}[0m\u{1B}[?25h\u{1B}[?1l\u{1B}>\u{1B}[?1049l\r\n"

  /// Remembers how the terminal is now, and watches for traps.
  static func arm() {
    guard tcgetattr(STDIN_FILENO, &original) == 0 else { return }
    isArmed = true
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      signal(number) { number in
        Restore.now()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Safe in a signal handler.
  static func now() {
    guard isArmed else { return }
    _ = write(STDOUT_FILENO, leave.utf8Start, leave.utf8CodeUnitCount)
    tcsetattr(STDIN_FILENO, TCSANOW, &original)
  }

  /// The modes the terminal had, for an ordinary end.
  static func modes() {
    guard isArmed else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &original)
  }

  /// After an ordinary end there is nothing left to give back.
  static func disarm() { isArmed = false }
}
