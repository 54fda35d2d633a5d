import Metrics

/// Filling what only a field knows into its display name and its links: `${__field.labels.x}`,
/// `$__cell_0`.
///
/// What isn't known stays as it is.
/// Source: Grafana, `packages/grafana-data/src/field/templateProxies.ts` and `fieldDisplay.ts`.
struct FieldTemplate {
  var field: Field
  var frame: DataFrame
  /// Where one item is one row.
  var row: Int?

  func filled(_ template: String) -> String {
    guard template.contains("$") else { return template }
    var result = ""
    var rest = template[...]
    while let sign = rest.firstIndex(of: "$") {
      result += rest[..<sign]
      rest = rest[sign...]
      let (name, length) = Self.reference(rest)
      guard let name, let value = value(of: name) else {
        result.append(rest.removeFirst())
        continue
      }
      result += value
      rest = rest.dropFirst(length)
    }
    return result + rest
  }

  /// The name that a text behind a `$` has, and how long the whole is, in characters.
  private static func reference(_ text: Substring) -> (name: String?, length: Int) {
    let inner = text.dropFirst()
    if inner.hasPrefix("{") {
      // Each start looks for its end.
      guard let end = inner.prefix(200).firstIndex(of: "}") else { return (nil, 0) }
      let name = inner[inner.index(after: inner.startIndex)..<end]
      return (String(name), name.count + 3)
    }
    var name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.".contains($0)) }
    while name.last == "." { name = name.dropLast() }
    return (String(name), name.count + 1)
  }

  /// What a name stands for; nil where it isn't a field's.
  func value(of name: String) -> String? {
    // A form that a name asks for, `${__field.name:raw}`, changes nothing in one line of text.
    let plain = name.contains("[") ? name : String(name.prefix { $0 != ":" })
    switch plain {
    case "__field.name", "__field_name": return field.name.raw
    case "__field.displayName", "__field.displayname": return field.displayName.raw
    case "__field.labels": return FieldNames.text(of: field.labels)
    case "__series.name", "__series_name": return seriesName
    default: break
    }
    if let key = Self.key(plain, in: "__field.labels") ?? Self.key(plain, in: "__series.labels") {
      return field.labels[key]?.raw ?? (key == "__name__" ? field.name.raw : "")
    }
    if plain.hasPrefix("__cell_"), let column = Int(plain.dropFirst(7)) { return cell(column) }
    guard plain.hasPrefix("__data.fields") else { return nil }
    // The same value in its text, whether a name says so or not.
    if plain.hasSuffix(".text") { return data(String(plain.dropLast(5))) ?? data(plain) }
    if plain.hasSuffix(".numeric") {
      return data(String(plain.dropLast(8)), isNumeric: true) ?? data(plain)
    }
    return data(plain)
  }

  /// `__data.fields.x` of this row; nil without one.
  private func data(_ name: String, isNumeric: Bool = false) -> String? {
    guard let key = Self.key(name, in: "__data.fields") else { return nil }
    let column =
      Int(key) ?? frame.fields.firstIndex { $0.displayName.raw == key || $0.name.raw == key }
    return cell(column ?? -1, isNumeric: isNumeric)
  }

  /// `x` of `path.x`, `path["x"]` and `path[0]`.
  private static func key(_ name: String, in path: String) -> String? {
    guard name.hasPrefix(path) else { return nil }
    let rest = name.dropFirst(path.count)
    if rest.hasPrefix("."), rest.count > 1 { return String(rest.dropFirst()) }
    guard rest.hasPrefix("["), rest.hasSuffix("]") else { return nil }
    return String(rest.dropFirst().dropLast().filter { $0 != "\"" && $0 != "'" })
  }

  private func cell(_ column: Int, isNumeric: Bool = false) -> String? {
    guard let row else { return nil }
    guard frame.fields.indices.contains(column), row < frame.fields[column].values.count else {
      return ""
    }
    let field = frame.fields[column]
    if isNumeric, let number = field.values[row].number { return Self.plain(number) }
    return FieldDisplay(config: field.config).shown(field.values[row], zone: .local, now: nil)
      .text
  }

  /// A number with all its digits.
  static func plain(_ number: Double?) -> String {
    guard let number, !number.isNaN else { return "NaN" }
    return Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  /// How the whole frame is called.
  private var seriesName: String {
    if let name = frame.name, !name.isEmpty { return name.raw }
    let labelled = frame.fields.filter { !$0.labels.all.isEmpty }
    if labelled.count == 1 { return FieldNames.text(of: labelled[0].labels) }
    return frame.fields.filter { !$0.isTime }.map(\.displayName.raw).joined(separator: ", ")
  }
}
