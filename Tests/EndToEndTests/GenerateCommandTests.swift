import Glibc
import Support
import Testing

/// `promwall generate` by hand: what it writes over, what it refuses, and how it says so.
struct GenerateCommandTests {
  private let folder: TemporaryFolder
  private var product: String { folder.path + "/shop.json" }
  private var output: String { folder.path + "/out" }
  private var rules: String { output + "/rules/shop.rules.yml" }

  init() throws {
    folder = try TemporaryFolder()
    try writeProduct("shop", limit: 50)
  }

  private func writeProduct(_ name: String, limit: Int, expression: String = "queue") throws {
    try writeFile(
      "\(folder.path)/\(name).json",
      """
      {
        "product": "\(name)", "environments": ["prod"],
        "conditions": [{ "alert": "QueueAboveLimit", "expr": "\(expression)", "above": \(limit) }]
      }
      """
    )
  }

  private func generate(_ words: String...) async throws -> Program.Result {
    try await Program.run(["generate"] + words)
  }

  private func names(in path: String) async throws -> String {
    try await Program.command(["find", path, "-type", "f", "-printf", "%P\\n"]).output
  }

  // MARK: - What is written

  @Test func onlyWhatChangesIsWritten() async throws {
    let made = try await generate("rules", product, "--output", output)
    #expect(made.status == 0 && made.errors.isEmpty)
    #expect(made.output == "\(rules): made\n")
    let again = try await generate("rules", product, "--output", output + "/")
    #expect(again.output == "\(rules): unchanged\n")
    try writeProduct("shop", limit: 60)
    let changed = try await generate("rules", product, "--output", output)
    #expect(changed.output == "\(rules): changed\n")
    #expect(try #require(readFile(rules)).contains("(queue) > 60"))
    #expect(try await names(in: output) == "rules/shop.rules.yml\n")
    var status = stat()
    #expect(stat(rules, &status) == 0 && status.st_mode & 0o777 == 0o644)
  }

