/// The alert list of before Grafana's one alerting, in the form of today's.
///
/// Source: Grafana, `public/app/plugins/panel/alertlist/AlertListMigrationHandler.ts`.
struct AlertListMigration {
  /// The panel's own keys, and what each is called among the options.
  private static let names: [(old: String, new: String)] = [
    ("show", "showOptions"), ("limit", "maxItems"), ("sortOrder", "sortOrder"),
    ("onlyAlertsOnDashboard", "dashboardAlerts"), ("nameFilter", "alertName"),
    ("dashboardFilter", "dashboardTitle"), ("folderId", "folderId"), ("dashboardTags", "tags"),
    ("stateFilter", "stateFilter"),
  ]

  static let read = Set(names.map(\.old))

  /// What each state is called today; the others were Grafana's alone.
  private static let states = [
    "ok": "normal", "alerting": "firing", "pending": "pending", "no_data": "noData",
    "execution_error": "error",
  ]

  static func modern(_ panel: JSON) -> JSON {
    var options = JSON.object(in: panel, "options")
    let isOld =
      names.contains { panel.value($0.old) != nil } || options.value("showOptions") != nil
    guard isOld else { return panel }
    for (old, new) in names { options = options.adding(new, panel.value(old)) }
    return panel.setting(
      "options",
      to: options.setting("stateFilter", to: filter(options.value("stateFilter"), at: panel))
    )
  }

  /// A list of the states that are shown, or an object of truths; all where it names none.
  private static func filter(_ old: JSON?, at panel: JSON) -> JSON {
    let named =
      old?.array?.compactMap(\.string)
      ?? (old?.members ?? []).filter { $0.value.lenientBool == true }.map(\.name)
    let known = named.map { states[$0] ?? $0 }
    let today = ["firing", "pending", "normal", "noData", "error"]
    let shown = known.isEmpty ? today : known
    let place = old ?? panel
    return JSON.make(today.map { ($0, place.flag(shown.contains($0))) }, at: place.position)
  }
}
