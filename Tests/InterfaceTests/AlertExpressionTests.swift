import Documents
import Interface
import Metrics
import Testing

/// An alert's expression, parted at its comparison with a number.
struct AlertExpressionTests {
  @Test(arguments: [
    ("max by (queue) (q{a=\"x > 1\"}) > 50", "max by (queue) (q{a=\"x > 1\"})", ">50.0"),
    ("up{job='a'} == 0", "up{job='a'}", ">=0.0"),
    ("rate(x[5m]) * 60 <= 1e-3", "rate(x[5m]) * 60", "<0.001"),
    ("(a + b) >= -0x10", "(a + b)", ">=-16.0"),
    ("50 < a", "a", ">50.0"), ("0.5 > a / b", "a / b", "<0.5"), ("+3 >= a", "a", "<3.0"),
    ("((sum(a > 1) > (7)))", "sum(a > 1)", ">7.0"),
    ("a # > 3\n > 4", "a", ">4.0"),
    ("a offset 5m > 1", "a offset 5m", ">1.0"),
    ("vector(time()) < 1795539761", "vector(time())", "<1795539761.0"),
    ("a > Inf", "a", ">inf"), ("a > -Inf", "a", ">-inf"),
    ("sum without (and) (a) != 3", "sum without (and) (a)", ">=3.0"),
  ])
  func oneComparisonWithANumberIsParted(text: String, asked: String, limit: String) throws {
    let expression = AlertExpression(ForeignText(text))
    #expect(expression.asked == asked)
    let threshold = try #require(expression.threshold)
    let sign =
      switch threshold.condition {
      case .above: ">"
      case .below: "<"
      case .atLeast: ">="
      }
    #expect("\(sign)\(threshold.limit)" == limit)
    #expect(threshold.state == nil)
  }

  @Test(arguments: [
    "a > b", "a > 1 > 2", "a > 1 and b < 2", "a > bool 1", "a > 1 or b", "a unless b > 1", "up",
    "absent(up)", "1 > 2", "a > 1 + 1", "(a > 1", "a > 1)", "", ")(", "a >", "> 1", "a > \"1\"",
    "a > 1 UNLESS b", "{a=~\"x\"}", "a =~ 1", "a > - ", "a > 1 2",
  ])
  func whatCantBePartedIsAskedAsItIs(text: String) {
    let expression = AlertExpression(ForeignText(text))
    #expect(expression.asked == text)
    #expect(expression.threshold == nil, "\(String(describing: expression.threshold))")
  }
}
