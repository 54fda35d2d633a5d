import Glibc
import Support

/// A real sshd on a port of 127.0.0.1, with the README's lines for its guest.
///
/// The guest is whoever runs the tests. It reads and writes nothing of the machine's own sshd.
final class Sshd: Sendable {
  let port: Int
  let folder: TemporaryFolder
  private let supervisor: Supervisor
  private let user: String

  /// - Parameters:
  ///   - program: What stands for `/usr/bin/promwall`.
  ///   - config: What stands for `/etc/promwall/guest.json`.
  ///   - arguments: What stands for the README's environment and dashboard.
  ///   - accepts: `AcceptEnv`: which variables of the client's it lets through.
  /// - Throws: What sshd said, where it did not start.
  init(program: String, config: String, arguments: String, accepts: String) async throws {
    folder = try TemporaryFolder()
    port = try Web.freePort()
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
      throw CannotWrite(path: "this user has no name")
    }
    user = String(cString: name)
    for key in ["host", "guest"] { try await Self.makeKey(folder.path + "/" + key) }
    let guest = try README.block(after: "Match User guest")
      .replacing("Match User guest", with: "Match User \(user)")
      .replacing("/usr/bin/promwall", with: program)
      .replacing("/etc/promwall/guest.json", with: config)
      .replacing("-e prod overview", with: arguments)
    try writeFile(
      folder.path + "/sshd_config",
      """
      ListenAddress 127.0.0.1
      Port \(port)
      HostKey \(folder.path)/host
      AuthorizedKeysFile \(folder.path)/guest.pub
      PidFile none
      UsePAM no
      StrictModes no
      PermitRootLogin yes
      PasswordAuthentication no
      X11Forwarding yes
      AcceptEnv \(accepts)
      Subsystem sftp internal-sftp
      \(guest)

      """
    )
    // Debian's package leaves it to the service to make this folder; nobody but root needs it.
    if getuid() == 0 { mkdir("/run/sshd", 0o755) }
    supervisor = try Supervisor(
      ["/usr/sbin/sshd", "-D", "-e", "-f", folder.path + "/sshd_config"],
      folder: folder.path
    )
    supervisor.tell("start")
    guard await eventually({ EmptyNetwork.listener(on: port) != nil }) else {
      throw CannotWrite(path: readFile(folder.path + "/log") ?? "sshd")
    }
  }

  private static func makeKey(_ path: String) async throws {
    let child = try Child(
      ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path],
      environment: Program.environment(home: "/")
    )
    guard await child.end(within: 20) == 0 else { throw CannotWrite(path: path) }
  }

  /// The options that every client of it needs; nothing of the user's own is read or written.
  private var options: [String] {
    let settings = [
      "IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes", "LogLevel=ERROR",
      "StrictHostKeyChecking=no", "UserKnownHostsFile=\(folder.path)/known",
      "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "EscapeChar=none",
    ]
    return ["-F", "/dev/null", "-i", folder.path + "/guest"] + settings.flatMap { ["-o", $0] }
  }

  /// The words of an ssh, with options before the host and a command after it.
  func client(_ options: [String] = [], command: [String] = []) -> [String] {
    ["ssh"] + self.options + ["-p", "\(port)"] + options + ["\(user)@127.0.0.1"] + command
  }

  /// The words of an scp that copies a file of ours there.
  func copier(_ options: [String], from file: String, to path: String) -> [String] {
    ["scp"] + self.options + ["-P", "\(port)"] + options + [file, "\(user)@127.0.0.1:\(path)"]
  }

  /// A script that is the client, for a shell in a terminal.
  func script(_ options: [String] = []) throws -> String {
    let path = folder.path + "/client"
    let words = client(options).map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }
    try writeFile(path, "exec \(words.joined(separator: " "))\n")
    return path
  }
}

/// The lines of the README that tests run as they stand there.
enum README {
  struct Missing: Error { var line: String }

  /// Beside `Tests`.
  static var text: String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return readFile(parts.dropLast(3).joined(separator: "/") + "/README.md") ?? ""
  }

  /// From a line to the end of its fenced block.
  static func block(after line: String) throws -> String {
    guard let start = text.firstRange(of: line) else { throw Missing(line: line) }
    let rest = text[start.lowerBound...]
    guard let end = rest.firstRange(of: "\n```") else { throw Missing(line: line) }
    return String(rest[..<end.lowerBound])
  }
}
