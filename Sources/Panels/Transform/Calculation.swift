import Documents
import Glibc
import Metrics

/// A new field from those of a row.
///
/// Source: Grafana, `transformers/calculateField.ts`.
extension Calculating {
  func calculated(_ frames: [DataFrame]) -> [DataFrame] {
    var frames = frames
    if isOverTime, !isWithNumber, frames.count > 1, haveOneTime(frames) {
      frames = FrameJoin(by: nil, mode: .outer).joined(frames)
    }
    return frames.compactMap(calculated)
  }

  /// Of a field and a number each frame is calculated by itself.
  private var isWithNumber: Bool {
    if case .binary(_, _, .number, _) = kind { true } else { false }
  }

  private func haveOneTime(_ frames: [DataFrame]) -> Bool {
    let names = Set(frames.map { $0.time?.name.raw })
    return names.count == 1 && names.first != .some(nil)
  }

  private func calculated(_ frame: DataFrame) -> DataFrame? {
    var result = frame
    let made: [Field]
    if case .binary(.type(let type), let sign, let right, _) = kind {
      made = eachOfType(type, sign, right, frame)
    } else if let values = values(frame) {
      var field = Field(ForeignText(alias ?? name), .numbers(values))
      if case .index(let isShare) = kind, isShare { field.config.unit = "percentunit" }
      made = [field]
    } else {
      made = []
    }
    guard replacesFields else {
      result.fields += made
      return result
    }
    guard !made.isEmpty else { return nil }
    if case .index = kind {
      result.fields = made
    } else {
      result.fields = (isOverTime ? [frame.time].compactMap { $0 } : []) + made
    }
    return result
  }

  private var name: String {
    func of(_ field: String?) -> String {
      field.flatMap { $0.isEmpty ? nil : "(\($0))" } ?? ""
    }
    switch kind {
    case .reduceRow(let reducer, _, _): return FieldReducing.title(reducer)
    case .binary(_, _, _, let name): return name.filter { $0 != "$" }
    case .unary(let sign, let field): return "\(sign)\(of(field))"
    case .index: return "Row"
    case .cumulative(let reducer, let field): return "cumulative \(reducer)\(of(field))"
    case .window(let reducer, let field, _, _, let isCentred):
      return "\(isCentred ? "centered" : "trailing") moving \(reducer)\(of(field))"
    }
  }

  private func eachOfType(
    _ type: String,
    _ sign: String,
    _ right: Operand,
    _ frame: DataFrame
  ) -> [Field] {
    guard let values = numbers(right, frame) else { return [] }
    let title: String
    switch right {
    case .number(let number): title = PlainValue.number(number).text
    case .field(let name), .type(let name): title = name
    }
    return frame.fields.filter { $0.values.typeName == type }.map { field in
      var made = field.with(
        .numbers(zip(field.values.numbers, values).map { Self.result($0, sign, $1) })
      )
      made.name = ForeignText("\(field.name.raw) \(sign) \(title)")
      return made
    }
  }

  private func values(_ frame: DataFrame) -> [Double]? {
    switch kind {
    case .reduceRow(let reducer, let names, let nullsAreZero):
      return reducedRows(frame, reducer, names, nullsAreZero)
    case .binary(let left, let sign, let right, _):
      guard let left = numbers(left, frame), let right = numbers(right, frame) else { return nil }
      return zip(left, right).map { Self.result($0, sign, $1) }
    case .unary(let sign, let name):
      guard let place = frame.place(of: name), frame.fields[place].values.isNumeric else {
        return nil
      }
      return frame.fields[place].values.numbers.map { Self.result(sign, $0) }
    case .index(let isShare):
      let count = frame.rowCount
      return (0..<count).map { isShare ? Double($0) / Double(count) : Double($0) }
    case .cumulative(let reducer, let name):
      return field(name, frame).map { Self.cumulative($0.values.numbers, reducer) }
    case .window(let reducer, let name, let size, let isShare, let isCentred):
      guard size > 0, let field = field(name, frame) else { return nil }
      let rows = (size * (isShare ? Double(frame.rowCount) : 1)).rounded(.up)
      return MovingWindow(rows: Int(max(1, min(1e6, rows))), isCentred: isCentred)
        .values(of: field.values.numbers, by: reducer)
    }
  }

