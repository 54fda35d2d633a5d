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
import Triage

/// From flags, the environment and the settings file to what is watched.
struct Launch {
  var options: CommonOptions
  var settings: Settings
  /// Every environment that `E` lists.
  var environments: [Documents.Environment]
  /// The names of those looked at.
  var watching: [String]
  var library: Library
  /// Environments without settings, and the address each was given by, without user and password.
  var adHocURLs: [String: String] = [:]
  var theme: Theme
  /// What is looked at again while the screen stands.
  var surroundings: Surroundings
  /// Nothing was configured: the local default is being tried.
  var isFirstMinute: Bool
  /// What is wrong with the files of products: told on the screen, and where a product is needed.
  var productErrors: [Problem]
  var log: Logger

  init(_ options: CommonOptions, environment: [String: String], log: Logger) throws(Stop) {
    self.options = options
    self.log = log
    let path = Self.settingsPath(options, environment: environment)
    // Before it is read, so that no save is missed.
    let stamp = path.flatMap { Files.stamp($0) }
    settings = try path.map(Self.readSettings) ?? Settings()
    theme = try Self.readTheme(options.theme ?? settings.theme)
    let products: [Product]
    (products, productErrors) = ProductFiles.read(settings.products)
    var rules = SettingsRules()
    if options.theme != nil { rules.theme = theme }
    (watching, rules.adHoc) = try Self.watched(options, settings, environment)
    isFirstMinute =
      path == nil && options.prometheus == nil && rules.adHoc == [Self.firstServer]
      && environment["PROMETHEUS_URL"] ?? "" == ""
    // Whoever is a customer somewhere is a guest everywhere.
    let watched = Set(watching)
    let customers = settings.environments.filter { watched.contains($0.name) }
      .compactMap(\.customer)
    if !customers.isEmpty { self.options.readOnly = true }
    if self.options.readOnly {
      Guest.close()
      rules.visible = Set(watching)
    }
    environments = rules.environments(of: settings, products: products)
    let ownLayouts = Self.folder(environment).map { ["\($0)/layouts"] } ?? []
    surroundings = Surroundings(
      settings: path,
      stamp: stamp,
      theme: settings.theme,
      products: settings.products,
      rules: rules,
      shelves: Shelves(
        shipped: ShippedLayouts.all,
        configured: settings.layouts + ownLayouts,
        isClosed: self.options.readOnly
      ),
      ownLayouts: ownLayouts
    )
    surroundings.shelves.customers = customers
    surroundings.shelves.take(products)
    library = surroundings.shelves.library()
    for environment in rules.adHoc {
      adHocURLs[environment.name] = Self.withoutUser(environment.prometheus.url)
    }
    log.info(
      "watching",
      metadata: [
        "environments": "\(watching.map { ForeignText($0).safe }.joined(separator: ","))"
      ]
    )
  }

  /// Where most begin.
  private static let firstServer = adHoc("http://localhost:9090")

  /// - Returns: The names of what is looked at, and the environments that only flags or variables
  ///   name.
  private static func watched(
    _ options: CommonOptions,
    _ settings: Settings,
    _ environment: [String: String]
  ) throws(Stop) -> (names: [String], adHoc: [Documents.Environment]) {
    var adHoc: [Documents.Environment] = []
    if let url = options.prometheus {
      adHoc = [Self.adHoc(url)]
    } else if !options.environments.isEmpty {
      let names = try options.environments.map { name throws(Stop) in
        try named(name, settings: settings)
      }
      return (names, [])
    } else if let url = environment["PROMETHEUS_URL"], !url.isEmpty {
      adHoc = [Self.adHoc(url)]
    } else if let name = settings.defaultEnvironment {
      return ([try named(name, settings: settings)], [])
    } else {
      adHoc = [firstServer]
    }
    return (adHoc.map(\.name), adHoc)
  }

  /// An environment of its own for an address, called by its host and port.
  private static func adHoc(_ url: String) -> Documents.Environment {
    let written = url.contains("://") ? url : "http://\(url)"
    let rest = written.split(separator: "://", maxSplits: 1).last.map(String.init) ?? written
    let authority = rest.split(separator: "/").first.map(String.init) ?? rest
    let host = authority.split(separator: "@").last.map(String.init) ?? authority
    return Documents.Environment(
      name: ForeignText(host).safe,
      prometheus: Connection(url: written)
    )
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
  static func settingsPath(
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

  static func readSettings(_ path: String) throws(Stop) -> Settings {
    let (settings, errors) = SettingsFile.read(path)
    guard let settings else { throw Stop(errors, Exit.badDocument) }
    return settings
  }

  /// The theme of a command that needs no other setting; what is wrong with those is no matter.
  static func theme(_ options: CommonOptions) throws(Stop) -> Theme {
    try readTheme(options.theme ?? readable(options)?.theme)
  }

  /// The settings as far as they can be read.
  static func readable(_ options: CommonOptions) -> Settings? {
    settingsPath(options, environment: processEnvironment).flatMap { try? readSettings($0) }
  }

  /// A theme by its name, or from its file; without a word the default.
  static func readTheme(_ word: String?) throws(Stop) -> Theme {
    let (theme, errors) = SettingsFile.theme(word)
    guard let theme else { throw Stop(errors, Exit.badDocument) }
    return theme
  }

  /// For a shell that completes `-e`: the words typed so far may name the settings.
  static func environmentNames(_ words: [String]) -> [String] {
    let flag = words.firstIndex(of: "--config").map { words.index(after: $0) }
    var options = CommonOptions()
    options.config = flag.flatMap { words.indices.contains($0) ? words[$0] : nil }
    let path = settingsPath(options, environment: processEnvironment)
    let settings = path.flatMap { try? readSettings($0) }
    return (settings?.environments ?? []).map { ForeignText($0.name).safe }
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
    surroundings.shelves.named = names
    library = surroundings.shelves.library()
    for name in names {
      if Files.isFolder(name), !surroundings.shelves.hasDashboards(in: name) {
        throw Stop(
          Problem(
            what: "there is no dashboard in the folder \(ForeignText(name).safe)",
            fix: "dashboards are files that end in .json"
          ),
          Exit.badDocument
        )
      }
      if !Files.isFolder(name), !library.has(name) { throw unknown(name) }
    }
    let first = library.playable.first ?? (isFirstMinute ? "prometheus" : "overview")
    switch library.open(first) {
    case .success(let opened): return opened
    case .failure(let problem): throw Stop(problem, Exit.badDocument)
    }
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
    state.severities = SeverityOrder(settings.severities)
    state.isReadOnly = options.readOnly
    state.products = library.products
    state.author = Author.current
    if !options.readOnly { state.settingsProblem = productErrors.first }
    state.adHocURLs = adHocURLs
    return state
  }
}

extension Launch {
  func engine() -> EngineRun {
    EngineRun(
      environments: environments,
      library: library,
      desk: options.readOnly ? .closed : Desk(journal: journal, author: Author.current, log: log),
      log: log
    )
  }
}
