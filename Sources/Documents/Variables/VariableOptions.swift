import Metrics

/// From a server's rows to a variable's options: `regex`, then no doubles, then `sort`.
enum VariableOptions {
  /// - Parameters:
  ///   - rows: What the server has answered.
  ///   - variable: Whose options they become.
  ///   - pattern: Its regex, variables in it filled in.
  /// - Returns: Its options in their order, no value twice.
  /// - Throws: Where the regex can't be read.
  static func make(
    _ rows: [String],
    of variable: Variable,
    pattern: String?
  ) throws(Problem) -> [VariableOption] {
    var options = rows.map { VariableOption(text: $0, value: $0) }
    if let pattern, !pattern.isEmpty {
      options = try picked(rows, pattern: pattern, variable: variable)
    }
    var seen: Set<String> = []
    options = options.filter { seen.insert($0.value).inserted }
    return sorted(options, variable.sort)
  }

  /// `/…/flags` searches; a bare pattern must match the whole.
  private static func picked(
    _ rows: [String],
    pattern: String,
    variable: Variable
  ) throws(Problem) -> [VariableOption] {
    guard let regex = Pattern(grafana: pattern) else {
      throw Problem(
        what: "the regex of the variable `\(ForeignText(variable.name).safe)` can't be read",
        place: variable.name,
        fix: "mend `\(ForeignText(pattern).safe)`",
        code: "variable.regex"
      )
    }
    return rows.flatMap { row in
      let matches =
        regex.isGlobal ? regex.allMatches(in: row) : [regex.firstMatch(in: row)].compactMap(\.self)
      return matches.compactMap { match in
        let captured = (0...match.groups).dropFirst().lazy.compactMap { match[$0] }.first
        let value = match["value"] ?? match["text"] ?? captured ?? (match.groups > 0 ? nil : row)
        return value.map { VariableOption(text: match["text"] ?? $0, value: $0) }
      }
    }
  }

  private static func sorted(_ options: [VariableOption], _ sort: Variable.Sort) -> [VariableOption]
  {
    func number(_ option: VariableOption) -> Double {
      let digits = option.text.firstMatch(of: /[0-9]+/)?.output ?? ""
      return Double(digits) ?? -1
    }
    /// Orders as people do: numbers in a text by their size.
    func natural(_ option: VariableOption) -> String {
      option.text.lowercased().replacing(/[0-9]+/) { match in
        String(repeating: "0", count: max(0, 20 - match.output.count)) + match.output
      }
    }
    switch sort {
    case .none: return options
    case .alphabetical: return options.sorted { $0.text < $1.text }
    case .alphabeticalDescending: return options.sorted { $0.text > $1.text }
    case .numerical: return options.sorted { number($0) < number($1) }
    case .numericalDescending: return options.sorted { number($0) > number($1) }
    case .natural: return options.sorted { natural($0) < natural($1) }
    case .naturalDescending: return options.sorted { natural($0) > natural($1) }
    case .caseInsensitive: return options.sorted { $0.text.lowercased() < $1.text.lowercased() }
    case .caseInsensitiveDescending:
      return options.sorted { $0.text.lowercased() > $1.text.lowercased() }
    }
  }
}
