import Documents
import Glibc
import Support
import Testing

/// What the command line promises where no server is needed to see it.
struct CommandLineTests {
  private static let stat = layout(
    #"{ "type": "stat", "title": "S", "targets": [{ "expr": "up" }] }"#
  )

  /// A layout with these panels.
  static func layout(_ panels: String..., head: String = "") -> String {
    "{ \"title\": \"T\", \(head) \"panels\": [\(panels.joined(separator: ",\n"))] }"
  }

  private let folder: TemporaryFolder
  /// Nobody listens there.
  private let dead: String

  init() async throws {
    folder = try TemporaryFolder()
    dead = "http://127.0.0.1:\(try Web.freePort())"
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try writeFile(path, text)
    return path
  }

  @Test func aMonitoringVerdictIsUnknownWhateverKeepsFromKnowing() async throws {
    let layout = try file("s.json", Self.stat)
    let broken = try file("config.json", "{ \"environments\": 7 }")
    for (arguments, word) in [
      ([layout, "--prometheus", dead, "--config", broken], "config.json:1:"),
      ([layout, "--prometheus", dead, "--panel", "x"], "there is no panel \"x\"; "),
      ([layout, "-e", "nowhere"], "there is no environment \"nowhere\""),
      (["nosuch", "--prometheus", dead], "no command, layout or file \"nosuch\""),
      ([layout, "--prometheus", dead, "--log", "/nonexistent/log"], "can't be opened"),
    ] {
      let result = try await Program.run(["render"] + arguments + ["--fail-on", "warning"])
      #expect(result.status == 3, "\(arguments)")
      let line = result.output.split(separator: "\n").first ?? ""
      #expect(line.hasPrefix("UNKNOWN - ") && line.contains(word), "\(arguments): \(line)")
      #expect(result.errors.hasPrefix("promwall: ") && result.errors.contains(word))
    }
    let json = try await Program.run(
      ["render", layout, "--config", broken, "--fail-on", "warning", "--format", "json"]
    )
    #expect(json.status == 3)
    #expect(json.output.isEmpty)
    let silent = try await Program.run(
      ["render", layout, "--prometheus", dead, "--fail-on", "critical", "--format", "json"]
    )
    #expect(silent.status == 3)
    #expect(try silent.json()["panels"]?.array?.count == 1)
    #expect(silent.errors.hasPrefix("promwall: UNKNOWN - S: nothing listens on"))
  }

  @Test func checkOfAServerThatIsNotThereIsNoAnswer() async throws {
    let layout = try file("s.json", Self.stat)
    let result = try await Program.run(["check", layout, layout, "--prometheus", dead])
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("connection refused"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (
      ["environments", "-e", "a", "-e", "b"],
      "A second -e is for watch, alerts, debrief and check alone"
    ),
    (
      ["environments", "--timezone", "Europe/Pragu"],
      "there is no time zone \"Europe/Pragu\"; did you mean Europe/Prague?"
    ),
    (["demo", "-e", "a"], "leave out -e and --prometheus"),
    (["demo", "--prometheus", "http://b"], "leave out -e and --prometheus"),
    (["demo", "--once", "nosuch"], "no command, layout or file \"nosuch\""),
    (["debreif"], "no command, layout or file \"debreif\"; did you mean \"debrief\"?"),
    (["debrief"], "\"debrief\"; this version does not have that command yet"),
    (["alerts", "silence", "a=b"], "--comment"),
    (
      ["alerts", "silence", "a=b", "--comment", " "], "--comment is empty; write why it is silenced"
    ),
    (
      ["alerts", "silence", "a=b", "--comment", "x", "--duration", "25h"],
      "--duration \"25h\"; write such as 30m or 2h, at most 24h"
    ),
    (["alerts", "silence", "a", "--comment", "x"], "\"a\" is no matcher"),
    (["alerts", "unsilence", "1"], "\"1\" is no id of a silence"),
    (["alerts", "verdict", "wrong", "a=b"], "wrong"),
    (["alerts", "ticket", "a=b"], "--kind"),
    (["alerts", "a=b", "c"], "\"c\" is no matcher; write such as severity=critical"),
    (["alerts", "a=~\"(\""], "is no matcher"),
    (["alerts", "--format", "yaml"], "yaml"),
    (["environments", "--log", "/"], "the log file / can't be opened: is a directory"),
  ])
  func badUsage(arguments: [String], sentence: String) async throws {
    // Without servers on PATH the demo would say so, if it came to that.
    let result = try await Program.run(arguments, environment: ["PATH": folder.path])
    #expect(result.status == 64)
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  /// Whatever listens there.
  @Test func withoutADefaultEnvironmentItIsTheLocalServer() async throws {
    let layout = try file("s.json", Self.stat)
    let environments = #""environments": { "far": { "prometheus": { "url": "\#(dead)" } } }"#
    let plain = try file("plain.json", "{ \(environments) }")
    let chosen = try file("chosen.json", "{ \"default_environment\": \"far\", \(environments) }")
    for (config, variables, name) in [
      (plain, [:], "localhost:9090"), (chosen, [:], "far"),
      (chosen, ["PROMETHEUS_URL": dead], String(dead.dropFirst(7))),
    ] {
      let result = try await Program.run(
        ["render", layout, "--format", "json", "--config", config],
        environment: variables
      )
      #expect(try result.json()["environment"]?.string == name)
    }
    let listed = try await Program.run(["environments", "--config", plain])
    #expect(listed.status == 3)
    #expect(!listed.output.contains("localhost"), "it is not configured")
    #expect(
      listed.errors.hasPrefix("promwall: 1 of 1 environments did not answer: far: nothing listens")
    )
  }

