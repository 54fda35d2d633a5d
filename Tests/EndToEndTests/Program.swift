import Documents
import Glibc
import Support
import Testing

/// The built program, run as a script would run it.
enum Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    /// Standard output as JSON.
    func json() throws -> JSON { try JSON(parsing: Array(output.utf8), file: "stdout") }
  }

  /// Beside the test bundle, where SwiftPM puts every product.
  static var path: String {
    let bundle = CommandLine.arguments[0]
    var folder = bundle.split(separator: "/", omittingEmptySubsequences: false)
    while let last = folder.popLast() {
      let candidate = (folder + ["promwall"]).joined(separator: "/")
      if !last.isEmpty, access(candidate, X_OK) == 0 { return candidate }
      if folder.isEmpty { break }
    }
    return builtFolder + "/promwall"
  }

  /// The bundle is loaded into a runner of the toolchain's, whose arguments name it.
  private static var builtFolder: String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
    return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
  }

  /// Runs it to its end, with no terminal and no settings but those given.
  static func run(
    _ arguments: [String],
    environment: [String: String] = [:],
    seconds: Int = 90
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let (output, errors) = (folder.path + "/out", folder.path + "/err")
    var variables = [
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": folder.path,
      "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": folder.path,
    ]
    variables.merge(environment) { $1 }
    let process = try Child(
      [path] + arguments,
      environment: variables,
      output: output,
      errors: errors
    )
    let status = process.wait(seconds: seconds)
    return Result(
      status: status,
      output: readFile(output) ?? "",
      errors: readFile(errors) ?? ""
    )
  }
}

/// A folder that is removed with its value.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/promwall-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw CannotWrite(path: "/tmp") }
    path = String(cString: UnsafePointer(made))
  }

  deinit {
    var pid = pid_t()
    let words: [String] = ["rm", "-rf", "--", path]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    if posix_spawnp(&pid, "rm", nil, nil, arguments, environ) == 0 { waitpid(pid, nil, 0) }
    arguments.forEach { free($0) }
  }
}

/// A child process of a test; ended with its value, by its own id.
final class Child {
  let pid: pid_t
  private var status: Int32?

  init(
    _ command: [String],
    environment: [String: String],
    output: String = "/dev/null",
    errors: String = "/dev/null"
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
    let arguments = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test runner's threads block signals; a child must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid = pid_t()
    guard posix_spawnp(&pid, command[0], &actions, &attributes, arguments, variables) == 0 else {
      throw CannotWrite(path: command[0])
    }
    self.pid = pid
  }

  /// Waits for its end; after so many seconds it is killed, and the status is -1.
  func wait(seconds: Int) -> Int32 {
    if let status { return status }
    for _ in 0..<seconds * 50 {
      var raw: Int32 = 0
      if waitpid(pid, &raw, WNOHANG) == pid {
        let ended = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F
        status = ended
        return ended
      }
      usleep(20_000)
    }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
    status = -1
    return -1
  }

  func end(_ signal: Int32 = SIGTERM) {
    guard status == nil else { return }
    kill(pid, signal)
    _ = wait(seconds: 10)
  }

  deinit { end(SIGKILL) }
}
