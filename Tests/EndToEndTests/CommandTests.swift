import Documents
import Glibc
import Support
import Testing

/// What scripts rely on: exit codes and one clear sentence.
struct CommandTests {
  /// A port nobody listens on: taken, then given back.
  private func deadURL() throws -> String { "http://127.0.0.1:\(try Web.freePort())" }

  @Test func aTypoIsToldWithTheNearestName() async throws {
    let result = try await Program.run(["overveiw"])
    #expect(result.status == 64)
    #expect(
      result.errors
        == "promwall: no command, layout or file \"overveiw\"; did you mean \"overview\"?\n"
    )
  }

  @Test func watchIntoAPipeSaysToUseRender() async throws {
    let result = try await Program.run(["--prometheus", try deadURL()])
    #expect(result.status == 64)
    #expect(result.errors.contains("promwall render"))
  }

  @Test func aServerThatRefusesIsNoAnswer() async throws {
    let url = try deadURL()
    let result = try await Program.run(["render", "prometheus", "--prometheus", url])
    #expect(result.status == 3)
    #expect(result.errors.contains("connection refused"))
    let query = try await Program.run(["query", "up", "--prometheus", url])
    #expect(query.status == 3)
    let monitoring = try await Program.run(
      ["render", "prometheus", "--prometheus", url, "--fail-on", "critical"])
    #expect(monitoring.status == 3)
    #expect(monitoring.output.hasPrefix("UNKNOWN - "))
  }

  @Test(arguments: [
    (["render", "x.json", "--since", "soon"], "--since \"soon\" is no span"),
    (["render", "x.json", "--var", "system"], "--var \"system\" has no value"),
    (["render", "x.json", "-e", "a", "--prometheus", "http://b"], "name two servers"),
    (["render", "x.json", "--color", "many"], "--color \"many\""),
    (["render", "x.json", "--theme", "lihgt"], "--theme \"lihgt\"; did you mean \"light\"?"),
    (
      ["render", "x.json", "-e", "a", "-e", "b"],
      "A second -e is for watch, alerts, debrief and check alone"
    ),
  ])
  func badUsageIs64AndOneSentence(arguments: [String], sentence: String) async throws {
    let result = try await Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(sentence))
    #expect(result.output.isEmpty)
  }

  @Test func anUnknownEnvironmentListsThem() async throws {
    let folder = try TemporaryFolder()
    let config = folder.path + "/config.json"
    try writeFile(
      config,
      #"{ "environments": { "stage": { "prometheus": { "url": "http://127.0.0.1:1" } } } }"#
    )
    let result = try await Program.run(["render", "overview", "-e", "stag", "--config", config])
    #expect(result.status == 64)
    #expect(result.errors.contains("did you mean \"stage\"?"))
  }

  @Test func aBadColourOfAThemeIsOneSentence() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/mine.json"
    try writeFile(file, "{\n  \"colors\": { \"text\": \"bleu\" }\n}\n")
    let sentence =
      "\(file):2:23: error: `colors.text` is \"bleu\", which is no colour;"
      + " write such as \"#2FB8AC\", or a name such as \"blue\"\n"
    let render = try await Program.run(["render", "overview", "--theme", file])
    #expect(render.status == 1)
    #expect(render.errors == "promwall: " + sentence)
    let check = try await Program.run(["check", file])
    #expect(check.status == 1)
    #expect(check.output.hasPrefix(sentence))
    let missing = try await Program.run(["render", "overview", "--theme", file + "x/y"])
    #expect(missing.status == 1)
    #expect(missing.output.isEmpty)
  }

  @Test func checkSaysWhereAndWhatToDo() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/bad.json"
    try writeFile(
      file,
      "{\n  \"title\": \"x\",\n  \"panels\": [\n    { \"type\": \"stta\", \"titel\": \"y\" }\n  ]\n}\n"
    )
    let result = try await Program.run(["check", file])
    #expect(result.status == 1)
    #expect(result.output.contains("\(file):4:"))
    #expect(result.output.contains("did you mean"))
    let json = try await Program.run(["check", file, "--format", "json"])
    #expect(json.status == 1)
    let report = try #require(try json.json()["files"]?.array?.first)
    #expect(report["kind"]?.string == "layout")
    #expect(report["panels"]?.array?.first?["support"]?.string == "placeholder")
  }

  @Test func checkSaysHowMuchOfADashboardIsShown() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/d.json"
    try writeFile(
      file,
      #"{ "schemaVersion": 39, "panels": [{ "type": "text" }, { "type": "news", "title": "N" }] }"#
    )
    let result = try await Program.run(["check", file])
    #expect(result.status == 0)
    #expect(
      result.output.contains(
        "\n0 of 1 dashboards in full\nleft out:\n  1 grafana.panel.unsupported\n"
      )
    )
    let json = try await Program.run(["check", file, "--format", "json"])
    let report = try #require(try json.json()["files"]?.array?.first)
    let panels = report["panels"]?.array ?? []
    #expect(panels.map { $0["support"]?.string } == ["full", "placeholder"])
    #expect(panels.map { $0["type"]?.string } == ["text", "news"])
  }

  @Test func aMissingFileIsABadDocument() async throws {
    let result = try await Program.run(["check", "/nonexistent/x.json"])
    #expect(result.status == 1)
    #expect(result.output.contains("can't be read: no such file or directory"))
  }
}
