import Metrics
import Panels
import Testing

struct CountExpressionTests {
  private let uploads = CountExpression(
    selector: "uploads_total{system='opus'}",
    by: ["file_type"]
  )

  @Test func thePortableFormHasFourArms() {
    let last = "last_over_time(uploads_total{system='opus'}[4m59s999ms])"
    let before = "last_over_time(uploads_total{system='opus'}[1h] offset 5m)"
    let least = "min_over_time(uploads_total{system='opus'}[4m59s999ms])"
    #expect(
      uploads.expression(over: .minutes(5)) == """
        sum by (file_type) (((\(last) - \(before)) >= 0) or (\(last) < \(before))\
         or ((\(last) unless \(before)) and on (job, instance) (up offset 5m == 1))\
         or ((\(last) - \(least)) unless \(before)))
        """
    )
  }

  @Test func serversThatCountExactlyAreAskedDirectly() {
    var count = uploads
    count.dialect = .anchored
    #expect(
      count.expression(over: .minutes(5))
        == "sum by (file_type) (increase(uploads_total{system='opus'}[5m] anchored))"
    )
    count.dialect = .victoriaMetrics
    #expect(
      count.expression(over: .minutes(5))
        == "sum by (file_type) (increase(uploads_total{system='opus'}[5m]))"
    )
  }

  @Test func longWindowsAreCountedInPieces() {
    let whole = CountExpression(selector: "x_total", by: [])
    #expect(
      whole.expression(over: .hours(6), inPiecesOf: .minutes(5)).hasSuffix("[5h59m59s999ms:5m])")
    )
    #expect(
      whole.expression(over: .minutes(5), inPiecesOf: .minutes(5))
        == whole.expression(over: .minutes(5))
    )
  }
}
