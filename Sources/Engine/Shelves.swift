package import Documents

/// Where dashboards are looked for: what the command line names, what the settings name, and what
/// the program carries.
///
/// It can be looked at each second: only what has changed since is read.
package struct Shelves: Sendable {
  /// Bare name to text of the layouts that the program carries.
  package var shipped: [(name: String, bytes: [UInt8])]
  /// What the command line names: files, folders, bare names.
  package var named: [String] = []
  /// Files and folders of the settings, and the user's own; a folder may come later.
  package var configured: [String]
  /// A guest's: what the command line names is all there is.
  package var isClosed: Bool
  private(set) var products: [Product] = []
  /// Whose session it is; they may see the layouts of the products that name them.
  package var customers: [String] = []
  /// By path, as it was looked at; nil where nothing was there.
  private var stamps: [String: Files.Stamp?] = [:]
  private var readings: [String: Reading] = [:]

  /// What a file was when it was last read.
  private struct Reading: Sendable {
    var stamp: Files.Stamp?
    /// nil: it can't be read.
    var isDashboard: Bool?
    var name: Library.Name?
  }

  package init(
    shipped: [(name: String, bytes: [UInt8])],
    configured: [String] = [],
    isClosed: Bool = false
  ) {
    self.shipped = shipped
    self.configured = configured
    self.isClosed = isClosed
  }

  /// From now on these are the products there are.
  package mutating func take(_ all: [Product]) {
    products = customers.isEmpty ? all : customers.flatMap { all.visible(to: $0) }
  }

  /// Whether a look would find something else than the last one.
  package var isOutdated: Bool { stamps.contains { Files.stamp($0.key) != $0.value } }

  /// What can be opened now.
  package mutating func library() -> Library {
    var walk = FolderWalk()
    stamps = [:]
    let (wanted, mine) = looked(at: named, &walk, keepsMissing: true)
    let (files, others) = looked(at: configured, &walk, keepsMissing: false)
    for (folder, stamp) in walk.folders { stamps.updateValue(stamp, forKey: folder) }
    var library = Library(shipped: shipped, files: files)
    library.products = products
    let paths = wanted.compactMap { library.path(of: $0) }
    library.files = paths.filter { !files.contains($0) } + files
    library.folders = mine.merging(others) { mine, _ in mine }
    for file in library.files where library.folders[file] == nil { _ = reading(file) }
    readings = readings.filter { library.files.contains($0.key) || stamps[$0.key] != nil }
    library.known = readings.compactMapValues(\.name)
    library.playable =
      named.isEmpty ? library.files : wanted.filter(library.has).map { library.path(of: $0) ?? $0 }
    if isClosed, !named.isEmpty { library.keepOnly(wanted) }
    if !customers.isEmpty {
      let layouts = Set(products.flatMap(\.layouts))
      library.keepOnly(library.names.filter(layouts.contains))
      library.playable = library.playable.filter(library.has)
    }
    return library
  }

  /// Whether a folder, or one in it, holds any, or a file that can't be read.
  package mutating func hasDashboards(in folder: String) -> Bool {
    var walk = FolderWalk()
    return !dashboards(among: walk.files(in: folder)).isEmpty
  }

  /// Files as they are named, and the dashboards of folders, each with its folders.
  private mutating func looked(
    at paths: [String],
    _ walk: inout FolderWalk,
    keepsMissing: Bool
  ) -> (files: [String], folders: [String: [String]]) {
    var files: [String] = []
    var folders: [String: [String]] = [:]
    for path in paths {
      guard Files.isFolder(path) else {
        stamps.updateValue(Files.stamp(path), forKey: path)
        if keepsMissing || path.hasSuffix(".json") || Files.exists(path) { files.append(path) }
        continue
      }
      let found = dashboards(among: walk.files(in: path))
      files += found.map(\.path)
      for file in found { folders[file.path] = file.folders }
    }
    return (files, folders)
  }

  /// A folder may hold settings and products too; last come the files that can't be read, so that
  /// one of them hides no other and is still told of.
  private mutating func dashboards(among files: [FolderWalk.File]) -> [FolderWalk.File] {
    let read = files.map { (file: $0, isDashboard: reading($0.path).isDashboard) }
    return read.filter { $0.isDashboard == true }.map(\.file)
      + read.filter { $0.isDashboard == nil }.map(\.file)
  }

  private mutating func reading(_ file: String) -> Reading {
    let stamp = Files.stamp(file)
    stamps.updateValue(stamp, forKey: file)
    if let known = readings[file], known.stamp == stamp { return known }
    var reading = Reading(stamp: stamp)
    if let bytes = try? Files.read(file), let root = try? JSON(parsing: bytes, file: file) {
      let isDashboard = [.layout, .grafana].contains(DashboardFile.kind(of: root))
      reading.isDashboard = isDashboard
      reading.name = isDashboard ? Library.name(file, bytes) : nil
    }
    readings[file] = reading
    return reading
  }
}
