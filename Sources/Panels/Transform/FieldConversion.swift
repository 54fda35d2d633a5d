import Documents
import Metrics

/// Columns of another type.
///
/// Source: Grafana, `transformers/convertFieldType.ts`.
struct FieldConversion {
  private var rules: [Conversion]
  private var viewer: Zone

  init(_ rules: [Conversion], _ viewer: Zone) {
    self.rules = rules
    self.viewer = viewer
  }

  func converted(_ frame: DataFrame) -> DataFrame {
    var frame = frame
    for rule in rules {
      let naming = FieldNaming(frame)
      for place in frame.fields.indices
      where naming.names(of: frame.fields[place]).contains(rule.field) {
        let field = frame.fields[place]
        frame.fields[place] = field.with(converted(field.values, rule))
      }
    }
    return frame
  }

  private func converted(_ column: Column, _ rule: Conversion) -> Column {
    switch rule.kind {
    case .number:
      return .numbers(column.cells.map { Self.number($0) })
    case .boolean: return .booleans(column.cells.map(Self.isTrue))
    case .string: return text(column, rule)
    case .time:
      if case .times = column { return column }
      let isSeconds = rule.dateFormat == "X"
      let zone = zone(rule)
      return .times(column.cells.map { Self.moment($0, isSeconds: isSeconds, zone) })
    }
  }

  /// Commas between thousands say nothing.
  private static func number(_ cell: PlainValue) -> Double {
    let number: Double?
    if case .text(let text) = cell {
      number = Double(text.filter { $0 != "," && !$0.isWhitespace })
    } else {
      number = cell.number
    }
    return number.flatMap { $0.isFinite ? $0 : nil } ?? .null
  }

  private static func isTrue(_ cell: PlainValue) -> Bool? {
    switch cell {
    case .null: false
    case .flag(let flag): flag
    case .text(let text): !text.isEmpty
    case .time, .number: cell.number.map { $0 != 0 && !$0.isNaN }
    }
  }

  private func zone(_ rule: Conversion) -> Zone {
    guard !["", "browser", "local"].contains(rule.zone) else { return viewer }
    return (try? ZoneName.zone(rule.zone, place: "timezone")) ?? viewer
  }

  private func text(_ column: Column, _ rule: Conversion) -> Column {
    guard case .times(let times) = column else {
      return .texts(column.cells.map { $0.isNull ? nil : $0.text })
    }
    let format = rule.dateFormat.flatMap { $0.isEmpty ? nil : $0 } ?? "YYYY-MM-DDTHH:mm:ssZ"
    let pattern = DatePattern(String(format.prefix(200)))
    let zone = zone(rule)
    return .texts(
      times.map { time in
        guard abs(Double(time)) <= 8.64e15 else { return nil }
        return pattern.text(Timestamp(milliseconds: time), zone: zone)
      }
    )
  }

  private static func moment(_ cell: PlainValue, isSeconds: Bool, _ zone: Zone) -> Int64 {
    guard case .text(let text) = cell else {
      let number = (cell.number ?? .nan) * (isSeconds ? 1_000 : 1)
      return abs(number) <= 8.64e15 ? Int64(number) : Column.noTime
    }
    if let number = Double(text), text.count > 4 {
      return moment(.number(number), isSeconds: isSeconds, zone)
    }
    if let moment = Timestamp(rfc3339: text) { return moment.milliseconds }
    let whole = text.count == 10 ? "\(text) 00:00:00" : text
    // Without an offset the clock of the zone is meant.
    guard let wall = Timestamp(rfc3339: "\(whole)Z") else { return Column.noTime }
    return zone.moments(reading: wall).first?.milliseconds ?? wall.milliseconds
  }
}
