extension JSON {
  /// An object at a place of a file; fields without a value are left out.
  static func make(_ fields: [(String, JSON?)], at position: SourcePosition) -> JSON {
    JSON(
      .object(
        fields.compactMap { name, value in
          value.map { Member(name: name, position: position, value: $0) }
        }
      ),
      at: position
    )
  }

  /// An object that a panel holds, or an empty one in its place.
  static func object(in panel: JSON, _ name: String) -> JSON {
    guard let value = panel.value(name), value.members != nil else {
      return JSON(.object([]), at: panel.position)
    }
    return value
  }

  /// The value of a key, unless it is null.
  func value(_ name: String) -> JSON? {
    guard let value = self[name], !value.isNull else { return nil }
    return value
  }

  /// Another value at this one's place.
  func word(_ text: String) -> JSON { JSON(.string(text), at: position) }
  func flag(_ value: Bool) -> JSON { JSON(.bool(value), at: position) }
  func count(_ value: Double) -> JSON { JSON(.number(value), at: position) }
  func list(_ values: [JSON]) -> JSON { JSON(.array(values), at: position) }

  /// The object with a key set, where it stands or at the end; nil takes it out.
  func setting(_ name: String, to value: JSON?) -> JSON {
    var members = members ?? []
    let place = members.lastIndex { $0.name == name }
    switch (place, value) {
    case (let place?, let value?): members[place].value = value
    case (nil, let value?):
      members.append(Member(name: name, position: value.position, value: value))
    case (_, nil): members.removeAll { $0.name == name }
    }
    return JSON(.object(members), at: position)
  }

  /// The object with a key set unless it says something there already.
  func adding(_ name: String, _ value: JSON?) -> JSON {
    self.value(name) == nil && value != nil ? setting(name, to: value) : self
  }

  /// A truth, or what generators write for one.
  var lenientBool: Bool? {
    if let bool { return bool }
    if let number { return number != 0 }
    return switch string {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// Short text of a plain value, for tables of values.
  var plain: String? {
    switch kind {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
    case .string(let text): text
    case .array, .object: nil
    }
  }

  /// Says nothing: null, an empty text, list or object.
  var isEmpty: Bool {
    switch kind {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let values): values.isEmpty
    case .object(let members): members.allSatisfy(\.value.isEmpty)
    case .bool, .number: false
    }
  }

  /// The plain values and lists of an object, by their path in it; an empty object is none.
  ///
  /// Deeper than any of Grafana's the rest is one value.
  func leaves(below path: String = "", depth: Int = 0) -> [(path: String, value: JSON)] {
    guard let members, depth < 8 else { return [(path, self)] }
    return members.flatMap {
      $0.value.leaves(below: path.isEmpty ? $0.name : "\(path).\($0.name)", depth: depth + 1)
    }
  }
}
