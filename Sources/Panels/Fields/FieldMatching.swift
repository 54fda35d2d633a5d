import Documents
import Metrics

/// A matcher whose patterns are read.
indirect enum CompiledMatcher: Hashable, Sendable {
  case names(Set<String>, isExcluding: Bool)
  case pattern(Pattern?)
  case type(String)
  case refId(String)
  case value(Reducer, comparison: String, Double)
  case first, firstTime
  case anyOf([CompiledMatcher])
  case not(CompiledMatcher)
  case constant(Bool)

  init(_ matcher: FieldMatcher) {
    switch matcher {
    case .byName(let name): self = .names([name], isExcluding: false)
    case .byNames(let names, let isExcluding): self = .names(Set(names), isExcluding: isExcluding)
    case .byRegexp(let source): self = .pattern(Pattern(grafana: source))
    case .byRegexpOrNames(let source, let names):
      let pattern = source.isEmpty ? nil : Pattern(grafana: source)
      self = .anyOf([.names(Set(names), isExcluding: false), .pattern(pattern)])
    case .byType(let type): self = .type(type)
    case .byFrameRefID(let refId): self = .refId(refId)
    case .byValue(let name, let comparison, let value):
      self =
        Reducer(named: name).map { .value($0, comparison: comparison, value) } ?? .constant(false)
    case .numeric: self = .type("number")
    case .time: self = .type("time")
    case .first: self = .first
    case .firstTime: self = .firstTime
    case .anyOf(let matchers): self = .anyOf(matchers.map(Self.init))
    case .not(let matcher): self = .not(Self(matcher))
    case .all: self = .constant(true)
    case .none: self = .constant(false)
    }
  }

  /// Whether it is for a field, by its place in a frame whose fields have their names.
  func matches(fieldAt place: Int, in frame: DataFrame) -> Bool {
    let field = frame.fields[place]
    switch self {
    case .names(let names, let isExcluding):
      return (names.contains(field.displayName.raw) || names.contains(field.name.raw))
        != isExcluding
    case .pattern(let pattern): return pattern?.matches(field.displayName.raw) ?? false
    case .type(let type): return field.values.typeName == type
    case .refId(let refId): return frame.refId == refId
    case .value(let reducer, let comparison, let value):
      guard case .numbers(let values) = field.values,
        let reduced = reducer.value(of: FrameSeries(name: field.displayName, values: values))
      else { return false }
      // What is true or not answers by itself; Grafana's own files compare it by `gte 0`.
      if reducer == .allIsNull || reducer == .allIsZero { return reduced != 0 }
      return Self.holds(reduced, comparison, value)
    case .first: return place == 0
    case .firstTime: return frame.fields.firstIndex(where: \.isTime) == place
    case .anyOf(let matchers): return matchers.contains { $0.matches(fieldAt: place, in: frame) }
    case .not(let matcher): return !matcher.matches(fieldAt: place, in: frame)
    case .constant(let yes): return yes
    }
  }

  private static func holds(_ left: Double, _ comparison: String, _ right: Double) -> Bool {
    switch comparison {
    case "eq", "==", "=": left == right
    case "neq", "!=": left != right
    case "gt", ">": left > right
    case "gte", ">=": left >= right
    case "lt", "<": left < right
    case "lte", "<=": left <= right
    default: false
    }
  }
}
