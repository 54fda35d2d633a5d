import ArgumentParser
import Canvas
import Documents
import Engine
import Glibc
import Interface
import Layouts
import Logging
import Metrics
import Panels

/// From flags, the environment and the settings file to what is watched.
struct Launch {
  var options: CommonOptions
  var settings: Settings
  /// Every environment that `E` lists.
  var environments: [Documents.Environment]
  /// The names of those looked at.
  var watching: [String]
  var library: Library
  /// What `--playlist` shows in turn.
  var playable: [String] = []
  /// Environments without settings, and the address each was given by, without user and password.
  var adHocURLs: [String: String] = [:]
  var theme: Theme
  /// Nothing was configured: the local default is being tried.
  var isFirstMinute: Bool
  var log: Logger

  init(_ options: CommonOptions, environment: [String: String], log: Logger) throws(Stop) {
    self.options = options
    self.log = log
    var isConfigured = true
    if let path = Self.settingsPath(options, environment: environment) {
      settings = try Self.readSettings(path)
    } else {
      settings = Settings()
      isConfigured = false
    }
    theme = try Self.readTheme(options.theme ?? settings.theme)
    environments = settings.environments
    isFirstMinute = false
    if options.readOnly { Guest.close() }
    if let url = options.prometheus {
      watching = [Self.adHoc(url, in: &environments)]
    } else if !options.environments.isEmpty {
      let settings = settings
      watching = try options.environments.map { name throws(Stop) in
        try Self.named(name, settings: settings)
      }
    } else if let url = environment["PROMETHEUS_URL"], !url.isEmpty {
      watching = [Self.adHoc(url, in: &environments)]
    } else if let name = settings.defaultEnvironment {
      watching = [try Self.named(name, settings: settings)]
    } else {
      watching = [Self.adHoc("http://localhost:9090", in: &environments)]
      isFirstMinute = !isConfigured
    }
    // A guest may not even read the names of the others.
    if options.readOnly {
      let watching = watching
      environments = environments.filter { watching.contains($0.name) }
    }
    library = Library(
      shipped: ShippedLayouts.all,
      files: (settings.layouts + Self.ownLayouts(environment)).flatMap {
        Files.isFolder($0) ? Self.dashboards(in: $0) : [$0]
      }
    )
    for environment in environments
    where settings.environments.allSatisfy({
      $0.name != environment.name
    }) {
      adHocURLs[environment.name] = Self.withoutUser(environment.prometheus.url)
    }
    log.info(
      "watching",
      metadata: [
        "environments": "\(watching.map { ForeignText($0).safe }.joined(separator: ","))"
      ]
    )
  }

  /// An environment of its own for an address, called by its host and port.
  private static func adHoc(
    _ url: String,
    in environments: inout [Documents.Environment]
  ) -> String {
    let written = url.contains("://") ? url : "http://\(url)"
    let rest = written.split(separator: "://", maxSplits: 1).last.map(String.init) ?? written
    let authority = rest.split(separator: "/").first.map(String.init) ?? rest
    let host = authority.split(separator: "@").last.map(String.init) ?? authority
    let name = ForeignText(host).safe
    environments.append(
      Documents.Environment(name: name, prometheus: Connection(url: written))
    )
    return name
  }

  private static func withoutUser(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return url }
    return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
  }

  private static func named(_ name: String, settings: Settings) throws(Stop) -> String {
    guard !settings.environments.contains(where: { $0.name == name }) else { return name }
    let names = settings.environments.map(\.name)
    let what = "there is no environment \"\(ForeignText(name).safe)\""
    let fix =
      names.isEmpty
      ? "the settings have none; name a server with --prometheus URL"
      : (Nearest.match(name, among: names).map { "did you mean \"\($0)\"? " } ?? "")
        + "the environments are \(names.map { ForeignText($0).safe }.joined(separator: ", "))"
    throw Stop(Problem(what: what, fix: fix), Exit.badUsage)
  }

  /// The first settings file that exists; never one of the working folder.
  private static func settingsPath(
    _ options: CommonOptions,
    environment: [String: String]
  ) -> String? {
    if let path = options.config ?? environment["PROMWALL_CONFIG"], !path.isEmpty { return path }
    let candidates = [folder(environment).map { "\($0)/config.json" }, "/etc/promwall/config.json"]
    return candidates.compactMap { $0 }.first(where: Files.exists)
  }

  /// The user's own: `~/.config/promwall`.
  private static func folder(_ environment: [String: String]) -> String? {
    if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return "\(base)/promwall" }
    return environment["HOME"].map { "\($0)/.config/promwall" }
  }

  private static func ownLayouts(_ environment: [String: String]) -> [String] {
    guard let folder = folder(environment) else { return [] }
    return Files.isFolder("\(folder)/layouts") ? ["\(folder)/layouts"] : []
  }

  static func readSettings(_ path: String) throws(Stop) -> Settings {
    let bytes: [UInt8]
    do throws(Problem) {
      bytes = try Files.read(path)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    let (settings, problems) = SettingsDecoder.decode(bytes, file: path)
    let errors = problems.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Stop(errors, Exit.badDocument) }
    return settings
  }

  /// The theme of a command that needs no other setting; what is wrong with those is no matter.
  static func theme(_ options: CommonOptions) throws(Stop) -> Theme {
    let path = settingsPath(options, environment: processEnvironment)
    let settings = path.flatMap { try? readSettings($0) }
    return try readTheme(options.theme ?? settings?.theme)
  }

  /// A theme by its name, or from its file; without a word the default.
  static func readTheme(_ word: String?) throws(Stop) -> Theme {
    guard let word else { return .dark }
    guard ThemeFile.isPath(word) else { return Theme.named(word) ?? .dark }
    let bytes: [UInt8]
    do throws(Problem) {
      bytes = try Files.read(word)
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    let (theme, problems) = ThemeFile.decode(bytes, file: word)
    let errors = problems.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Stop(errors, Exit.badDocument) }
    return theme
  }

  /// The environment's variables as this process sees them.
  static var processEnvironment: [String: String] {
    var result: [String: String] = [:]
    for name in [
      "NO_COLOR", "TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PROMETHEUS_URL",
      "PROMWALL_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "TMPDIR", "PATH",
    ] {
      if let value = getenv(name) { result[name] = String(cString: value) }
    }
    return result
  }
}