  @Test func oneFileMayGoToStandardOutput() async throws {
    let printed = try await generate("rules", product)
    #expect(printed.status == 0 && printed.errors.isEmpty)
    _ = try await generate("rules", product, "--output", output)
    #expect(printed.output == readFile(rules))
    let several = try await generate("alertmanager", product)
    #expect(several.status == 64 && several.output.isEmpty)
    #expect(
      several.errors == "promwall: these are 2 files; name a folder for them with --output\n"
    )
  }

  @Test func whatSomebodyChangedIsNeverWrittenOver() async throws {
    try writeProduct("other", limit: 1)
    let other = folder.path + "/other.json"
    _ = try await generate("rules", product, other, "--output", output)
    let text = try #require(readFile(rules))
    let edited = text.replacing("> 50", with: "> 55")
    try writeFile(rules, edited)
    try writeProduct("shop", limit: 60)
    try writeProduct("other", limit: 2)
    let refused = try await generate("rules", product, other, "--output", output)
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(
      refused.errors
        == "promwall: \(rules): error: was changed by hand since promwall made it; put what it says"
        + " into the product's file, and move it away; --diff shows what differs\n"
    )
    #expect(readFile(rules) == edited)
    // Not even what could have been written.
    #expect(try #require(readFile(output + "/rules/other.rules.yml")).contains("(queue) > 1"))
    let diff = try await generate("rules", product, other, "--output", output, "--diff")
    #expect(diff.status == 1)
    #expect(
      diff.output.contains("-        expr: \"(queue) > 55\"\n+        expr: \"(queue) > 60\"")
    )
    try writeFile(rules, "groups: []\n")
    let foreign = try await generate("rules", product, "--output", output)
    #expect(foreign.errors.hasPrefix("promwall: \(rules): error: was not made by promwall; "))
  }

  @Test func aDifferenceIsShownAndNothingWritten() async throws {
    let new = try await generate("rules", product, "--output", output, "--diff")
    #expect(new.status == 0)
    #expect(new.output.hasPrefix("--- /dev/null\n+++ rules/shop.rules.yml\n@@ -0,0 +1,"))
    #expect(access(output, F_OK) != 0)
    _ = try await generate("rules", product, "--output", output)
    let same = try await generate("rules", product, "--output", output, "--diff")
    #expect(same.status == 0 && same.output.isEmpty && same.errors.isEmpty)
  }

  @Test func filesOfProductsThatAreNoMoreAreTold() async throws {
    try writeProduct("old", limit: 1)
    let config = folder.path + "/config.json"
    try writeFile(config, #"{ "products": ["shop.json", "old.json"] }"#)
    let both = try await generate("rules", "--config", config, "--output", output)
    #expect(both.status == 0 && both.errors.isEmpty)
    #expect(both.output.split(separator: "\n").count == 2)
    try writeFile(config, #"{ "products": ["shop.json"] }"#)
    try writeFile(output + "/rules/own.yml", "groups: []\n")
    let one = try await generate("rules", "--config", config, "--output", output)
    #expect(one.status == 0)
    #expect(
      one.errors
        == "promwall: \(output)/rules/old.rules.yml: warning: is of no product any more;"
        + " remove it, or Prometheus goes on reading it\n"
    )
  }

  // MARK: - What is refused

  @Test func productsWithProblemsMakeNothing() async throws {
    try writeFile(folder.path + "/bad.json", #"{ "product": "bad", "conditoins": [] }"#)
    let bad = try await generate("rules", product, folder.path + "/bad.json", "--output", output)
    #expect(bad.status == 1 && bad.output.isEmpty)
    #expect(
      bad.errors.hasPrefix(
        "promwall: \(folder.path)/bad.json:1:21: error: unknown key `conditoins`;"
          + " did you mean `conditions`?\n"
      )
    )
    let copy = folder.path + "/copy.json"
    try writeFile(copy, try #require(readFile(product)))
    let twice = try await generate("rules", product, copy, "--output", output)
    #expect(twice.status == 1)
    #expect(
      twice.errors
        == "promwall: \(copy): error: there is a product \"shop\" already;"
        + " give each product a name of its own\n"
    )
    let missing = try await generate("rules", folder.path + "/no.json", "--output", output)
    #expect(missing.status == 1)
    #expect(missing.errors.contains("/no.json: error: can't be read: no such file or directory"))
    let none = try await generate("rules", "--output", output)
    #expect(none.status == 64)
    #expect(
      none.errors
        == "promwall: there is no product; name its file, or list it in `products` of the settings\n"
    )
    #expect(access(output, F_OK) != 0)
  }

  @Test(arguments: [
    (
      ["--alertmanager-version", "25"], "--alertmanager-version \"25\" is no version; write such as"
    ),
    (["--alertmanager-version", "1.0"], "--alertmanager-version \"1.0\" is no version;"),
    (
      ["--alertmanager-version", "0.24"],
      "--alertmanager-version 0.24 is too old; promwall writes for 0.25 on"
    ),
    (["--prometheus-version", "latest"], "--prometheus-version \"latest\" is no version;"),
    (["--prometheus-version", "2.1"], "--prometheus-version 2.1 is too old;"),
    (["--diff"], "--diff compares with a folder; name it with --output"),
    (
      ["--receive-url", "ops:9096"], "--receive-url \"ops:9096\" is no address; write such as http"
    ),
    (
      ["--receive-url", "http://ops:9096/"],
      "--receive-url \"http://ops:9096/\" is on another machine; name the file with the shared"
        + " secret: --receive-credentials-file"
    ),
    (["--receive-url", "http://u:p@127.0.0.1/"], "is no address"),
    (["--output", ""], "--output names no folder"),
  ])
  func badUsage(flags: [String], sentence: String) async throws {
    let result = try await Program.run(["generate", "alertmanager", product] + flags)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains(sentence))
  }

  @Test func aFolderThatCanNotBeWritten() async throws {
    // Root may write anywhere, so that something else must be in the way.
    let file = folder.path + "/file"
    try writeFile(file, "")
    let under = try await generate("rules", product, "--output", file + "/out")
    #expect(under.status == 1 && under.output.isEmpty)
    #expect(
      under.errors
        == "promwall: \(file)/out: error: can't be written: not a directory;"
        + " check the folder and its permissions\n"
    )
    mkdir(output, 0o755)
    mkdir(output + "/routes.tests", 0o755)
    let taken = try await generate("alertmanager", product, "--output", output)
    #expect(taken.status == 1)
    #expect(taken.errors.contains("/out/routes.tests: error: can't be read: is a directory"))
    #expect(try await names(in: output).isEmpty)
    let guest = try await generate("rules", product, "--output", folder.path + "/g", "--read-only")
    #expect(guest.status == 64)
    #expect(guest.errors == "promwall: a guest writes no files; leave out --read-only\n")
  }

  @Test func whatPromtoolRefusesIsNotWritten() async throws {
    try writeProduct("shop", limit: 1, expression: "sum(a b)")
    let refused = try await generate("rules", product, "--output", output, "--check")
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(refused.errors.contains("could not parse expression"))
    #expect(
      refused.errors.hasSuffix(
        "promwall: promtool check rules finds fault, as told above;"
          + " change the products; nothing was written\n"
      )
    )
    #expect(access(output, F_OK) != 0)
  }

  @Test func toolsThatAreNotThereAreTold() async throws {
    let tools = folder.path + "/tools"
    mkdir(tools, 0o755)
    for word in [
      ("rules", "promtool", "prometheus"), ("alertmanager", "amtool", "prometheus-alertmanager"),
    ] {
      let bare = try await Program.run(
        ["generate", word.0, product, "--check"],
        environment: ["PATH": tools]
      )
      #expect(bare.status == 3)
      #expect(bare.errors == "promwall: env isn't installed; it is in the package coreutils\n")
    }
    symlink("/usr/bin/env", tools + "/env")
    for (what, tool, package) in [
      ("rules", "promtool", "prometheus"), ("alertmanager", "amtool", "prometheus-alertmanager"),
    ] {
      let result = try await Program.run(
        ["generate", what, product, "--check"],
        environment: ["PATH": tools, "TMPDIR": folder.path]
      )
      #expect(result.status == 3)
      #expect(
        result.errors == "promwall: \(tool) isn't installed; it is in the package \(package)\n"
      )
    }
    let left = try await Program.command(["find", folder.path, "-name", "promwall-generate-*"])
    #expect(left.output.isEmpty)
  }
}
