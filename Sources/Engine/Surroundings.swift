import Documents
package import Interface
package import Logging
import Metrics

/// What may change around a program that runs for months: the settings, and the folders of
/// dashboards.
package struct Surroundings: Sendable {
  /// nil: there are no settings, or they are no matter.
  package var settings: String?
  /// Of the settings and of the files that they name when they were read last, by path.
  private var stamps: [String: Files.Stamp?] = [:]
  package var rules: SettingsRules
  package var shelves: Shelves
  /// The user's own folder of layouts, beside those of the settings.
  package var ownLayouts: [String]

  /// - Parameters:
  ///   - settings: Their file.
  ///   - stamp: Of that file, taken before it was read.
  ///   - theme: What they call their theme.
  ///   - products: The files of products that they name.
  ///   - rules: What flags decide.
  ///   - shelves: What can be opened.
  ///   - ownLayouts: Folders beside those of the settings.
  package init(
    settings: String?,
    stamp: Files.Stamp?,
    theme: String? = nil,
    products: [String] = [],
    rules: SettingsRules,
    shelves: Shelves,
    ownLayouts: [String] = []
  ) {
    self.settings = settings
    self.rules = rules
    self.shelves = shelves
    self.ownLayouts = ownLayouts
    if let settings { stamps.updateValue(stamp, forKey: settings) }
    note(theme: theme, products: products)
  }

  private mutating func note(theme word: String?, products: [String]) {
    for path in products { stamps.updateValue(Files.stamp(path), forKey: path) }
    guard rules.theme == nil, let word, ThemeFile.isPath(word) else { return }
    stamps.updateValue(Files.stamp(word), forKey: word)
  }

  /// Looks once.
  ///
  /// - Parameters:
  ///   - library: Where what can be opened is told to.
  ///   - log: Told of settings that were read.
  /// - Returns: What has changed since the last time.
  package mutating func look(_ library: LiveLibrary, log: Logger? = nil) -> [Message] {
    var messages: [Message] = []
    if let path = settings, let result = changedSettings(path) {
      log?.tell(reload: path, result)
      messages.append(.reconfigured(result.map(\.configuration).mapError(shown)))
      if case .success((let configuration, let layouts)) = result,
        layouts != shelves.configured || configuration.products != shelves.products
      {
        shelves.configured = layouts
        shelves.take(configuration.products)
        messages += changedLibrary(library)
        return messages
      }
    }
    return shelves.isOutdated ? messages + changedLibrary(library) : messages
  }

  private typealias Read = (configuration: Configuration, layouts: [String])

  private mutating func changedSettings(_ path: String) -> Result<Read, Problem>? {
    // A file that isn't there is being renamed or mounted: the last good one stays.
    let isSaved = stamps.contains { path, known in Files.stamp(path).map { $0 != known } ?? false }
    guard isSaved, let stamp = Files.stamp(path) else { return nil }
    stamps = [path: stamp]
    let (settings, errors) = SettingsFile.read(path)
    guard let settings else {
      guard Files.exists(path) else {
        stamps.updateValue(nil, forKey: path)
        return nil
      }
      return errors.first.map { .failure($0) }
    }
    note(theme: settings.theme, products: settings.products)
    let (products, productErrors) = ProductFiles.read(settings.products)
    if let error = productErrors.first { return .failure(error) }
    let (theme, themeErrors) = rules.theme.map { ($0, []) } ?? SettingsFile.theme(settings.theme)
    guard let theme else { return themeErrors.first.map { .failure($0) } }
    let configuration = Configuration(
      environments: rules.environments(of: settings, products: products),
      theme: theme,
      products: products,
      severities: SeverityOrder(settings.severities)
    )
    return .success((configuration, settings.layouts + ownLayouts))
  }

  /// What is wrong may name what a guest mustn't know; where it is says enough to who may mend it.
  private func shown(_ problem: Problem) -> Problem {
    guard rules.visible != nil else { return problem }
    var problem = problem
    problem.what = "the settings can't be used"
    problem.fix = "`promwall check` tells why"
    problem.excerpt = nil
    return problem
  }

  private mutating func changedLibrary(_ library: LiveLibrary) -> [Message] {
    let before = library.now
    let after = shelves.library()
    library.set(after)
    let entries = after.entries
    guard entries != before.entries || after.playable != before.playable else { return [] }
    return [.listed(entries, playable: after.playable)]
  }
}

/// Tells the state of changed settings and folders, each second what there is.
package func watch(
  _ surroundings: Surroundings,
  library: LiveLibrary,
  inbox: Inbox,
  log: Logger? = nil
) async {
  var surroundings = surroundings
  while !Task.isCancelled {
    for message in surroundings.look(library, log: log) { inbox.post(message) }
    try? await Task.sleep(for: .seconds(1))
  }
}
