package import Documents
package import Metrics

/// A line of the list of what may stand at the cursor.
package struct CompletionItem: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case word, function, metric, label, value, duration, variable
  }

  package var kind: Kind
  package var name: ForeignText
  /// A metric's type, a function's signature; grey beside the name.
  package var note: ForeignText = ""
  package var what: ForeignText = ""

  /// The most lines that are held; whoever wants others types on.
  package static let most = 200

  /// What fits what is typed, the best first.
  ///
  /// - Parameters:
  ///   - wish: What is wanted.
  ///   - names: What the server offers.
  ///   - variables: Of the dashboard.
  /// - Returns: At most `most`; none where nothing is left to complete.
  package static func all(
    for wish: CompletionWish,
    names: [CompletionAnswer.Name],
    variables: [Variable]
  ) -> [Self] {
    let typed = wish.prefix.lowercased()
    let ranked = candidates(for: wish, names: names, variables: variables).enumerated()
      .compactMap { place, item in
        rank(of: item.name.raw, typed: typed, exactly: wish.prefix).map { ($0, place, item) }
      }
    let items = ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(most).map(\.2)
    // What is typed already needs no completion.
    return items.count == 1 && items[0].name.raw == wish.prefix ? [] : items
  }

  /// Exactly so, beginning so, containing it; nil for others.
  private static func rank(of name: String, typed: String, exactly: String) -> Int? {
    if typed.isEmpty { return 1 }
    if name == exactly { return 0 }
    let lower = name.lowercased()
    if lower.hasPrefix(typed) { return 1 }
    // Two letters are in too many names.
    return typed.count > 2 && lower.contains(typed) ? 2 : nil
  }

  private static func candidates(
    for wish: CompletionWish,
    names: [CompletionAnswer.Name],
    variables: [Variable]
  ) -> [Self] {
    switch wish.subject {
    case .operand(let keywords):
      return words(keywords) + (PromQL.aggregations + PromQL.functions).map { item($0, .function) }
        + names.map { Self(kind: .metric, name: $0.text, note: $0.type, what: $0.help) }
    case .keyword(let keywords): return words(keywords)
    case .labelName(_, let taken, let isInList):
      let free = names.filter { !taken.contains($0.text.raw) }
      let internals = isInList ? [] : free.filter(\.text.isInternal)
      return (free.filter { !$0.text.isInternal } + internals)
        .map { Self(kind: .label, name: $0.text) }
    case .labelValue: return names.map { Self(kind: .value, name: $0.text) }
    case .duration(let isInBrackets):
      let builtIns = isInBrackets ? PromQL.builtIns.prefix(3).map { builtIn($0) } : []
      guard wish.prefix.first?.isNumber == true else { return builtIns + spans(PromQL.durations) }
      let number = wish.prefix.prefix(while: \.isNumber)
      return spans(PromQL.durations + PromQL.units.map { number + $0 })
    case .variable:
      return variables.map {
        Self(kind: .variable, name: ForeignText($0.name), what: ForeignText($0.label ?? ""))
      }
        + PromQL.builtIns.map {
          Self(kind: .variable, name: ForeignText($0.name), what: .init($0.what))
        }
    }
  }

  private static func words(_ names: [String]) -> [Self] {
    names.compactMap { name in
      PromQL.keywords.first { $0.name == name }.map { item($0, .word) }
    }
  }

  private static func item(_ word: PromQL.Word, _ kind: Kind) -> Self {
    Self(
      kind: kind,
      name: ForeignText(word.name),
      note: ForeignText(word.signature),
      what: ForeignText(word.what)
    )
  }

  private static func builtIn(_ word: PromQL.Word) -> Self {
    Self(kind: .duration, name: ForeignText("$" + word.name), what: ForeignText(word.what))
  }

  private static func spans(_ texts: [String]) -> [Self] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
      .map { Self(kind: .duration, name: ForeignText($0)) }
  }

  /// What takes the place of what is typed.
  ///
  /// - Parameters:
  ///   - wish: What it answers.
  ///   - rest: What follows in the query.
  /// - Returns: Raw text, quoted and escaped as the place needs it.
  package func insertion(for wish: CompletionWish, before rest: ArraySlice<Character>) -> String {
    let name = name.raw
    let next = rest.first
    let sign = rest.first { !$0.isWhitespace }
    switch wish.subject {
    case .operand, .keyword:
      switch kind {
      case .metric: return name.isPlainMetric ? name : "{\(PromQLString.quoted(name))}"
      case .function where PromQL.aggregationNames.contains(name): return name
      case .function: return sign == "(" ? name : name + "("
      default:
        if PromQL.groupingNames.contains(name) { return sign == "(" ? name : name + " (" }
        if name == "start" || name == "end" { return sign == "(" ? name : name + "()" }
        return next == " " ? name : name + " "
      }
    case .labelName(_, _, let isInList):
      let label = PromQLString.label(name)
      return isInList || sign == "=" || sign == "!" ? label : label + "=\""
    case .labelValue(_, _, let quote, let isPattern):
      let text = isPattern ? PromQLString.pattern(name) : name
      guard let quote else { return PromQLString.quoted(text) }
      let written = PromQLString.escaped(text, quote: quote)
      let isOpen = next != quote && !(isPattern && (next == "|" || next == ")"))
      return isOpen ? written + String(quote) : written
    case .duration(let isInBrackets):
      return isInBrackets && next != "]" && next != ":" ? name + "]" : name
    case .variable:
      return "$" + name
    }
  }
}

extension ForeignText {
  /// `__name__` and its like.
  fileprivate var isInternal: Bool { raw.hasPrefix("__") }
}
