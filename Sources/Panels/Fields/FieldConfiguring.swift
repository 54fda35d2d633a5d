import Documents
import Metrics

/// Gives fields their configuration: defaults, then every override that matches, in order.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldOverrides.ts`.
struct FieldConfiguring: Hashable, Sendable {
  private let rules: FieldRules
  private let matchers: [CompiledMatcher]
  private let defaultColorMode: String

  init(rules: FieldRules, defaultColorMode: String) {
    self.rules = rules
    matchers = rules.overrides.map { CompiledMatcher($0.matcher) }
    self.defaultColorMode = defaultColorMode
  }

  func configure(_ frames: inout [DataFrame]) {
    let all = DataEnds(of: frames.flatMap { $0.fields.map(\.values) })
    var index = 0
    for frame in frames.indices {
      // Overrides see the names that were there before any of them.
      let named = frames[frame]
      frames[frame].fields = named.fields.indices.map { place in
        var field = named.fields[place]
        field.config = config(ofFieldAt: place, in: named)
        field.config.dataEnds = field.config.hasOwnEnds == true ? DataEnds(of: [field.values]) : all
        if let name = field.config.displayName, !name.isEmpty {
          let template = FieldTemplate(field: field, frame: named)
          field.displayName = ForeignText(template.filled(name))
        }
        if !field.isTime {
          field.tint = SeriesTint.tint(of: field, index: index)
          index += 1
        }
        return field
      }
    }
  }

  private func config(ofFieldAt place: Int, in frame: DataFrame) -> FieldConfig {
    var config = rules.defaults
    // What a transformation has set counts more than a default.
    config.merge(frame.fields[place].config)
    for (override, matcher) in zip(rules.overrides, matchers)
    where matcher.matches(fieldAt: place, in: frame) {
      override.change(&config)
    }
    if config.color == nil { config.color = FieldColor(mode: defaultColorMode) }
    if config.thresholds?.isEmpty ?? true { config.thresholds = FieldConfig.defaultThresholds }
    if let low = config.min, let high = config.max, low > high {
      (config.min, config.max) = (high, low)
    }
    return config
  }
}

extension DataEnds {
  /// Of the finite numbers; nil where there are none.
  init?(of columns: [Column]) {
    var low = Double.infinity
    var high = -Double.infinity
    for column in columns {
      guard case .numbers(let values) = column else { continue }
      for value in values where value.isFinite {
        low = Swift.min(low, value)
        high = Swift.max(high, value)
      }
    }
    guard low <= high else { return nil }
    self.init(low: low, high: high)
  }
}
