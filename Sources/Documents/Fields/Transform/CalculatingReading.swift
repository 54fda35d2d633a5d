extension Calculating {
  private static let operators: Set<String> = [
    "+", "-", "*", "/", "**", "%", "=", "==", "!=", "<", "<=", ">", ">=",
  ]

  private enum Mode: String {
    case reduceRow, binary, unary, index, cumulativeFunctions, windowFunctions
  }

  init(_ reader: inout OptionReader) {
    alias = reader.string("alias").flatMap { $0.isEmpty ? nil : $0 }
    replacesFields = reader.flag("replaceFields")
    isOverTime = reader.any("timeSeries") == nil || reader.flag("timeSeries")
    // What the other modes had is kept by the editor.
    reader.ignore("reduce", "binary", "unary", "index", "cumulative", "window")
    switch reader.choice("mode", else: Mode.reduceRow) {
    case .reduceRow: kind = Self.reduceRow(&reader)
    case .binary: kind = Self.binary(&reader)
    case .unary: kind = Self.unary(&reader)
    case .index: kind = .index(isShare: reader.object("index") { $0.flag("asPercentile") } ?? false)
    case .cumulativeFunctions: kind = Self.cumulative(&reader)
    case .windowFunctions: kind = Self.window(&reader)
    }
  }

  private static func reduceRow(_ reader: inout OptionReader) -> Kind {
    reader.object("reduce") { reduce in
      let reducer = reduce.word("reducer", among: ReducerNames.all, else: "sum")
      let nulls = reduce.word(
        "nullValueMode",
        among: ["null", "connected", "null as zero"],
        else: "null"
      )
      return .reduceRow(
        reducer: reducer,
        fields: reduce.strings("include"),
        nullsAreZero: nulls == "null as zero"
      )
    } ?? .reduceRow(reducer: "sum", fields: [], nullsAreZero: false)
  }

  private static func binary(_ reader: inout OptionReader) -> Kind {
    reader.object("binary") { binary in
      binary.ignore("reducer")
      let sign = binary.word("operator", among: operators, else: "+")
      let left = operand(&binary, "left")
      let right = operand(&binary, "right")
      return .binary(left.0, sign, right.0, name: "\(left.1) \(sign) \(right.1)")
    } ?? .binary(.field(""), "+", .field(""), name: "")
  }

  /// A field's name, a number, `{ fixed }` or `{ matcher }`; and how it is called.
  private static func operand(_ reader: inout OptionReader, _ key: String) -> (Operand, String) {
    guard reader.any(key)?.members != nil else {
      let text = reader.string(key) ?? ""
      return (Double(text).map { .number($0) } ?? .field(text), text)
    }
    return reader.object(key) { value in
      let fixed = value.string("fixed")
      let matched = value.object("matcher") { matcher -> (Operand, String) in
        let id = matcher.word("id", among: ["byName", "byType"], else: "byName")
        let name = matcher.string("options") ?? ""
        return (id == "byType" ? .type(name) : .field(name), name)
      }
      if let matched { return matched }
      let text = fixed ?? ""
      return (Double(text).map { .number($0) } ?? .field(text), text)
    } ?? (.field(""), "")
  }

  private static func unary(_ reader: inout OptionReader) -> Kind {
    reader.object("unary") { unary in
      let name = unary.string("fieldName") ?? ""
      let sign = unary.word(
        "operator",
        among: ["abs", "exp", "ln", "floor", "ceil", "round"],
        else: "abs"
      )
      return .unary(sign, field: name)
    } ?? .unary("abs", field: "")
  }

  private static func cumulative(_ reader: inout OptionReader) -> Kind {
    reader.object("cumulative") { cumulative in
      let reducer = cumulative.word("reducer", among: ["sum", "mean"], else: "sum")
      return .cumulative(reducer, field: cumulative.string("field"))
    } ?? .cumulative("sum", field: nil)
  }

  private static func window(_ reader: inout OptionReader) -> Kind {
    reader.object("window") { window in
      let words: Set = ["mean", "stdDev", "variance"]
      let modes: Set = ["percentage", "fixed"]
      return .window(
        window.word("reducer", among: words, else: "mean"),
        field: window.string("field"),
        size: window.number("windowSize") ?? 0.1,
        isShare: window.word("windowSizeMode", among: modes, else: "percentage") == "percentage",
        isCentred: window.word(
          "windowAlignment",
          among: ["trailing", "centered"],
          else: "trailing"
        )
          == "centered"
      )
    } ?? .window("mean", field: nil, size: 0.1, isShare: true, isCentred: false)
  }
}