  @Test func aFoldersOtherFilesAreNoDashboards() async throws {
    _ = try file("a-settings.json", "{ \"environments\": {} }")
    _ = try file("b-product.json", "{ \"product\": \"shop\", \"conditions\": [] }")
    _ = try file("c-broken.json", "{")
    _ = try file("d.json", Self.layout(#"{ "type": "text", "title": "W", "content": "hello" }"#))
    let result = try await Program.run(["render", folder.path, "--prometheus", dead])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("hello"))
    #expect(Glibc.unlink(folder.path + "/d.json") == 0)
    let broken = try await Program.run(["render", folder.path, "--prometheus", dead])
    #expect(broken.status == 1)
    #expect(broken.errors.contains("c-broken.json:1:"))
    #expect(Glibc.unlink(folder.path + "/c-broken.json") == 0)
    let none = try await Program.run(["render", folder.path, "--prometheus", dead])
    #expect(none.status == 1)
    #expect(none.errors.contains("there is no dashboard in the folder"))
  }

  @Test func theFirstMinutesLinesCanBeTyped() async throws {
    let alone = try await EmptyNetwork.words(port: 9_090)
    let terminal = try await Tmux(columns: 90, rows: 24)
    try await terminal.type((alone + [Program.path]).joined(separator: " ") + "\n")
    let screen = try await terminal.wait(for: "Or begin with:")
    #expect(screen.contains("No Prometheus answers at http://localhost:9090 yet."), "\(screen)")
    for line in ["promwall demo", "promwall --prometheus http://localhost:9090", "promwall --help"]
    {
      #expect(screen.contains(line), "\(line) in\n\(screen)")
    }
    try await terminal.press("q")
  }

  @Test func whoListensAtAPortIsNamed() throws {
    let port = try Web.freePort()
    #expect(EmptyNetwork.listener(on: port) == nil)
    let listener = try Web.listener(port)
    defer { close(listener) }
    let who = try #require(EmptyNetwork.listener(on: port))
    #expect(who.hasSuffix(" (process \(getpid()))"), "\(who)")
  }
}

/// The same with a server: what it answers decides.
@Suite("CommandLineTests with a server")
struct ServerCommandLineTests {
  private let server: RealPrometheus
  private let folder: TemporaryFolder

  init() async throws {
    server = try await RealPrometheus()
    folder = try TemporaryFolder()
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try writeFile(path, text)
    return path
  }

