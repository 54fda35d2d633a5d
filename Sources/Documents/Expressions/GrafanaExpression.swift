import Metrics

/// Reads a Grafana target that computes from others.
enum GrafanaExpression {
  /// Whether the target's source is Grafana's own "expressions".
  static func isExpression(_ json: JSON) -> Bool {
    let source = json["datasource"]
    let words = [source?.string, source?["type"]?.string, source?["uid"]?.string]
    return words.contains("__expr__")
  }

  /// nil where it can't be computed.
  static func target(_ json: JSON, index: Int) -> Target? {
    guard let expression = expression(json) else { return nil }
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return Target(
      refId: json["refId"]?.string ?? letter,
      .computed(expression),
      isHidden: json["hide"]?.bool ?? false,
      position: expression.kind == .math ? json["expression"]?.position : nil
    )
  }

  /// What a note says of a target that can't be computed; nil where it can.
  static func trouble(_ json: JSON) -> String? {
    guard isExpression(json), expression(json) == nil else { return nil }
    let type = ForeignText(json["type"]?.string ?? "").safe
    return "the expression \"\(type)\" can't be computed and is left out"
  }

  /// What of the target nobody reads.
  ///
  /// What only other types of expressions have is kept by the editor, and says nothing.
  static func left(_ json: JSON) -> [(path: String, value: JSON)] {
    var target = Remainder(json)
    target.drop(["refId", "hide", "datasource", "type", "expression"])
    target.drop(["reducer", "window", "downsampler", "upsampler"])
    var found = inner(target.take("settings"), "settings", ["mode", "replaceWithValue"])
    for (index, condition) in target.list("conditions").enumerated() {
      var reader = Remainder(condition)
      let path = "conditions[\(index)]"
      // A limit for leaving a state again means something to alerts alone.
      reader.drop(["type", "unloadEvaluator", "loadedDimensions"])
      found += inner(reader.take("evaluator"), "\(path).evaluator", ["type", "params"])
      found += inner(reader.take("reducer"), "\(path).reducer", ["type", "params"])
      found += inner(reader.take("query"), "\(path).query", ["params"])
      found += inner(reader.take("operator"), "\(path).operator", ["type"])
      found += reader.rest.map { ("\(path).\($0.name)", $0.value) }
    }
    return found + target.rest.map { ($0.name, $0.value) }
  }

  private static func inner(_ json: JSON?, _ path: String, _ known: [String]) -> [(String, JSON)] {
    guard let json else { return [] }
    var reader = Remainder(json)
    reader.drop(known)
    return reader.rest.map { ("\(path).\($0.name)", $0.value) }
  }

  private static func expression(_ json: JSON) -> ServerExpression? {
    let text = json["expression"]?.string ?? ""
    let input = String(text.drop { $0 == "$" }).filter { $0 != "{" && $0 != "}" }
    let kind: ServerExpression.Kind?
    switch json["type"]?.string {
    case "math":
      // Variables aren't filled in yet: only what can't become a formula is refused.
      let isFormula = MathExpression(text) != nil || text.contains("$")
      kind = !text.isEmpty && isFormula ? .math : nil
    case "reduce": kind = reduce(json, input)
    case "resample": kind = resample(json, input)
    case "threshold":
      kind = (json["conditions"]?.array?.first?["evaluator"]).flatMap(evaluator)
        .map { .threshold(input: input, $0) }
    case "classic_conditions": kind = conditions(json)
    default: kind = nil
    }
    return kind.map { ServerExpression($0, text: text) }
  }

  private static let reducers: Set<String> = [
    "sum", "mean", "min", "max", "count", "last", "median",
  ]

  private static func reduce(_ json: JSON, _ input: String) -> ServerExpression.Kind? {
    guard let reducer = json["reducer"]?.string, reducers.contains(reducer) else { return nil }
    let settings = json["settings"]
    switch settings?["mode"]?.string ?? "" {
    case "", "strict": return .reduce(input: input, reducer: reducer, .strict)
    case "dropNN": return .reduce(input: input, reducer: reducer, .dropped)
    case "replaceNN":
      let value = settings?["replaceWithValue"]?.lenientNumber ?? 0
      return .reduce(input: input, reducer: reducer, .replaced(by: value))
    default: return nil
    }
  }

  private static func resample(_ json: JSON, _ input: String) -> ServerExpression.Kind? {
    let downs = ["mean", "min", "max", "sum", "last", "count", "median"]
    let ups = ["pad", "backfilling", "fillna"]
    let down = json["downsampler"]?.string ?? "mean"
    let up = json["upsampler"]?.string ?? "fillna"
    guard let window = json["window"]?.string.flatMap({ Duration(promQL: $0) }), window > .zero,
      downs.contains(down), ups.contains(up)
    else { return nil }
    return .resample(input: input, window: window, down: down, up: up)
  }

  private static func evaluator(_ json: JSON) -> ServerExpression.Evaluator? {
    json["type"]?.string.flatMap(ServerExpression.Evaluator.Comparison.init).map {
      let limits = (json["params"]?.array ?? []).compactMap(\.lenientNumber)
      return ServerExpression.Evaluator($0, limits)
    }
  }

  private static func conditions(_ json: JSON) -> ServerExpression.Kind? {
    // `avg` is the old alerts' word.
    let words = reducers.union(["avg", "diff", "diff_abs", "percent_diff", "count_non_null"])
    let all = json["conditions"]?.array ?? []
    let read = all.compactMap { entry -> ServerExpression.Condition? in
      guard let evaluator = entry["evaluator"].flatMap(evaluator),
        let input = entry["query"]?["params"]?.array?.first?.string,
        let reducer = entry["reducer"]?["type"]?.string, words.contains(reducer)
      else { return nil }
      return ServerExpression.Condition(
        input: input,
        reducer: reducer,
        evaluator: evaluator,
        isAlternative: entry["operator"]?["type"]?.string == "or"
      )
    }
    return read.isEmpty || read.count < all.count ? nil : .conditions(read)
  }
}
