package import Glibc

/// A folder of a test's own, removed with its contents when the value goes away.
package final class TestFolder: Sendable {
  package let path: String

  package init() throws {
    var template = Array("/tmp/promwall-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CannotRun(command: "mkdtemp") }
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
  }

  deinit { _ = try? run("rm", "-rf", path) }

  /// Writes a file and gives its path.
  package func file(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
    let path = "\(path)/\(name)"
    guard let file = fopen(path, "w") else { throw CannotRun(command: "fopen \(path)") }
    fputs(text, file)
    fclose(file)
    chmod(path, mode)
    return path
  }
}

package struct CannotRun: Error { package var command: String }

/// Runs a program to its end, its output thrown away; anything but status 0 is an error.
package func run(_ arguments: String...) throws {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
  }
  let command = arguments.joined(separator: " ")
  var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  var process = pid_t()
  guard posix_spawnp(&process, arguments[0], &actions, nil, &words, environ) == 0 else {
    throw CannotRun(command: command)
  }
  var status: CInt = 0
  guard waitpid(process, &status, 0) == process, status == 0 else {
    throw CannotRun(command: command)
  }
}

/// Certificates made now with `openssl`: an authority, and a server's signed by it.
package struct TestCertificates: Sendable {
  package let folder: TestFolder

  package init() throws {
    folder = try TestFolder()
    try run(
      "openssl",
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-keyout",
      path("ca.key"),
      "-out",
      path("ca.pem"),
      "-subj",
      "/CN=Test authority",
      "-days",
      "30"
    )
  }

  package var authority: String { path("ca.pem") }

  /// A certificate for a name; with `days` of -1 it has expired.
  package func issued(to name: String, days: Int = 30) throws -> FakeServer.TLS {
    let base = "\(name)\(days)"
    try run(
      "openssl",
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-keyout",
      path("\(base).key"),
      "-out",
      path("\(base).csr"),
      "-subj",
      "/CN=\(name)",
      "-addext",
      "subjectAltName=DNS:\(name)"
    )
    try run(
      "openssl",
      "x509",
      "-req",
      "-in",
      path("\(base).csr"),
      "-CA",
      path("ca.pem"),
      "-CAkey",
      path("ca.key"),
      "-CAcreateserial",
      "-days",
      "\(days)",
      "-copy_extensions",
      "copy",
      "-out",
      path("\(base).pem")
    )
    chmod(path("\(base).key"), 0o600)
    return FakeServer.TLS(certificate: path("\(base).pem"), key: path("\(base).key"))
  }

  package func path(_ name: String) -> String { "\(folder.path)/\(name)" }
}
