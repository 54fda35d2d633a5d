package import Documents
package import Interface
import Metrics
import Panels

/// The dashboards that can be opened by name: the user's own first, then the shipped ones.
package struct Library: Sendable {
  /// Bare name to text of the layouts that the program carries.
  package var shipped: [(name: String, bytes: [UInt8])]
  /// Files of the user's own, absolute or relative paths.
  package var files: [String]
  /// By file, the folders it was found in, outermost first.
  var folders: [String: [String]] = [:]
  /// By file, where it has been read already.
  var known: [String: Name] = [:]
  /// Whether a path opens a file that is on no shelf.
  private var opensOtherFiles = true
  /// Whose conditions' thresholds are drawn.
  package var products: [Product] = []

  /// How a dashboard is called, and whose data it shows.
  struct Name: Hashable {
    var title: String
    var product: String?
  }

  /// What `--playlist` shows in turn: what the command line names, else every file.
  package internal(set) var playable: [String] = []

  package init(shipped: [(name: String, bytes: [UInt8])], files: [String] = []) {
    self.shipped = shipped
    self.files = files
  }

  /// Files and the files of folders, those of the folders in them included.
  package static func expanded(_ paths: [String]) -> [String] {
    var walk = FolderWalk()
    return paths.flatMap { Files.isFolder($0) ? walk.files(in: $0).map(\.path) : [$0] }
  }

  /// What `file` names: a path, a bare name of a configured layout, or of a shipped one.
  package func open(_ file: String) -> Result<OpenedDashboard, Problem> {
    Result { () throws(Problem) in
      let (bytes, name) = try content(of: file)
      var (dashboard, problems) = try DashboardFile.open(
        bytes,
        file: name,
        kinds: PanelCatalog.kinds
      )
      if let product = dashboard.product {
        dashboard.colors += colors(of: product, besides: name)
      }
      dashboard.addThresholds(of: products)
      return OpenedDashboard(dashboard: dashboard, problems: problems)
    }
  }

  /// What the other dashboards of a product colour; the first that names a value has it.
  private func colors(of product: String, besides file: String) -> [DashboardColor] {
    (files + shippedNames).filter { $0 != file }.flatMap { other -> [DashboardColor] in
      guard let (bytes, name) = try? content(of: other),
        let opened = try? DashboardFile.open(bytes, file: name, kinds: PanelCatalog.kinds),
        opened.dashboard.product == product
      else { return [] }
      return opened.dashboard.colors
    }
  }

  /// The path that a name stands for; nil for a shipped layout or nothing.
  package func path(of name: String) -> String? {
    if let file = files.first(where: { $0 == name || Self.bareName($0) == name }) { return file }
    return opensOtherFiles && Files.exists(name) && !Files.isFolder(name) ? name : nil
  }

  package func has(_ name: String) -> Bool {
    path(of: name) != nil || shipped.contains { $0.name == name }
  }

  package func content(of file: String) throws(Problem) -> (bytes: [UInt8], name: String) {
    if let path = path(of: file) { return (try Files.read(path), path) }
    if let layout = shipped.first(where: { $0.name == file }) { return (layout.bytes, layout.name) }
    throw Problem(
      what: "there is no layout or file \"\(file)\"",
      fix: Nearest.match(file, among: names).map { "did you mean \"\($0)\"?" }
        ?? "the layouts are \(names.joined(separator: ", "))",
      code: "file.missing"
    )
  }

  /// Forgets every dashboard but these.
  package mutating func keepOnly(_ names: [String]) {
    files = names.compactMap { path(of: $0) }
    shipped = shipped.filter { names.contains($0.name) && path(of: $0.name) == nil }
    opensOtherFiles = false
  }

  /// Every bare name that can be opened.
  package var names: [String] { files.map(Self.bareName) + shippedNames }

  /// Of the shipped layouts that no file of the user's own stands before.
  private var shippedNames: [String] {
    let own = Set(files.map(Self.bareName))
    return shipped.map(\.name).filter { !own.contains($0) }
  }

  /// For the picker: titles are read from the files, each once.
  ///
  /// Not by `open`, which reads every other dashboard of the product for its colours.
  package var entries: [LibraryEntry] {
    let own = Set(files.map(Self.bareName))
    let others = shipped.filter { !own.contains($0.name) }
    return files.map { file in
      let name = known[file] ?? (try? Files.read(file)).flatMap { Self.name(file, $0) }
      return LibraryEntry(
        file: file,
        title: name?.title ?? Self.bareName(file),
        folders: folders[file] ?? [],
        product: name?.product
      )
    }
      + others.map { layout in
        let name = Self.name(layout.name, layout.bytes)
        return LibraryEntry(
          file: layout.name,
          title: name?.title ?? layout.name,
          folders: [LibraryEntry.shipped],
          product: name?.product
        )
      }
  }

  static func name(_ file: String, _ bytes: [UInt8]) -> Name? {
    let opened = try? DashboardFile.open(bytes, file: file, kinds: PanelCatalog.kinds)
    return opened.map { Name(title: $0.dashboard.title, product: $0.dashboard.product) }
  }

  private static func bareName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }
}
