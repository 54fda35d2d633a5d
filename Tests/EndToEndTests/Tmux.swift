import Glibc
import Support
import Testing

/// A terminal of tmux with a server of its own.
final class Tmux {
  private let socket: String
  private let folder: TemporaryFolder

  /// Starts a shell in a terminal of this size.
  init(columns: Int, rows: Int, environment: [String: String] = [:]) async throws {
    folder = try TemporaryFolder()
    socket = folder.path + "/tmux"
    let variables = Program.environment(home: folder.path).merging(environment) { $1 }
      .merging(["PS1": "ready> "]) { mine, _ in mine }
    _ = try await tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        + variables.flatMap { ["-e", "\($0)=\($1)"] } + ["env PS1='ready> ' sh"]
    )
    _ = try await tmux(["set-option", "-g", "window-size", "manual"])
  }

  private func tmux(_ arguments: [String]) async throws -> String {
    let output = try TemporaryFolder()
    let child = try Child(
      ["tmux", "-S", socket] + arguments,
      environment: Program.environment(home: folder.path).merging(["TERM": "xterm-256color"]) {
        $1
      },
      output: output.path + "/out",
      errors: output.path + "/err"
    )
    guard await child.end(within: 20) == 0 else {
      throw CannotWrite(path: readFile(output.path + "/err") ?? "tmux")
    }
    return readFile(output.path + "/out") ?? ""
  }

  func type(_ text: String) async throws { _ = try await tmux(["send-keys", "-l", text]) }
  func press(_ keys: String...) async throws { try await press(keys) }
  func press(_ keys: [String]) async throws { _ = try await tmux(["send-keys", "--"] + keys) }
  /// Text as a terminal pastes it, between the marks that the program has asked for.
  func paste(_ text: String) async throws {
    _ = try await tmux(["set-buffer", "--", text])
    _ = try await tmux(["paste-buffer", "-p"])
  }
  /// Bytes as a terminal would send them.
  func send(_ bytes: [UInt8]) async throws {
    _ = try await tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }
  func screen() async throws -> String { try await tmux(["capture-pane", "-p"]) }
  /// With the sequences of colours and attributes.
  func styledScreen() async throws -> String { try await tmux(["capture-pane", "-p", "-e"]) }
  func title() async throws -> String {
    try await tmux(["display-message", "-p", "#{pane_title}"])
  }

  func resize(columns: Int, rows: Int) async throws {
    _ = try await tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Waits until the screen has all of these words, and records an issue where it never has;
  /// gives back the screen it ended with.
  func wait(
    for words: String...,
    within seconds: Int = 30,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    var last = ""
    let has = try await eventually(within: seconds) {
      last = try await screen()
      return words.allSatisfy { last.contains($0) }
    }
    let missing = words.filter { !last.contains($0) }
    #expect(has, "no \(missing) on\n\(last)", sourceLocation: sourceLocation)
    return last
  }

  deinit {
    let end = try? Child(
      ["tmux", "-S", socket, "kill-server"],
      environment: Program.environment(home: folder.path)
    )
    end?.reap()
  }
}
