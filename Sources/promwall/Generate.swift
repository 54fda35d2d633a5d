import ArgumentParser
import Documents
import Engine
import Glibc
import Logging
import Metrics

struct Generate: Command {
  static let configuration = CommandConfiguration(
    abstract: "From products: rules for Prometheus, their tests, routes for Alertmanager.",
    discussion: """
      Writes rules/PRODUCT.rules.yml, tests/PRODUCT.test.yml, or alertmanager.yml and
      routes.tests into a folder. A file that somebody has changed by hand is never
      written over. No rule sets the label `environment`, by which alerts are routed:
      give each Prometheus one in its `external_labels`.
      """
  )

  enum What: String, ExpressibleByArgument, CaseIterable { case rules, tests, alertmanager }

  @Argument(help: "What to write.")
  var what: What

  @Argument(
    help: ArgumentHelp(
      "Files of products; without, those of the settings.",
      valueName: "file"
    ),
    completion: .file(extensions: ["json"])
  )
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where to write; without, one file goes to standard output.",
      valueName: "folder"
    ),
    completion: .directory
  )
  var output: String?

  @Flag(help: "Let promtool or amtool try the files before they are written.")
  var check = false

  @Flag(help: "Show what would change, and write nothing.")
  var diff = false

  @Option(help: ArgumentHelp("The oldest Prometheus that reads the rules.", valueName: "version"))
  var prometheusVersion = "2.42"

  @Option(
    help: ArgumentHelp(
      "The oldest Alertmanager that reads the routes; from 0.33 on it makes tickets itself.",
      valueName: "version"
    )
  )
  var alertmanagerVersion = "0.25"

  @Option(
    help: ArgumentHelp("Where `promwall receive` listens, for older ones.", valueName: "url")
  )
  var receiveURL = Generator.Bridge.usual.url

  @Option(
    help: ArgumentHelp("The file with the secret that it asks for.", valueName: "path"),
    completion: .file()
  )
  var receiveCredentialsFile: String?

  @OptionGroup var options: CommonOptions

  func validate() throws {
    let versions = [
      ("--prometheus-version", prometheusVersion, Generator.oldestPrometheus, 2...3),
      ("--alertmanager-version", alertmanagerVersion, Generator.oldestAlertmanager, 0...0),
    ]
    for (flag, text, oldest, majors) in versions {
      guard let version = ServerVersion(text), majors.contains(version.major) else {
        throw ValidationError("\(flag) \(quoted(text)) is no version; write such as \(oldest)")
      }
      guard version >= oldest else {
        throw ValidationError("\(flag) \(version) is too old; promwall writes for \(oldest) on")
      }
    }
    if diff, output == nil {
      throw ValidationError("--diff compares with a folder; name it with --output")
    }
    if output == "" { throw ValidationError("--output names no folder") }
    try validateReceive()
  }

  /// Whoever reaches a bridge without a secret can make tickets.
  private func validateReceive() throws {
    let host = receiveURL.wholeMatch(
      of: /https?:\/\/(\[[^\]\/]+\]|[^:\/@?#\s]+)(:\d{1,5})?(\/\S*)?/
    )
    guard let host = host?.1 else {
      throw ValidationError(
        "--receive-url \(quoted(receiveURL)) is no address; write such as"
          + " \(Generator.Bridge.usual.url)"
      )
    }
    let isLoopback = host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
    if !isLoopback, receiveCredentialsFile == nil {
      throw ValidationError(
        "--receive-url \(quoted(receiveURL)) is on another machine; name the file with the shared"
          + " secret: --receive-credentials-file"
      )
    }
  }

  func run(log: Logger) async throws {
    let generator = try generator(log)
    let problems = generator.problems(alertmanager: what == .alertmanager)
    guard problems.isEmpty else { throw Stop(problems, Exit.badDocument) }
    let (made, warnings) = made(by: generator)
    warnings.forEach { Output.complain($0.description) }
    guard let output else {
      guard check || made.count == 1 else { throw Self.severalFiles(made) }
      if check {
        try await FileCheck(what, generator).run()
      } else {
        Output.write(made[0].text)
      }
      return
    }
    let folder = OutputFolder(path: output)
    let entries: [OutputFolder.Entry]
    do throws(Problem) {
      entries = try folder.entries(made)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    if diff { Self.show(entries) }
    let edits = folder.edits(in: entries)
    guard edits.isEmpty else { throw Stop(edits, Exit.badDocument) }
    if check { try await FileCheck(what, generator).run() }
    guard !diff else { return }
    try write(entries, into: folder)
  }

  private func write(_ entries: [OutputFolder.Entry], into folder: OutputFolder) throws(Stop) {
    guard !options.readOnly else {
      throw Stop(
        Problem(what: "a guest writes no files", fix: "leave out --read-only"),
        Exit.badUsage
      )
    }
    do throws(Problem) {
      try folder.write(entries)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    for entry in entries {
      let verb = entry.isChange ? entry.old == nil ? "made" : "changed" : "unchanged"
      Output.write("\(ForeignText(folder.place(of: entry.file)).safe): \(verb)\n")
    }
    guard files.isEmpty else { return }
    folder.leftovers(besides: entries.map(\.file)).forEach { Output.complain($0.description) }
  }

  private func made(by generator: Generator) -> (files: [GeneratedFile], warnings: [Problem]) {
    switch what {
    case .rules: generator.rules()
    case .tests: generator.tests()
    case .alertmanager: ([generator.alertmanagerFile(), generator.routesFile()], [])
    }
  }

  private static func severalFiles(_ files: [GeneratedFile]) -> Stop {
    Stop(
      Problem(
        what: "these are \(files.count) files",
        fix: "name a folder for them with --output",
        code: "generate.output"
      ),
      Exit.badUsage
    )
  }

  private static func show(_ entries: [OutputFolder.Entry]) {
    for entry in entries {
      for line in LineDiff.unified(old: entry.old, new: entry.file.text, name: entry.file.path) {
        Output.write(ForeignText(line).safe + "\n")
      }
    }
  }

  // MARK: - Products

  private func generator(_ log: Logger) throws -> Generator {
    var paths = Library.expanded(files)
    if files.isEmpty {
      paths = try Launch(options, environment: Launch.processEnvironment, log: log).settings
        .products
    }
    guard !paths.isEmpty else {
      throw Stop(
        Problem(
          what: "there is no product",
          fix: files.isEmpty
            ? "name its file, or list it in `products` of the settings"
            : "files of products end in .json"
        ),
        Exit.badUsage
      )
    }
    var sources: [Generator.Source] = []
    var errors: [Problem] = []
    for path in paths {
      do throws(Problem) {
        let (source, problems) = try Self.source(path)
        for problem in problems where problem.severity == .warning {
          Output.complain(problem.description)
        }
        errors += problems.filter { $0.severity == .error }
        if let source { sources.append(source) }
      } catch {
        errors.append(error)
      }
    }
    guard errors.isEmpty else { throw Stop(errors, Exit.badDocument) }
    return Generator(
      sources,
      prometheus: ServerVersion(prometheusVersion) ?? Generator.oldestPrometheus,
      alertmanager: ServerVersion(alertmanagerVersion) ?? Generator.oldestAlertmanager,
      bridge: Generator.Bridge(
        url: receiveURL,
        credentialsFile: receiveCredentialsFile.map(Files.absolute)
      )
    )
  }

  /// Alertmanager runs elsewhere, so that the files beside a product are named from the root.
  private static func source(
    _ path: String
  ) throws(Problem) -> (source: Generator.Source?, problems: [Problem]) {
    let bytes = try Files.read(path, otherwise: "is it a product?")
    let (product, found) = ProductDecoder.decode(bytes, file: Files.absolute(path))
    let problems = found.map { problem in
      var problem = problem
      problem.file = path
      return problem
    }
    return (product.map { Generator.Source(file: path, product: $0) }, problems)
  }

  private func quoted(_ text: String) -> String { "\"\(ForeignText(text).safe)\"" }
}

/// Lets the servers' own tools try the files, in a folder of its own.
private struct FileCheck {
  private let what: Generate.What
  private let generator: Generator

  init(_ what: Generate.What, _ generator: Generator) {
    self.what = what
    self.generator = generator
  }

  /// How many routes are asked for at once.
  private static let width = 8

  func run() async throws {
    let base = Launch.processEnvironment["TMPDIR"] ?? "/tmp"
    var template = Array("\(base)/promwall-generate-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Stop(
        Problem(what: "no folder can be made in \(ForeignText(base).safe)", fix: "set TMPDIR"),
        Exit.badDocument
      )
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { remove(folder) }
    do {
      switch what {
      case .rules: try await checkRules(in: folder, tests: false)
      case .tests: try await checkRules(in: folder, tests: true)
      case .alertmanager: try await checkRoutes(in: folder)
      }
    } catch let problem as Problem {
      throw Stop(problem, problem.code == "tool.missing" ? Exit.noAnswer : Exit.badDocument)
    }
  }

  private func checkRules(in folder: String, tests: Bool) async throws {
    let rules = generator.rules().files
    let output = OutputFolder(path: folder)
    try output.write(try output.entries(rules))
    try await tell("promtool check rules", "prometheus", "--lint-fatal", rules, folder)
    guard tests else { return }
    let files = generator.tests().files
    try output.write(try output.entries(files))
    try await tell("promtool test rules", "prometheus", nil, files, folder)
  }

  private func tell(
    _ command: String,
    _ package: String,
    _ flag: String?,
    _ files: [GeneratedFile],
    _ folder: String
  ) async throws {
    let words = command.split(separator: " ").map(String.init) + [flag].compactMap { $0 }
    try await ask(words + files.map(\.path), package, in: folder, of: command)
    Output.write("\(command): \(files.count) file\(files.count == 1 ? "" : "s"), no error\n")
  }

  @discardableResult
  private func ask(
    _ words: [String],
    _ package: String,
    in folder: String,
    of command: String
  ) async throws -> String {
    let ending = try await Tool.run(words, in: folder, package: package)
    guard ending.status == 0 else {
      for line in ending.output.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
        Output.write("  \(ForeignText(String(line)).safe)\n", to: STDERR_FILENO)
      }
      throw Problem(
        what: "\(command) finds fault, as told above",
        fix: "change the products; nothing was written",
        code: "generate.refused"
      )
    }
    return ending.output
  }

  private func checkRoutes(in folder: String) async throws {
    let said = try await ask(
      ["amtool", "--version"],
      "prometheus-alertmanager",
      in: folder,
      of: "amtool --version"
    )
    let version = said.firstMatch(of: /version (\d+\.\d+\.\d+)/).flatMap {
      ServerVersion(String($0.1))
    }
    var checked = generator
    if let version, generator.isJiraNative, version < ServerVersion(0, 33) {
      checked = generator.withoutJira
      Output.write(
        "amtool \(version) does not know `jira_configs`: the same routes are checked with webhooks in"
          + " their place\n"
      )
    }
    let output = OutputFolder(path: folder)
    try output.write(try output.entries([checked.alertmanagerFile()]))
    let file = Generator.alertmanagerPath
    try await tell(
      "amtool check-config",
      "prometheus-alertmanager",
      nil,
      [checked.alertmanagerFile()],
      folder
    )
    let tests = checked.routeTests
    for start in stride(from: 0, to: tests.count, by: Self.width) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for test in tests[start..<min(tests.count, start + Self.width)] {
          group.addTask {
            try await ask(
              ["amtool", "config", "routes", "test", "--config.file=\(file)"] + test.arguments,
              "prometheus-alertmanager",
              in: folder,
              of: "amtool config routes test " + test.arguments.joined(separator: " ")
            )
          }
        }
        try await group.waitForAll()
      }
    }
    Output.write("amtool config routes test: \(tests.count) alerts, each to its receivers\n")
  }

  private func remove(_ folder: String) {
    let files = generator.rules().files + generator.tests().files + [generator.alertmanagerFile()]
    for file in files { unlink("\(folder)/\(file.path)") }
    for path in ["\(folder)/rules", "\(folder)/tests", folder] { rmdir(path) }
  }
}
