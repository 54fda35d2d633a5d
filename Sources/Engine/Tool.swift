package import Documents
import Glibc
import Metrics

/// Another program, run to its end.
package enum Tool {
  package struct Ending: Sendable {
    /// 0 where all is well; 128 and the signal's number where one ended it.
    package var status: Int32
    /// What it said, on both outputs.
    package var output: String
  }

  /// - Parameters:
  ///   - words: Its name and its arguments.
  ///   - folder: Where it runs; a file of ours is there while it does.
  ///   - package: Who brings it, for the one who has not installed it.
  /// - Returns: How it ended.
  /// - Throws: Where it can't be started, or has not ended after two minutes.
  package static func run(
    _ words: [String],
    in folder: String,
    package: String
  ) async throws(Problem) -> Ending {
    var template = Array("\(folder)/.output-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Files.unwritten(folder, fix: "is the disk full?") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let output = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer {
      close(descriptor)
      unlink(output)
    }
    let pid = try start(words, in: folder, output: descriptor)
    guard let status = await end(of: pid) else {
      throw Problem(
        what: "\(words[0]) has not ended after \(limit.inSeconds) s",
        fix: "run it by hand",
        code: "tool.slow"
      )
    }
    // What `env` says of a program that isn't there.
    guard status != 127 else { throw missing(words[0], package: package) }
    let bytes = try Files.read(output)
    return Ending(status: status, output: String(decoding: bytes, as: UTF8.self))
  }

  private static func missing(_ name: String, package: String) -> Problem {
    Problem(
      what: "\(name) isn't installed",
      fix: "it is in the package \(package)",
      code: "tool.missing"
    )
  }

  private static let limit = Duration.seconds(120)

  private static func start(
    _ words: [String],
    in folder: String,
    output: Int32
  ) throws(Problem) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&actions, output, stream)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of the runtime block signals; a child must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // Swift's Glibc has no action that changes the folder.
    let arguments = (["env", "-C", folder] + words).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid = pid_t()
    guard posix_spawnp(&pid, "env", &actions, &attributes, arguments, environ) == 0 else {
      throw missing("env", package: "coreutils")
    }
    return pid
  }

  /// Its status; nil where it had to be killed.
  private static func end(of pid: pid_t) async -> Int32? {
    let start = ContinuousClock.now
    var raw: Int32 = 0
    while true {
      if waitpid(pid, &raw, WNOHANG) != 0 {
        return raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F
      }
      if ContinuousClock.now - start > limit || Task.isCancelled {
        kill(pid, SIGKILL)
        waitpid(pid, &raw, 0)
        return nil
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
  }
}
