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

  /// Beside the test bundle, where SwiftPM puts every product; the bundle is loaded into a runner
  /// of the toolchain's, whose arguments name it.
  static var path: String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/promwall"
  }

  /// No terminal and no settings but those given.
  static func environment(home: String) -> [String: String] {
    [
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": home,
      "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": home,
    ]
  }

  /// Runs it to its end.
  static func run(
    _ arguments: [String],
    environment: [String: String] = [:],
    seconds: Int = 90
  ) async throws -> Result {
    try await command([path] + arguments, environment: environment, seconds: seconds)
  }

  /// The same for another program.
  static func command(
    _ words: [String],
    environment: [String: String] = [:],
    seconds: Int = 120
  ) async throws -> Result {
    let folder = try TemporaryFolder()
    let (output, errors) = (folder.path + "/out", folder.path + "/err")
    let process = try Child(
      words,
      environment: Self.environment(home: folder.path).merging(environment) { $1 },
      output: output,
      errors: errors
    )
    let status = await process.end(within: seconds)
    return Result(
      status: status,
      output: readFile(output) ?? "",
      errors: readFile(errors) ?? ""
    )
  }
}

/// A folder that is removed with its value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/promwall-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw CannotWrite(path: "/tmp") }
    path = String(cString: UnsafePointer(made))
  }

  deinit {
    if let child = try? Child(["rm", "-rf", "--", path], environment: [:]) { child.reap() }
  }
}

/// Waits until something is so, looking every 50 ms; false after so many seconds.
func eventually(within seconds: Int = 30, _ isSo: () async throws -> Bool) async rethrows -> Bool {
  for _ in 0..<seconds * 20 {
    if try await isSo() { return true }
    try? await Task.sleep(for: .milliseconds(50))
  }
  return false
}
