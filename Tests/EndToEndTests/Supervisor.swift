import Glibc
import Support

/// A small shell at the end of a line that is the parent of a server.
///
/// The line ends when this process is gone for whatever reason, `kill -9` included: then the shell
/// kills the server and removes the folder. `deinit` kills a child of our own, but no code of a
/// test runner that was killed runs. It has a session of its own, so that Ctrl-C at the terminal
/// doesn't reach it first.
final class Supervisor: Sendable {
  private let shell: Child
  private let line: Int32

  private static let script = """
    trap : TERM HUP INT
    folder=$1; shift
    pid=
    end() { [ -z "$pid" ] || { kill -KILL "$pid"; wait "$pid"; pid=; }; }
    while read -r word; do
      end
      if [ "$word" = start ]; then
        "$@" </dev/null >>"$folder/log" 2>&1 & pid=$!
      fi
    done
    end
    rm -rf -- "$folder"
    """

  /// - Parameters:
  ///   - server: The program and its arguments; what it says goes to `log` in the folder.
  ///   - folder: What is removed with it.
  /// - Throws: Where the shell can't be started.
  init(_ server: [String], folder: String) throws {
    // Sockets, for no other child may inherit an end, and Swift's Glibc has no `pipe2`.
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw CannotWrite(path: "socketpair") }
    defer { close(ends[0]) }
    do {
      shell = try Child(
        ["sh", "-c", Self.script, "promwall-test", folder] + server,
        environment: Program.environment(home: folder),
        input: ends[0]
      )
    } catch {
      close(ends[1])
      throw error
    }
    line = ends[1]
  }

  /// `start` starts the server, after the end of one that runs; `kill` ends it.
  func tell(_ command: String) {
    let bytes = Array((command + "\n").utf8)
    _ = send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  deinit {
    close(line)
    shell.reap()
  }
}
