import Canvas
import Metrics

/// Reads an object strictly: each key once, none unknown, every value of the right form.
///
/// What is wrong is collected, so that one run tells everything.
struct ObjectReader {
  let json: JSON
  /// Such as `panels[3].targets[0]`.
  let path: String
  let file: String
  private(set) var problems: [Problem] = []
  private var known: [String] = ["$comment"]

  init(_ json: JSON, path: String, file: String) {
    self.json = json
    // A key of a file is its writer's text.
    self.path = ForeignText(path).safe
    self.file = file
    if json.members == nil {
      problems.append(
        problem(
          "\(place) must be an object",
          fix: "write { … }",
          code: "layout.value.type",
          at: json
        )
      )
    }
    var seen: Set<String> = []
    for member in json.members ?? [] where !seen.insert(member.name).inserted {
      report(
        "`\(ForeignText(member.name).safe)` stands here twice; the last one counts",
        fix: "remove one",
        code: "json.key.double",
        severity: .warning,
        at: member.position
      )
    }
  }

  private var place: String { path.isEmpty ? "the document" : "`\(path)`" }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func problem(
    _ what: String,
    fix: String,
    code: String,
    severity: Problem.Severity = .error,
    at json: JSON
  ) -> Problem {
    Problem(
      what: what,
      place: path,
      fix: fix,
      code: code,
      severity: severity,
      file: file,
      position: json.position
    )
  }

  mutating func report(
    _ what: String,
    fix: String,
    code: String,
    severity: Problem.Severity = .error,
    at position: SourcePosition
  ) {
    problems.append(
      Problem(
        what: what,
        place: path,
        fix: fix,
        code: code,
        severity: severity,
        file: file,
        position: position
      )
    )
  }

  mutating func add(_ more: [Problem]) { problems += more }

  /// The value of a key of this form; a wrong form is a problem and reads as absent.
  mutating func value(_ key: String, _ form: PanelOption.Form) -> JSON? {
    known.append(key)
    guard let value = json[key] else { return nil }
    let faults = form.faults(in: value, path: path(of: key), file: file)
    problems += faults
    return faults.contains { $0.severity == .error } ? nil : value
  }

  /// Any value at all.
  mutating func any(_ key: String) -> JSON? {
    known.append(key)
    return json[key]
  }

  mutating func string(_ key: String) -> String? { value(key, .string)?.string }
  mutating func bool(_ key: String) -> Bool? { value(key, .boolean)?.bool }
  mutating func integer(_ key: String, atLeast least: Int = 0) -> Int? {
    value(key, .integer(atLeast: least))?.integer
  }
  mutating func strings(_ key: String) -> [String]? {
    value(key, .strings)?.array?.compactMap(\.string)
  }
  mutating func duration(_ key: String) -> Duration? {
    value(key, .duration)?.string.flatMap { Duration(promQL: $0) }
  }
  mutating func table(_ key: String) -> [String: String]? {
    guard let members = value(key, .stringTable)?.members else { return nil }
    let pairs = members.filter { $0.name != "$comment" }.map { ($0.name, $0.value.string ?? "") }
    return Dictionary(pairs) { $1 }
  }

  mutating func list(_ key: String) -> [JSON] {
    known.append(key)
    guard let value = json[key] else { return [] }
    guard let array = value.array else {
      report(
        "`\(path(of: key))` must be a list",
        fix: "write [ … ]",
        code: "layout.value.type",
        at: value.position
      )
      return []
    }
    return array
  }

  /// Complains of every key that nothing has asked for.
  ///
  /// - Parameters:
  ///   - more: Keys that were read in another way.
  ///   - refused: Keys that have their own complaint, and are never suggested.
  mutating func finish(alsoKnown more: [String] = [], refused: [String] = []) {
    let all = known + more
    for member in json.members ?? [] where !(all + refused).contains(member.name) {
      let near = Nearest.match(member.name, among: all.filter { !$0.hasPrefix("$") })
      report(
        "unknown key `\(ForeignText(member.name).safe)`"
          + (path.isEmpty ? "" : " in `\(path)`"),
        fix: near.map { "did you mean `\($0)`?" }
          ?? "known are \(all.filter { !$0.hasPrefix("$") }.sorted().joined(separator: ", "))",
        code: "layout.key.unknown",
        at: member.position
      )
    }
  }
}

