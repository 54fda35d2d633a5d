package import Metrics

/// A transformation with its options read.
///
/// Source: Grafana, `packages/grafana-data/src/transformations/transformers` and
/// `public/app/features/transformers`.
package enum FrameChange: Hashable, Sendable {
  case organize(Organizing)
  case rename(Pattern, to: String)
  case merge
  /// By the field of this name, or the best one.
  case join(by: String?, Joining)
  case filterFields(include: FieldPick?, exclude: FieldPick?)
  case filterFrames(include: Pattern?, exclude: Pattern?)
  case filterRows([RowTest], matchesAll: Bool, isExcluding: Bool)
  case group([GroupRule])
  case reduce(Reducing)
  case calculate(Calculating)
  case sort(by: String, isDescending: Bool)
  case labelsToColumns(keeping: [String], nameLabel: String?)
  case labelsToRows(keeping: [String]?)
  /// What a refId's series come to, and which field has their moments.
  case trends([String: TrendRule])
  case convert([Conversion])
  case concatenate(nameLabel: String?, isNaming: Bool)
  case extract(Extracting)
  case configure(Configuring)
  case matrix(row: String, column: String, value: String, empty: String)
  case seriesToRows
  case joinByLabels(value: String, by: [String])
  case transpose(first: String, rest: String)
  case limit(Int)
  case histogram(HistogramRule)
  case partition(Partitioning)
  case prepareSeries(isWide: Bool)
  case rowsToFields([FieldMapping])
  case nothing
}

package enum Joining: String, Hashable, Sendable { case outer, inner, outerTabular }

/// Which fields a transformation is for.
package enum FieldPick: Hashable, Sendable {
  case names(Set<String>)
  case pattern(Pattern)
  /// `number`, `string`, `time`, `boolean`.
  case type(String)
  /// All of what a query answered, by its `refId`.
  case refId(String)
  case any([FieldPick])
  case all
}

package struct Organizing: Hashable, Sendable {
  package struct Order: Hashable, Sendable {
    /// nil: by name.
    package var label: String?
    package var isDescending: Bool
  }

  package var excluded: Set<String> = []
  /// Where it isn't empty, only these stay.
  package var included: Set<String> = []
  package var places: [String: Double] = [:]
  package var names: [String: String] = [:]
  /// nil: by `places`.
  package var order: [Order]?
}

package struct GroupRule: Hashable, Sendable {
  package var field: String
  /// nil: the field is what is grouped by.
  package var reducers: [String]?
}

package struct Reducing: Hashable, Sendable {
  package var reducers: [String] = ["max"]
  /// One row with the same fields, not one row per field.
  package var keepsFields = false
  package var includesTime = false
  package var hasLabelColumns = false
  package var fields: FieldPick?
}

package struct Calculating: Hashable, Sendable {
  package enum Operand: Hashable, Sendable {
    case field(String)
    case number(Double)
    /// Every field of this type, each for itself.
    case type(String)
  }

  package enum Kind: Hashable, Sendable {
    case reduceRow(reducer: String, fields: [String], nullsAreZero: Bool)
    case binary(Operand, String, Operand, name: String)
    case unary(String, field: String)
    case index(isShare: Bool)
    case cumulative(String, field: String?)
    /// Rows, or a share of all of them.
    case window(String, field: String?, size: Double, isShare: Bool, isCentred: Bool)
  }

  package var kind: Kind
  package var alias: String?
  package var replacesFields: Bool
  package var isOverTime: Bool
}

package struct RowTest: Hashable, Sendable {
  package enum Condition: Hashable, Sendable {
    case compare(String, value: String)
    case between(Double, Double)
    case isNull(Bool)
    case regex(Pattern)
    case contains(String, isWanted: Bool)
  }

  package var field: String
  package var condition: Condition
}

package struct TrendRule: Hashable, Sendable {
  package var stat: String
  package var timeField: String?
}

package struct Conversion: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case time, number, string, boolean }

  package var field: String
  package var kind: Kind
  package var dateFormat: String?
  /// Grafana's word: empty or `browser` is the viewer's.
  package var zone: String
}

package struct Extracting: Hashable, Sendable {
  package enum Format: String, Hashable, Sendable { case json, kvp, auto, delimiter, regexp }

  package var source: String
  package var format: Format
  package var delimiter: String
  package var pattern: Pattern?
  /// Path, and what its field is called.
  package var paths: [Path]
  package var replaces: Bool
  package var keepsTime: Bool

  package struct Path: Hashable, Sendable {
    package var path: [String]
    package var name: String
  }
}

/// Where a field's value goes in the configuration of others.
package struct FieldMapping: Hashable, Sendable {
  package var field: String
  /// `min`, `unit`, `field.name`, `mappings.value`, `__ignore`.
  package var handler: String
  package var reducer: String
}

package struct Configuring: Hashable, Sendable {
  package var refId: String
  package var fields: FieldPick
  package var mappings: [FieldMapping]
}

package struct HistogramRule: Hashable, Sendable {
  package var size: Double?
  package var offset: Double
  package var count: Int
  package var isCombined: Bool
}

package struct Partitioning: Hashable, Sendable {
  package var fields: [String]
  package var keepsFields: Bool
  /// Of frames' names; nil: their values are labels.
  package var naming: Naming?

  package struct Naming: Hashable, Sendable {
    package var appends: Bool
    package var hasNames: Bool
    package var equals: String
    package var between: String
  }
}
