package import Metrics

/// What a Grafana panel says of its fields: for all of them, and for those that a rule matches.
package struct FieldRules: Hashable, Sendable {
  package struct Override: Hashable, Sendable {
    package var matcher: FieldMatcher
    /// What is set here is set there.
    package var config: FieldConfig
    /// Grafana's ids of what is taken back before, as if nobody had set it.
    package var unset: Set<String>

    package init(_ matcher: FieldMatcher, _ config: FieldConfig, unset: Set<String> = []) {
      self.matcher = matcher
      self.config = config
      self.unset = unset
    }

    /// Takes back and sets what the rule says.
    package func change(_ field: inout FieldConfig) {
      for id in unset { _ = field.unset(id) }
      field.merge(config)
    }
  }

  package var defaults: FieldConfig
  /// In order: of two that match the later one wins, key by key.
  package var overrides: [Override]

  package init(defaults: FieldConfig = FieldConfig(), overrides: [Override] = []) {
    self.defaults = defaults
    self.overrides = overrides
  }
}

/// Which fields a rule is for.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/matchers`.
package indirect enum FieldMatcher: Hashable, Sendable {
  /// Its name, or as it is shown.
  case byName(String)
  case byNames([String], isExcluding: Bool)
  /// `/pattern/flags`, or bare and then of the whole name.
  case byRegexp(String)
  case byRegexpOrNames(pattern: String, names: [String])
  /// `time`, `number`, `string`, `boolean`.
  case byType(String)
  case byFrameRefID(String)
  /// Its values reduced, compared: `gte`, `lt`.
  case byValue(reducer: String, comparison: String, value: Double)
  case numeric, time, first, firstTime
  case anyOf([FieldMatcher])
  case not(FieldMatcher)
  case all, none
}
