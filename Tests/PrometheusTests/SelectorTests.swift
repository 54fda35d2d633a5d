import Prometheus
import Testing

struct SelectorTests {
  @Test(arguments: [
    ("up", ["up"]), ("up{job='a'} == 1", ["up{job='a'}"]),
    (
      "sum by (job) (rate(x_total{a=\"}\", b='\\''}[5m])) / on (job) group_left () y:z",
      [
        "x_total{a=\"}\", b='\\''}", "y:z",
      ]
    ),
    ("sum(a) by (le) or vector(0)", ["a"]), ("SUM WITHOUT (x) (b offset 5m)", ["b"]),
    ("{__name__=~'a.*'}", ["{__name__=~'a.*'}"]), ("1e3 + 5m + inf", []),
    ("a and b unless c # d\n + e", ["a", "b", "c", "e"]),
    ("label_replace(f, 'g', 'h', '', '')", ["f"]),
    ("", []), ("x{", ["x{"]), ("x{a='", ["x{a='"]), ("sum by (", []), ("'up", []), ("x[5m", ["x"]),
  ])
  func selectorsOfAnExpression(expression: String, texts: [String]) {
    #expect(Selector.all(in: expression).map(\.text) == texts)
  }
}
