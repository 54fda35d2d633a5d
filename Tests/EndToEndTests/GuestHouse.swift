import Glibc
import ServerSupport
import Support

/// A guest's environment, all that a guest must not reach, and the sshd between.
final class GuestHouse {
  let folder: TemporaryFolder
  /// The guest's server, and one that only the settings know.
  let (allowed, forbidden): (FakeServer, FakeServer)
  let sshd: Sshd
  /// The shell's working folder: where a picture would be saved.
  private let home: String

  static let layout = """
    {
      "title": "Guests may look",
      "time": { "from": "now-1h", "to": "now" },
      "variables": [{ "name": "job", "type": "query", "query": "label_values(up, job)" }],
      "panels": [
        { "type": "timeseries", "title": "Lines of $job", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "up{job='$job'}" }] },
        { "type": "table", "title": "Table", "gridPos": { "w": 12, "h": 8 },
          "targets": [{ "expr": "up" }] },
        { "type": "alertlist", "title": "Alerts", "gridPos": { "w": 24, "h": 8 } }
      ]
    }
    """

  init(accepts: String = "LANG LC_*") async throws {
    folder = try TemporaryFolder()
    home = getpwuid(getuid()).flatMap { $0.pointee.pw_dir }.map { String(cString: $0) } ?? "/"
    allowed = try await FakeServer { Self.answer($0) }
    forbidden = try await FakeServer { Self.answer($0) }
    let path = folder.path
    mkdir(path + "/layouts", 0o700)
    try writeFile(path + "/layouts/guest.json", Self.layout)
    try writeFile(
      path + "/layouts/secret.json",
      Self.layout.replacing("Guests may look", with: "Nobody may look")
    )
    try writeFile(
      path + "/guest.json",
      """
      {
        "default_environment": "vault",
        "environments": {
          "vault": { "prometheus": { "url": "\(forbidden.url)" } },
          "lobby": { "read_only": true, "prometheus": { "url": "\(allowed.url)" } }
        },
        "layouts": ["layouts"]
      }
      """
    )
    // It notes what reaches the program, and becomes it.
    try writeFile(
      path + "/program",
      "#!/bin/sh\nenv >\(path)/environment\necho $$ >\(path)/pid\nexec \(Program.path) \"$@\"\n"
    )
    chmod(path + "/program", 0o700)
    sshd = try await Sshd(
      program: path + "/program",
      config: path + "/guest.json",
      arguments: "-e lobby guest",
      accepts: accepts
    )
  }

  /// What a small healthy Prometheus says.
  private static func answer(_ request: FakeServer.Received) -> [FakeServer.Step] {
    func success(_ data: String) -> [FakeServer.Step] {
      .json(#"{"status":"success","data":\#(data)}"#)
    }
    let now = wallClock()
    let metric = #""metric":{"__name__":"up","job":"shop"}"#
    switch request.path.split(separator: "/").last {
    case "query":
      return success(
        #"{"resultType":"vector","result":[{\#(metric),"value":[\#(now),"1"]}]}"#
      )
    case "query_range":
      return success(
        #"{"resultType":"matrix","result":[{\#(metric),"values":[[\#(now - 60),"1"]]}]}"#
      )
    case "rules": return success(#"{"groups":[]}"#)
    case "buildinfo": return success(#"{"version":"2.42.0","revision":"r","branch":"b"}"#)
    case "series": return success(#"[{"__name__":"up","job":"shop"}]"#)
    case "values", "labels": return success(#"["shop","office"]"#)
    default: return .reply(404, "404 page not found")
    }
  }

  /// Runs a client to its end, without a terminal of its own.
  func run(
    _ words: [String],
    environment: [String: String] = [:],
    seconds: Int = 20
  ) async throws -> Program.Result {
    let mine = try TemporaryFolder()
    let child = try Child(
      words,
      environment: Program.environment(home: mine.path).merging(environment) { $1 },
      output: mine.path + "/out",
      errors: mine.path + "/err"
    )
    let status = await child.end(within: seconds)
    return Program.Result(
      status: status,
      output: readFile(mine.path + "/out") ?? "",
      errors: readFile(mine.path + "/err") ?? ""
    )
  }

  /// A guest before the screen.
  func enter(
    _ options: [String] = [],
    columns: Int = 100,
    rows: Int = 30,
    before: String = ""
  ) async throws -> Tmux {
    let terminal = try await Tmux(columns: columns, rows: rows)
    try await terminal.type("\(before)sh \(try sshd.script(options)); echo left $?\n")
    return terminal
  }

  /// The variables that reached the program, but those that a shell makes for itself.
  var environment: [String: String] {
    let lines = (readFile(folder.path + "/environment") ?? "").split(separator: "\n")
    let pairs = lines.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return Dictionary(
      pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") },
      uniquingKeysWith: { $1 }
    ).filter { !["PWD", "OLDPWD", "SHLVL", "_"].contains($0.key) }
  }

  var pid: pid_t? {
    readFile(folder.path + "/pid").flatMap { pid_t($0.prefix { $0 != "\n" }) }
  }

  /// Every file that a guest could have left behind.
  var files: Set<String> {
    let mine = names(in: folder.path) + names(in: folder.path + "/layouts")
    let pictures = names(in: home).filter { $0.hasPrefix("promwall") || $0.hasSuffix(".svg") }
    return Set(mine + pictures).subtracting(["environment", "pid"])
  }

  /// Nothing was asked of the other environment, and of the guest's own nothing but to read.
  var trespasses: [String] {
    forbidden.requests.map { "the other environment: \($0.method) \($0.uri)" }
      + allowed.requests.filter { !Self.reads($0) }.map { "\($0.method) \($0.uri)" }
  }

  private static func reads(_ request: FakeServer.Received) -> Bool {
    let queries = ["query", "query_range", "series", "labels"]
    let others = ["rules", "alerts", "metadata", "targets", "features", "status/buildinfo"]
    guard request.path.hasPrefix("/api/v1/") else { return false }
    let path = String(request.path.dropFirst("/api/v1/".count))
    switch request.method {
    case "GET":
      return (queries + others).contains(path) || path.wholeMatch(of: #/label/\w+/values/#) != nil
    case "POST": return queries.contains(path)
    default: return false
    }
  }
}
