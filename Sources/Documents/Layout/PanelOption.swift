package import Metrics

/// A key that a panel kind knows in layout files, declared once: decoding, `check`,
/// `layouts/schema.json` and the "did you mean" all read it from here.
package struct PanelOption: Hashable, Sendable {
  /// What may stand behind the key.
  package enum Form: Hashable, Sendable {
    case string
    case number
    /// A whole number, at least the given one.
    case integer(atLeast: Int)
    case boolean
    case choice([String])
    /// A boolean or a string, such as `total`.
    case booleanOrString
    case strings
    /// A list of which each entry is one of the given words.
    case choices([String])
    /// `30s`, `5m`, `1h30m`
    case duration
    /// A name or `#rrggbb`.
    case color
    /// `[{ "above": 40, "state": "warning" }]`
    case thresholds
    /// An object whose values are strings.
    case stringTable
    /// A list of objects with these keys: `[{ "displayName": "Value", "desc": true }]`.
    case objects([PanelOption])
    /// Names in a list, or one in a string; none where that is empty.
    case stringOrStrings
    /// Names of time zones: `browser`, `utc`, `Europe/Prague`; an empty one is the screen's.
    case zones
  }

  package var name: String
  package var form: Form
  package var summary: String

  package init(_ name: String, _ form: Form, _ summary: String) {
    self.name = name
    self.form = form
    self.summary = summary
  }
}

/// A panel kind as documents know it: its names and the keys it reads.
package struct PanelKind: Hashable, Sendable {
  package var names: [String]
  package var summary: String
  package var options: [PanelOption]
  /// What it reads of a Grafana panel's `options`, by the path in there: `legend.calcs`.
  package var grafanaOptions: [PanelOption]
  /// What it reads of a Grafana panel's field configuration: `unit`, `custom.drawStyle`.
  package var grafanaFields: Set<String>

  package init(
    names: [String],
    summary: String,
    options: [PanelOption],
    grafanaOptions: [PanelOption] = [],
    grafanaFields: Set<String> = []
  ) {
    self.names = names
    self.summary = summary
    self.options = options
    self.grafanaOptions = grafanaOptions
    self.grafanaFields = grafanaFields
  }
}

/// The keys of one panel that belong to its kind, `defaults` already merged in.
///
/// Those of a Grafana panel stand under their path in its `options`: `legend.calcs`.
///
/// Decoding has checked each against its `Option`; reading one that is absent, or of another form,
/// gives nil.
package struct Options: Hashable, Sendable {
  package var values: [String: JSON]

  package init(_ values: [String: JSON] = [:]) { self.values = values }

  package func string(_ name: String) -> String? { values[name]?.string }
  package func number(_ name: String) -> Double? { values[name]?.number }
  package func integer(_ name: String) -> Int? { values[name]?.integer }
  package func bool(_ name: String) -> Bool? { values[name]?.bool }
  package func strings(_ name: String) -> [String]? {
    values[name]?.array.map { $0.compactMap(\.string) }
  }
  package func choice<Choice: RawRepresentable>(_ name: String, as: Choice.Type = Choice.self)
    -> Choice? where Choice.RawValue == String
  { string(name).flatMap(Choice.init(rawValue:)) }
  package func thresholds(_ name: String) -> [Threshold]? {
    values[name]?.array.map { $0.compactMap(Threshold.init(json:)) }
  }
}

extension Threshold {
  package init?(json: JSON) {
    let state = json["state"]?.string.flatMap(State.init(rawValue:))
    let color = json["color"]?.string
    if let limit = json["above"]?.number {
      self.init(.above(limit), state: state, color: color)
    } else if let limit = json["below"]?.number {
      self.init(.below(limit), state: state, color: color)
    } else if let value = json["value"], value.isNull || value.number != nil {
      self.init(.atLeast(value.number ?? -.infinity), state: state, color: color)
    } else {
      return nil
    }
  }
}
