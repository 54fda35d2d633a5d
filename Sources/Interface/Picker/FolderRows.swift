import Canvas
import Documents
import Metrics

extension State {
  /// The dashboards, below their folders where there are several; a filter looks through all.
  func dashboardRows(_ picker: Picker) -> [PickerRow] {
    if let product = picker.product {
      return dashboards(of: product).map { row(of: $0, detail: ForeignText($0.file).safe) }
    }
    guard showsFolders else {
      return library.map { row(of: $0, detail: ForeignText($0.file).safe) }
    }
    guard picker.filter.isEmpty else {
      return library.map { entry in
        row(of: entry, detail: entry.folders.last.map(Self.path) ?? ForeignText(entry.file).safe)
      }
    }
    return rows(of: library, depth: 0, unfolded: picker.unfolded)
  }

  /// Those that say they are of a product, and those that the product names.
  func dashboards(of product: ForeignText) -> [LibraryEntry] {
    let named = products.filter { ForeignText($0.name) == product }.flatMap(\.layouts)
    return library.filter { entry in
      let file = entry.file.split(separator: "/").last.map(String.init) ?? entry.file
      return entry.product.map { ForeignText($0) } == product
        || named.contains(file.hasSuffix(".json") ? String(file.dropLast(5)) : file)
    }
  }

  /// One folder of the user's own needs no heading.
  var showsFolders: Bool {
    Set(library.map(\.folders).filter { !$0.isEmpty && $0 != [LibraryEntry.shipped] }).count > 1
  }

  /// All where the screen has room for all, else those that the open dashboard stands in.
  var foldersUnfoldedAtFirst: Set<String> {
    let all = Set(library.flatMap(\.folders))
    guard library.count + all.count > size.rows - Self.rowsBesideAList else { return all }
    return Set(library.first { $0.file == dashboard.file }?.folders ?? [])
  }

  /// The top line, the title and the keys, with the gaps between.
  private static let rowsBesideAList = 5

  /// Files first, then the folders in the order in which they are first met.
  private func rows(
    of entries: [LibraryEntry],
    depth: Int,
    unfolded: Set<String>
  ) -> [PickerRow] {
    var folders: [String] = []
    var inside: [String: [LibraryEntry]] = [:]
    var rows: [PickerRow] = []
    for entry in entries {
      guard entry.folders.count > depth else {
        let name = entry.file.split(separator: "/").last.map(String.init) ?? entry.file
        let shown = depth == 0 ? entry.file : name
        rows.append(row(of: entry, detail: ForeignText(shown).safe, depth: depth))
        continue
      }
      let folder = entry.folders[depth]
      if inside[folder] == nil { folders.append(folder) }
      inside[folder, default: []].append(entry)
    }
    for folder in folders {
      let below = inside[folder] ?? []
      let isUnfolded = unfolded.contains(folder)
      rows.append(heading(folder, of: below, depth: depth, isUnfolded: isUnfolded))
      if isUnfolded { rows += self.rows(of: below, depth: depth + 1, unfolded: unfolded) }
    }
    return rows
  }

  private func row(of entry: LibraryEntry, detail: String, depth: Int = 0) -> PickerRow {
    PickerRow(
      value: entry.file,
      text: ForeignText(entry.title).safe,
      detail: [.init(text: detail, tone: .dim, width: 60)],
      isCurrent: entry.file == dashboard.file,
      depth: depth
    )
  }

  /// The whole path once; of folders in it the name says enough.
  private func heading(
    _ folder: String,
    of entries: [LibraryEntry],
    depth: Int,
    isUnfolded: Bool
  ) -> PickerRow {
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let isTop = depth == 0 && folder != LibraryEntry.shipped
    return PickerRow(
      value: folder,
      text: isTop || depth > 0 ? ForeignText(name).safe : Self.path(folder),
      detail: isTop ? [.init(text: ForeignText(folder).safe, tone: .dim, width: 60)] : [],
      isCurrent: !isUnfolded && entries.contains { $0.file == dashboard.file },
      depth: depth,
      isUnfolded: isUnfolded
    )
  }

  private static func path(_ folder: String) -> String {
    folder == LibraryEntry.shipped ? "shipped with promwall" : ForeignText(folder).safe
  }
}

extension Picker {
  /// Enter and Right open a heading, Enter and Left close it; Left goes from a row to its heading.
  ///
  /// - Returns: Whether the key was meant for that.
  mutating func fold(_ key: Key, _ rows: [PickerRow]) -> Bool {
    guard rows.indices.contains(selected) else { return false }
    let row = rows[selected]
    switch (key, row.isUnfolded) {
    case (.enter, true), (.left, true): unfolded.remove(row.value)
    case (.enter, false), (.right, false): unfolded.insert(row.value)
    case (.left, _):
      selected = rows[..<selected].lastIndex { $0.depth < row.depth } ?? selected
    default: return false
    }
    return true
  }
}
