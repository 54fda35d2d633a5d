/// An object of which keys are taken one by one: what is left at the end nobody has read.
struct Remainder {
  let json: JSON
  /// A handful: going through them is faster than hashing.
  private var taken: [String] = []

  init(_ json: JSON) { self.json = json }

  /// The value, gone from the rest; null reads as absent.
  mutating func take(_ name: String) -> JSON? {
    taken.append(name)
    return json.value(name)
  }

  /// A text that says something.
  mutating func text(_ name: String) -> JSON? {
    take(name).flatMap { $0.string?.isEmpty == false ? $0 : nil }
  }

  /// A number, written as one or as a text.
  mutating func number(_ name: String) -> JSON? {
    guard let value = take(name), let number = value.lenientNumber else { return nil }
    return value.count(number)
  }

  mutating func amount(_ name: String) -> Double? { take(name)?.lenientNumber }

  mutating func flag(_ name: String) -> Bool? { take(name)?.lenientBool }

  mutating func list(_ name: String) -> [JSON] { take(name)?.array ?? [] }

  mutating func drop(_ names: [String]) { taken += names }

  /// What nobody took and says something.
  var rest: [JSON.Member] {
    (json.members ?? []).filter { !taken.contains($0.name) && !$0.value.isEmpty }
  }
}

/// Something that a Grafana panel asks for and doesn't get.
struct GrafanaNote: Hashable {
  var code: String
  /// Where in the panel: `options.legend.calcs`.
  var path: String
  var what: String
  var position: SourcePosition?

  /// A key that is left out.
  static func leftOut(_ code: String, _ path: String, at value: JSON) -> GrafanaNote {
    GrafanaNote(
      code: code,
      path: path,
      what: "\(path) is left out",
      position: value.position
    )
  }

  /// A value of a key that is drawn in another way.
  static func refused(_ code: String, _ path: String, _ value: JSON) -> GrafanaNote {
    let text = value.plain.map { String($0.prefix(60)) }
    return GrafanaNote(
      code: code,
      path: path,
      what: text.map { "\(path) \"\($0)\" is left out" } ?? "\(path) is left out",
      position: value.position
    )
  }
}
