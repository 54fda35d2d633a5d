import Documents
import Metrics

/// Gives fields their configuration: defaults, then every override that matches, in order.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldOverrides.ts`.
struct FieldConfiguring {
  var rules: FieldRules
  var defaultColorMode: String

  func configure(_ frames: inout [DataFrame]) {
    var index = 0
    for frame in frames.indices {
      for place in frames[frame].fields.indices {
        var field = frames[frame].fields[place]
        var config = rules.defaults
        // What a transformation has set counts more than a default.
        config.merge(field.config)
        for override in rules.overrides
        where override.matcher.matches(field, in: frames[frame]) {
          config.merge(override.config)
        }
        field.config = config
        if let name = config.displayName, !name.isEmpty { field.displayName = ForeignText(name) }
        if case .times = field.values {
        } else {
          field.tint = tint(of: field, index: index)
          index += 1
        }
        frames[frame].fields[place] = field
      }
    }
  }

  private func tint(of field: Field, index: Int) -> String? {
    switch field.config.color?.mode ?? defaultColorMode {
    case "fixed": field.config.color?.fixed ?? "green"
    case "palette-classic": ClassicPalette.color(index)
    default: nil
    }
  }
}

extension FieldMatcher {
  func matches(_ field: Field, in frame: DataFrame) -> Bool {
    switch self {
    case .byName(let name): field.displayName.raw == name || field.name.raw == name
    case .byFrameRefID(let refId): frame.refId == refId
    case .all: true
    default: false
    }
  }
}