  /// The named field, or the first of numbers.
  private func field(_ name: String?, _ frame: DataFrame) -> Field? {
    guard let name, !name.isEmpty else { return frame.fields.first { $0.values.isNumeric } }
    return frame.place(of: name).map { frame.fields[$0] }
  }

  private func reducedRows(
    _ frame: DataFrame,
    _ reducer: String,
    _ names: [String],
    _ nullsAreZero: Bool
  ) -> [Double] {
    let naming = FieldNaming(frame)
    let wanted = Set(names)
    let columns = frame.fields.filter { field in
      names.isEmpty
        ? field.values.isNumeric : naming.names(of: field).contains(where: wanted.contains)
    }.map(\.values.numbers)
    return (0..<frame.rowCount).map { row in
      var values = columns.map { $0[row] }
      if nullsAreZero { values = values.map { $0.isNull ? 0 : $0 } }
      return FieldReducing.value(of: .numbers(values), by: reducer).number ?? .null
    }
  }

  private func numbers(_ operand: Operand, _ frame: DataFrame) -> [Double]? {
    switch operand {
    case .number(let value):
      // A field may be called by a number.
      let name = PlainValue.number(value).text
      if let place = frame.fields.firstIndex(where: { $0.shownName == name }) {
        return frame.fields[place].values.numbers
      }
      return Array(repeating: value, count: frame.rowCount)
    case .field(let name):
      if let place = frame.place(of: name) { return frame.fields[place].values.numbers }
      return Double(name).map { Array(repeating: $0, count: frame.rowCount) }
    case .type: return nil
    }
  }

  /// Of a value that is missing nothing comes.
  private static func result(_ left: Double, _ sign: String, _ right: Double) -> Double {
    switch sign {
    case "+": left + right
    case "-": left - right
    case "*": left * right
    case "/": left / right
    case "%": left.isNaN || right.isNaN ? left + right : fmod(left, right)
    case "**": left.isNaN || right.isNaN ? left + right : pow(left, right)
    case "=", "==": left == right ? 1 : 0
    case "!=": left != right ? 1 : 0
    case "<": left < right ? 1 : 0
    case "<=": left <= right ? 1 : 0
    case ">": left > right ? 1 : 0
    default: left >= right ? 1 : 0
    }
  }

  private static func result(_ sign: String, _ value: Double) -> Double {
    guard !value.isNaN else { return value }
    switch sign {
    case "exp": return exp(value)
    case "ln": return log(value)
    case "floor": return value.rounded(.down)
    case "ceil": return value.rounded(.up)
    case "round": return value.rounded(.toNearestOrAwayFromZero)
    default: return abs(value)
    }
  }

  private static func cumulative(_ values: [Double], _ reducer: String) -> [Double] {
    var total = 0.0
    return values.enumerated().map { row, value in
      if !value.isNull { total += value }
      return reducer == "mean" ? total / Double(row + 1) : total
    }
  }
}

/// Each row with those around it.
struct MovingWindow {
  var rows: Int
  var isCentred: Bool

  func values(of column: [Double], by reducer: String) -> [Double] {
    // Sums of all before make each window two differences.
    // From the first value: squares of great numbers leave no digits for their differences.
    let origin = column.first { !$0.isNaN } ?? 0
    var counts = [0]
    var sums = [0.0]
    var squares = [0.0]
    for value in column {
      let present = value.isNaN ? 0 : value - origin
      counts.append(counts[counts.count - 1] + (value.isNaN ? 0 : 1))
      sums.append(sums[sums.count - 1] + present)
      squares.append(squares[squares.count - 1] + present * present)
    }
    return column.indices.map { row in
      let before = isCentred ? rows / 2 : rows - 1
      let after = isCentred ? (rows + 1) / 2 - 1 : 0
      let first = max(0, row - before)
      let last = min(column.count, row + after + 1)
      let count = Double(counts[last] - counts[first])
      guard count > 0 else { return 0 }
      let mean = (sums[last] - sums[first]) / count
      guard reducer != "mean" else { return origin + mean }
      let variance = max(0, (squares[last] - squares[first]) / count - mean * mean)
      return reducer == "variance" ? variance : variance.squareRoot()
    }
  }
}
