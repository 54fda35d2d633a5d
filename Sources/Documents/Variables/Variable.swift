/// A variable of a dashboard, before its options are known.
package struct Variable: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `label_values(m, l)`, `label_names()`, `metrics(re)`, `query_result(expr)` or a selector.
    case query(String)
    case custom([VariableOption])
    /// Durations; with `auto` one more that is the range divided by `autoCount`.
    case interval([String], auto: Bool, autoCount: Int, autoMinimum: String)
    case textbox(String)
    case constant(String)
    case datasource
    /// Matchers for every selector of every query.
    case adhoc([AdhocFilter])
  }

  package enum Sort: Int, Hashable, Sendable {
    case none, alphabetical, alphabeticalDescending, numerical, numericalDescending
    case caseInsensitive, caseInsensitiveDescending, natural, naturalDescending
  }

  package enum Refresh: Int, Hashable, Sendable { case never, onLoad, onTimeRangeChange }

  package var name: String
  package var label: String?
  package var kind: Kind
  /// Picks and renames options of a query: `/…/flags`, or bare and anchored.
  package var regex: String?
  package var sort: Sort
  package var refresh: Refresh
  package var isMulti: Bool
  package var includesAll: Bool
  /// Inserted raw for All instead of the list of options.
  package var allValue: String?
  /// What the file has selected; `$__all` is All.
  package var current: [String]
  package var isHidden: Bool

  package init(
    name: String,
    label: String? = nil,
    kind: Kind,
    regex: String? = nil,
    sort: Sort = .none,
    refresh: Refresh = .onLoad,
    isMulti: Bool = false,
    includesAll: Bool = false,
    allValue: String? = nil,
    current: [String] = [],
    isHidden: Bool = false
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.regex = regex
    self.sort = sort
    self.refresh = refresh
    self.isMulti = isMulti
    self.includesAll = includesAll
    self.allValue = allValue
    self.current = current
    self.isHidden = isHidden
  }
}

/// A value that a variable can take, raw, and the text that stands for it.
package struct VariableOption: Hashable, Sendable {
  package var text: String
  package var value: String

  package init(text: String, value: String) {
    self.text = text
    self.value = value
  }
}

/// What a variable stands for now.
package struct VariableValue: Hashable, Sendable {
  /// Raw values, one or with `multi` several; where `isAll`, every option's.
  package var values: [String]
  package var texts: [String]
  package var isAll: Bool
  package var options: [VariableOption]

  package init(
    values: [String],
    texts: [String]? = nil,
    isAll: Bool = false,
    options: [VariableOption] = []
  ) {
    self.values = values
    self.texts = texts ?? values
    self.isAll = isAll
    self.options = options
  }

  package static let all = "$__all"
}
