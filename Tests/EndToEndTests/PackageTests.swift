import Glibc
import Support
import Testing

/// The Debian package of the program that these tests run, made, installed and used without
/// touching what is installed here.
@Suite(.serialized)
struct PackageTests {
  private let folder: TemporaryFolder
  private var root: String { folder.path + "/root" }

  private static let repository: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  init() async throws {
    folder = try TemporaryFolder()
    let made = try await run(
      [Self.repository + "/.ci/package", folder.path, Program.path],
      environment: ["COMPRESSION": "gzip"]
    )
    try #require(made.status == 0, "\(made.errors)")
    // A system of its own, with a package database of its own.
    for path in ["", "/var", "/var/lib", "/var/lib/dpkg", "/var/lib/dpkg/updates"] {
      mkdir(root + path, 0o755)
    }
    mkdir(root + "/var/lib/dpkg/info", 0o755)
    try writeFile(root + "/var/lib/dpkg/status", "")
    let force = "--force-depends,not-root,script-chrootless"
    let installed = try await run(
      ["dpkg", "--root=\(root)", "--log=/dev/null", force, "--install", package]
    )
    try #require(installed.status == 0, "\(installed.errors)")
  }

  private var package: String {
    let name = names(in: folder.path).first { $0.hasSuffix(".deb") } ?? "none"
    return folder.path + "/" + name
  }

  private func run(
    _ words: [String],
    environment: [String: String] = [:]
  ) async throws -> Program.Result {
    try await Program.command(words, environment: environment)
  }

  @Test func whatIsInItAndThatItRuns() async throws {
    let listed = try await run(["dpkg", "--root=\(root)", "--listfiles", "promwall"])
    for file in [
      "/usr/bin/promwall", "/usr/share/man/man1/promwall.1.gz",
      "/lib/systemd/system/promwall.service",
      "/usr/share/bash-completion/completions/promwall",
      "/usr/share/zsh/vendor-completions/_promwall",
      "/usr/share/fish/vendor_completions.d/promwall.fish", "/usr/share/doc/promwall/copyright",
      "/usr/share/doc/promwall/changelog.gz",
    ] {
      #expect(listed.output.contains(file + "\n"), "\(file)")
    }
    #expect(!listed.output.contains("/home") && !listed.output.contains("/etc"))
    let version = try await run([root + "/usr/bin/promwall", "--version"])
    #expect(version.status == 0 && version.errors.isEmpty)
    let number = try #require(version.output.wholeMatch(of: #/promwall (\d+\.\d+\.\d+)\n/#)).1
    let told = try await run(["dpkg-deb", "--field", package, "Version", "Depends"])
    #expect(told.output.contains("Version: \(number)\n"))
    for library in ["libc6", "libncursesw6", "libtinfo6"] {
      #expect(told.output.contains(library), "\(told.output)")
    }
    let copyright = try #require(readFile(root + "/usr/share/doc/promwall/copyright"))
    #expect(copyright.contains("Apache License"))
  }

  @Test func theManualIsWholeAndClean() async throws {
    let page = root + "/usr/share/man/man1/promwall.1.gz"
    let manual = try await run(
      ["man", "--warnings", "--local-file", page],
      environment: ["MANWIDTH": "80", "MANROFFOPT": "-rHY=0"]
    )
    #expect(manual.status == 0 && manual.errors.isEmpty, "\(manual.errors)")
    let help = try await run([Program.path, "--help"])
    let commands = help.output.matches(of: #/(?m)^  ([a-z]+)(?: \(default\))? {2,}/#).map(\.1)
    #expect(commands.count >= 6)
    #expect(manual.output.contains("\n   alerts list\n"))
    let claimsFlags = manual.output.split(separator: "\n   alerts claim\n").last ?? ""
    #expect(!claimsFlags.prefix(1_500).contains("--prometheus"), "what all have is told once")
    for command in commands {
      // One of several commands is told as those: `alerts claim`.
      let isTold = ["\n", " "].contains { manual.output.contains("\n   \(command)\($0)") }
      #expect(isTold, "\(command)")
      let flags = try await run([Program.path, "help", String(command)])
      for flag in flags.output.matches(of: #/--[a-z-]+/#).map({ String($0.0) }) {
        #expect(manual.output.contains(flag) || flag == "--help", "\(command) \(flag)")
      }
    }
  }

  @Test func bashCompletes() async throws {
    let file = root + "/usr/share/bash-completion/completions/promwall"
    func completions(_ line: String) async throws -> [Substring] {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      let script = """
        source \(file)
        COMP_LINE='\(line)' COMP_POINT=\(line.count) COMP_CWORD=\(words.count - 1)
        COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))
        _promwall promwall '\(words.last ?? "")' '\(words.dropLast().last ?? "")'
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      let result = try await run(["bash", "-c", script])
      #expect(result.errors.isEmpty, "\(result.errors)")
      return result.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    }
    #expect(try await completions("promwall ren").contains("render"))
    #expect(try await completions("promwall render --fail").contains("--fail-on"))
    #expect(try await completions("promwall query --form").contains("--format"))
  }

  // MARK: - Walls

  private func verify(_ unit: String, in folder: String) async throws {
    let result = try await run(
      ["systemd-analyze", "verify", "--man=no", folder + "/" + unit],
      environment: ["SYSTEMD_UNIT_PATH": folder + ":/lib/systemd/system"]
    )
    // Of other units too, which are not ours to judge.
    let ours = result.errors.split(separator: "\n").filter {
      $0.contains("promwall") || $0.contains("getty") || $0.contains("wall.conf")
    }
    #expect(ours.isEmpty, "\(ours)")
  }

  @Test func systemdTakesTheWall() async throws {
    let unit = try #require(readFile(root + "/lib/systemd/system/promwall.service"))
    let command = "ExecStart=/usr/bin/promwall "
    #expect(unit.contains(command))
    try writeFile(
      folder.path + "/promwall.service",
      unit.replacing("/usr/bin/promwall", with: root + "/usr/bin/promwall")
    )
    try await verify("promwall.service", in: folder.path)
    // A check that can't fail is none.
    try writeFile(folder.path + "/promwall-bad.service", unit.replacing("/usr/bin/", with: "/no/"))
    let bad = try await run(
      ["systemd-analyze", "verify", "--man=no", folder.path + "/promwall-bad.service"]
    )
    #expect(bad.errors.contains("/no/promwall"))
    // Its flags are the program's: it goes on to look for a terminal.
    let start = try #require(unit.firstRange(of: command)).upperBound
    let flags = unit[start...].prefix { $0 != "\n" }.split(separator: " ").map(String.init)
    let tried = try await run([root + "/usr/bin/promwall"] + flags)
    #expect(tried.status == 64 && tried.errors.contains("there is no terminal to watch on"))
    #expect(README.text.contains(flags.joined(separator: " ")))
  }

  @Test func systemdTakesTheAutologin() async throws {
    let own = folder.path + "/units"
    for path in ["", "/getty@tty1.service.d"] { mkdir(own + path, 0o755) }
    let service = try #require(readFile("/lib/systemd/system/getty@.service"))
    try writeFile(own + "/getty@.service", service)
    try writeFile(
      own + "/getty@tty1.service.d/wall.conf",
      try README.block(after: "[Service]\nExecStart=\n") + "\n"
    )
    try await verify("getty@tty1.service", in: own)
  }
}
