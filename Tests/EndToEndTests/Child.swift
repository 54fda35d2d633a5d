import Glibc
import Support
import Synchronization

/// A child process of a test; ended with its value, by its own id.
final class Child: Sendable {
  let pid: pid_t
  private let status = Mutex<Int32?>(nil)

  /// With an `input`, that is its standard input, and it has a session of its own.
  init(
    _ command: [String],
    environment: [String: String],
    input: Int32? = nil,
    output: String = "/dev/null",
    errors: String = "/dev/null"
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    let flags = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test runner's threads block signals; a child must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let newSession: Int32 = input == nil ? 0 : 0x80
    posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK))
    let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    let variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var pid = pid_t()
    guard posix_spawnp(&pid, command[0], &actions, &attributes, arguments, variables) == 0 else {
      throw CannotWrite(path: command[0])
    }
    self.pid = pid
  }

  /// Its exit status once it has ended, 128 and the signal's number where one ended it.
  var ended: Int32? {
    status.withLock { status in
      if let status { return status }
      var raw: Int32 = 0
      guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
      status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F
      return status
    }
  }

  /// Waits for its end; after so many seconds it is killed, and the status is -1.
  func end(within seconds: Int) async -> Int32 {
    if await eventually(within: seconds, { ended != nil }) { return ended ?? -1 }
    signal(SIGKILL)
    reap()
    return -1
  }

  func signal(_ number: Int32) {
    if ended == nil { kill(pid, number) }
  }

  /// Waits for its end without giving way to others; only for what ends at once.
  func reap() {
    for _ in 0..<500 where ended == nil { usleep(10_000) }
  }

  deinit {
    signal(SIGKILL)
    reap()
  }
}
