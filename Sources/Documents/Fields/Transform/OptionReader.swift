import Metrics

/// Reads a transformation's options leniently, and remembers which nobody has read.
///
/// A value of null is one that isn't there. What is left out is told by its path.
struct OptionReader {
  let json: JSON
  private let path: String
  private var known: Set<String> = []
  /// Paths of options that aren't honoured.
  private(set) var unsupported: [String] = []

  init(_ json: JSON, path: String = "") {
    self.json = json
    self.path = path
  }

  private func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  mutating func refuse(_ key: String) { unsupported.append(path(of: key)) }

  mutating func any(_ key: String) -> JSON? {
    known.insert(key)
    guard let value = json[key], !value.isNull else { return nil }
    return value
  }

  /// Keys that change nothing that is shown: of an editor, or of another mode than the chosen.
  mutating func ignore(_ keys: String...) { known.formUnion(keys) }

  mutating func string(_ key: String) -> String? {
    guard let value = any(key) else { return nil }
    if let text = value.string { return text }
    if let number = value.number { return JSON(.number(number)).text() }
    refuse(key)
    return nil
  }

  mutating func word(_ key: String, among words: Set<String>, else fallback: String) -> String {
    guard let text = string(key), !text.isEmpty else { return fallback }
    guard words.contains(text) else {
      refuse(key)
      return fallback
    }
    return text
  }

  mutating func choice<Choice: RawRepresentable<String>>(_ key: String, else fallback: Choice)
    -> Choice
  {
    guard let text = string(key), !text.isEmpty else { return fallback }
    guard let choice = Choice(rawValue: text) else {
      refuse(key)
      return fallback
    }
    return choice
  }

  mutating func flag(_ key: String) -> Bool {
    guard let value = any(key) else { return false }
    if let flag = value.bool { return flag }
    if let number = value.lenientNumber { return number != 0 }
    refuse(key)
    return false
  }

  mutating func number(_ key: String) -> Double? {
    guard let value = any(key) else { return nil }
    guard let number = value.lenientNumber else {
      // With a variable in it there is nothing to say yet.
      if value.string.map({ !$0.isEmpty && !$0.contains("$") }) ?? true { refuse(key) }
      return nil
    }
    return number
  }

  mutating func strings(_ key: String) -> [String] {
    guard let value = any(key) else { return [] }
    guard let array = value.array else {
      refuse(key)
      return []
    }
    return array.compactMap(\.string)
  }

  /// Grafana's names of reducers; those that nobody knows are told and left out.
  mutating func reducers(_ key: String) -> [String] {
    let found = strings(key)
    if !found.allSatisfy(ReducerNames.all.contains) { refuse(key) }
    return found.filter(ReducerNames.all.contains)
  }

  mutating func pattern(_ key: String) -> Pattern? {
    guard let text = string(key), !text.isEmpty else { return nil }
    guard let pattern = Pattern(grafana: text) else {
      // With a variable in it there is nothing to say yet.
      if !text.contains("$") || text.hasSuffix("$") { refuse(key) }
      return nil
    }
    return pattern
  }

  /// What stands in an object, read by its own reader.
  mutating func object<Value>(_ key: String, _ read: (inout OptionReader) -> Value) -> Value? {
    guard let value = any(key) else { return nil }
    guard value.members != nil else {
      refuse(key)
      return nil
    }
    return inner(value, path(of: key), read)
  }

  mutating func objects<Value>(_ key: String, _ read: (inout OptionReader) -> Value?) -> [Value] {
    guard let value = any(key) else { return [] }
    guard let array = value.array else {
      refuse(key)
      return []
    }
    return array.enumerated().compactMap { index, entry in
      inner(entry, "\(path(of: key))[\(index)]", read)
    }
  }

  /// An object whose keys are names of fields.
  mutating func table<Value>(_ key: String, _ read: (JSON) -> Value?) -> [String: Value] {
    guard let value = any(key) else { return [:] }
    guard let members = value.members else {
      refuse(key)
      return [:]
    }
    let pairs = members.compactMap { member in read(member.value).map { (member.name, $0) } }
    return Dictionary(pairs) { $1 }
  }

  /// The members of an object, each read by its own reader.
  mutating func members<Value>(_ key: String, _ read: (inout OptionReader) -> Value?)
    -> [(name: String, value: Value)]
  {
    guard let value = any(key) else { return [] }
    guard let members = value.members else {
      refuse(key)
      return []
    }
    return members.compactMap { member in
      inner(member.value, "\(path(of: key)).\(member.name)", read).map { (member.name, $0) }
    }
  }

  mutating func inner<Value>(
    _ json: JSON,
    _ path: String,
    _ read: (inout OptionReader) -> Value
  ) -> Value {
    var reader = OptionReader(json, path: path)
    let value = read(&reader)
    reader.finish()
    unsupported += reader.unsupported
    return value
  }

  /// Tells every key that nobody has asked for.
  mutating func finish() {
    for member in json.members ?? [] where !known.contains(member.name) && !member.value.isNull {
      refuse(member.name)
    }
  }
}

/// Grafana's names of what a field comes to.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/fieldReducer.ts`.
enum ReducerNames {
  static let all: Set<String> = Set(
    [
      "lastNotNull", "last", "firstNotNull", "first", "min", "max", "mean", "sum", "count",
      "range", "delta", "diff", "median", "stdDev", "variance", "step", "diffperc", "logmin",
      "allIsZero", "allIsNull", "changeCount", "distinctCount", "countAll", "current", "avg",
      "total", "minAboveZero", "allValues", "uniqueValues",
    ] + (1...99).map { "p\($0)" }
  )
}
