import Metrics

/// Where a Grafana file's links lead: those of fields, of panels and of the dashboard.
///
/// Source: Grafana, `public/app/features/panel/panellinks/link_srv.ts`, and `upgradePanelLink` of
/// `DashboardMigrator.ts` for older panels.
enum GrafanaLinks {
  /// The links of a list, and which of them lead nowhere that an address could name.
  static func field(_ json: JSON) -> (links: [DataLink], left: [String]) {
    guard let list = json.array else { return ([], [""]) }
    var links: [DataLink] = []
    var left: [String] = []
    for link in list {
      if let url = link["url"]?.filledString {
        links.append(DataLink(title: link["title"]?.string ?? "", url: url))
      } else if link.value("internal") != nil {
        // A query of Explore's.
        left.append("internal")
      }
    }
    return (links, left)
  }

  static func panel(_ panel: JSON) -> [DataLink] {
    (panel["links"]?.array ?? []).filter { $0.members?.isEmpty == false }.map { link in
      let dashboard = link["dashboard"]?.filledString
      let url =
        link["url"]?.filledString ?? dashboard.map { "dashboard/db/\(slug($0))" }
        ?? link["dashUri"]?.filledString.map { "dashboard/\($0)" } ?? "/"
      return DataLink(
        title: link["title"]?.filledString ?? dashboard ?? "",
        url: appending(link["params"]?.filledString, to: url, of: link)
      )
    }
  }

  static func dashboard(_ model: JSON) -> [DataLink] {
    (model["links"]?.array ?? []).compactMap { link in
      let title = link["title"]?.filledString ?? ""
      if link["type"]?.string == "dashboards" {
        // Grafana's page of dashboards with these tags.
        let tags = (link["tags"]?.array ?? []).compactMap(\.filledString)
        let query = tags.map { "tag=\(VariableFormat.percentEncoded($0))" }.joined(separator: "&")
        return DataLink(
          title: title.isEmpty ? tags.joined(separator: ", ") : title,
          url: query.isEmpty ? "/dashboards" : "/dashboards?\(query)"
        )
      }
      return link["url"]?.filledString.map {
        DataLink(title: title, url: appending(nil, to: $0, of: link))
      }
    }
  }

  /// An address with the time range and the variables that a link takes with it.
  private static func appending(_ more: String?, to url: String, of link: JSON) -> String {
    let takesTime = link["keepTime"]?.lenientBool == true
    let takesVariables = link["includeVars"]?.lenientBool == true
    let parts = [
      takesTime ? "${__url_time_range}" : nil, takesVariables ? "${__all_variables}" : nil, more,
    ]
    return parts.compactMap(\.self).reduce(url) { url, part in
      url + (url.contains("?") ? "&" : "?") + part
    }
  }

  /// A title as the addresses of Grafana's old store had it.
  private static func slug(_ title: String) -> String {
    title.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_ -".contains($0)) }
      .split(separator: " ").joined(separator: "-")
  }
}
