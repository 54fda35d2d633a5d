import Documents
import Metrics

/// What is written in a field as fields of its own.
///
/// Source: Grafana, `features/transformers/extractFields`.
extension Extracting {
  func extracted(_ frame: DataFrame) -> DataFrame {
    guard !source.isEmpty, let place = frame.place(of: source) else { return frame }
    let column = frame.fields[place].values
    var names: [String] = []
    var columns: [String: [PlainValue]] = [:]
    let most = max(1, TransformBounds.cells / max(1, frame.rowCount))
    for row in 0..<frame.rowCount {
      guard case .text(let text) = column.cell(row) else { continue }
      for (name, cell) in pairs(text) {
        if columns[name] == nil {
          guard names.count < min(TransformBounds.columns, most) else { continue }
          names.append(name)
          columns[name] = Array(repeating: .null, count: frame.rowCount)
        }
        columns[name]?[row] = cell
      }
    }
    var made = names.map { name in
      Field(ForeignText(name), .made(of: columns[name] ?? []))
    }
    if keepsTime, let time = frame.fields.first(where: { ["Time", "time"].contains($0.name) }) {
      made.insert(time, at: 0)
    }
    var result = frame
    result.fields = (replaces ? [] : frame.fields) + made
    return result
  }

  private func pairs(_ text: String) -> [(String, PlainValue)] {
    switch format {
    case .json: return jsonPairs(text) ?? []
    case .kvp: return PairText.pairs(text)
    case .delimiter: return pieces(text).map { ($0, .number(1)) }
    case .regexp:
      guard let pattern else { return [("NewField", .text(text))] }
      return (pattern.firstMatch(in: text)?.named ?? []).map { ($0.name, .text($0.text)) }
    case .auto: return jsonPairs(text) ?? PairText.pairs(text)
    }
  }

  private func jsonPairs(_ text: String) -> [(String, PlainValue)]? {
    guard let json = try? JSON(parsing: Array(text.utf8), file: ""), !json.isNull else {
      return nil
    }
    guard paths.isEmpty else {
      return paths.map { path in
        let value = path.path.reduce(Optional(json)) { json, key in
          json?[key]
            ?? Int(key).flatMap { index in
              json?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
        return (path.name, value.map(Self.cell) ?? .text("Not Found"))
      }
    }
    if let array = json.array { return array.enumerated().map { (String($0), Self.cell($1)) } }
    return (json.members ?? []).map { ($0.name, Self.cell($0.value)) }
  }

  private static func cell(_ json: JSON) -> PlainValue {
    switch json.kind {
    case .null: .null
    case .bool(let flag): .flag(flag)
    case .number(let number): .number(number)
    case .string(let text): .text(text)
    case .array, .object: .text(json.text())
    }
  }

  private func pieces(_ text: String) -> [String] {
    func trimmed(_ text: Substring) -> String {
      let start = text.drop(while: \.isWhitespace)
      return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
    return text.prefix(100_000).split(separator: delimiter, omittingEmptySubsequences: false)
      .map { trimmed($0) }
  }
}

/// `a=b, c: "d e"` in its parts.
struct PairText {
  private var pairs: [(String, PlainValue)] = []
  private var key = ""
  private var word = ""

  static func pairs(_ text: String) -> [(String, PlainValue)] {
    var reader = PairText()
    reader.read(text.prefix(100_000))
    return reader.pairs
  }

  private mutating func add(_ name: String, _ value: String) { pairs.append((name, .text(value))) }

  private mutating func read(_ text: Substring) {
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let open = quote {
        if character == open {
          quote = nil
          end(isWord: true)
        } else {
          word.append(character)
        }
      } else if character == "\"" || character == "'" {
        quote = character
        end(isWord: true)
      } else {
        readPlain(character)
      }
    }
    if !key.isEmpty {
      add(key, word)
    } else if !word.isEmpty {
      add(word, "")
    }
  }

  private mutating func readPlain(_ character: Character) {
    switch character {
    case ":", "=":
      guard !word.isEmpty else { return }
      if !key.isEmpty { add(key, "") }
      (key, word) = (word, "")
    case " ", "\t", "\r", "\n", "\r\n": end(isWord: true)
    case ",", ";", "&", "{", "}": end(isWord: false)
    default: word.append(character)
    }
  }

  /// A word ends: it is the value of the key before it, a key without one, or maybe the next key.
  private mutating func end(isWord: Bool) {
    guard !word.isEmpty else { return }
    if !key.isEmpty {
      add(key, word)
      key = ""
    } else if isWord {
      add(word, "")
    } else {
      key = word
    }
    word = ""
  }
}
