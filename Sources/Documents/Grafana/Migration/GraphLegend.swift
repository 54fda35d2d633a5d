/// The old graph's legend in today's words.
struct GraphLegend {
  /// Its numbers and our reducers.
  static let calcs = [
    "min": "min", "max": "max", "avg": "mean", "current": "lastNotNull", "total": "sum",
    "count": "count",
  ]
  /// Titles of their columns, by which legends are sorted.
  private static let titles = [
    "min": "Min", "max": "Max", "mean": "Mean", "lastNotNull": "Last *", "sum": "Total",
    "count": "Count",
  ]

  private var reader: Remainder
  private let json: JSON
  private let isAbsent: Bool
  /// Reducers of series that don't stand in the legend.
  private(set) var hidden: [String] = []

  /// - Parameters:
  ///   - old: `legend`; a mere truth in the oldest files.
  ///   - panel: Whose place the values get that it hasn't.
  init(_ old: JSON?, at panel: JSON) {
    json = old ?? panel
    isAbsent = old == nil
    if let old, let isShown = old.bool {
      reader = Remainder(JSON.make([("show", old.flag(isShown))], at: old.position))
    } else {
      reader = Remainder(old ?? JSON(.object([]), at: panel.position))
    }
  }

  var rest: [JSON.Member] { reader.rest }

  mutating func modern() -> JSON {
    let isShown = reader.flag("show") ?? true
    let isTable = reader.flag("alignAsTable") ?? false
    let isRight = reader.flag("rightSide") ?? false
    let hasValues = reader.flag("values") ?? false
    var calcs: [String] = []
    for member in reader.json.members ?? [] {
      guard let calc = Self.calcs[member.name] else { continue }
      reader.drop([member.name])
      if hasValues, member.value.lenientBool == true { calcs.append(calc) }
    }
    var fields: [(String, JSON?)] = [
      ("displayMode", json.word(isTable ? "table" : "list")), ("showLegend", json.flag(isShown)),
      ("placement", json.word(isRight ? "right" : "bottom")),
      ("calcs", json.list(calcs.map { json.word($0) })),
    ]
    let sort = reader.text("sort")?.string.flatMap { Self.calcs[$0] }
    let isDescending = reader.flag("sortDesc") ?? false
    if isTable, let sort, calcs.contains(sort), let title = Self.titles[sort] {
      fields += [("sortBy", json.word(title)), ("sortDesc", json.flag(isDescending))]
    }
    if reader.flag("hideEmpty") == true { hidden.append("allIsNull") }
    if reader.flag("hideZero") == true { hidden.append("allIsZero") }
    return JSON.make(fields, at: json.position)
  }
}
