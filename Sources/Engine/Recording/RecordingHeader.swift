package import Canvas
package import Documents
package import Interface
import Metrics
import Panels

/// What stands at the beginning of a recording: what was watched, and how.
///
/// Nothing of how the server is reached but its address without user, password and query: no
/// header, no path of a secret's file. Whoever is handed a recording learns what the screen showed.
package struct RecordingHeader: Hashable, Sendable {
  /// The program's that wrote it.
  package var version: String
  package var environment: Environment
  /// The name or path that the dashboard was opened by, its text, and its colours, some of which
  /// may come from other files of the product.
  package var file: String
  package var document: String
  package var colors: [DashboardColor]
  package var from: String
  package var to: String
  package var chosen: [String: [String]]
  package var refresh: Duration?

  /// The environment's facts that a screen shows.
  package struct Environment: Hashable, Sendable {
    package var name: String
    package var color: String?
    package var url: String
    package var scrapeInterval: Duration
    package var variables: [String: String]
    package var skipsVerification: Bool
  }

  /// - Parameters:
  ///   - state: As it is before anything is asked; its first view is recorded.
  ///   - document: The dashboard's text.
  ///   - version: The program's.
  package init(_ state: State, document: [UInt8], version: String) {
    self.version = version
    let environment = state.views.first?.environment
    self.environment = Environment(
      name: environment?.name ?? "",
      color: environment?.color,
      url: Self.plain(environment?.prometheus.url ?? ""),
      scrapeInterval: environment?.prometheus.scrapeInterval ?? .seconds(15),
      variables: environment?.variables ?? [:],
      skipsVerification: environment?.prometheus.tls.skipsVerification ?? false
    )
    file = state.dashboard.file
    self.document = String(decoding: document, as: UTF8.self)
    colors = state.dashboard.colors
    from = state.from
    to = state.to
    chosen = state.chosen
    refresh = state.refresh
  }

  /// An address without what may be secret: user and password, query and fragment.
  private static func plain(_ url: String) -> String {
    let address = url.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = address.firstRange(of: "://") else { return "" }
    let rest = address[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    return String(address[..<scheme.upperBound] + (host ?? authority) + rest[authority.endIndex...])
  }

  /// The state that a replay begins with.
  ///
  /// - Throws: Where the dashboard can't be read.
  package func state(_ recording: Recording, file: String, size: Size, look: Look)
    throws(Problem) -> State
  {
    let known = Documents.Environment(
      name: environment.name,
      color: environment.color,
      prometheus: Connection(
        url: environment.url,
        tls: .init(skipsVerification: environment.skipsVerification),
        scrapeInterval: environment.scrapeInterval
      ),
      variables: environment.variables
    )
    var state = State(
      size: size,
      look: look,
      now: recording.start,
      opened: try opened(),
      environments: [known],
      watching: [environment.name],
      chosen: chosen,
      from: from,
      to: to,
      refresh: refresh
    )
    state.play(recording, file: file)
    return state
  }

  /// The dashboard with its colours as they were.
  func opened() throws(Problem) -> OpenedDashboard {
    var (dashboard, problems) = try DashboardFile.open(
      Array(document.utf8),
      file: file,
      kinds: PanelCatalog.kinds
    )
    dashboard.colors = colors
    return OpenedDashboard(dashboard: dashboard, problems: problems)
  }
}

extension RecordingHeader {
  var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.text(version)
    writer.text(environment.name)
    writer.optional(environment.color) { $0.text($1) }
    writer.text(environment.url)
    writer.span(environment.scrapeInterval)
    writer.list(environment.variables.sorted { $0.key < $1.key }) {
      $0.text($1.key)
      $0.text($1.value)
    }
    writer.flag(environment.skipsVerification)
    writer.text(file)
    writer.text(document)
    writer.list(colors) {
      $0.text($1.value)
      $0.text($1.color)
    }
    writer.text(from)
    writer.text(to)
    writer.list(chosen.sorted { $0.key < $1.key }) { writer, pair in
      writer.text(pair.key)
      writer.list(pair.value) { $0.text($1) }
    }
    writer.optional(refresh) { $0.span($1) }
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws(Damage) {
    var reader = PackedReader(bytes)
    version = try reader.text()
    environment = Environment(
      name: try reader.text(),
      color: try reader.optional { (reader) throws(Damage) in try reader.text() },
      url: try reader.text(),
      scrapeInterval: max(.milliseconds(1), try reader.span()),
      variables: Dictionary(
        try reader.list { (reader) throws(Damage) in (try reader.text(), try reader.text()) },
        uniquingKeysWith: { $1 }
      ),
      skipsVerification: try reader.flag()
    )
    file = try reader.text()
    document = try reader.text()
    colors = try reader.list { (reader) throws(Damage) in
      DashboardColor(value: try reader.text(), color: try reader.text())
    }
    from = try reader.text()
    to = try reader.text()
    chosen = Dictionary(
      try reader.list { (reader) throws(Damage) in
        let name = try reader.text()
        return (name, try reader.list { (reader) throws(Damage) in try reader.text() })
      },
      uniquingKeysWith: { $1 }
    )
    refresh = try reader.optional { (reader) throws(Damage) in try reader.span() }
  }
}
