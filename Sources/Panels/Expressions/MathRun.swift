import Documents
import Glibc
import Metrics

/// Works out a formula over answers.
///
/// Source: Grafana, `pkg/expr/mathexp/exp.go`.
struct MathRun {
  /// By `refId`.
  var answers: [String: [MathValue]]

  func values(of expression: MathExpression) -> [MathValue] {
    switch expression {
    case .number(let value): return [.number(value)]
    case .answer(let name): return answers[name] ?? []
    case .negated(let inner): return values(of: inner).map { $0.mapping { $0.isNull ? $0 : -$0 } }
    case .not(let inner):
      return values(of: inner).map { $0.mapping { $0.isNaN ? $0 : $0 == 0 ? 1 : 0 } }
    case .call(let name, let inner):
      return values(of: inner).map { $0.mapping { Self.called(name, $0) } }
    case .binary(let left, let sign, let right):
      let (left, right) = (values(of: left), values(of: right))
      return MathPairs.made(left, right).map { pair in
        left[pair.left].combined(with: right[pair.right], labels: pair.labels) {
          Self.combined($0, sign, $1)
        }
      }
    }
  }

  private static func called(_ name: String, _ value: Double) -> Double {
    switch name {
    case "is_null": return value.isNull ? 1 : 0
    case "is_nan": return value.isNaN && !value.isNull ? 1 : 0
    case "is_inf": return value.isInfinite ? 1 : 0
    case "is_number": return value.isFinite ? 1 : 0
    default: break
    }
    guard !value.isNaN else { return value }
    switch name {
    case "log": return log(value)
    case "round": return value.rounded(.toNearestOrAwayFromZero)
    case "ceil": return value.rounded(.up)
    case "floor": return value.rounded(.down)
    default: return abs(value)
    }
  }

  private static func combined(_ left: Double, _ sign: String, _ right: Double) -> Double {
    if left.isNull || right.isNull { return .null }
    if sign == "&&", left == 0 { return 0 }
    if sign == "||", left != 0, !left.isNaN { return 1 }
    // What is compared with no number is no number either.
    if left.isNaN || right.isNaN { return .nan }
    switch sign {
    case "+": return left + right
    case "-": return left - right
    case "*": return left * right
    case "/": return left / right
    case "%": return fmod(left, right)
    case "**": return pow(left, right)
    default: break
    }
    switch sign {
    case "==": return left == right ? 1 : 0
    case "!=": return left != right ? 1 : 0
    case ">": return left > right ? 1 : 0
    case "<": return left < right ? 1 : 0
    case ">=": return left >= right ? 1 : 0
    case "<=": return left <= right ? 1 : 0
    case "&&": return left != 0 && right != 0 ? 1 : 0
    default: return left != 0 || right != 0 ? 1 : 0
    }
  }
}