extension Launch {
  /// Opens what the command line names: a layout, a file, a folder, or nothing.
  ///
  /// - Returns: The dashboard shown first; the others are offered by `D`.
  mutating func open(_ names: [String]) throws(Stop) -> OpenedDashboard {
    var wanted: [String] = []
    for name in names {
      guard Files.isFolder(name) else {
        wanted.append(name)
        continue
      }
      let files = Self.dashboards(in: name)
      guard !files.isEmpty else {
        throw Stop(
          Problem(
            what: "there is no dashboard in the folder \(ForeignText(name).safe)",
            fix: "dashboards are files that end in .json"
          ),
          Exit.badDocument
        )
      }
      wanted += files
    }
    for name in wanted where !library.has(name) { throw unknown(name) }
    let paths = wanted.compactMap { library.path(of: $0) }
    library.files = paths.filter { !library.files.contains($0) } + library.files
    let first = wanted.first ?? library.files.first ?? (isFirstMinute ? "prometheus" : "overview")
    if options.readOnly, !wanted.isEmpty { library.keepOnly(wanted) }
    playable = wanted.isEmpty ? (library.files.isEmpty ? [first] : library.files) : paths
    switch library.open(first) {
    case .success(let opened): return opened
    case .failure(let problem): throw Stop(problem, Exit.badDocument)
    }
  }

  /// The dashboards of a folder, which may hold settings and products too; last the files that
  /// can't be read, so that one of them hides no other and is still told of.
  private static func dashboards(in folder: String) -> [String] {
    var (found, unreadable): ([String], [String]) = ([], [])
    for file in Files.documents(in: folder) {
      do throws(Problem) {
        let root = try JSON(parsing: try Files.read(file), file: file)
        if [.layout, .grafana].contains(DashboardFile.kind(of: root)) { found.append(file) }
      } catch {
        unreadable.append(file)
      }
    }
    return found + unreadable
  }

  /// A word that is neither a command nor anything to open.
  private func unknown(_ name: String) -> Stop {
    let commands = Promwall.configuration.subcommands.map { $0.name }
    let looksLikeFile = name.contains("/") || name.hasSuffix(".json")
    let isPlanned = Promwall.planned.contains(name)
    let nearest = Nearest.match(name, among: commands + Promwall.planned + library.names)
    let guess = nearest.map { "did you mean \"\(ForeignText($0).safe)\"?" }
    return Stop(
      Problem(
        what: (looksLikeFile ? "there is no file" : "no command, layout or file")
          + " \"\(ForeignText(name).safe)\"",
        fix: isPlanned
          ? "this version does not have that command yet"
          : guess ?? "`promwall --help` lists the commands; the layouts are "
            + library.names.map { ForeignText($0).safe }.joined(separator: ", ")
      ),
      looksLikeFile ? Exit.badDocument : Exit.badUsage
    )
  }

  func state(_ opened: OpenedDashboard, size: Size, look: Look) -> State {
    var state = State(
      size: size,
      look: look,
      now: Clock.now,
      opened: opened,
      library: library.entries,
      environments: environments,
      watching: watching,
      chosen: options.chosen,
      from: options.start,
      to: options.end,
      refresh: options.refreshInterval
    )
    state.timezone = options.zone
    state.isReadOnly = options.readOnly
    state.adHocURLs = adHocURLs
    return state
  }
}

extension Launch {
  func engine() -> EngineRun {
    EngineRun(environments: environments, library: library, log: log)
  }
}
