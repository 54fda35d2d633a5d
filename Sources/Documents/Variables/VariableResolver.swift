import Metrics

/// Works out what a dashboard's variables stand for, those they depend on first.
///
/// Pure: it tells which requests can be asked now and takes their answers. Precedence of a value:
/// what was chosen (`--var`, `V`, the environment), the file's current, the first option.
package struct VariableResolver: Sendable {
  private let variables: [Variable]
  private var chosen: [String: [String]]
  package private(set) var values: [String: VariableValue] = [:]
  package private(set) var problems: [Problem] = []
  private var failed: Set<String> = []
  /// Of those that failed because another did: that one.
  private var causes: [String: String] = [:]
  /// Known, and to be asked for again because the range has changed.
  private var outdated: Set<String> = []
  /// What the dashboard is called: `$__dashboard`.
  private let title: String
  /// What a copied panel was made for, in place of all that is selected.
  package var scoped: [String: VariableOption] = [:]

  /// - Parameters:
  ///   - variables: Of the file, in its order.
  ///   - chosen: By name, what somebody wants: raw values or texts.
  ///   - title: The dashboard's.
  package init(_ variables: [Variable], chosen: [String: [String]], title: String = "") {
    self.variables = variables
    self.chosen = chosen
    self.title = title
    settle()
  }

  /// Requests whose own variables are known, and which aren't answered yet.
  package var pending: [(name: String, request: VariableRequest)] {
    variables.compactMap { variable in
      guard values[variable.name] == nil || outdated.contains(variable.name),
        !failed.contains(variable.name),
        case .query(let query) = variable.kind, isReady(variable)
      else { return nil }
      return (variable.name, VariableRequest(parsing: names.expression(query)))
    }
  }

  /// For what is asked before a panel is: there is no range yet.
  private var names: Interpolation {
    let now = Timestamp(seconds: 0)
    return interpolation(
      BuiltIns(
        interval: .seconds(15),
        rateInterval: .seconds(60),
        range: TimeRange(start: now - .hours(1), end: now)
      )
    )
  }

  /// Nothing more can be asked or settled.
  package var isComplete: Bool { pending.isEmpty }

  package mutating func answer(_ name: String, rows: [String]) {
    guard var variable = variable(name), values[name] == nil || outdated.contains(name) else {
      return
    }
    let old = values[name]
    // What is selected stays, where it is still there.
    if let old, !old.values.isEmpty {
      variable.current = old.isAll ? [VariableValue.all] : old.values
    }
    do throws(Problem) {
      let pattern = variable.regex.map { names.pattern($0) }
      let options = try VariableOptions.make(rows, of: variable, pattern: pattern)
      values[name] = value(of: variable, options: options)
      outdated.remove(name)
      if let old, old.values != values[name]?.values { outdate(dependentsOf: [name]) }
    } catch {
      fail(name, error)
    }
    settle()
  }

  package mutating func fail(_ name: String, _ problem: Problem) {
    guard let variable = variable(name) else { return }
    failed.insert(name)
    outdated.remove(name)
    var problem = problem
    problem.what = Self.heading(name) + problem.what
    problems.append(problem)
    // A value that was chosen or saved is better than none.
    let known = chosen[name] ?? (variable.current.isEmpty ? nil : variable.current)
    if let known {
      values[name] = VariableValue(values: known, isAll: known == [VariableValue.all])
    }
    settle()
  }

  /// Variables that could not be asked for may be asked again.
  package mutating func forgetFailures() {
    problems = []
    for name in failed { values[name] = nil }
    (failed, causes) = ([], [:])
    settle()
  }

  /// Why a panel can't ask: it uses a variable that could not be asked for and has no value.
  package func failure(in spec: PanelSpec) -> Problem? {
    let unknown = failed.filter { values[$0] == nil }
    guard !unknown.isEmpty else { return nil }
    let texts =
      [spec.interval, spec.timeFrom, spec.timeShift, spec.zeroWhile]
      + spec.targets.flatMap { target -> [String?] in
        switch target.question {
        case .expression(let text), .count(let text, _): [text, target.interval]
        case .computed(let expression): [expression.text]
        }
      }
    var used = texts.reduce(into: Set<String>()) { $0.formUnion(Self.names(in: $1 ?? "")) }
    if let repeated = spec.repeats?.variable { used.insert(repeated) }
    guard let name = used.intersection(unknown).min() else { return nil }
    return problem(of: name)
  }

  private func problem(of name: String) -> Problem? {
    problems.last { $0.what.hasPrefix(Self.heading(name)) }
  }

  private static func heading(_ name: String) -> String {
    "variable `\(ForeignText(name).safe)`: "
  }

  /// The variables that a text names.
  private static func names(in text: String) -> Set<String> {
    Set(
      text.matches(of: /\$\{?([A-Za-z_]\w*)|\[\[([A-Za-z_]\w*)/)
        .compactMap { ($0.output.1 ?? $0.output.2).map(String.init) }
    )
  }

  /// The range has changed: what depends on it is asked again, and keeps its value till then.
  package mutating func rangeChanged() {
    for variable in variables where variable.refresh == .onTimeRangeChange {
      guard case .query = variable.kind, values[variable.name] != nil else { continue }
      outdated.insert(variable.name)
    }
    outdated.subtract(failed)
  }

  private mutating func outdate(dependentsOf names: Set<String>) {
    let stale = closure(of: names).subtracting(names)
    for variable in variables where stale.contains(variable.name) {
      guard case .query = variable.kind, values[variable.name] != nil else { continue }
      if !failed.contains(variable.name) { outdated.insert(variable.name) }
    }
  }

  /// These and all that depend on them.
  private func closure(of names: Set<String>) -> Set<String> {
    var stale = names
    for _ in variables {
      for variable in variables where !dependencies(of: variable).isDisjoint(with: stale) {
        stale.insert(variable.name)
      }
    }
    return stale
  }

  /// Gives a variable a value; those that depend on it are asked anew.
  package mutating func choose(_ name: String, values wanted: [String]) {
    chosen[name] = wanted
    problems = []
    (failed, causes) = ([], [:])
    let stale = closure(of: [name])
    outdated.subtract(stale)
    for variable in variables where stale.contains(variable.name) {
      if variable.name == name, let known = values[name]?.options, !known.isEmpty {
        values[name] = value(of: variable, options: known)
      } else {
        values[variable.name] = nil
      }
    }
    settle()
  }

  /// Filling in what is known so far.
  package func interpolation(_ builtIns: BuiltIns) -> Interpolation {
    var known: [String: Interpolation.Value] = [:]
    for (name, value) in values {
      let variable = variable(name)
      var value = value
      if value.values == [Self.automatic], let span = automatic(variable, builtIns) {
        value.values = [span]
      }
      known[name] = .init(
        value: value,
        isList: variable.map { $0.isMulti || $0.includesAll } ?? false,
        isArray: value.isAll || variable?.isMulti == true,
        allValue: variable?.allValue
      )
    }
    // Given by a flag or the environment though the file has no such variable.
    for (name, values) in chosen where known[name] == nil && variable(name) == nil {
      let isList = values.count > 1
      known[name] = .init(value: VariableValue(values: values), isList: isList, isArray: isList)
    }
    for (name, option) in scoped {
      let variable = variable(name)
      known[name] = .init(
        value: VariableValue(values: [option.value], texts: [option.text]),
        // Escaped as before: the query was written for a list.
        isList: variable.map { $0.isMulti || $0.includesAll } ?? true,
        isArray: false
      )
    }
    let all = builtIns.values.merging(globals) { mine, _ in mine }
    return Interpolation(values: known, builtIns: all, zone: builtIns.zone, filters: filters)
  }

  /// Grafana's own, where nobody has signed in and there is one organisation.
  private var globals: [String: String] {
    [
      "__dashboard": title, "__org": "1", "__org.id": "1", "__org.name": "Main Org.",
      "__user": "0", "__user.id": "0", "__user.login": "", "__user.email": "",
    ]
  }

  /// What every selector of a panel's queries has besides.
  private var filters: [AdhocFilter] {
    variables.flatMap { variable -> [AdhocFilter] in
      guard case .adhoc(let filters) = variable.kind else { return [] }
      return filters
    }
  }

  /// What stands for `auto` of an interval, as in Grafana.
  private static let automatic = "$__auto"

  private func automatic(_ variable: Variable?, _ builtIns: BuiltIns) -> String? {
    guard case .interval(_, auto: true, let count, let minimum) = variable?.kind else { return nil }
    let exact = builtIns.range.length.milliseconds / Int64(max(1, count))
    let least = Duration(promQL: minimum) ?? .seconds(10)
    return BuiltIns.oneUnit(max(StepRule.nice(.milliseconds(exact)), least))
  }

  // MARK: - Settling

  private func variable(_ name: String) -> Variable? { variables.first { $0.name == name } }

  /// Values of variables that ask nobody, and the end of circles.
  private mutating func settle() {
    var changed = true
    while changed {
      changed = false
      for variable in variables where values[variable.name] == nil {
        guard let options = ownOptions(of: variable), isReady(variable) else { continue }
        values[variable.name] = value(of: variable, options: options)
        changed = true
      }
      if let lost = variables.first(where: needsFailed) {
        failWithCause(lost)
        changed = true
      }
      guard !changed, pending.isEmpty else { continue }
      let stuck = variables.filter { values[$0.name] == nil && !failed.contains($0.name) }
      guard let first = stuck.first else { continue }
      changed = true
      fail(
        first.name,
        Problem(
          what: "it depends on itself by way of "
            + dependencies(of: first).sorted().map { "`\(ForeignText($0).safe)`" }
            .joined(separator: ", "),
          place: first.name,
          fix: "break the circle",
          code: "variable.circle"
        )
      )
    }
  }

  /// Whether it can't be asked because a variable that it names failed and has no value.
  private func needsFailed(_ variable: Variable) -> Bool {
    guard values[variable.name] == nil, !failed.contains(variable.name) else { return false }
    return cause(of: variable) != nil
  }

  private func cause(of variable: Variable) -> String? {
    dependencies(of: variable).filter { failed.contains($0) && values[$0] == nil }.min()
  }

  /// Names the variable that failed first, whatever lies between.
  private mutating func failWithCause(_ variable: Variable) {
    guard let needed = cause(of: variable) else { return }
    let root = causes[needed] ?? needed
    causes[variable.name] = root
    var problem = problem(of: root) ?? Problem(what: Self.heading(root) + "it has no value")
    let reason = problem.what.dropFirst(Self.heading(root).count)
    if problem.place == root { problem.place = variable.name }
    problem.what = "it needs `\(ForeignText(root).safe)`, which is unknown: \(reason)"
    fail(variable.name, problem)
  }

  private func ownOptions(of variable: Variable) -> [VariableOption]? {
    switch variable.kind {
    case .query: nil
    case .custom(let options): options
    case .interval(let spans, let auto, _, _):
      (auto ? [VariableOption(text: "auto", value: Self.automatic)] : [])
        + spans.map { VariableOption(text: $0, value: $0) }
    case .textbox(let text): [VariableOption(text: text, value: text)]
    case .constant(let text): [VariableOption(text: text, value: text)]
    case .datasource: [VariableOption(text: "default", value: "default")]
    case .adhoc(let filters):
      [filters.map(\.matcher).joined(separator: ", ")].map { VariableOption(text: $0, value: $0) }
    }
  }

  private func isReady(_ variable: Variable) -> Bool {
    dependencies(of: variable).allSatisfy { name in
      (values[name] != nil || failed.contains(name)) && !outdated.contains(name)
    }
  }

  /// The dashboard's own variables that this one's query or regex names.
  private func dependencies(of variable: Variable) -> Set<String> {
    var texts = [variable.regex ?? ""]
    if case .query(let query) = variable.kind { texts.append(query) }
    let named = texts.reduce(into: Set<String>()) { $0.formUnion(Self.names(in: $1)) }
    return named.intersection(variables.map(\.name))
  }

  private func value(of variable: Variable, options: [VariableOption]) -> VariableValue {
    if let wanted = chosen[variable.name] {
      if wanted.contains(VariableValue.all) || (variable.includesAll && wanted == ["All"]) {
        return all(variable, options)
      }
      return picked(wanted, options)
    }
    if case .textbox = variable.kind, let first = variable.current.first {
      return VariableValue(values: [first], options: options)
    }
    if case .constant = variable.kind { return picked(options.map(\.value), options) }
    if variable.includesAll,
      variable.current.contains(VariableValue.all) || variable.current == ["All"]
    {
      return all(variable, options)
    }
    let valid = variable.current.filter { wanted in
      options.contains { $0.value == wanted || $0.text == wanted }
    }
    if !valid.isEmpty { return picked(variable.isMulti ? valid : [valid[0]], options) }
    if options.isEmpty, !variable.current.isEmpty, !variable.includesAll {
      return picked(variable.current, options)
    }
    guard let first = options.first else {
      return variable.includesAll ? all(variable, options) : VariableValue(values: [""])
    }
    return picked([first.value], options)
  }

  private func picked(_ wanted: [String], _ options: [VariableOption]) -> VariableValue {
    let found = wanted.map { value in
      options.first { $0.value == value } ?? options.first { $0.text == value }
        ?? VariableOption(text: value, value: value)
    }
    return VariableValue(values: found.map(\.value), texts: found.map(\.text), options: options)
  }

  private func all(_ variable: Variable, _ options: [VariableOption]) -> VariableValue {
    VariableValue(
      values: options.map(\.value),
      texts: options.map(\.text),
      isAll: true,
      options: options
    )
  }
}