  private func number(_ title: String, _ expression: String, above limit: Int? = nil) -> String {
    let states = limit.map { #", "thresholds": [{ "above": \#($0), "state": "warning" }]"# } ?? ""
    return """
      { "type": "stat", "title": "\(title)", "targets": [{ "expr": "\(expression)" }]\(states) }
      """
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) async throws
    -> Program.Result
  {
    try await Program.run(
      arguments + ["--prometheus", server.url],
      environment: environment
    )
  }

  @Test func theVerdictsWordAndCodeAgree() async throws {
    let high = number("High", "vector(73)", above: 50)
    let (nan, fine) = (number("NaN", "vector(0) / vector(0)"), number("Fine", "vector(1)"))
    for (panels, failOn, code, start) in [
      ([fine], "warning", Int32(0), "OK - 1 panel\n"),
      ([fine, high], "warning", 1, "WARNING - High: "),
      ([fine, high], "critical", 0, "OK - 2 panels; a mere warning: High: "),
      ([fine, nan], "critical", 3, "UNKNOWN - NaN: "),
      ([nan, high], "warning", 3, "UNKNOWN - NaN: "),
      ([#"{ "type": "text", "title": "W", "content": "x" }"#], "warning", 3, "UNKNOWN - no panel"),
    ] {
      let text = "{ \"title\": \"T\", \"panels\": [\(panels.joined(separator: ","))] }"
      let result = try await run("render", try file("v.json", text), "--fail-on", failOn)
      #expect(result.status == code, "\(start)")
      #expect(result.output.hasPrefix(start), "\(result.output.prefix(80))")
    }
  }

  @Test func somePanelsWithoutAnAnswerAreCounted() async throws {
    let layout = try file(
      "some.json",
      CommandLineTests.layout(
        number("A", "vector(1)"),
        number("B", "sum("),
        number("C", "vector(2)")
      )
    )
    let result = try await run("render", layout)
    #expect(result.status == 4)
    #expect(result.errors.hasPrefix("promwall: 1 of 3 panels did not answer: B: "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func checkAsksAsTheEnvironmentWould() async throws {
    let layout = try file(
      "asked.json",
      """
      {
        "title": "T",
        "variables": [
          { "name": "bad", "type": "query", "query": "query_result(sum()" },
          { "name": "width", "type": "textbox", "query": "wide" }
        ],
        "panels": [
          { "type": "timeseries", "title": "Bars", "interval": "$width",
            "targets": [{ "count": "up" }] },
          { "type": "stat", "title": "S", "targets": [{ "expr": "vector($number)" }] }
        ]
      }
      """
    )
    let config = try file(
      "config.json",
      #"{ "environments": { "stage": { "prometheus": { "url": "\#(server.url)" },"#
        + #" "variables": { "number": "1" } } } }"#
    )
    let result = try await Program.run(["check", layout, "-e", "stage", "--config", config])
    #expect(result.status == 1)
    #expect(result.output.contains("error: variable `bad`: "), "\(result.output)")
    #expect(result.output.contains("asked.json:8:"), "the plan of Bars: \(result.output)")
    #expect(result.output.contains("2 panels, 2 problems"), "\(result.output)")
  }

  @Test func theLogTellsWhatHappenedAndNoSecret() async throws {
    let secret = try file("password", "hunter2\n")
    #expect(chmod(secret, 0o600) == 0)
    let config = try file(
      "config.json",
      #"{ "environments": { "stage": { "prometheus": { "url": "\#(server.url)","#
        + #" "basic_auth": { "username": "somebody", "password_file": "password" } } } } }"#
    )
    let layout = try file(
      "log.json",
      CommandLineTests.layout(number("S", "vector(4711)"), number("B", "sum("))
    )
    let log = folder.path + "/log"
    for _ in 0..<2 {
      let result = try await Program.run([
        "render", layout, "-e", "stage", "--config", config, "--var", "token=s3cret", "--log", log,
      ])
      #expect(result.status == 4)
    }
    var status = stat()
    #expect(stat(log, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let text = try #require(readFile(log))
    let time = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#
    #expect(text.split(separator: "\n").allSatisfy { $0.prefixMatch(of: time) != nil })
    #expect(text.matches(of: #/ info start command=render version=/#).count == 2, "it appends")
    for words in [
      #/ info request environment=stage method=POST milliseconds=\d+ path=/api/v1/query status=200/#,
      #/ warning request .*status=400/#, #/ error 1 of 2 panels did not answer/#,
      #/ info end code=4/#,
    ] {
      #expect(text.contains(words), "\(text)")
    }
    for word in ["hunter2", "s3cret", "somebody", "4711", "Authorization", "?"] {
      #expect(!text.contains(word), "\(word) in \(text)")
    }
  }

  @Test func theLogTellsOfReloads() async throws {
    let text = CommandLineTests.layout(number("Before", "vector(1)"))
    let layout = try file("watched.json", text)
    let log = folder.path + "/log"
    let terminal = try await Tmux(columns: 80, rows: 24)
    try await terminal.type("\(Program.path) \(layout) --prometheus \(server.url) --log \(log)\n")
    _ = try await terminal.wait(for: "Before", "● live")
    try writeFile(layout, text.replacing("Before", with: "Afterwards"))
    #expect(try await terminal.wait(for: "Afterwards").contains("Afterwards"))
    #expect(readFile(log)?.contains(" info reload file=\(layout)\n") ?? false)
    try await terminal.press("q")
  }

  @Test func theLocaleAndNoColorDecideWhereNoFlagDoes() async throws {
    let graph = """
      { "type": "timeseries", "title": "G", "targets": [{ "expr": "vector(time() % 60)" }] }
      """
    let layout = try file("look.json", CommandLineTests.layout(graph, head: ""))
    let ascii = try await run("render", layout, environment: ["LANG": "C"])
    #expect(ascii.output.utf8.allSatisfy { $0 < 0x80 }, "\(ascii.output)")
    #expect(try await run("render", layout).output.contains("─"))
    let svg = try await run("render", layout, "--format", "svg", environment: ["LANG": "C"])
    #expect(svg.output.contains("─"))
    let query = ["query", "vector(time() % 60)", "--since", "10m", "--prometheus", server.url]
    let chart = try await Program.run(query, environment: ["LC_ALL": "C"])
    #expect(chart.output.utf8.allSatisfy { $0 < 0x80 }, "\(chart.output)")
    let color = #/\u{1B}\[[0-9;]*[34][0-9][;m]/#
    #expect(try await run("render", layout, "--format", "ansi").output.contains(color))
    let plain = try await run("render", layout, "--format", "ansi", environment: ["NO_COLOR": "1"])
    #expect(!plain.output.contains(color), "\(plain.output)")
  }

  /// On a terminal that has colours, told by `script` to be one.
  @Test func theDemosOneFrameHonoursThemToo() async throws {
    let color = #/\u{1B}\[[0-9;]*[34][0-9][;m]/#
    let words = ["-qec", "\(Program.path) demo --once", "/dev/null"]
    for (variables, hasColor) in [([:], true), (["NO_COLOR": "1", "LANG": "C"], false)] {
      let output = folder.path + "/frame\(hasColor)"
      let child = try Child(
        ["script"] + words,
        environment: Program.environment(home: folder.path)
          .merging(["TERM": "xterm-256color"]) { $1 }.merging(variables) { $1 },
        output: output
      )
      #expect(await child.end(within: 90) == 0)
      let frame = try #require(readFile(output))
      #expect(frame.contains("Catalog uploads"), "\(frame)")
      #expect(frame.contains(color) == hasColor, "\(frame)")
      #expect(frame.utf8.allSatisfy { $0 < 0x80 } == !hasColor, "\(frame)")
    }
  }

  @Test func valuesAsRFC4180HasThem() async throws {
    let expression = #"label_replace(vector(1), "x", "a,\"b", "", "") / 0"#
    let result = try await run("query", expression, "--format", "csv")
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\r\n", omittingEmptySubsequences: false)
    try #require(lines.count == 3, "\(lines)")
    #expect(lines[0] == "time,value,x" && lines[2].isEmpty)
    #expect(lines[1].hasSuffix(#",+Inf,"a,""b""#), "\(lines)")
  }

  @Test func environmentsAreToldAsJSON() async throws {
    let dead = "http://127.0.0.1:\(try Web.freePort())"
    let config = try file(
      "config.json",
      #"{ "environments": { "up": { "prometheus": { "url": "\#(server.url)" } },"#
        + #" "down": { "prometheus": { "url": "\#(dead)" } } } }"#
    )
    let result = try await Program.run(["environments", "--config", config, "--format", "json"])
    #expect(result.status == 3)
    #expect(result.errors.hasPrefix("promwall: 1 of 2 environments did not answer: down: "))
    let entries = try #require(try result.json()["environments"]?.array)
    #expect(entries.map { $0["name"]?.string } == ["up", "down"])
    #expect(entries.map { $0["answers"]?.kind } == [.bool(true), .bool(false)])
    let one = try await Program.run(["environments", "--config", config, "-e", "up"])
    #expect(one.status == 0)
  }
}
