import Documents
import Metrics

/// Whose clocks stand below a Grafana panel's chart.
struct PanelClocks: Hashable, Sendable {
  /// nil is the screen's.
  private var zones: [Zone?]

  static let option = PanelOption("timezone", .zones, "Whose clocks stand below.")

  init(_ options: Options) {
    zones = (options.strings("timezone") ?? []).map { name in
      name.isEmpty ? nil : try? ZoneName.zone(name, place: Self.option.name)
    }
  }

  /// Times are told by the first one; below it stand the others.
  func applied(to context: DrawContext) -> DrawContext {
    var context = context
    let zones = zones.map { $0 ?? context.zone }
    context.zone = zones.first ?? context.zone
    context.otherZones = Array(zones.dropFirst())
    return context
  }
}

extension DrawContext {
  /// Rows that the clocks take below a chart on so many rows.
  func clockRows(of rows: Int) -> Int { min(1 + otherZones.count, max(1, rows / 4)) }
}
