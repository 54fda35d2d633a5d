import Metrics

extension Column {
  enum Kind { case times, numbers, texts, booleans, trends }

  /// A row of one of several columns; a negative column is nowhere.
  struct Place {
    var column: Int32
    var row: Int32

    static let nowhere = Place(column: -1, row: -1)
  }

  var kind: Kind {
    switch self {
    case .times: .times
    case .numbers: .numbers
    case .texts: .texts
    case .booleans: .booleans
    case .trends: .trends
    }
  }

  /// Grafana's word for it.
  var typeName: String {
    switch self {
    case .times: "time"
    case .numbers: "number"
    case .texts: "string"
    case .booleans: "boolean"
    case .trends: "frame"
    }
  }

  func cell(_ row: Int) -> PlainValue {
    switch self {
    case .times(let values): values[row] == Self.noTime ? .null : .time(values[row])
    case .numbers(let values): values[row].isNull ? .null : .number(values[row])
    case .texts(let values): values[row].map { .text($0) } ?? .null
    case .booleans(let values): values[row].map { .flag($0) } ?? .null
    case .trends(let values): values[row].values.last { !$0.isNaN }.map { .number($0) } ?? .null
    }
  }

  var cells: [PlainValue] { (0..<count).map(cell) }

  /// The given rows in their order; a negative one is empty.
  func picking(_ rows: [Int]) -> Column {
    switch self {
    case .times(let values): .times(rows.map { $0 < 0 ? Self.noTime : values[$0] })
    case .numbers(let values): .numbers(rows.map { $0 < 0 ? .null : values[$0] })
    case .texts(let values): .texts(rows.map { $0 < 0 ? nil : values[$0] })
    case .booleans(let values): .booleans(rows.map { $0 < 0 ? nil : values[$0] })
    case .trends(let values): .trends(rows.map { $0 < 0 ? Self.noTrend : values[$0] })
    }
  }

  private static let noTrend = FrameSeries(name: "")

  /// Rows of several columns in one; of columns of different types as text.
  static func gathered(_ columns: [Column], at places: [Place]) -> Column {
    guard let kind = columns.first?.kind else { return .texts(places.map { _ in nil }) }
    guard columns.allSatisfy({ $0.kind == kind }) else {
      return made(
        of: places.map { $0.column < 0 ? .null : columns[Int($0.column)].cell(Int($0.row)) }
      )
    }
    func each<Value>(_ all: [[Value]], _ empty: Value) -> [Value] {
      places.map { $0.column < 0 ? empty : all[Int($0.column)][Int($0.row)] }
    }
    switch kind {
    case .times: return .times(each(columns.map(\.asTimes), noTime))
    case .numbers: return .numbers(each(columns.map(\.asNumbers), .null))
    case .texts: return .texts(each(columns.map(\.asTexts), nil))
    case .booleans: return .booleans(each(columns.map(\.asBooleans), nil))
    case .trends: return .trends(each(columns.map(\.asTrends), noTrend))
    }
  }

  private var asTimes: [Int64] { if case .times(let values) = self { values } else { [] } }
  private var asTexts: [String?] { if case .texts(let values) = self { values } else { [] } }
  private var asBooleans: [Bool?] { if case .booleans(let values) = self { values } else { [] } }
  private var asTrends: [FrameSeries] { if case .trends(let values) = self { values } else { [] } }
  private var asNumbers: [Double] { if case .numbers(let values) = self { values } else { [] } }

  /// Its numbers, one for each row: moments in milliseconds, yes as 1; text has none.
  var numbers: [Double] {
    switch self {
    case .numbers(let values): values
    case .times(let values): values.map { $0 == Self.noTime ? .null : Double($0) }
    case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .null }
    case .texts(let values): Array(repeating: .null, count: values.count)
    case .trends: cells.map { $0.number ?? .null }
    }
  }

  /// Cells of one type as a column of it, others as text.
  static func made(of cells: [PlainValue]) -> Column {
    var kinds: Set<Kind> = []
    for cell in cells {
      switch cell {
      case .null: continue
      case .time: kinds.insert(.times)
      case .number: kinds.insert(.numbers)
      case .text: kinds.insert(.texts)
      case .flag: kinds.insert(.booleans)
      }
    }
    guard kinds.count == 1, let kind = kinds.first else {
      return kinds.isEmpty
        ? .numbers(cells.map { _ in .null })
        : .texts(cells.map { $0.isNull ? nil : $0.text })
    }
    switch kind {
    case .times: return .times(cells.map { if case .time(let time) = $0 { time } else { noTime } })
    case .booleans:
      return .booleans(cells.map { if case .flag(let flag) = $0 { flag } else { nil } })
    case .numbers: return .numbers(cells.map { $0.number ?? .null })
    case .texts, .trends: return .texts(cells.map { $0.isNull ? nil : $0.text })
    }
  }

  /// As long as asked for, cut off or filled up with nothing.
  func resized(to count: Int) -> Column {
    guard count != self.count else { return self }
    return picking((0..<count).map { $0 < self.count ? $0 : -1 })
  }
}
