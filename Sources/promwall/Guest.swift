import Glibc

/// What `--read-only` closes besides writing: a guest's session may start nothing, stop nothing and
/// leave nothing behind.
enum Guest {
  /// Where ncurses would look for descriptions of terminals that a guest could bring along.
  private static let foreignTerminals = [
    "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "NCURSES_NO_UTF8_ACS",
    "NCURSES_ASSUMED_COLORS", "NCURSES_NO_PADDING", "NCURSES_NO_SETBUF", "NCURSES_TRACE", "HOME",
    "ESCDELAY", "BAUDRATE", "LINES", "COLUMNS",
  ]

  /// Before a terminal is opened.
  static func close() {
    for name in foreignTerminals { unsetenv(name) }
    // A core file would hold credentials.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
