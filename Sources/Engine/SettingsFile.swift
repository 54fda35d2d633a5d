package import Canvas
package import Documents

/// Reads the settings, and the file of a theme.
package enum SettingsFile {
  /// - Returns: The settings, nil where anything is wrong with them; and every error.
  package static func read(_ path: String) -> (settings: Settings?, errors: [Problem]) {
    do throws(Problem) {
      let (settings, problems) = SettingsDecoder.decode(try Files.read(path), file: path)
      let errors = problems.filter { $0.severity == .error }
      return (errors.isEmpty ? settings : nil, errors)
    } catch {
      return (nil, [error])
    }
  }

  /// A theme by its name, or from its file; without a word the default.
  package static func theme(_ word: String?) -> (theme: Theme?, errors: [Problem]) {
    guard let word else { return (.dark, []) }
    guard ThemeFile.isPath(word) else { return (Theme.named(word) ?? .dark, []) }
    do throws(Problem) {
      let (theme, problems) = ThemeFile.decode(try Files.read(word), file: word)
      let errors = problems.filter { $0.severity == .error }
      return (errors.isEmpty ? theme : nil, errors)
    } catch {
      return (nil, [error])
    }
  }
}

extension [Product] {
  /// Those that name a customer; nobody sees what names nobody.
  package func visible(to customer: String) -> [Product] {
    filter { $0.visibleTo.contains(customer) }
  }
}

/// What flags decide for as long as the program runs, whatever the settings come to say.
package struct SettingsRules: Sendable {
  /// Those that no settings name, such as `--prometheus`'s.
  package var adHoc: [Documents.Environment] = []
  /// A guest may not even read the names of other environments; nil: everybody may.
  package var visible: Set<String>?
  /// `--theme`.
  package var theme: Theme?

  package init() {}

  /// Every environment that may be looked at; of two with one name the flag's counts, for that is
  /// whose screen it is.
  ///
  /// - Parameters:
  ///   - settings: As they are now.
  ///   - products: Which of them a customer sees, they say themselves.
  /// - Returns: In the order of the settings.
  package func environments(
    of settings: Settings,
    products: [Product]
  ) -> [Documents.Environment] {
    let given = Set(adHoc.map(\.name))
    var all = settings.environments.filter { !given.contains($0.name) } + adHoc
    for index in all.indices {
      guard let customer = all[index].customer else { continue }
      all[index].visibleProducts = Set(products.visible(to: customer).map(\.name))
    }
    guard let visible else { return all }
    return all.filter { visible.contains($0.name) }
  }
}
