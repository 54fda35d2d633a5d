import Documents

/// Between operands and operators.
extension QueryReader {
  private static let onWords = ["on", "ignoring"]
  private static let operators = ["and", "or", "unless", "offset", "atan2"]

  var subjectInExpression: CompletionWish.Subject? {
    guard let previous else { return .operand(keywords: []) }
    switch previous.kind {
    case .comment, .word: return subject(afterWord: previous.text.lowercased())
    case .number, .string, .variable: return .keyword(Self.operators)
    case .sign: return subject(afterSign: previous.text)
    }
  }

  private func subject(afterSign sign: String) -> CompletionWish.Subject? {
    switch sign {
    case ")":
      guard let word = closed?.word else { return .keyword(Self.operators) }
      if Self.onWords.contains(word) {
        return .operand(keywords: ["group_left", "group_right"])
      }
      if word == "group_left" || word == "group_right" { return .operand(keywords: []) }
      // What stands before the arguments of an aggregation is followed by them.
      if PromQL.groupingNames.contains(word) {
        return isBeforeArguments ? nil : .keyword(Self.operators)
      }
      let isAggregation = PromQL.aggregationNames.contains(word)
      return .keyword((isAggregation ? ["by", "without"] : []) + Self.operators)
    case "]", "}": return .keyword(Self.operators)
    case "(", ",": return .operand(keywords: [])
    case "==", "!=", ">", "<", ">=", "<=": return .operand(keywords: ["bool"] + Self.onWords)
    case "+", "-", "*", "/", "%", "^": return .operand(keywords: Self.onWords)
    case "@": return .keyword(["start", "end"])
    default: return nil
    }
  }

  private func subject(afterWord word: String) -> CompletionWish.Subject? {
    // A name that is written like a keyword is one only where a keyword may stand.
    if PromQL.aggregationNames.contains(word) { return .keyword(["by", "without"]) }
    if PromQL.binaryNames.contains(word) { return .operand(keywords: Self.onWords) }
    switch word {
    case "bool": return .operand(keywords: Self.onWords)
    case "group_left", "group_right": return .operand(keywords: [])
    case "offset": return .duration(isInBrackets: false)
    case "by", "without", "on", "ignoring": return nil
    default: return .keyword(Self.operators)
    }
  }

  /// Whether the list that was closed last stands directly behind an aggregation's name.
  private var isBeforeArguments: Bool {
    guard let place = closed?.place, place >= 2 else { return false }
    return PromQL.aggregationNames.contains(tokens[place - 2].text.lowercased())
  }
}

/// Selectors and lists of labels.
extension QueryReader {
  /// The name of a label that stands at a token, with or without quotes.
  func name(at place: Int) -> String? {
    guard tokens.indices.contains(place) else { return nil }
    let token = tokens[place]
    switch token.kind {
    case .word: return token.text
    case .string(isClosed: true):
      return PromQLString.unescaped(String(token.text.dropFirst().dropLast()))
    default: return nil
    }
  }

  /// What is complete in a selector's braces but for what the cursor is in: its matchers, with its
  /// metric's name as one of them, and the labels they name.
  func selector(braces: Int) -> (matchers: [String], names: Set<String>) {
    var matchers: [String] = []
    var names: Set<String> = []
    if braces > 0, tokens[braces - 1].kind == .word,
      tokens[braces - 1].range.upperBound <= cursor, !isJoined(braces - 1)
    {
      matchers.append("__name__=\"\(tokens[braces - 1].text)\"")
    }
    var place = braces + 1
    while place < tokens.count, tokens[place].text != "}" {
      guard place + 2 < tokens.count, let name = name(at: place),
        ["=", "!=", "=~", "!~"].contains(tokens[place + 1].text),
        tokens[place + 2].kind == .string(isClosed: true)
      else {
        place += 1
        continue
      }
      let isHere =
        tokens[place].range.lowerBound < cursor
        && cursor < tokens[place + 2].range.upperBound
      if !isHere {
        matchers.append(PromQLString.label(name) + tokens[place + 1].text + tokens[place + 2].text)
        names.insert(name)
      }
      place += 3
    }
    return (matchers, names)
  }

