import Documents
import Metrics
import Panels

/// Texts read as files of a folder are.
enum Reading {
  static func dashboard(
    _ text: String,
    file: String = "x.json"
  ) throws(Problem) -> (dashboard: Dashboard, problems: [Problem]) {
    try DashboardFile.open(Array(text.utf8), file: file, kinds: PanelCatalog.kinds)
  }

  /// Every problem of a dashboard, as `check` prints it.
  static func said(_ text: String) throws(Problem) -> [String] {
    try dashboard(text).problems.map(\.description)
  }

  /// A layout's panels, where only they matter.
  static func panels(_ text: String) throws(Problem) -> [PanelSpec] {
    try dashboard(#"{ "panels": [\#(text)] }"#).dashboard.panels
  }

  static func settings(_ text: String) -> (settings: Settings, problems: [Problem]) {
    SettingsDecoder.decode(Array(text.utf8), file: "/etc/p/config.json")
  }

  /// A variable whose options a server tells.
  static func query(
    _ name: String,
    _ query: String,
    regex: String? = nil,
    sort: Variable.Sort = .none,
    isMulti: Bool = false,
    includesAll: Bool = false,
    current: [String] = []
  ) -> Variable {
    Variable(
      name: name,
      kind: .query(query),
      regex: regex,
      sort: sort,
      isMulti: isMulti,
      includesAll: includesAll,
      current: current
    )
  }
}
