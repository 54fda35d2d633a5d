import Documents
import Interface
package import Logging
import Metrics
import Synchronization

/// The path of the dashboard that is open, told by the screen and read by the watcher.
package final class OpenFile: Sendable {
  private let value = Mutex<String?>(nil)

  package init() {}

  package func set(_ path: String?) { value.withLock { $0 = path } }
  package var path: String? { value.withLock { $0 } }
}

/// The library as it is now, told by the watcher of its folders and read by whoever opens.
package final class LiveLibrary: Sendable {
  private let value: Mutex<Library>

  package init(_ library: Library) { value = Mutex(library) }

  package func set(_ library: Library) { value.withLock { $0 = library } }
  package var now: Library { value.withLock { $0 } }
}

/// Tells the state when the file of the open dashboard was saved.
///
/// Looking at the file's stamp each second costs nothing and sees every way of saving, renames
/// included.
package func watchFile(
  _ file: OpenFile,
  library: LiveLibrary,
  inbox: Inbox,
  log: Logger? = nil
) async {
  var known: (path: String, stamp: Files.Stamp, products: [Product])?
  while !Task.isCancelled {
    // It looks before it sleeps, so that a save in the first second is seen.
    if let path = file.path, let stamp = Files.stamp(path) {
      let library = library.now
      // Products draw thresholds into it.
      if let known, known.path == path,
        known.stamp != stamp || known.products != library.products
      {
        let result = library.open(path)
        log?.tell(reload: path, result)
        inbox.post(.opened(file: path, result))
      }
      known = (path, stamp, library.products)
    }
    try? await Task.sleep(for: .seconds(1))
  }
}

extension Logger {
  /// That a file was read anew, or why it couldn't be.
  func tell<Document>(reload path: String, _ result: Result<Document, Problem>) {
    let fields: Metadata = ["file": "\(ForeignText(path).safe)"]
    switch result {
    case .success: info("reload", metadata: fields)
    case .failure(let problem):
      error("reload", metadata: fields.merging(["failure": "\(problem.description)"]) { $1 })
    }
  }
}