extension PanelOption.Form {
  /// What is wrong with a value of this form; empty where nothing is.
  func faults(in value: JSON, path: String, file: String) -> [Problem] {
    func fault(_ what: String, _ fix: String, at json: JSON? = nil) -> [Problem] {
      [
        Problem(
          what: "`\(path)` \(what)",
          place: path,
          fix: fix,
          code: "layout.value.type",
          file: file,
          position: (json ?? value).position
        )
      ]
    }
    switch self {
    case .string: return value.string == nil ? fault("must be a string", "write \"…\"") : []
    case .number:
      return value.number == nil ? fault("must be a number", "write it without quotes") : []
    case .integer(let least):
      guard let number = value.integer, number >= least, number <= 1_000_000 else {
        return fault("must be a whole number, at least \(least)", "write such as \(max(1, least))")
      }
      return []
    case .boolean:
      return value.bool == nil ? fault("must be true or false", "write one of them") : []
    case .booleanOrString:
      return value.bool == nil && value.string == nil
        ? fault("must be true, false or a label's name", "write such as true") : []
    case .choice(let words): return choiceFaults(value, words, fault: fault)
    case .choices(let words):
      guard let array = value.array else { return fault("must be a list", "write [ … ]") }
      return array.flatMap { choiceFaults($0, words) { fault($0, $1, at: $2) } }
    case .strings:
      guard let array = value.array, array.allSatisfy({ $0.string != nil }) else {
        return fault("must be a list of strings", "write [\"…\"]")
      }
      return []
    case .stringOrStrings:
      return value.string == nil ? Self.strings.faults(in: value, path: path, file: file) : []
    case .zones: return zoneFaults(value) { fault($0, $1, at: $2) }
    case .objects(let keys):
      return objectFaults(value, keys, path: path, file: file) { fault($0, $1) }
    case .duration:
      guard let text = value.string, Duration(promQL: text) != nil else {
        return fault("must be a span of time", "write such as \"30s\", \"5m\" or \"1h30m\"")
      }
      return []
    case .color:
      guard let text = value.string, Theme.dark.color(named: text) != nil else {
        return fault("must be a colour", "write a name such as \"blue\", or \"#2FB8AC\"")
      }
      return []
    case .stringTable:
      let isTable = value.members?.allSatisfy { $0.value.string != nil || $0.name == "$comment" }
      return isTable == true
        ? [] : fault("must be an object of strings", "write { \"name\": \"text\" }")
    case .thresholds: return thresholdFaults(value, path: path, file: file, fault: fault)
    }
  }

  /// Of a list of objects that know these keys and no other.
  private func objectFaults(
    _ value: JSON,
    _ keys: [PanelOption],
    path: String,
    file: String,
    fault: (String, String) -> [Problem]
  ) -> [Problem] {
    guard let array = value.array, array.allSatisfy({ $0.members != nil }) else {
      return fault("must be a list of objects", "write [{ … }]")
    }
    return array.flatMap { object in
      var reader = ObjectReader(object, path: path, file: file)
      for key in keys { _ = reader.value(key.name, key.form) }
      reader.finish()
      return reader.problems
    }
  }

  private func zoneFaults(
    _ value: JSON,
    fault: (String, String, JSON) -> [Problem]
  ) -> [Problem] {
    for zone in value.array ?? [value] {
      guard let name = zone.string else {
        return fault("must be a list of time zones", "write [\"utc\"]", zone)
      }
      do throws(Problem) {
        _ = try ZoneName.zone(name, place: "")
      } catch {
        return fault("can't be read: \(error.what)", error.fix, zone)
      }
    }
    return []
  }

  private func choiceFaults(
    _ value: JSON,
    _ words: [String],
    fault: (String, String, JSON?) -> [Problem]
  ) -> [Problem] {
    guard let text = value.string else {
      return fault("must be a string", "use one of \(Self.listed(words))", value)
    }
    guard !words.contains(text) else { return [] }
    let near = Nearest.match(text, among: words).map { "did you mean \"\($0)\"?" }
    return fault(
      "is \"\(ForeignText(text).safe)\"",
      near ?? "use one of \(Self.listed(words))",
      value
    )
  }

  /// A list that can be read: of many the first.
  private static func listed(_ words: [String]) -> String {
    let shown = words.prefix(30).joined(separator: ", ")
    return words.count > 30 ? "\(shown) …" : shown
  }

  private func thresholdFaults(
    _ value: JSON,
    path: String,
    file: String,
    fault: (String, String, JSON?) -> [Problem]
  ) -> [Problem] {
    guard let array = value.array else { return fault("must be a list", "write [ … ]", nil) }
    var problems: [Problem] = []
    for (index, entry) in array.enumerated() {
      var reader = ObjectReader(entry, path: "\(path)[\(index)]", file: file)
      let limits = ["above", "below", "value"].filter { entry[$0] != nil }
      for key in limits { _ = reader.value(key, .number) }
      _ = reader.value("state", .choice(Threshold.State.allCases.map(\.rawValue)))
      _ = reader.value("color", .color)
      if limits.count != 1, entry.members != nil {
        reader.report(
          "`\(path)[\(index)]` needs one limit",
          fix: "write one of above, below and value",
          code: "layout.threshold.limit",
          at: entry.position
        )
      }
      if entry["state"] == nil, entry["color"] == nil, entry.members != nil {
        reader.report(
          "`\(path)[\(index)]` says nothing",
          fix: "add \"state\": \"warning\" or a color",
          code: "layout.threshold.empty",
          at: entry.position
        )
      }
      reader.finish(alsoKnown: ["above", "below", "value"])
      problems += reader.problems
    }
    return problems
  }
}
