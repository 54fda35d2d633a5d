import Canvas
import Metrics

/// Reads the settings file, strictly, by the names of Prometheus' own `http_config`.
package enum SettingsDecoder {
  /// Relative paths are resolved against the settings file's folder.
  package static func decode(
    _ bytes: [UInt8],
    file: String
  ) -> (settings: Settings, problems: [Problem]) {
    do throws(Problem) {
      var decoder = Decoder(file: file)
      let settings = decoder.settings(try JSON(parsing: bytes, file: file))
      return (settings, decoder.problems)
    } catch {
      return (Settings(), [error])
    }
  }
}

private struct Decoder {
  private var connections: ConnectionDecoder

  init(file: String) { connections = ConnectionDecoder(file: file) }

  var problems: [Problem] {
    get { connections.problems }
    set { connections.problems = newValue }
  }

  mutating func settings(_ root: JSON) -> Settings {
    var settings = Settings()
    var reader = connections.reader(root, "")
    _ = reader.string("$schema")
    settings.defaultEnvironment = reader.string("default_environment")
    settings.products = (reader.strings("products") ?? []).map(connections.absolute)
    settings.layouts = (reader.strings("layouts") ?? []).map(connections.absolute)
    settings.journal = reader.string("journal").map(connections.absolute)
    settings.theme = theme(root, &reader)
    settings.severities = reader.strings("severities") ?? []
    let environments = reader.any("environments")
    if let environments {
      if environments.members != nil {
        settings.environments = connections.named(environments, "environments").compactMap {
          environment($0)
        }
      } else {
        reader.report(
          "`environments` must be an object",
          fix: "write { \"stage\": { … } }",
          code: "settings.value.type",
          at: environments.position
        )
      }
    }
    // One that is there but broken has been told of.
    if let name = settings.defaultEnvironment, environments?[name] == nil {
      let names = settings.environments.map(\.name)
      reader.report(
        "`default_environment` is \"\(ForeignText(name).safe)\", which isn't there",
        fix: Nearest.match(name, among: names).map { "did you mean \"\(ForeignText($0).safe)\"?" }
          ?? "name one of `environments`",
        code: "settings.environment.unknown",
        at: root["default_environment"]?.position ?? root.position
      )
    }
    reader.finish()
    problems += reader.problems
    return settings
  }

  private func theme(_ root: JSON, _ reader: inout ObjectReader) -> String? {
    guard let name = reader.string("theme") else { return nil }
    if ThemeFile.isPath(name) { return connections.absolute(name) }
    guard Theme.named(name) == nil else { return name }
    reader.report(
      "there is no theme \"\(ForeignText(name).safe)\"",
      fix: ThemeFile.fix(for: name),
      code: "settings.theme.unknown",
      at: root["theme"]?.position ?? root.position
    )
    return nil
  }

  private mutating func environment(_ member: JSON.Member) -> Environment? {
    let path = "environments.\(member.name)"
    var reader = connections.reader(member.value, path)
    let color = reader.value("color", .color)?.string
    let variables = reader.table("variables") ?? [:]
    let isReadOnly = reader.bool("read_only") ?? false
    let customer = reader.string("customer")
    let watchdog = reader.string("watchdog")
    if watchdog?.isEmpty == true {
      reader.report(
        "`\(path).watchdog` names no alert",
        fix: "write the name of one that always fires, such as \"Watchdog\"",
        code: "settings.watchdog.empty",
        at: member.value["watchdog"]?.position ?? member.position
      )
    }
    let prometheus = reader.any("prometheus")
    let alertmanagers = reader.list("alertmanager")
    if prometheus == nil, member.value.members != nil {
      reader.report(
        "the environment \"\(ForeignText(member.name).safe)\" has no `prometheus`",
        fix: "add \"prometheus\": { \"url\": \"…\" }",
        code: "settings.prometheus.missing",
        at: member.position
      )
    }
    reader.finish()
    problems += reader.problems
    let members = alertmanagers.enumerated().compactMap { index, json in
      connections.connection(json, "\(path).alertmanager[\(index)]")
    }
    guard let prometheus,
      let server = connections.connection(prometheus, "\(path).prometheus")
    else { return nil }
    return Environment(
      name: member.name,
      color: color,
      prometheus: server,
      alertmanagers: members,
      variables: variables,
      isReadOnly: isReadOnly || customer != nil,
      customer: customer,
      watchdog: watchdog
    )
  }
}
