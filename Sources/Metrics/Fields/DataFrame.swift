/// A table of typed columns: what queries answer and transformations turn into each other.
///
/// Source: Grafana's data frames, `packages/grafana-data/src/types/dataFrame.ts`.
package struct DataFrame: Hashable, Sendable {
  package var name: ForeignText?
  package var refId: String
  /// All of one length.
  package var fields: [Field]
  /// Distance of two neighbouring moments, where a range was asked for.
  package var step: Duration?

  package init(
    name: ForeignText? = nil,
    refId: String = "A",
    fields: [Field] = [],
    step: Duration? = nil
  ) {
    self.name = name
    self.refId = refId
    self.fields = fields
    self.step = step
  }

  package var rowCount: Int { fields.first?.values.count ?? 0 }

  /// The first column of moments.
  package var time: Field? {
    fields.first { if case .times = $0.values { true } else { false } }
  }
}

/// A column of a frame.
package struct Field: Hashable, Sendable {
  package var name: ForeignText
  package var labels: Labels
  /// As its source sent them, the metric's name among them; nil where it was made.
  package var sourceLabels: Labels?
  package var values: Column
  /// What its source calls it, by the target's legend; nil where that says nothing.
  package var sourceName: ForeignText?
  /// How it is called where it is shown; set anew after each change of the frames.
  package var displayName: ForeignText
  package var config: FieldConfig
  /// Its own colour: a name or `#rrggbb`; nil where its values have the colours.
  package var tint: String?
  /// Native histograms behind the values, where there are any.
  package var histograms: [HistogramSample] = []
  /// Which of the panel's targets it answers, from 0; nil where several made it.
  package var target: Int?
  /// Of trends: the reducer whose number stands for each, by Grafana's name.
  package var stat: String?

  package init(
    _ name: ForeignText,
    _ values: Column,
    labels: Labels = [:],
    sourceName: ForeignText? = nil,
    config: FieldConfig = FieldConfig()
  ) {
    self.name = name
    self.values = values
    self.labels = labels
    self.sourceName = sourceName
    self.config = config
    displayName = sourceName ?? name
  }
}

/// The values of a field.
package enum Column: Hashable, Sendable {
  /// Milliseconds; `Column.noTime` where there is none.
  case times([Int64])
  /// `Double.null` where there is none; NaN is a value.
  case numbers([Double])
  case texts([String?])
  case booleans([Bool?])
  /// A course per row.
  case trends([FrameSeries])

  package static let noTime = Int64.min

  package var count: Int {
    switch self {
    case .times(let values): values.count
    case .numbers(let values): values.count
    case .texts(let values): values.count
    case .booleans(let values): values.count
    case .trends(let values): values.count
    }
  }

  package subscript(row: Int) -> FieldValue {
    switch self {
    case .times(let values):
      values[row] == Self.noTime ? .null : .time(Timestamp(milliseconds: values[row]))
    case .numbers(let values): values[row].isNull ? .null : .number(values[row])
    case .texts(let values): values[row].map { .text($0) } ?? .null
    case .booleans(let values): values[row].map { .boolean($0) } ?? .null
    case .trends(let values): .trend(values[row])
    }
  }

  package var isNumeric: Bool { if case .numbers = self { true } else { false } }
}

/// One value of a column.
package enum FieldValue: Hashable, Sendable {
  case null
  case time(Timestamp)
  case number(Double)
  case text(String)
  case boolean(Bool)
  case trend(FrameSeries)
}

extension Double {
  /// A value that is not there: a NaN told from others by its bits, so that arithmetic treats both
  /// alike.
  package static let null = Double(bitPattern: 0x7FF8_0000_0000_4E55)

  package var isNull: Bool { bitPattern == Self.null.bitPattern }
}