  /// Whether a word is a piece of a name that has a variable in it.
  private func isJoined(_ place: Int) -> Bool {
    let range = tokens[place].range
    let isAfter =
      place > 0 && tokens[place - 1].kind == .variable
      && tokens[place - 1].range.upperBound == range.lowerBound
    let isBefore =
      place + 1 < tokens.count && tokens[place + 1].kind == .variable
      && tokens[place + 1].range.lowerBound == range.upperBound
    return isAfter || isBefore
  }

  /// The labels that a list has already.
  func namesInList(from open: Int) -> Set<String> {
    var names: Set<String> = []
    for place in open + 1..<max(open + 1, tokens.count) where tokens[place].text != "," {
      guard tokens[place].text != ")", let name = name(at: place) else { break }
      if tokens[place] != current { names.insert(name) }
    }
    return names
  }

  /// The matchers of the selector whose labels a list means: behind it where it stands between an
  /// aggregation's name and arguments, else the last before it.
  func matchers(ofSelectorNear list: Int) -> [String] {
    let places = selectorPlaces
    let isFirst = list >= 2 && PromQL.aggregationNames.contains(tokens[list - 2].text.lowercased())
    let after = places.first { $0 > list }
    let before = places.last { $0 < list }
    guard let place = isFirst ? after ?? before : before ?? after else { return [] }
    if tokens[place].text == "{" { return selector(braces: place).matchers }
    if place + 1 < tokens.count, tokens[place + 1].text == "{" {
      var matchers = selector(braces: place + 1).matchers
      let name = "__name__=\"\(tokens[place].text)\""
      if matchers.first != name, !isJoined(place) { matchers.insert(name, at: 0) }
      return matchers
    }
    return isJoined(place) ? [] : ["__name__=\"\(tokens[place].text)\""]
  }

  /// The tokens that selectors begin with: a metric's name, or braces without one.
  private var selectorPlaces: [Int] {
    var places: [Int] = []
    var place = 0
    func end(_ sign: String) -> Int {
      tokens[place...].firstIndex { $0.text == sign } ?? tokens.count
    }
    while place < tokens.count {
      let token = tokens[place]
      let next = place + 1 < tokens.count ? tokens[place + 1].text.lowercased() : ""
      if let word = token.word {
        if PromQL.groupingNames.contains(word), next == "(" {
          place = end(")")
        } else if next != "(", !PromQL.keywordNames.contains(word),
          !(PromQL.aggregationNames.contains(word) && ["by", "without"].contains(next))
        {
          places.append(place)
          if next == "{" { place = end("}") }
        }
      } else if token.text == "{" {
        places.append(place)
        place = end("}")
      }
      place += 1
    }
    return places
  }
}

/// PromQL's strings, which are Go's.
package enum PromQLString {
  /// In double quotes.
  package static func quoted(_ text: String) -> String { "\"\(escaped(text, quote: "\""))\"" }

  /// A label's name as a selector takes it.
  package static func label(_ name: String) -> String { name.isPlainLabel ? name : quoted(name) }

  /// As it stands between such quotes; what a terminal could take for a command is written as its
  /// code.
  package static func escaped(_ text: String, quote: Character) -> String {
    guard quote != "`" else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += #"\\"#
      case "\n": result += #"\n"#
      case "\t": result += #"\t"#
      case "\r": result += #"\r"#
      case _ where Character(scalar) == quote: result += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += #"\x"# + hex(scalar.value, digits: 2)
      case _ where (0x80..<0xA0).contains(scalar.value):
        result += #"\u"# + hex(scalar.value, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// The text between quotes with its common escapes undone.
  package static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        if character != "\\" { result.append(character) }
        continue
      }
      switch next {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      default: result.append(next)
      }
    }
    return result
  }

  /// A text as a regular expression that matches it alone.
  package static func pattern(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\^$.|?*+()[]{}".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
